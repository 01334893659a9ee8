"""Who acts, what may come out, how it is challenged, and which papers are given."""

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.procedure.lines import Line, Mark, Section, fact_line, listed, mark_of, said, texts, yes_or_no
from app.web.procedure.sittings import sitting_lines
from app.web.words import span_in_words


def institutions(profile: procedure.Profile) -> tuple[Section, ...]:
    """The sections about bodies, outcomes, remedies and documents."""
    return (
        Section("bodies", _("Órganos"), _bodies(profile), heads=(_("Órgano"), _("Qué es y qué hace"))),
        Section(
            "outcomes", _("Resultados posibles"), _outcomes(profile), heads=(_("Resultado"), _("Efecto"))
        ),
        Section(
            "remedies",
            _("Recursos, en su orden"),
            _remedies(profile),
            lead=_no_chain(profile),
            heads=(_("Recurso"), _("Cómo es")),
        ),
        Section("documents", _("Documentos"), _documents(profile), heads=(_("Documento"), _("Cómo es"))),
    )


def _bodies(profile: procedure.Profile) -> tuple[Line, ...]:
    kinds = {
        "office": _("Oficina"),
        "single": _("Autoridad de una persona"),
        "minister": _("Ministra o ministro"),
        "collegiate": _("Órgano colegiado que decide"),
        "committee": _("Comité que recomienda"),
        "tribunal": _("Tribunal administrativo"),
        "court": _("Tribunal de justicia"),
    }
    lines: list[Line] = []
    for name, body in profile.bodies.items():
        members = [_member(member) for member in body.members]
        others = [said(profile.bodies[other].label) for other in body.independent_of]
        says = texts(
            kinds[body.kind],
            _("Tareas: %(what)s") % {"what": listed(_tasks(profile, name))}
            if _tasks(profile, name)
            else None,
            _("Integrantes: %(who)s") % {"who": listed(members)} if members else None,
            _("Independiente de: %(who)s") % {"who": listed(others)} if others else None,
        )
        lines.append(Line(said(body.label), says, mark_of(profile, body)))
        if body.quorum is not None or body.kind in ("collegiate", "committee"):
            lines.append(
                fact_line(profile, _("Quórum de %(body)s") % {"body": said(body.label)}, body.quorum, str)
            )
        if body.kind == "collegiate":
            lines += sitting_lines(profile, body)
        lines += [Line(said(body.label), (said(rule.label),), mark_of(profile, rule)) for rule in body.rules]
    return tuple(lines)


def _member(member: procedure.Member) -> str:
    if not member.votes:
        return _("%(who)s (sin voto)") % {"who": said(member)}
    return _("%(who)s (obligatorio)") % {"who": said(member)} if member.compulsory else said(member)


def _tasks(profile: procedure.Profile, body: str) -> list[str]:
    names = {
        "receives": _("recibe"),
        "screens": _("categoriza"),
        "interviews": _("entrevista"),
        "recommends": _("recomienda"),
        "countersigns": _("da la segunda firma"),
        "decides": _("decide"),
        "notifies": _("notifica"),
        "reviews_first": _("resuelve el primer recurso"),
        "reviews_second": _("resuelve el segundo recurso"),
        "represents_children": _("representa a niñas y niños"),
    }
    return [names[task] for task, duty in profile.duties.items() if duty.body == body]


def _outcomes(profile: procedure.Profile) -> tuple[Line, ...]:
    return tuple(
        Line(
            said(outcome.label),
            texts(
                _("Protege: impide la expulsión") if outcome.protects else None,
                _("Niega: admite recurso") if outcome.refuses else None,
            )
            or (_("Termina sin resolver el fondo"),),
            mark_of(profile, outcome),
        )
        for outcome in profile.outcomes.values()
    )


def _no_chain(profile: procedure.Profile) -> str:
    if profile.remedy_chain.value is not None or (profile.remedies and not profile.remedy_chain.note):
        return ""
    return profile.remedy_chain.note or _(
        "Qué recursos hay no consta: quien recibe una negativa debe saber que puede pedirlos."
    )


def _remedies(profile: procedure.Profile) -> tuple[Line, ...]:
    return tuple(
        line for n, remedy in enumerate(profile.remedies, start=1) for line in _remedy(profile, n, remedy)
    )


def _remedy(profile: procedure.Profile, n: int, remedy: procedure.Remedy) -> tuple[Line, ...]:
    name = f"{n}. {said(remedy.label)}"
    against = [said(profile.outcomes[outcome].label) for outcome in remedy.against]
    says = texts(
        _("Ante: %(who)s") % {"who": said(profile.bodies[remedy.body].label)},
        _("Contra: %(what)s") % {"what": listed(against)},
        _("Se presenta en: %(span)s") % {"span": _span(profile, remedy.file_within)},
        _("Se resuelve en: %(span)s") % {"span": _span(profile, remedy.decide_within)},
        _("En el mismo escrito que: %(other)s") % {"other": said(profile.remedy(remedy.lodged_with).label)}
        if remedy.lodged_with
        else None,
    )
    lines = [Line(name, says, mark_of(profile, remedy))]
    removal = remedy.suspends_removal
    lines.append(
        Line(
            _("Devolución mientras se resuelve"),
            (
                _("No se devuelve a la persona")
                if removal.value is not False
                else _("No la impide por sí mismo"),
            )
            + ((_("No consta; se trata como si la impidiera."),) if removal.value is None else ()),
            mark_of(profile, removal),
        )
    )
    if remedy.suspends_act is not None:
        effect = {
            "automatic": _("Se suspende por sí solo"),
            "on_request": _("Se suspende si se pide"),
            "none": _("No se suspende"),
        }
        lines.append(fact_line(profile, _("Acto recurrido"), remedy.suspends_act, lambda v: effect[v]))
    lines += [Line(name, (said(rule.label),), mark_of(profile, rule)) for rule in remedy.rules]
    return tuple(lines)


def _span(profile: procedure.Profile, limit: str | None) -> str:
    length = procedure.length_of(profile, profile.limit(limit)) if limit else None
    return span_in_words(length) if length else _("sin plazo registrado")


def _documents(profile: procedure.Profile) -> tuple[Line, ...]:
    works = {
        "issue": _("Permite trabajar desde que se entrega"),
        "separate_permit": _("El trabajo requiere otro permiso"),
    }
    lines: list[Line] = []
    for document in profile.documents.values():
        name = said(document.label)
        lines.append(
            Line(name, (_("Lo emite: %(who)s") % {"who": document.issuer},), mark_of(profile, document))
        )
        lines.append(fact_line(profile, _("Vigencia"), document.valid, span_in_words))
        if document.renew_every is not None:
            lines.append(fact_line(profile, _("Se renueva cada"), document.renew_every, span_in_words))
        number = document.number
        digits = _("%(n)s dígitos") % {"n": number.digits} if number.digits else _("No consta")
        kept = _("Se conserva tras el reconocimiento") if number.keeps_after_recognition else None
        lines.append(Line(_("Número"), texts(digits, kept), mark_of(profile, number)))
        work = works.get(document.work.begins or "", _("No permite trabajar"))
        unknown = document.work.begins is None and document.work.verification == "unknown"
        lines.append(
            Line(_("Trabajo"), (_("No consta") if unknown else work,), mark_of(profile, document.work))
        )
        lines += [Line(name, (said(rule.label),), mark_of(profile, rule)) for rule in document.rules]
    return tuple(lines)


def definition(profile: procedure.Profile) -> Section:
    """What can be recognised, what excludes, and the other statuses."""
    d = profile.definition
    facts = (
        (_("Convención de 1951"), d.convention_1951),
        (_("Género"), d.gender),
        (_("Formas de violencia de género nombradas"), d.gender_forms),
        (_("Cartagena"), d.cartagena),
        (_("Convención de la OUA"), d.oau),
        (_("Motivos surgidos después de salir (sur place)"), d.sur_place),
        (_("Huida interna"), d.internal_flight),
        (_("Protección complementaria"), d.complementary_protection),
        (_("Protección complementaria examinada de oficio"), d.complementary_of_own_motion),
    )
    routes = {
        "same_procedure": _("En este mismo procedimiento"),
        "foreign_ministry": _("En otro procedimiento"),
        "migration_authority": _("Ante la autoridad migratoria"),
        "none": _("No hay procedimiento"),
    }
    route = d.statelessness
    where = texts(
        routes[route.route] if route.verification != "unknown" or route.route != "none" else _("No consta")
    )
    lines = (
        *(fact_line(profile, name, fact, yes_or_no) for name, fact in facts),
        *(
            (
                Line(
                    _("Situaciones de Cartagena"),
                    tuple(said(n.label) for n in d.cartagena_situations),
                    Mark("", "confirmed"),
                ),
            )
            if d.cartagena_situations
            else ()
        ),
        *(Line(_("Exclusión"), (said(rule.label),), mark_of(profile, rule)) for rule in d.exclusion),
        Line(
            _("Apatridia"),
            (*where, *((said(route.label),) if route.label else ())),
            mark_of(profile, route),
        ),
        *(Line(_("Apatridia"), (said(rule.label),), mark_of(profile, rule)) for rule in route.rules),
    )
    return Section("definition", _("Qué se puede reconocer"), lines, heads=(_("Tema"), _("Qué dice")))
