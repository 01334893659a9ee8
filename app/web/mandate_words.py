"""The words for mandates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.people import public as people
from app.web.i18n import gettext as _


def power_words() -> dict[str, str]:
    """What each power lets do."""
    return {
        "file": _("Presentar escritos y pruebas"),
        "attend": _("Asistir a entrevistas y audiencias"),
        "be_served": _("Recibir notificaciones"),
        "appeal": _("Presentar recursos"),
        "withdraw": _("Desistir de la solicitud o de un recurso (exige poder especial)"),
    }


def ending_words(role: str) -> dict[str, str]:
    """Why a mandate can be ended by that role."""
    return {"resigned": _("Renuncia al poder")} if role == "legal_representative" else _by_office()


def _by_office() -> dict[str, str]:
    return {
        "revoked": _("La persona lo revocó"),
        "disqualified": _("Quien representa ya no puede ejercer"),
        "error": _("Se registró por error"),
    }


def _ended(why: str) -> str:
    return {
        **_by_office(),
        "resigned": _("Renunció al poder"),
        "expired": _("Venció"),
        "passed_on": _("Sigue en otro expediente, con la persona a quien representa"),
        "substitution_over": _("Terminó el poder al que sustituía"),
    }.get(why, why)


def mandate(
    view: cases.Representative, of_claim: Mapping[UUID, people.Profile], actor: Actor
) -> dict[str, Any]:
    """One mandate as the page shows it."""
    powers = power_words()
    return {
        "id": view.id,
        "name": view.name,
        "mandate": view.mandate,
        "assigned": view.kind == "assigned",
        "substitute": view.substitute_of is not None,
        "powers": [powers[p] for p in cases.POWERS if p in view.powers],
        "for_whom": [of_claim[c].name for c in view.claims if c in of_claim],
        "elsewhere": view.until is not None and view.end_reason == "passed_on",
        "since": view.since,
        "valid_until": view.valid_until,
        "until": view.until,
        "why": _ended(view.end_reason) if view.end_reason else "",
        "endable": view.until is None
        and (actor.role != "legal_representative" or view.user_id == actor.user_id),
    }
