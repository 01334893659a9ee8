"""The cases behind a number: those that the reader may see, a page at a time; for the auditor, under pseudonyms of one extract.

Two statements, however long the list: how many there are and how many of them are the reader's to see, and one page.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import digest
from secrets import token_hex
from typing import Any
from uuid import UUID

from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.core.secrets import session_key
from app.identity import public as identity
from app.statistics.figures import counting
from app.statistics.figures.counting import Asked
from app.statistics.figures.filters import Filters
from app.statistics.figures.parts import LATE, Counted, Part, conditions, counted_as, values
from app.statistics.logs.pseudonyms import Pseudonyms

# Who reads the log and no file: they see that a case is there, how it went, and nothing by which to find it.
PSEUDONYMOUS = frozenset({"auditor"})
PAGE = 50
_HEX = frozenset("0123456789abcdef")
_TOKEN = 16
_PLACE = 24
_MOVES = """
(select {columns}, moved_on from
   (select {columns}, (stage_since at time zone :zone)::date as moved_on from claim_facts where moved and known_from <= :as_of
    union all
    select {columns}, (stage_since at time zone :zone)::date from claim_facts_past where moved and known_from <= :as_of) m) f
"""
_MOVED = (
    "claim_id, case_id, principal, office_id, origin, sex, age_group, modality, needs, instance, officer, filed_on, stage, stage_since,"
    " stage_before, late_on, open, known_from"
)


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """One row of the list. `reference` for who may see the case, `pseudonym` for who reads no file; `on`: the day that it counts on."""

    case_id: UUID | None
    claim_id: UUID | None
    reference: str | None
    pseudonym: str | None
    stage: str
    office_id: UUID
    filed_on: date
    on: date
    late: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """`total` is the number itself; `visible` how many of them the reader may see. `after` continues the list. `extract`: within which
    the pseudonyms hold."""

    total: int
    visible: int
    rows: tuple[CaseBehind, ...]
    after: str | None
    extract: str | None


async def behind(
    db: ReadSession,
    name: str,
    filters: Filters,
    part: Part,
    *,
    after: str | None = None,
    limit: int = PAGE,
    extract: str | None = None,
) -> Behind:
    """The cases behind a part of a figure, the longest there first. Row-level security says which of them the reader sees.

    Raises `NotFound` where the figure has no such part, and `Invalid` at `after`.
    """
    found = counted_as(name, part, instance=filters.instance)
    _demand_own(db, part)
    if found.of_a_year:
        question, _, _ = await counting.in_a_period(db, filters)
    else:
        question = await counting.asked(db, filters)
    if db.actor.role in PSEUDONYMOUS:
        return await _under_pseudonyms(db, name, question, found, part, after, limit, extract)
    return await _named(db, question, found, part, after, limit)


def _demand_own(db: ReadSession, part: Part) -> None:
    """Whose desk it is, only a supervisor is told: nobody else may ask for one."""
    if part.table == "by_officer" and part.row != ("",) and db.actor.role != "supervisor":
        raise NotFound


@dataclass(frozen=True, slots=True)
class _Told:
    """The statement's parts: from where, its row's own key, and the day that it is listed by."""

    source: str
    key: str
    day: str


def _told(question: Asked, found: Counted) -> _Told:
    if found.source == "acts":
        joined = f"claim_acts a join {counting.source(question)} on f.claim_id = a.claim_id"
        return _Told(joined, "a.id::text", "a.day")
    if found.source == "moves":
        return _Told(
            _MOVES.format(columns=_MOVED),
            "f.claim_id || ' ' || extract(epoch from f.known_from)",
            "f.moved_on",
        )
    return _Told(counting.source(question), "f.claim_id::text", "f.filed_on")


def _where(question: Asked, found: Counted, part: Part) -> str:
    return counting.where(question, *conditions(found, part), period=found.period)


async def _rows(
    db: ReadSession, question: Asked, found: Counted, part: Part, sql: str, **more: Any
) -> list[Any]:
    last = min(question.filters.until or question.today, question.today)
    given = {**values(found, part), "last": last, **more}
    return list(await counting.rows(db, question, sql, **given))


async def _named(
    db: ReadSession, question: Asked, found: Counted, part: Part, after: str | None, limit: int
) -> Behind:
    told, where = _told(question, found), _where(question, found, part)
    if not identity.may(db.actor, "case.read"):
        sql = f"select count(*)::int as total from {told.source} where {where}"  # noqa: S608 - put together from constants
        (counted,) = await _rows(db, question, found, part, sql)
        return Behind(counted.total, 0, (), None, None)
    sql = f"""
    select count(*)::int as total, count(c.id)::int as visible
      from {told.source} left join cases c on c.id = f.case_id where {where}
    """  # noqa: S608 - put together from constants
    (counted,) = await _rows(db, question, found, part, sql)
    place = _place(after)
    later = f'and ({told.day}, ({told.key}) collate "C") > (:after_day, :after_key)' if place else ""
    sql = f"""
    select f.case_id, f.claim_id, c.reference, f.stage, f.office_id, f.filed_on, {told.day} as "on", {LATE} as late, {told.key} as key
      from {told.source} join cases c on c.id = f.case_id where {where} {later}
     order by {told.day}, ({told.key}) collate "C" limit :most
    """  # noqa: S608 - put together from constants
    more = {"after_day": place[0], "after_key": place[1]} if place else {}
    rows = await _rows(db, question, found, part, sql, most=limit + 1, **more)
    shown = tuple(
        CaseBehind(
            r.case_id, r.claim_id, r.reference, None, r.stage, r.office_id, r.filed_on, r.on, bool(r.late)
        )
        for r in rows[:limit]
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return Behind(
        counted.total, counted.visible, shown, f"{last.on.isoformat()}_{last.key}" if last else None, None
    )


def _place(after: str | None) -> tuple[date, str] | None:
    if not after:
        return None
    day, _, key = after.partition("_")
    try:
        return date.fromisoformat(day), key
    except ValueError:
        raise _not_a_place() from None


def _not_a_place() -> Invalid:
    return Invalid.at("after", "bad_cursor", "Use la dirección que dio la página anterior.")


async def _under_pseudonyms(
    db: ReadSession,
    name: str,
    question: Asked,
    found: Counted,
    part: Part,
    after: str | None,
    limit: int,
    extract: str | None,
) -> Behind:
    """In the order of keyed digests, so that the place of a case does not say when it was filed, nor its next page which it is."""
    own = extract if _is_hex(extract, _TOKEN) else token_hex(_TOKEN // 2)
    key = _key(db, own or "", name, question.filters, part)
    if after and not _is_hex(after, _PLACE):
        raise _not_a_place()
    told, where = _told(question, found), _where(question, found, part)
    # The key has a fixed length and the digest is cut: nobody goes on from one digest to another.
    place = f"left(encode(sha256(convert_to(cast(:key as text) || ({told.key}), 'UTF8')), 'hex'), {_PLACE})"
    sql = f"""
    select * from (
      select f.case_id, f.stage, f.office_id, f.filed_on, {told.day} as day, {LATE} as late, {place} as place,
             (count(*) over ())::int as total
        from {told.source} where {where}) rows
     where place collate "C" > :after order by place collate "C" limit :most
    """  # noqa: S608 - put together from constants
    rows = await _rows(db, question, found, part, sql, key=key.hex(), after=after or "", most=limit + 1)
    total = rows[0].total if rows else await _total(db, question, found, part)
    names = Pseudonyms(key)
    shown = tuple(
        CaseBehind(
            None,
            None,
            None,
            names.of("case", r.case_id),
            r.stage,
            r.office_id,
            r.filed_on.replace(day=1),
            r.day.replace(day=1),
            bool(r.late),
        )
        for r in rows[:limit]
    )
    return Behind(total, total, shown, rows[limit - 1].place if len(rows) > limit else None, own)


async def _total(db: ReadSession, question: Asked, found: Counted, part: Part) -> int:
    told = _told(question, found)
    sql = f"select count(*)::int as total from {told.source} where {_where(question, found, part)}"  # noqa: S608 - constants
    (counted,) = await _rows(db, question, found, part, sql)
    return int(counted.total)


def _is_hex(given: str | None, digits: int) -> bool:
    return given is not None and len(given) == digits and set(given) <= _HEX


def _key(db: ReadSession, extract: str, name: str, filters: Filters, part: Part) -> bytes:
    """Of this reader's extract of this list alone: the same address in another's hands, or another list, has other names."""
    of = f"figure\0{db.actor.user_id}\0{extract}\0{name}\0{filters!r}\0{part!r}"
    return digest(session_key(), of.encode(), sha256)
