"""What the pages of documents and of the counter call things."""

from datetime import date, datetime, timedelta
from typing import Any

from app.documents import public as documents
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language

# A face changes: how old a photograph may be where the law does not say.
PHOTO_WITHIN = timedelta(days=5 * 365)


def status_words(status: str, valid_until: date, today: date) -> dict[str, str]:
    """The status as a mark."""
    if status == "active" and valid_until < today:
        return {"text": _("Vencido"), "kind": "wait"}
    words = {
        "active": {"text": _("Vigente"), "kind": "ok"},
        "suspended": {"text": _("Suspendido"), "kind": "wait"},
        "replaced": {"text": _("Repuesto"), "kind": ""},
        "revoked": {"text": _("Revocado"), "kind": "bad"},
        "closed": {"text": _("Cerrado"), "kind": ""},
    }
    return words[status]


def reason_words(reason: str | None) -> str:
    """Why a document was issued, or why it ended."""
    words = {
        "procedure": _("Por un paso del procedimiento"),
        "first": _("Primero, en el mostrador"),
        "renewed": _("Renovación"),
        "next_document": _("Lo siguió otro documento"),
        "claim_ended": _("Terminó la solicitud"),
        "earlier_restored": _("Se le devolvió el anterior"),
        "revoked": _("Revocación"),
        **loss_words(),
    }
    return words.get(reason or "", reason or "")


def loss_words() -> dict[str, str]:
    return {
        "lost": _("Extravío"),
        "stolen": _("Robo"),
        "damaged": _("Deterioro"),
        "data_changed": _("Cambiaron los datos"),
        "photo_changed": _("Cambió la fotografía"),
    }


def wants_words() -> dict[str, str]:
    return {
        "renewal": _("Renovar"),
        "replacement": _("Reponer"),
        "pick_up": _("Recoger"),
        "first": _("Primer documento"),
        "photo": _("Fotografía"),
        "other": _("Otra cosa"),
    }


def form_words() -> dict[str, str]:
    return {
        "a4": _("Hoja A4 con tarjeta"),
        "card": _("Tarjeta (impresora de tarjetas)"),
        "card_sheet": _("Cuatro tarjetas por hoja A4"),
    }


def print_words() -> dict[str, str]:
    return {
        "first": _("Primera impresión"),
        "copy": _("Otra copia"),
        "spoilt": _("La anterior salió mal"),
        "jam": _("Atasco de papel"),
    }


def list_words() -> dict[str, str]:
    return {
        "waiting": _("Esperan"),
        "requested": _("Piden renovar"),
        "expiring": _("Vencen en 60 días"),
        "unprinted": _("Por imprimir"),
        "undelivered": _("Por entregar"),
        "suspended": _("Suspendidos"),
    }


def photo_words(taken_at: datetime | None, now: datetime) -> str:
    """What the counter should know of the photograph; nothing where it is good."""
    if taken_at is None:
        return _("Sin fotografía")
    if now - taken_at > PHOTO_WITHIN:
        return _("Fotografía del %(day)s: ya es antigua") % {"day": short_date(taken_at)}
    return ""


def term_words(paper: documents.DocumentView | documents.Line) -> str:
    """Until when, and what its paper says where an event has prolonged it."""
    if paper.valid_until is None or paper.printed_until is None:
        return ""
    until = short_date(paper.valid_until)
    if paper.valid_until > paper.printed_until:
        return _("prorrogado hasta %(until)s; el papel dice %(printed)s") % {
            "until": until,
            "printed": short_date(paper.printed_until),
        }
    return until


def kind_words(profile: procedure.Profile, kind: str) -> str:
    return profile.document(kind).label.in_(language()) if kind in profile.documents else kind


def options(words: dict[str, str]) -> list[tuple[str, str]]:
    return list(words.items())


def acts_of(
    reference: str, paper: documents.DocumentView, may: Any, *, claim_is_open: bool, role: str
) -> list[dict[str, Any]]:
    """What can be done with a document that has not ended: a link, or the reason why it is not possible now."""
    base = f"/cases/{reference}/documents/{paper.id}"
    wanted = [
        ("print", "print", _("Imprimir")),
        ("renew", "renewal", _("Renovar")),
        ("replace", "replacement", _("Reponer")),
        ("request", "request", _("Pide renovar")),
        ("suspend", "suspension", _("Suspender")),
        ("reinstate", "reinstatement", _("Restablecer")),
        ("revoke", "revocation", _("Revocar")),
    ]
    found: list[dict[str, Any]] = []
    for act, path, text in wanted:
        permission = "document.renew" if act == "request" else f"document.{act}"
        if not may(permission):
            continue
        refusal = documents.why_not("renew" if act == "request" else act, paper.status)
        if (act == "reinstate") != (paper.status == "suspended") and act in ("reinstate", "suspend"):
            continue
        reason = _(refusal.text) if refusal else ""
        if act == "revoke" and claim_is_open and role != "supervisor":
            reason = _("Con la solicitud en trámite, lo firma la supervisión.")
        if reason and (said := next((a for a in found if a["reason"] == reason), None)):
            # Said once for all that it keeps from being done.
            said["text"] += f", {text.lower()}"
            continue
        found.append({"text": text, "href": f"{base}/{path}", "reason": reason})
    return found


def reasons_field(label: str) -> dict[str, Any]:
    """The field that asks why, as a page of an act has it."""
    return {"type": "textarea", "name": "reasons", "label": label, "rows": 3}
