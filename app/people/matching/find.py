"""Looking for whoever may be the same person among all who are registered, whoever's case it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from app.core.database import ReadSession, Session
from app.people.matching.keys import household_keys, wanted_keys
from app.people.matching.score import Frequencies, phone_key, probability, score
from app.people.matching.shapes import Candidate, Companion, Description, KnownPaper
from app.people.matching.weights import HINT, LIKELY, USUAL
from app.people.pairs.propose import propose_pair
from app.people.pairs.rules import FoundBy
from app.people.rules import NewPerson, paper_key, search_name

_FIND = text(
    "select asked.n, found.* from jsonb_to_recordset(:asked)"
    " as asked(n int, keys int[], numbers text[], phone text, searched text, born date, household int[]),"
    " matching_persons(asked.keys, asked.numbers, asked.phone, asked.searched, asked.born, asked.household) found"
).bindparams(bindparam("asked", type_=JSONB))


async def candidates(db: ReadSession, description: Description, *, limit: int = 5) -> list[Candidate]:
    """Up to `limit` people anywhere in the country who may be the one described, the likeliest first: a hint, never a decision.

    Two queries. Nobody for a role that does not register.
    """
    return (await candidates_of(db, [description], limit=limit))[0]


async def candidates_of(
    db: ReadSession, descriptions: Sequence[Description], *, limit: int = 5
) -> list[list[Candidate]]:
    """The same for each of several, e.g. a household, in as many queries as for one."""
    asked = [_asked(n, one) for n, one in enumerate(descriptions)]
    found: list[list[Candidate]] = [[] for _one in descriptions]
    rows = await db.rows(_FIND, {"asked": asked}) if asked else ()
    frequencies = await frequencies_of(db, descriptions) if rows else USUAL
    for row in rows:
        candidate = _weighed(descriptions[row.n], row, frequencies)
        if candidate is not None:
            found[row.n].append(candidate)
    return [sorted(each, key=lambda c: (-c.score, c.person_id))[:limit] for each in found]


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
    """How common the names in question are; here, what is usual in the region."""
    del db, descriptions
    return USUAL


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
