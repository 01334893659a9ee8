"""What surrounds the road: filing, admission, hearing, notice, children, family, abandonment, loss, retention, modalities."""

from app.procedure import public as procedure
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.needs_shown import proposed_name
from app.web.procedure.lines import (
    Line,
    Mark,
    Section,
    fact_line,
    listed,
    mark_of,
    rule_lines,
    said,
    texts,
    validity,
    yes_or_no,
)
from app.web.words import relation_name, span_in_words


def safeguards(profile: procedure.Profile) -> tuple[Section, ...]:
    """The sections, in the order of a claimant's life."""
    about = (_("Tema"), _("Qué dice"))
    return (
        Section("filing", _("Presentación de la solicitud"), _filing(profile), heads=about),
        Section("admissibility", _("Admisibilidad"), _admissibility(profile), heads=about),
        Section("interviews", _("Entrevistas"), _interviews(profile), heads=about),
        Section("notification", _("Notificación"), _notification(profile), heads=about),
        Section(
            "modalities",
            _("Modalidades y grupos"),
            (*_modalities(profile), *_groups(profile)),
            lead=_("Ninguna modalidad quita garantías. Una decisión de grupo solo reconoce; nunca niega."),
            heads=about,
        ),
        Section(
            "screening",
            _("Categorización"),
            _screening(profile),
            lead=_(
                "Un formulario de preguntas. Lo que propone una respuesta lo decide una persona; nada de esto cuenta contra nadie, y no responder no propone nada."
            ),
            heads=(_("Pregunta y parte"), _("A quién, y qué propone")),
        ),
        Section("children", _("Niñas, niños y adolescentes"), _children(profile), heads=about),
        Section("family", _("Familia"), _family(profile), heads=(_("Quién"), _("Con qué condiciones"))),
        Section(
            "abandonment",
            _("Señales de abandono"),
            _abandonment(profile),
            lead=_("Nada de esto termina un trámite por sí solo: se propone a una persona, que decide."),
            heads=(_("Señal"), _("Qué se propone, y cuándo")),
        ),
        Section("loss", _("Pérdida y suspensión de la condición"), _loss(profile), heads=about),
        Section("retention", _("Conservación de los registros"), _retention(profile), heads=about),
    )


def _filing(profile: procedure.Profile) -> tuple[Line, ...]:
    filing = profile.filing
    late = profile.events_by_name.get(filing.late or "")
    words = [said(channel.label) for channel in filing.channels]
    return (
        *_limit_line(profile, _("Plazo para presentar"), filing.limit),
        *(
            (
                Line(
                    _("Si llega tarde"),
                    (_("Se recibe igual y alguien decide: %(what)s") % {"what": said(late.label)},),
                    mark_of(profile, late),
                ),
            )
            if late
            else ()
        ),
        fact_line(profile, _("De palabra"), filing.oral, yes_or_no),
        fact_line(profile, _("Por otra persona"), filing.third_party, yes_or_no),
        *_limit_line(profile, _("Plazo para ratificar"), filing.ratify, absent=False),
        *((Line(_("Vías de entrada"), tuple(words), Mark("", "confirmed")),) if words else ()),
        *rule_lines(profile, filing.rules, _("Además")),
    )


def _limit_line(
    profile: procedure.Profile, name: str, limit: str | None, *, absent: bool = True
) -> tuple[Line, ...]:
    if limit is None:
        return (Line(name, (_("Sin plazo registrado"),), Mark("", "unknown")),) if absent else ()
    found = profile.limit(limit)
    counted = procedure.length_of(profile, found)
    length = span_in_words(counted) if counted else _("Sin plazo registrado")
    return (Line(name, texts(length, validity(found.in_force)), mark_of(profile, found)),)


def _admissibility(profile: procedure.Profile) -> tuple[Line, ...]:
    admission = profile.admissibility
    body = profile.bodies.get(admission.body or "")
    return (
        fact_line(profile, _("Se examina aparte"), admission.exists, yes_or_no),
        *((Line(_("Decide"), (said(body.label),), mark_of(profile, body)),) if body else ()),
        *(
            Line(_("Causa de no admisión"), texts(said(g.label), validity(g.in_force)), mark_of(profile, g))
            for g in admission.grounds
        ),
        *rule_lines(profile, admission.rules, _("Además")),
    )


def _interviews(profile: procedure.Profile) -> tuple[Line, ...]:
    heard = profile.interviews
    return (
        fact_line(profile, _("En persona"), heard.personal, yes_or_no),
        fact_line(profile, _("Puede asistir su representante"), heard.representative_may_attend, yes_or_no),
        fact_line(profile, _("Cuántas como mínimo"), heard.minimum, str),
        *rule_lines(profile, heard.rules, _("Además")),
    )


def _notification(profile: procedure.Profile) -> tuple[Line, ...]:
    effects = {
        "same_day": _("Surte efecto el mismo día"),
        "next_working_day": _("Surte efecto el día hábil siguiente"),
        "date_on_receipt": _("Surte efecto en la fecha del acuse"),
        "last_publication": _("Surte efecto con la última publicación"),
        "unknown": _("Cuándo surte efecto no consta"),
    }
    told = profile.notification
    return (
        *_limit_line(profile, _("Plazo para notificar"), told.within),
        *(Line(said(c.label), (effects[c.effect],), mark_of(profile, c)) for c in told.channels),
        *rule_lines(profile, told.rules, _("Además")),
    )


def _modalities(profile: procedure.Profile) -> tuple[Line, ...]:
    lines: list[Line] = []
    for modality in profile.modalities.values():
        name = said(modality.label)
        lines.append(fact_line(profile, name, modality.available, _available))
        lines += [
            Line(_("%(what)s: criterio") % {"what": name}, (said(c.label),), mark_of(profile, c))
            for c in modality.criteria
        ]
        lines += [
            Line(_("%(what)s: efecto") % {"what": name}, (said(e.label),), mark_of(profile, e))
            for e in modality.effects
        ]
    return tuple(lines)


def _available(value: bool) -> str:
    return _("Disponible") if value else _("No se usa")


def _screening(profile: procedure.Profile) -> tuple[Line, ...]:
    form = profile.screening
    sections = {section.name: said(section.label) for section in form.sections}
    lines: list[Line] = []
    for question in form.asked:
        asked = (
            _("Se pregunta a todas las personas, entre las primeras")
            if question.short and not question.asked
            else _("Se pregunta a quien corresponde")
        )
        proposes = [
            _("Propone: %(what)s")
            % {"what": f"{'; '.join(_proposed(rule))}. {_('Cuando: %(why)s') % {'why': said(rule.because)}}"}
            for rule in form.rules
            if question.name in rule.when or question.name in rule.at_least
        ]
        name = f"{said(question.text)} ({sections[question.section]})"
        lines.append(Line(name, (asked, *proposes), mark_of(profile, form)))
    return tuple(lines)


def _proposed(rule: procedure.Proposes) -> list[str]:
    """What a rule of the form proposes, in words."""
    given = (
        ("need", rule.need),
        ("referral", rule.referral),
        ("priority", rule.priority),
        ("modality", rule.modality),
    )
    return [proposed_name(kind, str(value)) for kind, value in given if value]


def _groups(profile: procedure.Profile) -> tuple[Line, ...]:
    return tuple(
        Line(
            _("Grupo: %(name)s") % {"name": said(group.label)},
            texts(
                _("Nacionalidades: %(which)s") % {"which": listed([country(n) for n in group.nationalities])},
                _("Se reconoce como: %(what)s") % {"what": said(profile.outcomes[group.outcome].label)},
                *(said(criterion.label) for criterion in group.criteria),
                validity(group.in_force),
            ),
            mark_of(profile, group),
        )
        for group in profile.groups
    )


def _children(profile: procedure.Profile) -> tuple[Line, ...]:
    children = profile.children
    return (
        fact_line(profile, _("Mayoría de edad"), profile.majority_age, _years),
        fact_line(profile, _("Puede presentar sola o solo antes de los"), children.files_alone_under, _years),
        fact_line(
            profile, _("No acompañada o no acompañado antes de los"), children.unaccompanied_under, _years
        ),
        fact_line(
            profile, _("En la duda se presume menor de edad"), children.doubt_presumes_child, yes_or_no
        ),
        fact_line(profile, _("Ningún plazo caduca en su contra"), children.no_lapse, yes_or_no),
        *rule_lines(profile, children.rules, _("Además")),
    )


def _years(value: int) -> str:
    return _("%(n)s años") % {"n": value}


def _family(profile: procedure.Profile) -> tuple[Line, ...]:
    return tuple(
        Line(
            said(circle.label),
            texts(
                listed([relation_name(code) for code in circle.relations]),
                _("Hasta los %(n)s años") % {"n": circle.max_age.value}
                if circle.max_age and circle.max_age.value
                else None,
                _("Dependencia económica") if circle.dependent else None,
                _("En el país con la persona solicitante") if circle.present else None,
                _("Reunificación: puede venir después") if circle.reunification else None,
            ),
            mark_of(profile, circle),
        )
        for circle in profile.family
    )


def _abandonment(profile: procedure.Profile) -> tuple[Line, ...]:
    lines: list[Line] = []
    for trigger in profile.abandonment:
        proposed = profile.event(trigger.proposes)
        times = (
            _("A partir de %(n)s: se propone «%(what)s»")
            % {"n": trigger.threshold.value, "what": said(proposed.label)}
            if trigger.threshold.value is not None
            else _("Cuántas veces no consta: no se propone nada")
        )
        spared = _("Nunca respecto de niñas, niños y adolescentes") if "child" in trigger.spares else None
        mark = mark_of(profile, trigger)
        lines.append(Line(said(trigger.label), texts(times, spared, validity(trigger.in_force)), mark))
    return tuple(lines)


def _loss(profile: procedure.Profile) -> tuple[Line, ...]:
    lines: list[Line] = []
    for way in profile.loss:
        body, limit = profile.bodies.get(way.body or ""), profile.limits.get(way.limit or "")
        says = texts(
            _("Decide: %(who)s") % {"who": said(body.label)} if body else None,
            _("Plazo: %(span)s") % {"span": span_in_words(limit.length)} if limit and limit.length else None,
            *(said(ground) for ground in way.grounds),
        )
        lines.append(Line(said(way.label), says, mark_of(profile, way)))
        lines += [Line(said(way.label), (said(rule.label),), mark_of(profile, rule)) for rule in way.rules]
    return tuple(lines)


def _retention(profile: procedure.Profile) -> tuple[Line, ...]:
    return tuple(fact_line(profile, said(each.label), each.keep, span_in_words) for each in profile.retention)
