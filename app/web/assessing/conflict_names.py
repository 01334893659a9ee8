"""The words of conflicts of interest, in the reader's language."""

from app.web.i18n import gettext as _


def kind_names() -> dict[str, str]:
    return {
        "relative": _("Parentesco con alguien del expediente"),
        "friendship": _("Amistad o relación cercana"),
        "enmity": _("Enemistad"),
        "own_interest": _("Interés propio en el resultado"),
        "earlier_part": _("Intervino antes, fuera de este expediente"),
        "other": _("Otro motivo"),
    }


def part_names() -> dict[str, str]:
    return {
        "author": _("Analizó el expediente"),
        "interviewer": _("Hizo la entrevista"),
        "reviewer": _("Revisó el análisis"),
        "decider": _("Resolvió"),
        "representative": _("Representa o representó a la persona"),
    }


def state_names() -> dict[str, str]:
    return {
        "declared": _("Sin responder: cuenta mientras tanto"),
        "upheld": _("Confirmado"),
        "dismissed": _("Desestimado"),
    }
