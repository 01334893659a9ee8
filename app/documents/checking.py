"""The public check: valid or not, may work or not, and what the holder's paper shows anyway. Why not is nobody's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.database import ReadSession, Session
from app.documents.tokens import token as tokens
from app.documents.tokens.keys import to_base64url
from app.documents.tokens.models import SigningKey, WithdrawnPlace

_CHECK = text("select * from check_document(:asked, :place)")
_RESERVE = text("select next_status_index() from generate_series(1, :count)")
_CORE = text("select core_of_laptop(:place, :laptop)")
_LAPTOP = "laptop:"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer. Of a number that is not valid nothing more is said: it looks like one that nobody ever had.

    `valid_until` is the end that the paper shows; `None` of a valid one: that day has passed, and the law keeps the document alive.
    """

    valid: bool
    may_work: bool
    number: str | None = None
    initials: str | None = None
    valid_until: date | None = None


UNKNOWN = Checked(valid=False, may_work=False)


async def check(db: ReadSession, asked: str, *, today: date) -> Checked:
    """By a document's number, or by the code of 22 characters on older papers."""
    row = await db.row(_CHECK, {"asked": asked, "place": None})
    if row is None:
        return UNKNOWN
    valid = row.status == "active" and row.valid_from <= today <= row.valid_until
    if row.by_number and not valid:
        return UNKNOWN
    return Checked(
        valid, valid and row.may_work, row.number, row.initials, _shown(row.printed_until, row, today)
    )


async def check_token(db: ReadSession, text_read: str, *, zone: ZoneInfo) -> Checked:
    """By what a camera read. A paper that a laptop printed and has not sent yet is believed on its signature."""
    try:
        opened = tokens.opened(text_read, zone)
        key = await db.get(SigningKey, to_base64url(opened.kid))
        if key is None or key.revoked_at is not None or key.until <= db.now():
            return UNKNOWN
        claims = tokens.proved(opened, key.public_key)
    except (tokens.NotAToken, tokens.WrongSignature):
        return UNKNOWN
    today = db.now().astimezone(zone).date()
    row = await db.row(_CHECK, {"asked": None, "place": claims.index})
    if row is not None:
        valid = (
            row.number == claims.number
            and row.status == "active"
            and row.valid_from <= today <= row.valid_until
        )
        return Checked(
            valid,
            valid and row.may_work,
            claims.number,
            claims.initials,
            _shown(claims.valid_until, row, today),
        )
    valid = (
        key.issuer.startswith(_LAPTOP)
        and opened.starts <= db.now() < opened.ends
        and await _set_aside(db, claims, key.issuer.removeprefix(_LAPTOP))
    )
    return Checked(valid, valid and claims.may_work, claims.number, claims.initials, claims.valid_until)


async def _set_aside(db: ReadSession, claims: tokens.Claims, laptop: str) -> bool:
    """Whether the number and the place are of those that were given to this very laptop: its key signs for no others."""
    core = await db.scalar(_CORE, {"place": claims.index, "laptop": laptop})
    return core is not None and claims.number.endswith(core)


def _shown(on_paper: date, row: Any, today: date) -> date | None:
    """What a paper that ends on `on_paper` may say: of a number that is the first one; a code says what its own paper shows."""
    ends: date = min(on_paper, row.valid_until)
    return None if row.status == "active" and ends < today <= row.valid_until else ends


async def reserve_status_indices(db: Session, count: int) -> list[int]:
    """Places in the status list for papers that a laptop will print: nobody else gets them."""
    return [int(value) for value in await db.scalars(_RESERVE, {"count": count})]


async def withdraw_status_indices(db: Session, indices: Sequence[int]) -> None:
    """Whatever carries one of these places is not valid from now on: the laptop that had them is lost."""
    places = [WithdrawnPlace(status_index=index, withdrawn_at=db.now()) for index in set(indices)]
    db.add(*places)
    await db.flush()
