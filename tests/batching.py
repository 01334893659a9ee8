"""Batches in tests: cases that a synthetic group concerns, and the worker's part of a batch done by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.decisions import public as decisions
from app.intake import public as intake
from app.workflows.recognise_group import GroupFilters, approve_group, prepare_group
from app.workflows.run_batch import LONG_HANDLERS
from tests.world import World, adult, relative

# In app/procedure/profiles/overrides/cri-demonstration.toml, which the tests run with.
GROUP = "synthetic_group"
REASONS = "Las circunstancias objetivas del país de origen son notorias y se documentan en la lista."


def nicaraguan(given: str = "Marta Elena", **changes: object) -> intake.Member:
    return adult(given, "Ruiz Obando", **({"nationalities": ("NIC",)} | changes))


def kin(
    given: str, born: date, relation: str, *, sex: str = "female", nationality: str = "NIC"
) -> intake.Member:
    return relative(given, born, relation, sex=sex, nationalities=(nationality,))


async def awaiting_interview(world: World, household: list[intake.Member] | None = None) -> UUID:
    """A Nicaraguan household's case, taken over and admitted."""
    registered = await world.register(household or [nicaraguan()])
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    return registered.case_id


async def work(world: World, name: str, batch_id: UUID) -> None:
    """One delivery of a batch's job."""
    await LONG_HANDLERS[name](world.system, {"batch": str(batch_id)})


async def work_off(world: World, batch_id: UUID, *, deliveries: int = 100) -> None:
    """What the worker does until nothing is left of the batch to do."""
    for _ in range(deliveries):
        await work(world, cases.batches.RUN, batch_id)
        async with world.system.reading(SYSTEM) as db:
            if await cases.batches.in_hand(db, batch_id) is None:
                return


async def prepared(world: World, *, filters: GroupFilters | None = None, group: str = GROUP) -> UUID:
    """The secretary's list of the synthetic group in this world's office, complete."""
    narrowed = filters or GroupFilters(office_id=world.office)
    async with world.acting("commission_secretary") as db:
        batch_id = await prepare_group(db, db.actor, group, filters=narrowed)
    await work(world, cases.batches.PREPARE, batch_id)
    return batch_id


async def voted(world: World, batch_id: UUID, *choices: str) -> UUID:
    """A sitting of the whole Commission votes on the list: for it, unless told otherwise. The sitting."""
    members = [f"commission_member_{n}" for n in range(3)]
    called = [world.actor(m).user_id for m in members]
    async with world.acting("commission_secretary") as db:
        sitting: UUID = await decisions.convene(
            db,
            db.actor,
            starts_at=world.clock.now() + timedelta(hours=1),
            members=called,
            presiding=called[0],
        )
        item = await decisions.put_group_on_agenda(db, db.actor, sitting, batch_id=batch_id)
        await decisions.record_attendance(db, db.actor, sitting, present=called)
        await decisions.open_sitting(db, db.actor, sitting)
    for member, choice in zip(members, choices or ("for", "for", "for"), strict=True):
        async with world.acting(member) as db:
            given = "" if choice == "for" else "Las circunstancias cambiaron."
            await decisions.vote_on_group(db, db.actor, sitting, item_id=item, choice=choice, reasons=given)
    async with world.acting("commission_secretary") as db:
        await decisions.close_group(db, db.actor, sitting, item_id=item)
    return sitting


async def approve(world: World, batch_id: UUID, *, who: str = "commission_member_0") -> None:
    """What follows a vote, without holding the sitting: the list is to be carried out in that member's name."""
    async with world.acting(who) as db:
        await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)


async def sign_for(world: World, batch_id: UUID, *, who: str = "commission_member_0") -> None:
    async with world.acting(who) as db:
        await approve_group(db, db.actor, batch_id, reasons=REASONS)


async def read(world: World, batch_id: UUID, *, who: str = "commission_secretary") -> cases.batches.BatchView:
    async with world.reading(who) as db:
        return await cases.batches.batch(db, "group", batch_id)


async def states(world: World, batch_id: UUID, *, who: str = "commission_secretary") -> Mapping[UUID, str]:
    async with world.reading(who) as db:
        lines = (await cases.batches.cases_of(db, batch_id, limit=1000)).lines
    return {line.case_id: line.state for line in lines}


async def reasons(world: World, batch_id: UUID) -> Mapping[UUID, set[str]]:
    """Why each case that is not on its way was left out or refused."""
    async with world.reading("commission_secretary") as db:
        lines = (await cases.batches.cases_of(db, batch_id, limit=1000)).lines
    return {line.case_id: {str(why["rule"]) for why in line.why} for line in lines if line.why}


async def put_all_away(world: World) -> None:
    """Close every list: they belong to a body, and every test's world has the same one."""
    async with world.system.writing(SYSTEM) as db:
        await db.execute(text("update batches set state = 'discarded' where state <> 'discarded'"))


async def names(world: World, case_id: UUID) -> list[str]:
    async with world.system.reading(SYSTEM) as db:
        return [event.name for event in reversed(await cases.timeline(db, case_id))]
