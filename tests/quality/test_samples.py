"""Samples and assessments on a database: who gets a file, for how long, and what the other sees of it."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Forbidden, Invalid, NotFound
from app.quality import public as quality
from tests.world import World, _hire, adult, also_holds

ZONE = "America/Costa_Rica"


async def team(world: World, names: tuple[str, ...] = ("second_assessor", "third_assessor")) -> list[UUID]:
    async with world.system.writing(SYSTEM) as db:
        await _hire(db, world, *[(name, "quality_assessor", {}) for name in names])
    return [world.actor(name).user_id for name in ("quality_assessor", *names)]


def plan(world: World, **changes: object) -> quality.Plan:
    values: dict[str, object] = {
        "title": "Registros de noviembre",
        "instruments": ("registration",),
        "frame": quality.Frame(
            work="registration", since=date(2026, 11, 1), until=date(2026, 11, 30), offices=(world.office,)
        ),
        "size": 3,
        "double_share": Decimal(0),
        "lot": "una suerte",
    }
    return quality.Plan(**(values | changes))  # type: ignore[arg-type]


async def drawn(world: World, files: int = 3, **changes: object) -> UUID:
    for _ in range(files):
        await world.register()
    async with world.acting("quality_assessor") as db:
        return await quality.draw_sample(db, db.actor, plan(world, **changes), zone=ZONE)


async def assigned(world: World, sample_id: UUID, assessors: list[UUID]) -> int:
    async with world.acting("quality_assessor") as db:
        due = world.clock.now() + timedelta(days=10)
        return await quality.assign_files(db, db.actor, sample_id, assessors=assessors, due_at=due)


async def places(world: World, sample_id: UUID) -> list[quality.AssignmentView]:
    async with world.reading("quality_assessor") as db:
        return await quality.assignments_of(db, sample_id)


def by_id(world: World, user_id: UUID) -> str:
    return next(
        name
        for name, actor in world.actors.items()
        if actor.user_id == user_id and actor.role == "quality_assessor"
    )


async def assess(world: World, review_id: UUID, who: str, mark: str = "correct") -> None:
    indicators = quality.instrument("registration").indicators
    marks = {each.id: quality.Marked("correct") for each in indicators}
    marks[indicators[0].id] = quality.Marked(mark, "" if mark == "correct" else "Falta.")
    async with world.acting(who) as db:
        version = await quality.save_marks(db, db.actor, review_id, marks=marks, conclusion="Bien llevado.")
        await quality.submit_review(db, db.actor, review_id, version=version)


async def sees(world: World, who: str, case_id: UUID) -> bool:
    async with world.reading(who) as db:
        return bool(
            await db.scalar(text("select exists (select from cases where id = :case)"), {"case": case_id})
        )


async def test_a_sample_is_drawn_again_the_same_also_when_the_files_have_moved_on(world: World) -> None:
    sample_id = await drawn(world, 12, size=5, double_share=Decimal("0.4"))
    await world.register()
    async with world.reading("auditor") as db:
        view, again = await quality.sample(db, sample_id), await quality.redraw(db, sample_id)
        assert again.same
        assert again.frame_same
        assert (view.frame_size, view.size, len(again.units)) == (12, 5, 12)
        assert sum(then for _code, _part, _place, then, _now in again.units) == 5
        assert await quality.files_of(db, sample_id) == []
    async with world.reading("quality_assessor") as db:
        assert [f.reviews for f in await quality.files_of(db, sample_id)].count(2) == 2


async def test_nobody_but_an_assessor_draws_and_an_empty_frame_says_so(world: World) -> None:
    await world.register()
    async with world.acting("supervisor") as db:
        with pytest.raises(Forbidden):
            await quality.draw_sample(db, db.actor, plan(world), zone=ZONE)
    async with world.acting("quality_assessor") as db:
        frame = plan(world).frame.model_copy(update={"since": date(2020, 1, 1), "until": date(2020, 1, 2)})
        with pytest.raises(Invalid):
            await quality.draw_sample(db, db.actor, plan(world, frame=frame), zone=ZONE)


async def test_survivors_may_be_drawn_more_often_and_weigh_less(world: World) -> None:
    for _ in range(3):
        await world.register([adult(needs=("SV-VO",))])
    sample_id = await drawn(world, 9, size=6, design="oversampled", factors={"survivor": 10})
    async with world.reading("quality_assessor") as db:
        parts = {part.traits["group"]: part for part in await quality.parts_of(db, sample_id)}
    assert (parts["survivor"].size, parts["survivor"].drawn, parts["rest"].size, parts["rest"].drawn) == (
        3,
        3,
        9,
        3,
    )
    assert parts["survivor"].weight * 3 + parts["rest"].weight * 3 == 12


async def test_a_file_opens_to_its_assessor_until_it_is_submitted_and_to_no_other(world: World) -> None:
    members = await team(world)
    sample_id = await drawn(world, 1, size=1)
    async with world.reading("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)
    assert not await sees(world, "quality_assessor", file.case_id)
    assert await assigned(world, sample_id, members) == 1
    (place,) = await places(world, sample_id)
    who = by_id(world, place.assessor_id)
    for name in ("quality_assessor", "second_assessor", "third_assessor"):
        assert await sees(world, name, file.case_id) is (name == who)
    async with world.acting(who) as db:
        with pytest.raises(Forbidden):
            await cases.take_over(db, db.actor, file.case_id)
    await assess(world, place.id, who)
    assert not await sees(world, who, file.case_id)


async def test_time_over_closes_the_file(world: World) -> None:
    members = await team(world)
    sample_id = await drawn(world, 1, size=1)
    await assigned(world, sample_id, members[:1])
    (place,) = await places(world, sample_id)
    async with world.reading("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)
    world.clock.advance(timedelta(days=11))
    async with world.acting("quality_assessor") as db:
        with pytest.raises(quality.NotOpenAnyMore):
            await quality.save_marks(db, db.actor, place.id, marks={}, conclusion="")
    async with world.system.writing(SYSTEM) as db:
        await quality.let_access_end(db, place.id)
    assert not await sees(world, "quality_assessor", file.case_id)
    assert [p.state for p in await places(world, sample_id)] == ["lapsed"]


async def test_the_second_sees_nothing_of_the_first_before_both_are_done(world: World) -> None:
    members = await team(world)
    sample_id = await drawn(world, 1, size=1, double_share=Decimal(1))
    assert await assigned(world, sample_id, members) == 2
    first, second = sorted(await places(world, sample_id), key=lambda p: p.slot)
    assert first.assessor_id != second.assessor_id
    one, two = by_id(world, first.assessor_id), by_id(world, second.assessor_id)
    third = ({"quality_assessor", "second_assessor", "third_assessor"} - {one, two}).pop()
    await assess(world, first.id, one, "significant_error")
    for name in (two, third, "supervisor", "auditor"):
        async with world.reading(name) as db:
            with pytest.raises(NotFound):
                await quality.review(db, first.id)
            assert (
                await db.scalar(
                    text("select count(*) from quality_marks where review_id = :r"), {"r": first.id}
                )
                == 0
            )
    async with world.acting(one) as db:
        with pytest.raises(quality.NotAllDone):
            await quality.release_file(db, db.actor, first.file_id, "registration")
        assert await quality.release_sample(db, db.actor, sample_id) == 0
    await assess(world, second.id, two)
    async with world.reading(third) as db:
        found = await quality.review(db, first.id)
        assert found.line.score is not None
        assert found.line.score.failed
        (result,) = await quality.results_of(db, sample_id)
        assert result.files == 1
        assert result.failing is not None
        assert result.failing.value == pytest.approx(0.5)


async def test_the_author_reads_after_the_release_and_answers_once(world: World) -> None:
    members = await team(world)
    sample_id = await drawn(world, 1, size=1)
    await assigned(world, sample_id, members)
    (place,) = await places(world, sample_id)
    await assess(world, place.id, by_id(world, place.assessor_id), "minor_error")
    author = "border_liaison_officer"
    async with world.acting(author) as db:
        assert await quality.of_my_work(db) == []
        with pytest.raises(NotFound):
            await quality.answer_review(db, db.actor, place.id, agrees=True, text="")
    async with world.acting("quality_assessor") as db:
        assert await quality.release_sample(db, db.actor, sample_id) == 1
    async with world.acting(author) as db:
        (line,) = await quality.of_my_work(db)
        with pytest.raises(Invalid):
            await quality.answer_review(db, db.actor, line.id, agrees=False, text=" ")
        await quality.answer_review(
            db, db.actor, line.id, agrees=False, text="La cita consta en la página 2."
        )
        with pytest.raises(quality.AnsweredAlready):
            await quality.answer_review(db, db.actor, line.id, agrees=True, text="")
    for name, reads in (("supervisor", True), ("other_supervisor", False), ("registration_officer", False)):
        async with world.reading(name) as db:
            if reads:
                assert (await quality.review(db, place.id)).answer is not None
            else:
                with pytest.raises(NotFound):
                    await quality.review(db, place.id)


async def test_a_sample_that_ends_closes_the_files_that_nobody_has_assessed(world: World) -> None:
    members = await team(world, ())
    cancelled = await drawn(world, 1, size=1)
    await assigned(world, cancelled, members)
    async with world.reading("quality_assessor") as db:
        (file,) = await quality.files_of(db, cancelled)
    assert await sees(world, "quality_assessor", file.case_id)
    async with world.acting("quality_assessor") as db:
        await quality.end_sample(db, db.actor, cancelled, as_="cancelled", reason="Marco equivocado.")
    assert [p.state for p in await places(world, cancelled)] == ["withdrawn"]
    assert not await sees(world, "quality_assessor", file.case_id)
    closed = await drawn(world, 1, size=2)
    await assigned(world, closed, members)
    done = (await places(world, closed))[0]
    await assess(world, done.id, "quality_assessor")
    async with world.acting("quality_assessor") as db:
        with pytest.raises(quality.SomethingToRelease):
            await quality.end_sample(db, db.actor, closed, as_="closed", reason="Hasta aquí.")
        await quality.release_sample(db, db.actor, closed)
        await quality.end_sample(db, db.actor, closed, as_="closed", reason="Hasta aquí.")
    assert {p.state for p in await places(world, closed)} == {"released", "withdrawn"}


async def test_what_was_submitted_never_changes(world: World) -> None:
    members = await team(world)
    sample_id = await drawn(world, 1, size=1)
    await assigned(world, sample_id, members[:1])
    (place,) = await places(world, sample_id)
    await assess(world, place.id, "quality_assessor")
    async with world.acting("quality_assessor") as db:
        with pytest.raises(quality.NotOpenAnyMore):
            await quality.save_marks(db, db.actor, place.id, marks={}, conclusion="")
        with pytest.raises(Exception, match="does not change"):
            async with db.attempt():
                await db.execute(
                    text("update quality_reviews set correct = 1 where id = :r"), {"r": place.id}
                )
        await db.execute(
            text("update quality_marks set mark = 'not_applicable' where review_id = :r"), {"r": place.id}
        )
        assert {m.mark for m in (await quality.review(db, place.id)).marks.values()} == {"correct"}


async def test_who_had_a_part_is_passed_over_and_refused_by_the_database_too(world: World) -> None:
    members = await team(world, ("second_assessor",))
    registrar = await also_holds(world, "border_liaison_officer", "quality_assessor", "insider")
    sample_id = await drawn(world, 4, size=4)
    assert await assigned(world, sample_id, [registrar.user_id, *members]) == 4
    assert registrar.user_id not in {p.assessor_id for p in await places(world, sample_id)}
    other = await drawn(world, 0, size=2)
    with pytest.raises(quality.NobodyIndependent):
        await assigned(world, other, [registrar.user_id])
    async with world.reading("quality_assessor") as db:
        file = (await quality.files_of(db, other))[0]
    async with world.acting("quality_assessor") as db:
        with pytest.raises(quality.HadAPart):
            await quality.assign_review(
                db, db.actor, file.id, instrument="registration", assessor_id=registrar.user_id, slot=1,
                due_at=world.clock.now() + timedelta(days=5),
            )  # fmt: skip
        with pytest.raises(Exception, match="had a part"):
            async with db.attempt():
                await db.execute(
                    text(
                        "insert into quality_reviews (id, sample_id, file_id, case_id, reference, office_id, instrument,"
                        " instrument_version, purpose, slot, assessor_id, state, assigned_at, assigned_by, due_at, version)"
                        " select gen_random_uuid(), sample_id, id, case_id, reference, office_id, 'registration', '1', 'assessment',"
                        " 1, :who, 'assigned', now(), :by, now(), 1 from quality_files where id = :file"
                    ),
                    {"who": registrar.user_id, "by": db.actor.user_id, "file": file.id},
                )


async def test_who_gets_a_part_afterwards_loses_the_assessment_and_the_file(world: World) -> None:
    members = await team(world, ())
    officer = await also_holds(
        world, "quality_assessor", "registration_officer", "insider", office_id=world.office
    )
    sample_id = await drawn(world, 1, size=1)
    await assigned(world, sample_id, members)
    async with world.reading("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)
    async with world.acting(officer) as db:
        await cases.take_over(db, db.actor, file.case_id)
    assert [p.state for p in await places(world, sample_id)] == ["conflicted"]
    assert not await sees(world, "quality_assessor", file.case_id)


@pytest.mark.parametrize("first", ["assignment", "act"])
async def test_an_assignment_and_an_act_at_the_same_time_cannot_pass_each_other(
    world: World, first: str
) -> None:
    """Whichever commits first: there is never a live assessment by somebody with a part in the case."""
    await team(world, ())
    officer = await also_holds(
        world, "quality_assessor", "registration_officer", "insider", office_id=world.office
    )
    sample_id = await drawn(world, 1, size=1)
    async with world.reading("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)
    began, go_on = asyncio.Event(), asyncio.Event()

    async def act() -> None:
        async with world.acting(officer) as db:
            await cases.take_over(db, db.actor, file.case_id)
            await held(first == "act")

    async def assign() -> str:
        try:
            async with world.acting("quality_assessor") as db:
                await quality.assign_review(
                    db, db.actor, file.id, instrument="registration", assessor_id=db.actor.user_id, slot=1,
                    due_at=world.clock.now() + timedelta(days=5),
                )  # fmt: skip
                await held(first == "assignment")
        except quality.HadAPart:
            return "refused"
        return "assigned"

    async def held(this: bool) -> None:
        if this:
            began.set()
            await go_on.wait()

    one, two = (act, assign) if first == "act" else (assign, act)
    leading = asyncio.create_task(one())
    await asyncio.wait({leading, asyncio.create_task(began.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert not leading.done(), leading.exception()
    following = asyncio.create_task(two())
    await asyncio.sleep(0.2)
    go_on.set()
    done = await asyncio.gather(leading, following)
    assert ("refused" in done) is (first == "act")
    assert [p.state for p in await places(world, sample_id)] == ([] if first == "act" else ["conflicted"])
    assert not await sees(world, "quality_assessor", file.case_id)
