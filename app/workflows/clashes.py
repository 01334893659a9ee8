"""What was typed with no line beside what the server has: for the person who decides whether the two are one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.audit import public as audit
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.identity.public import demand
from app.intake import public as intake
from app.intake.public import offline
from app.people import public as people

# Shown when nothing else can be known of the other file: what whoever registers sees of a likely person anyway.
SHOWN_OF_ALL = ("given_names", "family_names", "birth_date", "nationalities")
SHOWN = (
    "given_names",
    "family_names",
    "birth_date",
    "sex",
    "nationalities",
    "papers",
    "phone",
    "languages",
    "lodging",
)
MOST_WAITING, LATELY = 500, 50


@dataclass(frozen=True, slots=True)
class Compared:
    """One field on both sides. `known` is `None` where the reader may not see it; `differs` where both are known and not alike."""

    field: str
    typed: Any
    known: Any
    differs: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody registered who may be the one that was typed. `here`: the reader may open that file."""

    candidate: people.Candidate
    here: bool
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class TypedPerson:
    index: int
    person: people.NewPerson
    relation: str
    known: tuple[Known, ...]
    printed: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class InFile:
    """Somebody of a file. `typed`: somebody who may be them is in what was typed; else the household has changed."""

    name: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """`references` are the files to which it may be joined; `households` who is in each of those visible here."""

    item: offline.ItemView
    people: tuple[TypedPerson, ...]
    arrival: intake.Arrival | None
    references: tuple[str, ...]
    households: Mapping[str, tuple[InFile, ...]]


async def clashes(db: ReadSession, actor: Actor) -> list[offline.ItemView]:
    """What waits for a decision, then what was decided of late: one's own, or the office's."""
    demand(actor, "clash.read")
    waiting = await offline.items(db, states=(offline.CLASH,), limit=MOST_WAITING)
    return waiting + await offline.items(db, states=(offline.SENT_BACK, offline.JOINED), limit=LATELY)


async def clash(db: Session, actor: Actor, item_id: UUID, *, request_id: str | None = None) -> Clash:
    """One item with both sides. The look is in the record. Raises `NotFound`, also when it is not the actor's to decide."""
    demand(actor, "clash.read")
    found = await offline.items(db, item_id=item_id)
    if not found or found[0].state == offline.REFUSED:
        raise NotFound
    item = found[0]
    await audit.looked(db, "clash.read", str(item_id), case_id=item.case_id, request_id=request_id)
    try:
        content = await offline.typed_in(db, item_id)
    except NotFound:
        return Clash(item, (), None, (), {})
    members = offline.household(content)
    persons = [member.person for member in members]
    candidates = await people.candidates_of(db, [people.described(p, persons) for p in persons])
    likely = [[c for c in each if c.likely and c.reference != item.reference] for each in candidates]
    seen = await people.profiles(db, [c.person_id for each in likely for c in each])
    printed = {int(paper["person"]): paper for paper in content.get("papers") or ()}
    references = tuple(dict.fromkeys(c.reference for each in likely for c in each if c.reference))
    return Clash(
        item,
        tuple(
            TypedPerson(
                n,
                member.person,
                member.relation,
                tuple(_known(member.person, c, seen.get(c.person_id)) for c in likely[n]),
                printed.get(n),
            )
            for n, member in enumerate(members)
        ),
        offline.arrival(content),
        references,
        await _households(db, references, {c.person_id for each in likely for c in each}),
    )


def _known(typed: people.NewPerson, candidate: people.Candidate, seen: people.Profile | None) -> Known:
    source: Any = seen or candidate
    fields = SHOWN if seen else SHOWN_OF_ALL
    return Known(
        candidate,
        seen is not None,
        tuple(_compared(field, typed, source if field in fields else None) for field in SHOWN),
    )


def _compared(field: str, typed: people.NewPerson, known: Any) -> Compared:
    said, has = _plain(getattr(typed, field)), _plain(getattr(known, field)) if known is not None else None
    return Compared(field, said, has, known is not None and _folded(said) != _folded(has))


def _plain(value: Any) -> Any:
    if isinstance(value, str | date) or value is None:
        return value or None
    return tuple(f"{v.kind} {v.number} {v.country}" if hasattr(v, "number") else v for v in value)


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return people.search_name(value, "")
    if isinstance(value, tuple):
        return sorted(people.search_name(str(v), "") for v in value)
    return value


async def _households(
    db: ReadSession, references: Sequence[str], typed: Collection[UUID]
) -> dict[str, tuple[InFile, ...]]:
    found = {}
    for reference in references:
        try:
            case = await cases.case_view(db, reference)
        except NotFound:
            continue
        persons = await people.profiles(db, [claim.person_id for claim in case.claims])
        found[reference] = tuple(
            InFile(persons[claim.person_id].name, claim.person_id in typed)
            for claim in case.claims
            if claim.person_id in persons
        )
    return found
