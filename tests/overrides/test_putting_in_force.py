"""An override from the upload to the withdrawal, on PostgreSQL: who may, what it changes for whom, and what stays."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.audit import public as audit
from app.audit.models import AccessRecord
from app.cases import public as cases
from app.cases.models import Case
from app.core.actor import SYSTEM
from app.core.database import Database
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.overrides import public as overrides
from app.overrides.models import ProcedureOverride
from tests.overrides.texts import BECAUSE, UNBARRED, WITH_A_DEFECT, override
from tests.world import World, also_holds

TODAY = date(2026, 11, 10)


@pytest.fixture
async def two(world: World) -> World:
    """A second administrator, who is the auditor as well."""
    await also_holds(world, "auditor", "administrator", "second_administrator")
    return world


async def upload(world: World, content: str = "", who: str = "administrator") -> int:
    async with world.acting(who) as db:
        return await overrides.upload(db, db.actor, content=content or override(), because=BECAUSE)


async def confirm(
    world: World, number: int, day: date = TODAY, who: str = "second_administrator", **more: int
) -> None:
    async with world.acting(who) as db:
        await overrides.put_in_force(db, db.actor, number, valid_from=day, because=BECAUSE, **more)


async def withdraw(world: World, number: int, who: str = "administrator") -> None:
    async with world.acting(who) as db:
        await overrides.withdraw(db, db.actor, number, because=BECAUSE)


async def months(world: World, who: str = "auditor") -> str:
    async with world.reading(who) as db:
        return str((await overrides.procedure_in_force(db)).limit("first_decision").length)


async def edition_of(world: World, case_id: object) -> str:
    async with world.system.reading(SYSTEM) as db:
        return str(await db.scalar(select(Case.profile_version).where(Case.id == case_id)))


async def standings(world: World, who: str = "administrator") -> dict[int, str]:
    async with world.reading(who) as db:
        return {line.number: line.standing for line in await overrides.overrides(db)}


async def test_a_draft_changes_nothing(two: World) -> None:
    before = await months(two)
    assert await upload(two) == 1
    assert await months(two) == before
    filed = await two.register()
    assert await edition_of(two, filed.case_id) == "2024-06"
    assert await standings(two) == {1: "draft"}


async def test_a_case_of_the_day_is_bound_to_it_and_one_from_before_keeps_its_own(two: World) -> None:
    early = await two.register()
    await confirm(two, await upload(two), TODAY + timedelta(days=1))
    assert await standings(two) == {1: "coming"}
    same_day = await two.register()
    two.clock.advance(timedelta(days=1))
    late = await two.register()
    assert [await edition_of(two, c.case_id) for c in (early, same_day, late)] == [
        "2024-06",
        "2024-06",
        "2024-06+1",
    ]
    async with two.reading("registration_officer") as db:
        limits = [
            next(limit for limit in await cases.limits_of(db, c.case_id) if limit.rule == "first_decision")
            for c in (same_day, late)
        ]
        views = [await cases.case_view(db, c.reference) for c in (same_day, late)]
    assert limits[1].due_on - limits[0].due_on > timedelta(days=50)
    assert [str(view.profile.limit("first_decision").length) for view in views][1] == await months(two)
    assert views[0].profile is not views[1].profile


async def test_midnight_is_where_the_deployment_is(two: World) -> None:
    await confirm(two, await upload(two), TODAY + timedelta(days=1))
    two.clock.set(two.clock.now().replace(day=11, hour=5, minute=59))
    assert await edition_of(two, (await two.register()).case_id) == "2024-06"
    two.clock.advance(timedelta(minutes=1))
    assert await edition_of(two, (await two.register()).case_id) == "2024-06+1"


async def test_a_later_one_replaces_it_and_its_withdrawal_brings_the_earlier_back(two: World) -> None:
    await confirm(two, await upload(two, override(5)))
    await confirm(two, await upload(two, override(6)), TODAY + timedelta(days=2))
    two.clock.advance(timedelta(days=2))
    assert await standings(two) == {1: "replaced", 2: "in_force"}
    under_two = await two.register()
    await withdraw(two, 2)
    assert await standings(two) == {1: "in_force", 2: "withdrawn"}
    assert await edition_of(two, (await two.register()).case_id) == "2024-06+1"
    await withdraw(two, 1)
    assert await edition_of(two, (await two.register()).case_id) == "2024-06"
    # What was filed under it keeps it, in a process that never read it, too.
    async with another_process(two).reading(two.actor("registration_officer")) as db:
        view = await cases.case_view(db, under_two.reference)
    assert view.profile.version == "2024-06+2"


def another_process(world: World) -> Database:
    """The same database, and nothing read from it yet."""
    return replace(world.app, kept={})


async def test_an_edition_is_read_once_in_a_process_and_what_is_in_force_once_in_a_transaction(
    two: World,
) -> None:
    await confirm(two, await upload(two))
    fresh = another_process(two)
    counts = []
    for _ in range(3):
        with counted(fresh) as asked:
            async with fresh.reading(two.actor("auditor")) as db:
                await overrides.procedure_in_force(db)
                await overrides.procedure_in_force(db)
                await overrides.edition(db, "CRI", "2022-12~2024-06+1")
        counts.append(len([s for s in asked if "procedure_overrides" in s]))
    assert counts == [3, 1, 1]


class counted:  # noqa: N801 - read as a word after `with`
    """The statements that reach a database while the block lasts."""

    def __init__(self, database: Database) -> None:
        self.engine = database.engine.sync_engine

    def __enter__(self) -> list[str]:
        from sqlalchemy import event  # noqa: PLC0415

        self.asked: list[str] = []
        event.listen(self.engine, "before_cursor_execute", self._hear)
        return self.asked

    def __exit__(self, *_: object) -> None:
        from sqlalchemy import event  # noqa: PLC0415

        event.remove(self.engine, "before_cursor_execute", self._hear)

    def _hear(self, _c: object, _cursor: object, statement: str, *_more: object) -> None:
        self.asked.append(statement)


async def test_who_uploads_does_not_confirm_while_there_is_another_administrator(two: World) -> None:
    number = await upload(two)
    with pytest.raises(overrides.SecondPersonNeeded):
        await confirm(two, number, who="administrator")
    await confirm(two, number)
    async with two.reading("auditor") as db:
        assert (await overrides.override(db, number)).line.alone is False


async def test_the_only_administrator_confirms_alone_and_it_is_said(world: World) -> None:
    number = await upload(world)
    await confirm(world, number, who="administrator")
    async with world.reading("auditor") as db:
        assert (await overrides.override(db, number)).line.alone is True
        record = select(AccessRecord.detail).where(
            AccessRecord.action == "procedure.put_in_force",
            AccessRecord.actor_id == world.actor("administrator").user_id,
        )
        assert (await db.scalar(record))["alone"] is True


async def test_what_takes_safeguards_away_is_never_one_persons_alone(world: World) -> None:
    text = override(more=UNBARRED)
    number = await upload(world, text)
    with pytest.raises(overrides.WeakensAlone):
        await confirm(world, number, who="administrator")
    await also_holds(world, "auditor", "administrator", "second_administrator")
    await confirm(world, number)
    async with world.reading("auditor") as db:
        record = select(AccessRecord.detail).where(
            AccessRecord.action == "procedure.put_in_force",
            AccessRecord.actor_id == world.actor("second_administrator").user_id,
        )
        assert (await db.scalar(record))["weakens"] == ["stages.registered.removal_barred"]


async def test_the_database_itself_wants_the_second_person(world: World) -> None:
    number = await upload(world)
    values = {
        "state": "in_force",
        "valid_from": TODAY,
        "put_in_force_by": world.actor("administrator").user_id,
        "put_in_force_at": world.clock.now(),
        "put_in_force_because": BECAUSE,
    }
    with pytest.raises(IntegrityError, match="second_person"):
        async with world.acting("administrator") as db:
            await db.execute(
                update(ProcedureOverride).where(ProcedureOverride.number == number).values(values)
            )


async def test_a_second_click_finds_it_confirmed(two: World) -> None:
    number = await upload(two)
    await confirm(two, number)
    with pytest.raises(overrides.NotADraft):
        await confirm(two, number)
    await withdraw(two, number)
    with pytest.raises(overrides.AlreadyWithdrawn):
        await withdraw(two, number)


async def test_the_same_text_twice_is_one_override(two: World) -> None:
    number = await upload(two)
    with pytest.raises(overrides.AlreadyUploaded, match=str(number)):
        await upload(two, who="second_administrator")
    await withdraw(two, number)
    assert await upload(two) == number + 1


async def test_two_administrators_at_once_get_two_numbers_and_one_day(two: World) -> None:
    both = await asyncio.gather(
        upload(two, override(5)), upload(two, override(6), who="second_administrator"), return_exceptions=True
    )
    assert sorted(both) == [1, 2]  # type: ignore[type-var]
    first, second = both
    done = await asyncio.gather(
        confirm(two, first, TODAY),  # type: ignore[arg-type]
        confirm(two, second, TODAY, who="administrator"),  # type: ignore[arg-type]
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["Invalid", "NoneType"]
    assert sorted((await standings(two)).values()) == ["draft", "in_force"]


async def test_two_administrators_confirming_the_same_draft_do_it_once(two: World) -> None:
    await also_holds(two, "data_protection_officer", "administrator", "third_administrator")
    number = await upload(two)
    done = await asyncio.gather(
        confirm(two, number), confirm(two, number, who="third_administrator"), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "NotADraft"]


async def test_who_read_an_older_state_is_told(two: World) -> None:
    number = await upload(two)
    with pytest.raises(overrides.OverrideChanged):
        await confirm(two, number, version=7)


@pytest.mark.parametrize(("day", "rule"), [(None, "required"), (TODAY - timedelta(days=1), "in_the_past")])
async def test_it_begins_today_at_the_earliest(two: World, day: date | None, rule: str) -> None:
    number = await upload(two)
    with pytest.raises(Invalid) as refused:
        await confirm(two, number, day)  # type: ignore[arg-type]
    assert [f.rule for f in refused.value.fields] == [rule]


async def test_an_override_of_a_version_that_is_over_cannot_begin(two: World) -> None:
    number = await upload(two, override(4, of="CRI/2022-12"))
    with pytest.raises(Invalid) as refused:
        await confirm(two, number)
    assert [f.rule for f in refused.value.fields] == ["another_version"]


async def test_a_defect_keeps_it_from_being_put_in_force_and_is_shown(two: World) -> None:
    number = await upload(two, WITH_A_DEFECT)
    with pytest.raises(overrides.HasDefects):
        await confirm(two, number)
    async with two.reading("administrator") as db:
        preview = (await overrides.override(db, number)).preview
    assert preview is not None
    assert "stages.nowhere" in {finding.subject for finding in preview.blocking}
    assert preview.limits == ("first_decision",)


async def test_roles_other_than_administration_neither_upload_nor_confirm_nor_withdraw(two: World) -> None:
    number = await upload(two)
    for who in ("supervisor", "auditor", "commission_secretary", "data_protection_officer"):
        with pytest.raises(Forbidden):
            await upload(two, override(9), who=who)
        with pytest.raises(Forbidden):
            await confirm(two, number, who=who)
        with pytest.raises(Forbidden):
            await withdraw(two, number, who=who)


async def test_a_draft_is_its_authors_and_the_auditors_and_what_is_in_force_is_everybodys(two: World) -> None:
    number = await upload(two)
    assert await standings(two, "auditor") == {1: "draft"}
    for who in ("supervisor", "legal_representative"):
        assert await standings(two, who) == {}
        async with two.reading(who) as db:
            with pytest.raises(NotFound):
                await overrides.override(db, number)
    await confirm(two, number, TODAY + timedelta(days=3))
    assert await standings(two, "legal_representative") == {1: "coming"}


async def test_row_level_security_refuses_what_no_wall_before_it_stopped(two: World) -> None:
    number = await upload(two)
    await confirm(two, number)
    row = {
        "id": new_id(), "country": "CRI", "number": 99, "profile_version": "2024-06", "title": "x", "content": "x", "digest": "x",
        "state": "draft", "uploaded_by": two.actor("supervisor").user_id, "uploaded_at": two.clock.now(), "because": "x",
        "alone": False, "version": 1,
    }  # fmt: skip
    for who in ("supervisor", "auditor"):
        with pytest.raises(ProgrammingError, match="row-level security"):
            async with two.acting(who) as db:
                await db.execute(ProcedureOverride.__table__.insert().values(row))  # type: ignore[attr-defined]
        async with two.acting(who) as db:
            done = await db.execute(
                text("update procedure_overrides set state = 'withdrawn' where number = :n"), {"n": number}
            )
            assert done.rowcount == 0  # type: ignore[attr-defined]
    for statement in ("update procedure_overrides set title = 'x'", "delete from procedure_overrides"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with two.system.writing(SYSTEM) as db:
                await db.execute(text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "content = 'x'",
        "number = 5",
        "valid_from = valid_from + 1",
        "state = 'draft'",
        "because = 'x'",
        "alone = true",
    ],
)
async def test_what_is_in_force_is_not_rewritten_even_by_administrators(two: World, change: str) -> None:
    number = await upload(two)
    await confirm(two, number)
    statement = f"update procedure_overrides set {change} where number = :n"  # noqa: S608 - from the list above
    with pytest.raises(IntegrityError):
        async with two.acting("administrator") as db:
            await db.execute(text(statement), {"n": number})


async def test_each_act_is_in_the_record(two: World) -> None:
    number = await upload(two)
    await confirm(two, number)
    await withdraw(two, number)
    async with two.reading("auditor") as db:
        found = [a for a in await audit.accesses(db, limit=200) if a.action.startswith("procedure.")]
        mine = [
            a for a in found if a.actor_id in {two.actor(w).user_id for w in ("administrator", "auditor")}
        ]
    assert {(a.action, a.subject) for a in mine} == {
        ("procedure.draft", "2024-06+1"),
        ("procedure.put_in_force", "2024-06+1"),
        ("procedure.withdraw", "2024-06+1"),
    }


async def test_an_edition_that_cannot_be_read_is_never_replaced_by_another(two: World) -> None:
    filed = await two.register()
    for name in ("2024-06+77", "1999-01", "2024-06+x", "2024-06~2022-12"):
        async with two.system.writing(SYSTEM) as db:
            await db.execute(update(Case).where(Case.id == filed.case_id).values(profile_version=name))
        async with two.reading("registration_officer") as db:
            with pytest.raises(overrides.ProcedureUnreadable):
                await cases.case_view(db, filed.reference)


async def test_numbers_run_in_the_order_of_the_uploads(two: World) -> None:
    assert [await upload(two, override(m)) for m in (5, 6, 7)] == [1, 2, 3]
    async with two.reading("administrator") as db:
        assert await db.scalar(select(func.count()).select_from(ProcedureOverride)) == 3
