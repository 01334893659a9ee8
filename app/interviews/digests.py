"""The digest of a signed record: who was there, what was said in order, and who signed. Pure.

A record keeps the form that it was signed with. Form 1 knew no sessions; form 2 adds them, how each was held, whose paper was seen,
and the digest of each drawn signature. Addenda come later and are not in it, nor are the officer's own marks.
"""

from datetime import UTC, datetime
from typing import Any

from app.interviews import rules
from app.interviews.views import EntryView, ParticipantView, SessionView, SignatureView, Transcript


def digest_of(record: Transcript) -> str:
    """SHA-256 over the record as it was signed, in the form of its `digest_form`."""
    whole = record.view.digest_form >= 2
    view = record.view
    head: dict[str, Any] = {
        "interview": str(view.id),
        "claim": str(view.claim_id),
        "interviewer": str(view.interviewer_id),
        "language": view.language,
        "started_at": _utc(view.started_at),
        "read_back_at": _utc(view.read_back_at),
        "participants": sorted(
            (_participant(p, whole=whole) for p in record.participants), key=lambda one: str(one[0])
        ),
        "signatures": sorted(
            (_signature(s, whole=whole) for s in record.signatures), key=lambda one: str(one[0])
        ),
    }
    if whole:
        head |= {"kind": view.kind, "instrument": view.instrument}
        head["sessions"] = [_session(one) for one in record.sessions]
    return rules.digest(head, [_line(entry) for entry in record.entries])


def intact(record: Transcript) -> bool:
    """Does the signed record still have the digest that it was closed with? A draft has none and is not."""
    return record.view.digest is not None and record.view.digest == digest_of(record)


def _participant(one: ParticipantView, *, whole: bool) -> list[Any]:
    told = [str(one.id), one.role, one.name, _utc(one.joined_at), _utc(one.oath_at), _utc(one.left_at)]
    return [*told, str(one.session_id), one.identified_by] if whole else told


def _signature(one: SignatureView, *, whole: bool) -> list[Any]:
    told = [str(one.participant_id), one.method, one.refusal_reason, _utc(one.at)]
    return [*told, one.drawing_digest] if whole else told


def _session(one: SessionView) -> list[Any]:
    return [
        one.number,
        _utc(one.started_at),
        _utc(one.ended_at),
        one.ending,
        one.cause,
        one.cause_note,
        one.format,
        one.identity,
        one.identity_by,
        one.place,
        one.others,
        one.line,
        _utc(one.read_back_at),
    ]


def _line(one: EntryView) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "position": one.position,
        "kind": one.kind,
        "topic": one.topic,
        "text": one.text,
        "words": one.words,
        "at": _utc(one.at),
        "corrects": str(one.corrects) if one.corrects else None,
        "asked_by": one.asked_by,
        # Named where there is one: records that were signed before points were marked keep their digest.
        **({"adverse": one.adverse} if one.adverse else {}),
    }


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
