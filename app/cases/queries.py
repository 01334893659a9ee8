"""Reading cases: lists by keyset, one case whole, its timeline and its limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause

from app.cases.mandates.rules import COUNSEL
from app.cases.models import (
    NEVER,
    Case,
    CaseEvent,
    Claim,
    Deadline,
    Guardianship,
    OldReference,
)
from app.cases.profiles import profile_of
from app.cases.references import reference_key
from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.identity.public import office_table, post_table, user_table
from app.people.public import PROTECTED, need_table, paper_key, person_table, search_keys, search_name
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worklist. `needs` are codes of everybody in the household; `due_*` the next limit, running or just missed."""

    id: UUID
    reference: str
    stage: str
    stage_since: datetime
    priority: int
    accelerated: bool
    simplified: bool
    household_size: int
    assigned_to: UUID | None
    office: str
    registered_at: datetime
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    due_at: datetime | None
    due_on: date | None
    due_rule: str | None
    due_kind: str | None
    due_basis: str | None
    due_verification: str | None
    needs: list[str]
    version: int

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


# A search that finds more than this is narrowed by typing more.
MOST_FOUND = 200
OFFICE_ROLES = frozenset({"registration_officer", "supervisor", "documentation_officer"})
# Their work is the paper, not the claim (domain.md, "Roles"): no grounds, and no words of what happened.
PAPER_DESK = "documentation_officer"
MODALITIES = ("accelerated", "simplified", "merged", "prima_facie")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. Every field is optional; `text` is a reference, a name or part of one."""

    stage: str | None = None
    need: str | None = None
    origin: str | None = None
    modality: str | None = None
    text: str | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False
    due_before: datetime | None = None
    stages: tuple[str, ...] = ()
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`after` continues the list, or is `None` at its end."""

    rows: list[Row]
    after: str | None


def _first_due() -> LateralFromClause:
    d = Deadline
    return (
        select(d.due_on, d.rule, d.kind, d.basis, d.verification)
        .where(d.case_id == Case.id, d.state.in_(("running", "missed")), d.due_at == Case.next_due_at)
        .order_by(d.id)
        .limit(1)
        .lateral("first_due")
    )


def name_giver(db: ReadSession) -> ColumnElement[UUID] | InstrumentedAttribute[UUID]:
    """Under whose name a case stands in a list: its principal's; for a representative, the first of those whom they speak for."""
    if db.actor.role != COUNSEL:
        return Case.principal_person_id
    # The database shows them no other claims.
    return (
        select(Claim.person_id)
        .where(Claim.case_id == Case.id)
        .order_by(Claim.position)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


async def own_claims(db: ReadSession) -> frozenset[UUID]:
    """The claims that a representative's mandates cover, of all their cases (migration 0255)."""
    return frozenset(await db.scalar(text("select own_claims()")) or ())


def _list(
    stages_open: Iterable[str] | None,
    filters: Filters,
    name_of: ColumnElement[UUID] | InstrumentedAttribute[UUID],
) -> Select[Any]:
    p, due = person_table.c, _first_due()
    needs = (
        select(func.array_agg(func.distinct(need_table.c.code)))
        .join(Claim, Claim.person_id == need_table.c.person_id)
        .where(
            Claim.case_id == Case.id,
            need_table.c.ended_at.is_(None),
            need_table.c.sensitivity != PROTECTED,
        )
        .scalar_subquery()
    )
    statement = (
        select(
            Case.id,
            Case.reference,
            Case.stage,
            Case.stage_since,
            Case.priority,
            Case.accelerated,
            Case.simplified,
            Case.household_size,
            Case.assigned_to,
            office_table.c.name,
            Case.registered_at,
            p.given_names,
            p.family_names,
            p.birth_date,
            p.nationalities,
            # What the list is ordered by: a page continues where this one ends, also after a limit that has passed.
            func.nullif(Case.next_due_at, NEVER),
            due.c.due_on,
            due.c.rule,
            due.c.kind,
            due.c.basis,
            due.c.verification,
            func.coalesce(needs, text("'{}'::text[]")),
            Case.version,
        )
        .select_from(Case)
        .join(person_table, p.id == name_of)
        .join(office_table, office_table.c.id == Case.office_id)
        .outerjoin(due, text("true"))
    )
    return statement.where(*_conditions(stages_open, filters))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """What row-level security shows the actor anyway, said again in columns that have an index by limit.

    Without it the planner collects everything that the actor may see and sorts it: 25 ms at 18,000 cases of an office, and growing.
    """
    if actor.role in OFFICE_ROLES and actor.office_id is not None:
        return Case.office_id == actor.office_id
    if actor.role == "eligibility_officer":
        return Case.assigned_to == actor.user_id
    if actor.role == "border_liaison_officer":
        return and_(Case.post_id == actor.post_id, Case.taken_over_at.is_(None))
    return true()


def _conditions(stages_open: Iterable[str] | None, f: Filters) -> list[ColumnElement[bool]]:
    wanted = {
        "stage": Case.stage == f.stage,
        "origin": person_table.c.nationalities.contains([f.origin]),
        "modality": getattr(Case, f.modality) if f.modality in MODALITIES else true(),
        "assigned_to": Case.assigned_to == f.assigned_to,
        "unassigned": Case.assigned_to.is_(None),
        "due_before": Case.next_due_at < f.due_before if f.due_before else true(),
        "stages": Case.stage.in_(f.stages),
        "need": _has_need(f.need) if f.need else true(),
        "open_only": Case.stage.in_(list(stages_open or ())),
    }
    return [condition for name, condition in wanted.items() if getattr(f, name)]


def _has_need(code: str) -> ColumnElement[bool]:
    """Somebody of the household has the need, or one of its family (`SC` finds `SC-UC`)."""
    n = need_table.c
    return exists().where(
        Claim.case_id == Case.id,
        n.person_id == Claim.person_id,
        n.ended_at.is_(None),
        or_(n.code == code, n.code.startswith(f"{code}-")),
    )


async def _matching(db: ReadSession, words: str) -> list[UUID]:
    """The cases with that reference, number of a document or paper, or whose people's names have or resemble the words; the most
    alike first.
    """
    by_reference = list(await db.scalars(select(Case.id).where(Case.reference == words.strip().upper())))
    if not by_reference and (key := reference_key(words)):
        # What it was called in another registry.
        old = select(OldReference.case_id).where(OldReference.key == key).distinct()
        by_reference = list(await db.scalars(old.limit(MOST_FOUND)))
    typed = search_name(words, "")
    if by_reference or not typed:
        return by_reference
    return list(
        await db.scalars(
            text("select * from cases_by_name(:typed, :words, :number, :most)"),
            {
                "typed": typed,
                # Integer arrays as PostgreSQL writes them: each word has as many keys as it has letters.
                "words": [f"{{{','.join(map(str, keys))}}}" for keys in search_keys(words)],
                "number": paper_key(words),
                "most": MOST_FOUND,
            },
        )
    )


async def found_by(db: ReadSession, words: str) -> list[UUID]:
    """The cases that somebody means by a reference, a number or a name, also misspelt; only the actor's, the most alike first."""
    c = Case
    found = await _matching(db, words)
    mine = set(await db.scalars(select(c.id).where(c.id.in_(found), visible_to(db.actor))))
    return [case for case in found if case in mine]


async def worklist(
    db: ReadSession,
    filters: Filters,
    *,
    after: str | None = None,
    limit: int = 50,
    stages_open: Iterable[str] = (),
) -> Page:
    """Cases by their next limit, nearest first; those without a running limit last. Keyset pages of `limit`."""
    statement = (
        _list(stages_open or None, filters, name_giver(db))
        .where(visible_to(db.actor))
        .order_by(Case.next_due_at, Case.id)
        .limit(limit + 1)
    )
    if filters.text:
        statement = statement.where(Case.id.in_(await _matching(db, filters.text)))
    if after:
        moment, key = _position(after)
        statement = statement.where(tuple_(Case.next_due_at, Case.id) > tuple_(literal(moment), literal(key)))
    rows = [Row(*row) for row in await db.rows(statement)]
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _cursor(rows[-1]) if more else None)


def _cursor(row: Row) -> str:
    return f"{row.due_at.isoformat() if row.due_at else 'infinity'}_{row.id.hex}"


def _position(after: str) -> tuple[datetime, UUID]:
    try:
        moment, _, key = after.partition("_")
        return NEVER if moment == "infinity" else datetime.fromisoformat(moment), UUID(key)
    except ValueError as error:
        raise Invalid.at(
            "after", "bad_cursor", "Esta dirección de página ya no sirve. Vuelva al inicio de la lista."
        ) from error


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the actor's cases are late, due before two moments, waiting at given stages, and there are in all."""

    late: int
    today: int
    week: int
    waiting: int
    all: int


async def counts(
    db: ReadSession,
    filters: Filters,
    *,
    now: datetime,
    today_ends: datetime,
    week_ends: datetime,
    stages_open: Iterable[str],
    waiting: Iterable[str],
) -> Counts:
    """The figures over a worklist, in one pass over an index."""
    due = Case.next_due_at
    statement = (
        select(
            func.count().filter(due <= now),
            func.count().filter(and_(due > now, due <= today_ends)),
            func.count().filter(and_(due > today_ends, due <= week_ends)),
            func.count().filter(Case.stage.in_(list(waiting))),
            func.count(),
        )
        .select_from(Case)
        .where(visible_to(db.actor), *_conditions(stages_open, filters))
    )
    return Counts(*await db.row(statement))


@dataclass(frozen=True, slots=True)
class ClaimView:
    id: UUID
    person_id: UUID
    position: int
    basis: str
    relation: str
    stage: str
    outcome: str | None
    grounds: list[str]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its page shows it, without the people (people room) and the limits (`limits_of`)."""

    id: UUID
    reference: str
    country: str
    profile_version: str
    office_id: UUID
    office: str
    post: str | None
    registered_at: datetime
    filed_on: date
    stage: str
    stage_since: datetime
    instance: str
    priority: int
    accelerated: bool
    simplified: bool
    merged: bool
    prima_facie: bool | None
    assigned_to: UUID | None
    officer: str | None
    removal_barred: bool
    missed_interviews: int
    # Limits that an import did not know the first day of, and other gaps (`importing`).
    to_complete: tuple[str, ...]
    old_references: tuple[tuple[str, str], ...]
    version: int
    # How many people the file has: more than `claims` for a representative whose mandate is not for all of them.
    household_size: int
    claims: tuple[ClaimView, ...]
    profile: procedure.Profile

    @property
    def others(self) -> int:
        """How many people of the file the actor is not shown."""
        return self.household_size - len(self.claims)


async def case_view(db: ReadSession, reference: str) -> CaseView:
    """The case with that reference. Raises `NotFound`, also when it is not the actor's to see."""
    statement = (
        select(
            Case,
            office_table.c.name.label("office"),
            post_table.c.name.label("post"),
            user_table.c.name.label("officer"),
            select(func.jsonb_agg(func.jsonb_build_array(OldReference.source, OldReference.reference)))
            .where(OldReference.case_id == Case.id)
            .scalar_subquery()
            .label("old"),
        )
        .join(office_table, office_table.c.id == Case.office_id)
        .outerjoin(post_table, post_table.c.id == Case.post_id)
        .outerjoin(user_table, user_table.c.id == Case.assigned_to)
        .where(Case.reference == reference)
    )
    row = await db.row(statement)
    if row is None:
        raise NotFound
    c: Case = row.Case
    claims = await db.scalars(select(Claim).where(Claim.case_id == c.id).order_by(Claim.position))
    on_paper_only = db.actor.role == PAPER_DESK
    return CaseView(
        c.id,
        c.reference,
        c.country,
        c.profile_version,
        c.office_id,
        row.office,
        row.post,
        c.registered_at,
        c.filed_on,
        c.stage,
        c.stage_since,
        c.instance,
        c.priority,
        c.accelerated,
        c.simplified,
        c.merged,
        c.prima_facie,
        c.assigned_to,
        row.officer,
        c.removal_barred,
        c.missed_interviews,
        tuple(c.to_complete),
        tuple((source, old) for source, old in row.old or ()),
        c.version,
        c.household_size,
        tuple(
            ClaimView(
                k.id,
                k.person_id,
                k.position,
                k.basis,
                k.relation,
                k.stage,
                k.outcome,
                [] if on_paper_only else k.grounds,
            )
            for k in claims
        ),
        await profile_of(db, c),
    )


async def case_id_of(db: ReadSession, reference: str) -> UUID:
    """Raises `NotFound`, also when the case is not the actor's to see."""
    found: UUID | None = await db.scalar(select(Case.id).where(Case.reference == reference))
    if found is None:
        raise NotFound
    return found


async def reference_of(db: ReadSession, case_id: UUID) -> str:
    """Raises `NotFound`, also when the case is not the actor's to see."""
    found: str | None = await db.scalar(select(Case.reference).where(Case.id == case_id))
    if found is None:
        raise NotFound
    return found


async def visible_among(db: ReadSession, references: Iterable[str]) -> frozenset[str]:
    """Those of the references whose cases the actor may see."""
    return frozenset(await db.scalars(select(Case.reference).where(Case.reference.in_(list(references)))))


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit of a case. `explanation` says how the days were counted.

    `extensions` and `extension_cause`: how often it was prolonged, and for what at last; `first_due_on` its last day before any
    change; `escalated_at` since when it is before the role above; `settled`: it passed, and what it asked was done after all;
    `claim_id` where it runs for one claim alone.
    """

    id: UUID
    rule: str
    kind: str
    state: str
    binds: str
    started_at: datetime
    starts_on: date
    due_on: date
    due_at: datetime
    basis: str
    verification: str
    explanation: Mapping[str, Any]
    ended_at: datetime | None
    extensions: int
    extension_cause: str | None
    first_due_on: date | None
    escalated_at: datetime | None
    settled: bool
    claim_id: UUID | None


async def limits_of(db: ReadSession, case_id: UUID, *, ended: bool = True) -> list[Limit]:
    """The limits of a case, running ones first, nearest first."""
    d = Deadline
    statement = (
        select(
            d.id,
            d.rule,
            d.kind,
            d.state,
            d.binds,
            d.started_at,
            d.starts_on,
            d.due_on,
            d.due_at,
            d.basis,
            d.verification,
            d.explanation,
            d.ended_at,
            d.extensions,
            d.extension_cause,
            d.first_due_on,
            d.escalated_at,
            d.settled_by.is_not(None),
            d.claim_id,
        )
        .where(d.case_id == case_id)
        .order_by(d.state != "running", d.due_at, d.id)
    )
    if not ended:
        statement = statement.where(d.state.in_(("running", "suspended")))
    return [Limit(*row) for row in await db.rows(statement)]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline. `actor` is a name for staff; the record keeps the identifier."""

    id: UUID
    number: int
    name: str
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    actor: str
    actor_role: str
    stage_before: str | None
    stage_after: str
    data: Mapping[str, Any]


async def timeline(
    db: ReadSession, case_id: UUID, *, before: int | None = None, limit: int = 100
) -> list[Happening]:
    """What happened to the case, newest first, in pages before an event's number. Without its data for the paper desk; for a
    representative, with the data of what happened to those alone whom they speak for.
    """
    e = CaseEvent
    data: ColumnElement[Any] | InstrumentedAttribute[Any] = e.data
    nothing = literal({}, CaseEvent.__table__.c.data.type)
    if db.actor.role == PAPER_DESK:
        data = nothing
    elif db.actor.role == COUNSEL:
        data = case((e.claims.contained_by(list(await own_claims(db))), e.data), else_=nothing)
    statement = (
        select(
            e.id,
            e.number,
            e.name,
            e.at,
            e.recorded_at,
            e.actor_id,
            user_table.c.name.label("actor"),
            e.actor_role,
            e.stage_before,
            e.stage_after,
            data,
        )
        .join(user_table, user_table.c.id == e.actor_id)
        .where(e.case_id == case_id)
        .order_by(e.number.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(e.number < before)
    return [Happening(*row) for row in await db.rows(statement)]


async def stages_reached(db: ReadSession, case_id: UUID) -> dict[str, datetime]:
    """When the case last came to each stage (UTC). One row for a stage, however long the case has been going."""
    e = CaseEvent
    rows = await db.rows(
        select(e.stage_after, func.max(e.at).label("at"))
        .where(e.case_id == case_id, e.stage_before.is_distinct_from(e.stage_after))
        .group_by(e.stage_after)
    )
    return {row.stage_after: row.at for row in rows}


async def handled_by(db: ReadSession, case_id: UUID, user_id: UUID, *, roles: Iterable[str]) -> bool:
    """Did the user act on the case in one of those roles? Then they may not judge it."""
    found: bool = await db.scalar(
        select(
            exists().where(
                CaseEvent.case_id == case_id,
                CaseEvent.actor_id == user_id,
                CaseEvent.actor_role.in_(list(roles)),
            )
        )
    )
    return found


async def handlers(
    db: ReadSession, case_id: UUID, user_ids: Iterable[UUID], *, roles: Iterable[str]
) -> frozenset[UUID]:
    """Those of the users who acted on the case in one of those roles: they may not judge it."""
    rows = await db.rows(
        select(CaseEvent.actor_id)
        .where(
            CaseEvent.case_id == case_id,
            CaseEvent.actor_id.in_(list(user_ids)),
            CaseEvent.actor_role.in_(list(roles)),
        )
        .distinct()
    )
    return frozenset(row.actor_id for row in rows)


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a child, from when, and what proves it."""

    id: UUID
    child_id: UUID
    name: str
    kind: str
    proof: str
    since: datetime


async def guardians_of(db: ReadSession, case_id: UUID) -> list[Guardian]:
    """Who answers for the children of the case now."""
    g = Guardianship
    rows = await db.rows(
        select(g.id, g.child_id, g.guardian_name, g.kind, g.proof, g.since)
        .where(g.case_id == case_id, g.until.is_(None))
        .order_by(g.since, g.id)
    )
    return [Guardian(*row) for row in rows]


async def open_cases_of(
    db: ReadSession, officers: Iterable[UUID], *, stages_open: Iterable[str]
) -> dict[UUID, int]:
    """How many open cases each of those officers has, among the cases that the actor may see."""
    statement = (
        select(Case.assigned_to, func.count())
        .where(Case.assigned_to.in_(list(officers)), Case.stage.in_(list(stages_open)))
        .group_by(Case.assigned_to)
    )
    return {officer: count for officer, count in await db.rows(statement)}  # noqa: C416 - rows are not pairs to dict()
