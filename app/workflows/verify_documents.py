"""An institution's machine asks whether documents are valid. The answer is what anyone may know; every ask is on record."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, TooMany
from app.core.secrets import document_key
from app.documents import public as documents
from app.identity.public import demand
from app.overrides import public as overrides
from app.procedure import public as procedure

ACTION = "document.verify"
MOST_A_MINUTE = 600
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """About which document: by its number, or by what was read from its code."""

    number: str | None = None
    token: str | None = None


class TooManyDocuments(TooMany):
    """More than 600 documents in a minute."""

    retry_after = 60
    message = "Más de %(limit)s documentos en un minuto. Espere un minuto."


async def verify_documents(
    db: Session, actor: Actor, asked: Sequence[Asked], *, request_id: str | None = None
) -> list[documents.Checked]:
    """An answer for each, in their order. Raises `TooManyDocuments`."""
    demand(actor, ACTION)
    of_late = await audit.times_of_late(db, ACTION, since=db.now() - timedelta(minutes=1))
    if of_late + len(asked) > MOST_A_MINUTE:
        raise TooManyDocuments(limit=MOST_A_MINUTE)
    profile = await overrides.procedure_in_force(db)
    today, zone = profile.today(db.now()), ZoneInfo(profile.time_zone)
    answers = []
    for each in asked:
        if each.token is not None:
            found, about = await documents.check_token(db, each.token, zone=zone), each.token
        else:
            about = _number(each.number or "", profile)
            found = await documents.check(db, about, today=today)
        await audit.looked(
            db, ACTION, _sealed(found.number or about), request_id=request_id, detail={"valid": found.valid}
        )
        answers.append(found)
    return answers


def _number(typed: str, profile: procedure.Profile) -> str:
    try:
        return documents.parse_any(profile, typed)
    except Invalid:
        # What cannot be a number is a number that nobody has.
        return typed


def _sealed(document: str) -> str:
    """Which document, so that two asks can be matched, without its number (ISO 27789)."""
    digest = hmac.new(document_key(), f"verify|{document}".encode(), hashlib.sha256).hexdigest()
    return f"document:{digest[:32]}"
