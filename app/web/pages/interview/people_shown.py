"""The people of a record as a page shows them: who is there, who signed and how, and each session with its own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.interviews import public as interviews
from app.web.i18n import gettext as _
from app.web.pages.interview.shown import Record
from app.web.words import capacity_name, cause_name, format_name, line_name


def present(record: Record) -> list[dict[str, str]]:
    """Who is there today, or was in the last session."""
    found = []
    for p in record.transcript.of_session(record.transcript.session):
        one = {"name": p.name, "role": capacity_name(p.role)}
        if p.left_at:
            one["role"] += ", " + _("salió a las %(at)s") % {"at": record.clock(p.left_at)}
        elif p.oath_at:
            one["mark"] = _("juramento %(at)s") % {"at": record.clock(p.oath_at)}
        found.append(one)
    return found


def signatures(record: Record, drawn: Mapping[UUID, Any] | None = None) -> list[dict[str, Any]]:
    """Each participant who signs, with what they did: of the open session, and of those that were signed before once it is over."""
    done = {s.participant_id: s for s in record.transcript.signatures}
    over = record.view.status == "signed"
    signers = (
        [p for p in record.transcript.participants if p.left_at is None and p.id in done] if over else []
    )
    items = []
    for p in signers or record.present:
        signature = done.get(p.id)
        mark, text = None, p.name
        refused = signature is not None and signature.method == "refused"
        if signature and refused:
            mark = _("no firma")
            text = f"{p.name}: {signature.refusal_reason}"
        elif signature:
            mark = _("firmado %(at)s") % {"at": record.clock(signature.at)}
        items.append(
            {
                "id": p.id,
                "role": capacity_name(p.role).capitalize(),
                "text": text,
                "mark": mark,
                "refused": refused,
                "code": p.role,
                "path": interviews.drawings.svg_path((drawn or {}).get(p.id, ())),
                "method": signature.method if signature else None,
            }
        )
    return items


def sessions(record: Record) -> list[dict[str, Any]]:
    """Each session as it was held: when, how, who checked the identity, why it stopped."""
    found = []
    for one in record.transcript.sessions:
        facts = [(_("Modalidad"), format_name(one.format))]
        if one.identity:
            facts.append((_("Identidad comprobada"), f"{one.identity} ({one.identity_by})"))
        if one.format != "in_person":
            facts += [(_("Lugar de la persona"), one.place), (_("Quién más está allí"), one.others)]
            facts.append((_("Línea"), line_name(one.line)))
        if one.read_back_at:
            facts.append((_("Leída"), record.clock(one.read_back_at)))
        if one.ending == "postponed":
            facts.append((_("Aplazada"), f"{cause_name(one.cause or '')}. {one.cause_note}".strip()))
        found.append(
            {
                "number": one.number,
                "started_at": one.started_at,
                "ended_at": one.ended_at,
                "facts": facts,
                "people": ", ".join(
                    f"{p.name} ({capacity_name(p.role)})" for p in record.transcript.of_session(one)
                ),
            }
        )
    return found
