"""Writing what was looked at: started by a second person, household by household, stopped and taken up again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import exists, insert, select, text, update

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Refusal, Unavailable, said
from app.identity.public import demand
from app.intake import rules as desk
from app.intake.bulk import errors
from app.intake.bulk.models import Import, ImportedClaim, ImportRow
from app.intake.bulk.prepare import erase_file, take
from app.intake.bulk.rules.households import members_of
from app.intake.bulk.rules.problems import Problem
from app.overrides import public as overrides
from app.people import public as people
from app.procedure import public as procedure

RUN = "import_run"
CHILD_PROTECTION = "role:child_protection_officer"
GUARDIAN_GAP = "guardian"
# Who only keeps the system records nothing in a case (docs/decisions/0014): the other of the two does.
SUPERVISOR = "supervisor"
log = structlog.get_logger()


async def start(
    db: Session, actor: Actor, import_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """Have the good rows written: never by who uploaded the file alone. The events bear the name of the supervisor of the two, of who
    starts it where both are. A second click changes nothing.

    Raises `NotFound`, `ImportChanged`, `SecondPersonImports`, `NoSupervisorImports`, `ImportNotReady`, `NothingToImport`, `Invalid` without reasons.
    """
    taken = await take(db, actor, import_id)
    demand(actor, "import.start")
    if taken.approved_by == actor.user_id and taken.state in ("running", "done"):
        return
    await take(db, actor, import_id, version=version)
    if taken.prepared_by == actor.user_id:
        raise errors.SecondPersonImports
    if SUPERVISOR not in (taken.prepared_role, actor.role):
        raise errors.NoSupervisorImports
    if taken.state not in ("checked", "stopped"):
        raise errors.ImportNotReady
    if not await _has_ready(db, import_id):
        raise errors.NothingToImport
    taken.reasons = cases.check_reasons(reasons)
    taken.approved_by, taken.approved_role, taken.approved_at = actor.user_id, actor.role, db.now()
    taken.state, taken.stopped_by, taken.stopped_at = "running", None, None
    taken.version += 1
    db.later(RUN, {"import": str(taken.id)}, at=db.now())


async def stop(db: Session, actor: Actor, import_id: UUID) -> None:
    """No further household after those in hand. Raises `ImportNotRunning`."""
    taken = await take(db, actor, import_id)
    demand(actor, "import.prepare")
    if taken.state == "stopped":
        return
    if taken.state != "running":
        raise errors.ImportNotRunning
    _rest(db, taken, actor.user_id)


def _rest(db: Session, taken: Import, by: UUID) -> None:
    taken.state, taken.stopped_by, taken.stopped_at = "stopped", by, db.now()
    taken.version += 1


async def discard(db: Session, actor: Actor, import_id: UUID) -> None:
    """Close an import: what its rows say is erased, what was written stays. Raises `ImportNotReady` while it runs."""
    taken = await take(db, actor, import_id)
    demand(actor, "import.prepare")
    if taken.state == "discarded":
        return
    if taken.state == "running":
        raise errors.ImportNotReady
    taken.state, taken.finished_at = "discarded", db.now()
    taken.version += 1
    await erase_file(db, import_id)
    await db.execute(update(ImportRow).where(ImportRow.import_id == import_id).values(said={}))


async def keep_difference(db: Session, actor: Actor, import_id: UUID, number: int, *, reasons: str) -> None:
    """A changed row was looked at: the case stays as it is, or was corrected on its own page. It is not reported again.

    Raises `NotFound`, `NotADifference`, `Invalid` without reasons.
    """
    taken = await take(db, actor, import_id)
    demand(actor, "import.prepare")
    given = cases.check_reasons(reasons)
    row = await db.scalar(
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.number == number)
        .with_for_update()
    )
    if row is None or row.state != "changed":
        raise errors.NotADifference
    await db.execute(
        update(ImportedClaim)
        .where(ImportedClaim.source == taken.source, ImportedClaim.key == row.key)
        .values(digest=row.digest, said=row.said)
    )
    row.state = "kept"
    row.problems = [
        *row.problems,
        Problem(
            "warning",
            "",
            "decided",
            said("Se dejó el expediente como está: «%(reasons)s»"),
            {"reasons": given},
        ).as_row(),
    ]
    row.said = {}


def in_whose_name(taken: Import) -> tuple[UUID, str] | None:
    """The user and the role in whose name the cases are written; `None` before anybody started it."""
    if taken.approved_by is None or taken.approved_role is None:
        return None
    if taken.approved_role == SUPERVISOR:
        return taken.approved_by, taken.approved_role
    return taken.prepared_by, taken.prepared_role


async def in_hand(db: Session, import_id: UUID) -> Import | None:
    """The import, locked, while it runs."""
    taken = await db.locked(Import, import_id)
    return taken if taken is not None and taken.state == "running" else None


async def next_households(db: Session, import_id: UUID, many: int) -> list[list[ImportRow]]:
    """The next households that wait, whole, each with its principal applicant first."""
    r = ImportRow
    waiting = (
        select(r.household)
        .where(r.import_id == import_id, r.state == "ready")
        .group_by(r.household)
        .order_by(r.household)
        .limit(many)
    )
    numbers = list(await db.scalars(waiting))
    if not numbers:
        return []
    rows = await db.scalars(
        select(r)
        .where(r.import_id == import_id, r.state == "ready", r.household.in_(numbers))
        .order_by(r.household, r.position)
    )
    found: dict[int, list[ImportRow]] = {}
    for row in rows:
        found.setdefault(row.household, []).append(row)
    return list(found.values())


async def write(db: Session, actor: Actor, taken: Import, households: Sequence[list[ImportRow]]) -> None:
    """Write the households, each whole or not at all. One that cannot be written is kept with the reason."""
    try:
        async with db.attempt():
            await _write(db, actor, taken, households)
    except (OSError, Unavailable):
        raise  # the database's trouble, not a household's: the job is tried again
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is kept with the household and the others go on
        if len(households) > 1:
            for one in households:
                await write(db, actor, taken, [one])
            return
        log.warning(
            "import_household_refused",
            id=str(taken.id),
            row=households[0][0].number,
            fault=type(fault).__name__,
        )
        await _refuse(db, taken, households[0], fault)


async def finish(db: Session, taken: Import) -> None:
    """Nothing waits any more."""
    taken.state, taken.finished_at = "done", db.now()
    taken.version += 1
    await db.execute(
        update(ImportRow)
        .where(ImportRow.import_id == taken.id, ImportRow.state.in_(("broken", "unchanged")))
        .values(said={})
    )


async def halt(db: Session, taken: Import, by: UUID) -> None:
    """Whoever started it may do so no longer: what is left waits for another person."""
    _rest(db, taken, by)


async def _write(db: Session, actor: Actor, taken: Import, households: Sequence[list[ImportRow]]) -> None:
    files, members = [], []
    for rows in households:
        profile = await _profile(db, rows[0])
        today = profile.today(db.now())
        known = members_of([row.said for row in rows], profile)
        majority = profile.majority_age.value or desk.MAJORITY_AGE
        household = [desk.with_needs(member, today, majority) for member in known]
        files.append((rows, profile))
        members.append(household)
    flat = [member.person for household in members for member in household]
    person_ids = iter(await people.add_persons(db, actor, flat))
    given, keys = [], []
    for (rows, profile), household in zip(files, members, strict=True):
        ids = [next(person_ids) for _ in rows]
        given.append(_case(taken, rows, profile, household, ids))
        keys += [(row, person) for row, person in zip(rows, ids, strict=True)]
    written = await cases.import_cases(db, actor, given)
    await _remember(db, taken, households, written)
    await _propose_duplicates(db, keys)


def _case(
    taken: Import,
    rows: list[ImportRow],
    profile: procedure.Profile,
    household: Sequence[desk.Member],
    ids: Sequence[UUID],
) -> cases.ImportedCase:
    first, facts = rows[0].said, rows[0].becomes
    alone = [m for m in household if desk.CHILD_ALONE & set(m.person.needs)]
    return cases.ImportedCase(
        claims=[
            cases.ImportedClaim(
                person_id,
                member.relation,
                str(row.said["stage"]),
                row.said.get("outcome"),  # type: ignore[arg-type]
                people.AgeAndNeeds(
                    member.person.birth_date, member.person.birth_precision, list(member.person.needs)
                ),
            )
            for row, member, person_id in zip(rows, household, ids, strict=True)
        ],
        profile=profile,
        office_id=UUID(str(facts["office"])),
        filed_on=_day(first["filed_on"]),
        stage_since=_day(first["stage_since"]) if first.get("stage_since") else None,
        known={name: _day(day) for name, day in dict(first.get("known") or {}).items()},  # type: ignore[call-overload]
        assigned_to=UUID(str(facts["officer"])) if facts.get("officer") else None,
        priority=people.priority(need for m in household for need in m.person.needs),
        hearing=_day(first["next_hearing"]) if first.get("next_hearing") else None,
        source=taken.source,
        old_references=[str(first["reference"])] if first.get("reference") else [],
        admit=[CHILD_PROTECTION] if alone else [],
        gaps=[GUARDIAN_GAP] if alone else [],
    )


async def _profile(db: Session, row: ImportRow) -> procedure.Profile:
    return await overrides.edition(db, overrides.shipped().country, str(row.becomes["version"]))


async def _remember(
    db: Session, taken: Import, households: Sequence[list[ImportRow]], written: Sequence[cases.ImportedFile]
) -> None:
    kept: list[dict[str, Any]] = []
    for rows, file in zip(households, written, strict=True):
        for row, claim in zip(rows, file.claims, strict=True):
            kept.append(
                {
                    "source": taken.source,
                    "key": row.key,
                    "digest": row.digest,
                    "said": row.said,
                    "case_id": file.case_id,
                    "claim_id": claim,
                    "import_id": taken.id,
                }
            )
            row.state, row.case_id, row.reference, row.said = "done", file.case_id, file.reference, {}
    await db.execute(insert(ImportedClaim), kept)
    await db.flush()


async def _propose_duplicates(db: Session, written: Sequence[tuple[ImportRow, UUID]]) -> None:
    """The same paper in somebody else's hand: proposed to people, never joined by itself."""
    ids = [person for _, person in written]
    found = await db.rows(
        text(
            "select mine.person_id, min(others.person_id::text)::uuid as other, mine.number_key"
            " from identity_papers mine join identity_papers others"
            " on others.number_key = mine.number_key and others.person_id <> mine.person_id"
            " where mine.person_id = any(cast(:ids as uuid[])) and mine.number_key <> ''"
            " group by mine.person_id, mine.number_key"
        ),
        {"ids": ids},
    )
    for row in found:
        reason = people.Reason("same_paper", 1.0, {})
        await people.propose_pair(
            db, row.person_id, row.other, score=0.99, reasons=[reason], found_by="import"
        )


async def _refuse(db: Session, taken: Import, rows: list[ImportRow], fault: Exception) -> None:
    if isinstance(fault, Refusal):
        problem = Problem("error", "", fault.rule, fault.text, dict(fault.values))
    else:
        problem = Problem(
            "error",
            "",
            "fault",
            said("Falló por una causa técnica (%(fault)s)."),
            {"fault": type(fault).__name__},
        )
    await db.execute(
        update(ImportRow)
        .where(ImportRow.import_id == taken.id, ImportRow.number.in_([row.number for row in rows]))
        .values(state="refused", problems=[problem.as_row()])
    )


async def _has_ready(db: ReadSession, import_id: UUID) -> bool:
    found: bool = await db.scalar(
        select(exists().where(ImportRow.import_id == import_id, ImportRow.state == "ready"))
    )
    return found


def _day(given: object) -> date:
    return date.fromisoformat(str(given))
