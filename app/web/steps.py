"""Where on the pages each step of the procedure is taken. A step without an address here is taken inside another page."""

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language

# event → address below the case. The order is the order in which the next actions are offered.
ADDRESSES = {
    "taken_over": "/take-over",
    "admitted": "/admit",
    "assigned": "/assign",
    "assessment_submitted": "/assessment",
    "endorsed": "/assessment",
    "returned": "/assessment",
    "interview_started": "/interviews",
    "appointment_booked": "/interviews",
    "decided": "/decisions",
    "notified": "/decisions",
    "remedy_filed": "/remedy",
    "late_remedy_filed": "/remedy",
    "remedy_decided": "/remedies",
    "late_remedy_accepted": "/remedies",
    "remedy_withdrawn": "/remedies",
    "became_final": "/decisions",
    "loss_decided": "/losses",
    "status_kept": "/losses",
    "abandoned": "/abandonment",
    "reopened": "/reopen",
    "resumed": "/resume",
    # The rest are links, not the day's work.
    "abandonment_noticed": "/abandonment-notice",
    "abandonment_answered": "/abandonment-answer",
    "declared_inadmissible": "/declare-inadmissible",
    "member_added": "/members/new",
    "need_recorded": "/needs/new",
    "guardian_recorded": "/guardian",
    "representation_recorded": "/representation",
    "transferred": "/transfer",
    "modality_set": "/modality",
    "suspended": "/suspend",
    "withdrawn": "/withdraw",
    "loss_opened": "/losses/open",
    "status_renounced": "/renounce",
}
LESSER = frozenset(list(ADDRESSES)[list(ADDRESSES).index("abandonment_noticed") :])


def address(reference: str, event: str, profile: procedure.Profile) -> str | None:
    """The page on which the step is taken for that case: its own, or the general form; `None` where it has neither."""
    known = profile.events_by_name.get(event)
    if known is not None and known.form:
        return f"/cases/{reference}/steps/{event}"
    return f"/cases/{reference}{ADDRESSES[event]}" if event in ADDRESSES else None


def onward(profile: procedure.Profile, event: procedure.Event) -> bool:
    """Does the step carry a case further on its road? Not one that ends it, and not a mere note."""
    reached = [name for target in event.to for name in ((target.to,) if target.to else target.among)]
    return bool(reached) and all(profile.stage(name).open for name in reached) and not event.creates


def in_order(profile: procedure.Profile) -> list[tuple[str, bool]]:
    """The steps that have a page in this procedure, as they are offered; with each, whether it is the day's work."""
    forms = [event for event in profile.events if event.form]
    named = {event.name for event in forms}
    own = [(name, name not in LESSER) for name in ADDRESSES if name not in named]
    further = [(e.name, True) for e in forms if onward(profile, e) or e.after]
    other = [(e.name, False) for e in forms if not (onward(profile, e) or e.after)]
    main = [each for each in own if each[1]]
    return [*main, *further, *(each for each in own if not each[1]), *other]


def words(event: str) -> str | None:
    """What the page says on the way to the step: what to do, where the procedure's own label says what was done."""
    return {
        "taken_over": _("Recibir el expediente"),
        "admitted": _("Admitir a trámite"),
        "assigned": _("Asignar el expediente"),
        "interview_started": _("Ir a la entrevista"),
        "appointment_booked": _("Fijar una cita"),
        "assessment_submitted": _("Analizar el expediente"),
        "endorsed": _("Revisar el análisis"),
        "returned": _("Revisar el análisis"),
        "decided": _("Ir a la resolución"),
        "notified": _("Notificar la resolución"),
        "remedy_filed": _("Presentar un recurso"),
        "late_remedy_filed": _("Presentar un recurso fuera de plazo"),
        "remedy_decided": _("Resolver el recurso"),
        "late_remedy_accepted": _("Decidir sobre el recurso tardío"),
        "remedy_withdrawn": _("Desistir del recurso"),
        "became_final": _("Declarar firme"),
        "abandoned": _("Declarar el abandono"),
        "reopened": _("Reabrir el expediente"),
        "resumed": _("Reanudar el trámite"),
        "abandonment_noticed": _("Avisar del abandono"),
        "abandonment_answered": _("Anotar la respuesta al aviso"),
        "declared_inadmissible": _("Declarar inadmisible"),
        "member_added": _("Agregar familiar"),
        "need_recorded": _("Anotar una necesidad"),
        "guardian_recorded": _("Anotar la tutela"),
        "representation_recorded": _("Anotar la representación"),
        "transferred": _("Trasladar a otra oficina"),
        "modality_set": _("Cambiar la modalidad"),
        "suspended": _("Suspender el trámite"),
        "withdrawn": _("Desistir"),
        "loss_opened": _("Abrir un procedimiento de pérdida de la condición"),
        "loss_decided": _("Ir al procedimiento de pérdida"),
        "status_kept": _("Ir al procedimiento de pérdida"),
        "status_renounced": _("Registrar la renuncia a la condición"),
    }.get(event)


def said(event: procedure.Event) -> str:
    """What the page says on the way to the step. One that only this country has is named by what was done."""
    label = event.label.in_(language())
    if event.form:
        return _("Registrar: %(what)s") % {"what": label}
    return words(event.name) or label
