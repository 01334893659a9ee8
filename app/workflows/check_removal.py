"""May this person not be removed? The answer is yes or no record, and every ask is on record."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, TooMany
from app.core.secrets import document_key
from app.documents import public as documents
from app.identity.public import demand
from app.overrides import public as overrides

ACTION = "removal.check"
MOST_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Question:
    """About whom: a document's number, or the exact names and date of birth."""

    number: str | None = None
    family_names: str | None = None
    given_names: str | None = None
    birth_date: date | None = None


async def check_removal(
    db: Session, actor: Actor, question: Question, *, request_id: str | None = None
) -> bool:
    """Is removal barred, as far as there is a record? Raises `Invalid` for half a question, `TooMany` over 60 a minute."""
    demand(actor, ACTION)
    asked = await audit.times_of_late(db, ACTION, since=db.now() - timedelta(minutes=1))
    if asked >= MOST_A_MINUTE:
        raise TooMany
    subject, barred = await _answer(db, question)
    await audit.looked(db, ACTION, subject, request_id=request_id, detail={"barred": barred})
    return barred


async def _answer(db: Session, question: Question) -> tuple[str, bool]:
    if question.number:
        number = documents.parse_number(
            question.number, national=documents.numbers_are_national(overrides.shipped())
        )
        return f"document:{number}", await documents.removal_is_barred(db, number=number)
    if not (question.family_names and question.given_names and question.birth_date):
        raise Invalid.at(
            "number",
            "required",
            "Pregunte por el número del documento, o por apellidos, nombres y fecha de nacimiento exactos.",
        )
    barred = await documents.removal_is_barred(
        db,
        family_names=question.family_names.strip(),
        given_names=question.given_names.strip(),
        birth_date=question.birth_date,
    )
    return f"identity:{_sealed(question)}", barred


def _sealed(question: Question) -> str:
    """Who was asked about, so that two asks can be matched, without the name (ISO 27789)."""
    words = f"{question.family_names}|{question.given_names}|{question.birth_date}".casefold()
    return hmac.new(document_key(), f"removal|{words}".encode(), hashlib.sha256).hexdigest()[:32]
