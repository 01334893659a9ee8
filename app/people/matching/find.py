"""Looking for whoever may be the same person among all who are registered, whoever's case it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB

from app.core.database import ReadSession, Session
from app.core.statements import one_of
from app.people.matching.everybody import everybody
from app.people.matching.frequencies import FEWEST_PEOPLE, shares
from app.people.matching.households import best_only
from app.people.matching.keys import household_keys, wanted_keys
from app.people.matching.score import Frequencies, phone_key, probability, score
from app.people.matching.shapes import Candidate, Companion, Description, KnownPaper
from app.people.matching.weights import HINT, LIKELY, USUAL
from app.people.matching.words import sound, words
from app.people.models import NameFrequency
from app.people.pairs.propose import propose_pair
from app.people.pairs.rules import FoundBy
from app.people.rules import NewPerson, paper_key, search_name

# The row that says that names were counted.
COUNTED = ""
_FIND = text(
    "select asked.n, found.* from jsonb_to_recordset(:asked)"
    " as asked(n int, keys int[], numbers text[], phone text, searched text, born date, household int[]),"
    " matching_persons(asked.keys, asked.numbers, asked.phone, asked.searched, asked.born, asked.household) found"
).bindparams(bindparam("asked", type_=JSONB))

_FREQUENCIES = select(NameFrequency.sound, NameFrequency.share).where(one_of(NameFrequency.sound, "sounds"))


async def candidates(db: ReadSession, description: Description, *, limit: int = 5) -> list[Candidate]:
    """Up to `limit` people anywhere in the country who may be the one described, the likeliest first: a hint, never a decision.

    Two queries. Nobody for a role that does not register.
    """
    return (await candidates_of(db, [description], limit=limit))[0]


async def candidates_of(
    db: ReadSession, descriptions: Sequence[Description], *, limit: int = 5
) -> list[list[Candidate]]:
    """The same for each of a household, in as many queries as for one. Whoever is more surely another of them is left out."""
    asked = [_asked(n, one) for n, one in enumerate(descriptions)]
    rows = await db.rows(_FIND, {"asked": asked}) if asked else ()
    frequencies = await frequencies_of(db, descriptions) if rows else USUAL
    weighed = [
        (row.n, one) for row in rows if (one := _weighed(descriptions[row.n], row, frequencies)) is not None
    ]
    found: list[list[Candidate]] = [[] for _one in descriptions]
    for n, one in _each_once(weighed):
        found[n].append(one)
    return [sorted(each, key=lambda c: (-c.score, c.person_id))[:limit] for each in found]


def _each_once(weighed: Sequence[tuple[int, Candidate]]) -> list[tuple[int, Candidate]]:
    pairs: list[tuple[int | UUID, int | UUID, float]] = [(n, one.person_id, one.score) for n, one in weighed]
    # Of somebody in a sealed file no reference is told: they stand alone.
    households: dict[int | UUID, str] = {
        one.person_id: one.reference or str(one.person_id) for _n, one in weighed
    }
    stand = best_only(pairs, households | {n: "" for n, _one in weighed})
    return [each for each, stands in zip(weighed, stand, strict=True) if stands]


async def propose_likely(
    db: Session, saved: Sequence[tuple[UUID, Sequence[Candidate]]], *, found_by: FoundBy
) -> list[UUID]:
    """Put those likely to be one before two people, the saved person with each candidate. Returns the pairs that are new."""
    proposed = [
        await propose_pair(
            db, person_id, one.person_id, score=one.score, reasons=one.reasons, found_by=found_by
        )
        for person_id, found in saved
        for one in found
        if one.likely and one.person_id != person_id
    ]
    return [pair for pair in proposed if pair is not None]


def described(person: NewPerson, household: Sequence[NewPerson] = ()) -> Description:
    """Whoever is being registered, with the others of the household."""
    return Description(
        person.given_names,
        person.family_names,
        person.birth_date,
        person.birth_precision,
        person.sex,
        person.nationalities,
        tuple(KnownPaper(p.kind, p.country, paper_key(p.number)) for p in person.papers),
        person.aliases,
        person.phone,
        person.lodging,
        tuple(
            Companion(one.given_names, one.family_names, one.birth_date)
            for one in household
            if one is not person
        ),
    )


async def frequencies_of(db: ReadSession, descriptions: Sequence[Description]) -> Frequencies:
    """How common the names in question are, as this installation last counted; until then, what is usual in the region."""
    heard = {
        sound(word)
        for who in descriptions
        for name in (who.given_names, who.family_names, *who.aliases)
        for word in words(name)
    }
    rows = await db.rows(_FREQUENCIES, {"sounds": sorted(heard | {COUNTED})})
    counted: Frequencies = {row.sound: row.share for row in rows}
    return counted if COUNTED in counted else USUAL


async def count_names(db: Session) -> int:
    """Count how common each name is, a page of people at a time, as the worker. Returns how many names are common.

    Below FEWEST_PEOPLE nothing is counted: a share of a handful says nothing of the next who comes.
    """
    names = [f"{who.given_names} {who.family_names}" async for page in everybody(db) for who in page.values()]
    common = shares(names, fewest_people=FEWEST_PEOPLE)
    if common:
        await db.execute(delete(NameFrequency))
        rows = [{"sound": heard, "share": share} for heard, share in {COUNTED: 1.0, **common}.items()]
        await db.execute(insert(NameFrequency), rows)
    return len(common)


def _asked(n: int, who: Description) -> dict[str, Any]:
    return {
        "n": n,
        "keys": wanted_keys(who),
        "numbers": sorted({paper.number for paper in who.papers if paper.number}),
        "phone": phone_key(who.phone),
        "searched": search_name(who.given_names, who.family_names, who.aliases),
        "born": who.birth_date.isoformat() if who.birth_date else None,
        "household": household_keys(who.household),
    }


def _weighed(who: Description, row: Any, frequencies: Frequencies) -> Candidate | None:
    other = Description(
        row.given_names,
        row.family_names,
        row.birth_date,
        row.birth_precision,
        row.sex,
        tuple(row.nationalities),
        tuple(KnownPaper(*paper) for paper in row.papers or ()),
        tuple(row.aliases),
        who.phone if row.same_phone else None,
    )
    match = score(who, other, frequencies, companions=row.companions)
    if match.weight < HINT:
        return None
    return Candidate(
        row.person_id,
        row.given_names,
        row.family_names,
        row.birth_date,
        row.birth_precision,
        tuple(row.nationalities),
        row.reference,
        row.place,
        row.registered_at,
        probability(match.weight),
        match.weight >= LIKELY,
        match.reasons,
    )
