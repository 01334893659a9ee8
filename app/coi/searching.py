"""Finding sources: by words, stemmed and without accents in Spanish and English; or by country and topic, the latest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select, text, true, tuple_

from app.coi.models import CoiDocument, CoiPassage, CoiVersion
from app.coi.passages import PassageView, passages
from app.coi.rules import FOUND, FOUND_ENDS
from app.core.database import ReadSession
from app.core.errors import Invalid

T = TypeVar("T")
PAGE = 20
_BEGINNING = 240
_SEARCH = text(
    "select * from coi_search(:words, cast(:countries as text[]), cast(:topics as text[]), cast(:language as text),"
    " cast(:since as date), cast(:under as double precision), cast(:past as uuid), :most)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A source and its best passage. `parts` is the text around what was found: words, and whether they were asked for."""

    passage: PassageView
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `every_word` is false where no passage has all the words and these have some; `after` leads to the next page."""

    hits: tuple[Hit, ...]
    every_word: bool
    after: str | None


async def find(
    db: ReadSession,
    words: str = "",
    *,
    countries: Sequence[str] = (),
    topics: Sequence[str] = (),
    language: str | None = None,
    since: date | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Found:
    """Sources that the reader may see, each once, by how well its best passage answers `words`; without words, the latest first.

    `since`: published on that day or later. Raises `Invalid` at `after` for a place that is none.
    """
    if words.strip():
        return await _by_words(db, words, countries, topics, language, since, after, limit)
    return await _latest(db, countries, topics, language, since, after, limit)


async def _by_words(
    db: ReadSession,
    words: str,
    countries: Sequence[str],
    topics: Sequence[str],
    language: str | None,
    since: date | None,
    after: str | None,
    limit: int,
) -> Found:
    under, past = _place(after, float)
    rows = await db.rows(
        _SEARCH,
        {
            "words": words[:300],
            "countries": list(countries),
            "topics": list(topics),
            "language": language,
            "since": since,
            "under": under,
            "past": past,
            "most": limit + 1,
        },
    )
    shown = await passages(db, [row.passage_id for row in rows[:limit]])
    hits = [
        Hit(shown[row.passage_id], _parts(row.headline)) for row in rows[:limit] if row.passage_id in shown
    ]
    last = rows[limit - 1] if len(rows) > limit else None
    return Found(
        tuple(hits), all(row.every_word for row in rows), f"{last.rank}~{last.document_id}" if last else None
    )


async def _latest(
    db: ReadSession,
    countries: Sequence[str],
    topics: Sequence[str],
    language: str | None,
    since: date | None,
    after: str | None,
    limit: int,
) -> Found:
    before, past = _place(after, date.fromisoformat)
    d, v, p = CoiDocument, CoiVersion, CoiPassage
    rows = await db.rows(
        select(p.id, v.published_on, v.id.label("version_id"))
        .join(v, v.id == p.version_id)
        .join(d, and_(d.id == v.document_id, d.current == v.number))
        .where(
            p.position == 1,
            d.withdrawn_at.is_(None),
            v.countries.op("&&")(list(countries)) if countries else true(),
            v.topics.op("&&")(list(topics)) if topics else true(),
            v.language == language if language else true(),
            v.published_on >= since if since else true(),
            tuple_(v.published_on, v.id) < tuple_(before, past) if before else true(),
        )
        .order_by(v.published_on.desc(), v.id.desc())
        .limit(limit + 1)
    )
    shown = await passages(db, [row.id for row in rows[:limit]])
    hits = [Hit(shown[row.id], ((_beginning(shown[row.id].text), False),)) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return Found(
        tuple(hits), every_word=True, after=f"{last.published_on}~{last.version_id}" if last else None
    )


async def count_sources(db: ReadSession) -> int:
    """How many the reader may see, not counting those withdrawn."""
    found: int = await db.scalar(
        select(func.count()).select_from(CoiDocument).where(CoiDocument.withdrawn_at.is_(None))
    )
    return found


def _place(after: str | None, read: Callable[[str], T]) -> tuple[T | None, UUID | None]:
    if not after:
        return None, None
    try:
        value, _, key = after.partition("~")
        return read(value), UUID(key)
    except ValueError as error:
        raise Invalid.at("after", "not_a_place", "Esa página no existe. Vuelva a buscar.") from error


def _parts(headline: str) -> tuple[tuple[str, bool], ...]:
    parts: list[tuple[str, bool]] = []
    for piece in headline.split(FOUND):
        marked, ends, rest = piece.partition(FOUND_ENDS)
        if not ends:
            parts.append((piece, False))
            continue
        parts += [(marked, True), (rest, False)]
    return tuple((words, found) for words, found in parts if words)


def _beginning(words: str) -> str:
    return words if len(words) <= _BEGINNING else words[:_BEGINNING].rsplit(" ", 1)[0] + " …"
