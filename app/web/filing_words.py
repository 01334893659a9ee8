"""The words for writings and legal aid."""

from app.web.i18n import gettext as _


def kind_words() -> dict[str, str]:
    """What may be handed in."""
    return {
        "writing": _("Escrito"),
        "evidence": _("Pruebas"),
        "answer": _("Respuesta a un aviso o a una prevención"),
        "copy_request": _("Petición de copias"),
        "change_of_date": _("Petición de cambio de una cita"),
        "hearing_request": _("Petición de audiencia"),
        "closing_remarks": _("Alegatos finales"),
    }


def instance_words() -> dict[str, str]:
    """Where legal aid is given."""
    return {
        "first": _("Primera instancia"),
        "reconsideration": _("Reconsideración"),
        "appeal": _("Apelación"),
        "review": _("Revisión"),
    }
