"""What the pages of the side steps say: the consequence of each, its points, its fields."""

from typing import Any

from app.cases import public as cases
from app.core.database import Session
from app.people import public as people
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.member_fields import member_fields
from app.web.words import (
    limit_name,
    modality_names,
    modality_words,
    need_name,
    relation_name,
    role_name,
    span_in_words,
)


def step_page(title: str, consequence: str, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"points": [], "button": title, "kind": None, "fields": []}
    return {"title": title, "consequence": consequence} | plain | more


def _reasons(label: str) -> dict[str, Any]:
    return {"type": "textarea", "name": "reasons", "label": label}


async def claims_of(db: Session, case: cases.CaseView, *, open_: bool) -> list[tuple[str, str]]:
    """Each open or closed claim by its identifier, with whose it is."""
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    return [
        (str(c.id), f"{persons[c.person_id].name} ({relation_name(c.relation)})")
        for c in case.claims
        if case.profile.stage(c.stage).open is open_ and c.person_id in persons
    ]


async def _persons(db: Session, case: cases.CaseView, *, children: bool = False) -> list[tuple[str, str]]:
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    today = case.profile.today(db.now())
    return [
        (str(p.id), f"{p.name}, {people.age_on(p.birth_date, today)}")
        for c in case.claims
        if (p := persons.get(c.person_id)) and (not children or case.profile.is_child_on(p.birth_date, today))
    ]


async def withdraw(db: Session, case: cases.CaseView) -> dict[str, Any]:
    claims = await claims_of(db, case, open_=True)
    return step_page(
        _("Registrar un desistimiento"),
        _("La solicitud de quien desiste termina, y su documento provisional se cierra."),
        points=[
            _("Nadie desiste por otra persona: marque solo a quien firmó."),
            _("Si desiste la persona titular, la siguiente ocupa su lugar y el trámite de las demás sigue."),
            _("Después ya no consta que su devolución esté prohibida. Puede pedir que se reabra."),
        ],
        kind="warning",
        fields=[
            {"type": "checkboxes", "name": "claims", "label": _("Quién desiste"), "options": claims},
            {"type": "textarea", "name": "statement", "label": _("Lo que manifestó")},
            {
                "type": "checkbox",
                "name": "signed",
                "label": _("Firmó por su propia voluntad, en un idioma que entiende"),
            },
        ],
        values={"claims": [claims[0][0]] if len(claims) == 1 else []},
    )


async def give_notice(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    limit = case.profile.limits.get("abandonment_answer")
    span = span_in_words(limit.length) if limit and limit.length else ""
    missed = _("Inasistencias registradas: %(n)s. Se necesitan dos.") % {"n": case.missed_interviews}
    return step_page(
        _("Enviar aviso de abandono"),
        _("La persona recibe un aviso: si no responde, su expediente puede archivarse."),
        points=[
            missed,
            *([_("Tiene %(span)s para responder (estándar de ACNUR).") % {"span": span}] if span else []),
            _("Al vencer no se archiva nada por sí solo: lo decide la supervisión, con sus razones."),
        ],
    )


async def answer_notice(_db: Session, _case: cases.CaseView) -> dict[str, Any]:
    return step_page(
        _("Registrar la respuesta al aviso"),
        _("El trámite sigue, y las inasistencias anteriores dejan de contar."),
        points=[_("Después hay que fijar una nueva cita.")],
        button=_("Registrar la respuesta"),
        fields=[_reasons(_("Qué respondió la persona"))],
    )


async def abandon(_db: Session, _case: cases.CaseView) -> dict[str, Any]:
    return step_page(
        _("Declarar el abandono"),
        _("El expediente se archiva, los documentos provisionales se cierran y los plazos terminan."),
        points=[
            _("Solo se puede cuando venció el aviso sin respuesta."),
            _("No se puede mientras haya una persona menor de edad sin tutor o tutora."),
            _("La persona puede pedir que se reabra."),
        ],
        kind="warning",
        fields=[_reasons(_("Razones"))],
    )


async def reopen(db: Session, case: cases.CaseView) -> dict[str, Any]:
    claims = await claims_of(db, case, open_=False)
    ends = {cases.closed_after(case.profile, c.outcome) for c in case.claims if str(c.id) in dict(claims)}
    grounds = [g for g in cases.reopening_grounds() if g.after & ends]
    return step_page(
        _("Reabrir el expediente"),
        _("La solicitud vuelve a la espera de entrevista, con plazos y documentos nuevos."),
        points=[
            _("El resultado que tuviera queda sin efecto y se resuelve de nuevo."),
            _("Puede reabrir: %(who)s.")
            % {"who": ", ".join(role_name(role) for role in case.profile.event("reopened").by)},
        ],
        fields=[
            {"type": "checkboxes", "name": "claims", "label": _("Qué se reabre"), "options": claims},
            {
                "type": "radios",
                "name": "ground",
                "label": _("Por qué se reabre"),
                "hint": _(
                    "Estándares de procedimiento del ACNUR, 9.2. Lo marcado «por confirmar» lo revisa quien conoce la ley del país."
                ),
                "options": [
                    (
                        g.code,
                        g.label(language())
                        + ("" if g.verification == "confirmed" else f" ({_('por confirmar')})"),
                    )
                    for g in grounds
                ],
            },
            _reasons(_("Razones")),
        ],
        values={"claims": [claim for claim, _name in claims]},
    )


async def suspend(_db: Session, _case: cases.CaseView) -> dict[str, Any]:
    return step_page(
        _("Suspender el trámite"),
        _("Todos los plazos que corren se detienen hasta que se reanude."),
        points=[
            _("Los documentos siguen vigentes y la devolución sigue prohibida."),
            _("Un plazo que ya venció sigue vencido."),
        ],
        fields=[_reasons(_("Razones"))],
    )


async def resume(db: Session, case: cases.CaseView) -> dict[str, Any]:
    resting = [
        case.profile.limit(limit.rule).label.in_(language())
        for limit in await cases.limits_of(db, case.id, ended=False)
        if limit.state == "suspended"
    ]
    return step_page(
        _("Reanudar el trámite"),
        _("El expediente vuelve a la etapa en que estaba y los plazos corren con los días que faltaban."),
        points=resting,
    )


async def set_modality(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    names, options, why_not, criteria, effects = modality_names(), [], [], [], []
    for flag, name in names.items():
        found = case.profile.modalities.get(flag)  # type: ignore[call-overload]  # the profile's own keys are the same words
        allowed = found is not None and found.available.value is True and bool(found.criteria)
        if allowed and getattr(case, flag) is not True:
            options.append((f"{flag}:yes", _("Pasa a modalidad %(name)s") % {"name": name}))
            criteria += [(f"{flag}:{c.name}", f"{name}: {c.label.in_(language())}") for c in found.criteria]
            effects += [
                f"{found.label.in_(language())}: {one.label.in_(language())}" for one in found.effects
            ]
        if not allowed:
            why_not.append(
                _("Este procedimiento no tiene, o no consta que tenga, la modalidad %(name)s: no se usa.")
                % {"name": name}
            )
        # That a case is examined on its own may be said from the start: then no group decision takes it in.
        if getattr(case, flag) is True or (flag == "prima_facie" and case.prima_facie is None):
            options.append((f"{flag}:no", _not_so(flag, name)))
    if case.prima_facie is False:
        options.append(("prima_facie:unsaid", _("Ya no hace falta examinarlo por separado")))
    fields: list[dict[str, Any]] = [
        {"type": "radios", "name": "modality", "label": _("Qué cambia"), "options": options}
    ]
    if criteria:
        hint = _("Solo cuando pasa a una modalidad.")
        fields.append(
            {"type": "select", "name": "criterion", "label": _("Criterio publicado"), "options": criteria}
            | {"hint": hint}
        )
    return step_page(
        _("Cambiar la modalidad"),
        _("Cambia cómo se tramita, no las garantías: la entrevista, las razones y los recursos siguen."),
        points=[_("Ahora: %(how)s.") % {"how": modality_words(case)}, *effects, *why_not],
        fields=[*fields, _reasons(_("Razones"))],
    )


def _not_so(flag: str, name: str) -> str:
    if flag == "prima_facie":
        return _("Se examina de manera individual: no entra en decisiones de grupo")
    return _("Deja la modalidad %(name)s") % {"name": name}


async def appoint_guardian(db: Session, case: cases.CaseView) -> dict[str, Any]:
    kinds = {
        "parent": _("Madre o padre"),
        "adult_caregiver": _("Otra persona adulta"),
        "institution": _("Institución de protección de la niñez"),
        "court_appointed": _("Persona nombrada por un juzgado"),
    }
    children = await _persons(db, case, children=True)
    return step_page(
        _("Registrar tutela"),
        _("Consta quién responde por la persona menor de edad en todo el trámite."),
        fields=[
            {"type": "radios", "name": "child", "label": _("Persona menor de edad"), "options": children},
            {"type": "text", "name": "guardian_name", "label": _("Quién asume la tutela")},
            {
                "type": "radios",
                "name": "kind",
                "label": _("Clase de tutela"),
                "options": [(kind, kinds[kind]) for kind in cases.GUARDIAN_KINDS],
            },
            {"type": "text", "name": "proof", "label": _("Documento que lo prueba")},
        ],
        values={"child": children[0][0]} if len(children) == 1 else {},
    )


async def end_guardianship(db: Session, case: cases.CaseView) -> dict[str, Any]:
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    found = [
        (str(g.id), f"{g.name} · {persons[g.child_id].name}")
        for g in await cases.guardians_of(db, case.id)
        if g.child_id in persons
    ]
    return step_page(
        _("Terminar una tutela"),
        _("Desde ahora ya no responde por la persona menor de edad; lo que hizo hasta hoy queda."),
        points=[
            _("Sin tutela no se puede entrevistar a una persona menor de edad: registre la que sigue.")
            if found
            else _("En este expediente no consta ninguna tutela.")
        ],
        button=_("Terminar la tutela"),
        fields=[
            {"type": "radios", "name": "guardianship", "label": _("Tutela"), "options": found},
            _reasons(_("Por qué termina")),
        ]
        if found
        else [],
        values={"guardianship": found[0][0]} if len(found) == 1 else {},
    )


async def record_need(db: Session, case: cases.CaseView) -> dict[str, Any]:
    persons = await _persons(db, case)
    codes = [
        (code, f"{need_name(code)} ({code})") for code, need in people.codes.needs().items() if need.offered
    ]
    return step_page(
        _("Registrar una necesidad específica"),
        _("El expediente toma el lugar que le da esa necesidad en todas las listas."),
        points=[
            _("Una niña, niño o adolescente sin su familia: se avisa a protección de la niñez."),
            _("En la cronología consta que hay una necesidad, no cuál."),
        ],
        button=_("Registrar"),
        fields=[
            {"type": "radios", "name": "person", "label": _("Persona"), "options": persons},
            {"type": "select", "name": "code", "label": _("Necesidad"), "options": codes},
            {"type": "textarea", "name": "note", "label": _("Nota"), "rows": 3},
            {
                "type": "date",
                "name": "review_on",
                "label": _("Cuándo se vuelve a mirar"),
                "hint": _("Vacío: en el plazo propio de esta necesidad."),
            },
        ],
        values={"person": persons[0][0]} if len(persons) == 1 else {},
    )


async def add_member(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    stage = case.profile.stage(case.stage).label.in_(language())
    return step_page(
        _("Agregar un familiar"),
        _("Se suma al expediente en la etapa en que está («%(stage)s»): nada empieza de nuevo.")
        % {"stage": stage},
        points=[
            _("Su solicitud deriva de la titular y recibe su documento provisional de inmediato."),
            _("Una niña o niño que no es de esta familia se registra como separado."),
        ],
        button=_("Agregar"),
        fields=member_fields(),
    )


def gap_words(case: cases.CaseView) -> dict[str, str]:
    """What an import left to complete, in words, by its code."""
    plain = {
        cases.STAGE_DAY_GAP: _("Desde cuándo está en esta etapa"),
        cases.HEARING_GAP: _("Reservar la cita que constaba en el registro anterior"),
        "guardian": _("Registrar quién asume la tutela"),
    }
    return {
        gap: _("Desde qué día corre «%(limit)s»")
        % {"limit": limit_name(case.profile, gap.removeprefix(cases.LIMIT_GAP))}
        if gap.startswith(cases.LIMIT_GAP)
        else plain.get(gap, gap)
        for gap in case.to_complete
    }


async def tell_dates(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    said = gap_words(case)
    days = [gap for gap in said if gap.startswith(cases.LIMIT_GAP) or gap == cases.STAGE_DAY_GAP]
    others = [(gap, said[gap]) for gap in said if gap not in days]
    fields: list[dict[str, Any]] = [
        {"type": "date", "name": gap.replace(cases.LIMIT_GAP, "limit-"), "label": said[gap]} for gap in days
    ]
    if others:
        fields.append(
            {"type": "checkboxes", "name": "settled", "label": _("Lo que ya se hizo"), "options": others}
        )
    return step_page(
        _("Completar lo que no traía la importación"),
        _(
            "Los plazos empiezan a contar desde los días que se escriban. Lo que se deje vacío sigue por completar."
        ),
        points=[_("Escriba solo lo que conste en el expediente de papel o en el registro anterior.")],
        button=_("Completar"),
        fields=fields,
    )
