"""Pending cases under another version: by a rule, looked at first, one event for each, and nothing else of the case changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.clock import SetClock
from app.core.database import Database
from app.core.errors import Forbidden, NotFound
from app.overrides import public as overrides
from app.procedure import public as procedure
from app.workflows import apply_transition
from app.workflows.apply_transition import prepare_transition, transition_named, transitions
from tests.batching import REASONS, awaiting_interview, names, put_all_away, states, work, work_off
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

RULE = "work_permission"
EDITION = '[override]\nof = "CRI/2024-06"\nlabel = { es = "Edición de prueba", en = "Edition for a test" }\nsynthetic = true\n'


@pytest.fixture(autouse=True)
async def _no_list_is_open(world: World) -> None:
    await put_all_away(world)


async def of_2022(world: World) -> UUID:
    """A pending case as one that was filed under the version of December 2022."""
    case_id = await awaiting_interview(world)
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text("update cases set profile_version = '2022-12', filed_on = '2023-05-02' where id = :c"),
            {"c": case_id},
        )
    return case_id


@asynccontextmanager
async def an_edition_in_force(world: World, owner: Database) -> AsyncIterator[int]:
    """An override put in force for the time of a test: every test's world has the same procedure."""
    user = world.actor("administrator").user_id
    async with owner.writing(SYSTEM) as db:
        number = int(await db.scalar(text("select coalesce(max(number), 0) + 1 from procedure_overrides")))
        await db.execute(
            text(
                "insert into procedure_overrides (id, country, number, profile_version, title, content, digest, state,"
                " uploaded_by, uploaded_at, because, valid_from, put_in_force_by, put_in_force_at,"
                " put_in_force_because, alone, version)"
                " values (:id, 'CRI', :n, '2024-06', 'De prueba', :text, :digest, 'in_force', :u, :now, 'De prueba',"
                " :day, :u, :now, 'De prueba', true, 1)"
            ),
            {"id": uuid4(), "n": number, "text": EDITION, "digest": f"{number:064x}", "u": user}
            | {"now": db.now(), "day": db.now().date()},
        )
    try:
        yield number
    finally:
        async with owner.writing(SYSTEM) as db:
            await db.execute(
                text(
                    "update procedure_overrides set state = 'withdrawn', withdrawn_by = :u, withdrawn_at = :now,"
                    " withdrawn_because = 'De prueba' where number = :n"
                ),
                {"n": number, "u": user, "now": db.now()},
            )


@pytest.fixture
async def owner(database_url: str, clock: SetClock) -> AsyncIterator[Database]:
    database = Database.connect(database_url, role="acogida_owner", clock=clock, pool_size=1)
    yield database
    await database.close()


async def prepared(world: World, rule: str = RULE, *, who: str = "supervisor") -> UUID:
    async with world.acting(who) as db:
        batch_id = await prepare_transition(db, db.actor, rule)
    await work(world, cases.batches.PREPARE, batch_id)
    return batch_id


async def apply(world: World, batch_id: UUID) -> None:
    async with world.acting("supervisor") as db:
        await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
    await work_off(world, batch_id)


async def view(world: World, batch_id: UUID) -> cases.batches.BatchView:
    async with world.reading("supervisor") as db:
        return await cases.batches.batch(db, "transition", batch_id)


async def bound_to(world: World, case_id: UUID) -> str:
    async with world.system.reading(SYSTEM) as db:
        return str(await db.scalar(text("select profile_version from cases where id = :c"), {"c": case_id}))


async def reference(world: World, case_id: UUID) -> str:
    async with world.reading("supervisor") as db:
        return await cases.reference_of(db, case_id)


async def limits(world: World, case_id: UUID) -> dict[str, tuple[str, object]]:
    async with world.reading("supervisor") as db:
        return {x.rule: (x.state, x.due_at) for x in await cases.limits_of(db, case_id)}


async def test_parts_of_a_version_are_given_to_older_cases_with_one_event_each(world: World) -> None:
    older, newer = await of_2022(world), await awaiting_interview(world)
    before = await limits(world, older)
    batch_id = await prepared(world)
    assert set(await states(world, batch_id, who="supervisor")) == {older}, "nobody else is concerned"
    assert await bound_to(world, older) == "2022-12", "looking changes nothing"
    await apply(world, batch_id)
    assert (await view(world, batch_id)).counts["done"] == 1
    assert (await bound_to(world, older), await bound_to(world, newer)) == ("2022-12~2024-06", "2024-06")
    async with world.reading("supervisor") as db:
        event = next(e for e in await cases.timeline(db, older) if e.name == "moved_to_version")
        profile = (await cases.look_at(db, older)).profile
        unchanged = await overrides.edition(db, "CRI", "2022-12")
        newest = await overrides.procedure_in_force(db)
    assert event.data["from"] == "2022-12"
    assert (event.data["to"], event.data["rule"]) == ("2022-12~2024-06", RULE)
    assert event.data["parts"] == ["documents.applicant_document.work"]
    assert (event.actor_role, event.stage_before, event.stage_after) == (
        "supervisor",
        "awaiting_interview",
        "awaiting_interview",
    )
    work_permission = profile.document("applicant_document").work
    assert work_permission.begins == newest.document("applicant_document").work.begins
    assert unchanged.document("applicant_document").work.begins != work_permission.begins
    assert await limits(world, older) == before, "running clocks keep their dates"
    assert (await names(world, older)).count("moved_to_version") == 1

    again = await prepared(world)
    assert await states(world, again, who="supervisor") == {}, "who has the parts is not asked again"


async def test_an_edition_put_in_force_takes_pending_cases_only_when_a_person_says_so(
    world: World, owner: Database
) -> None:
    case_id = await awaiting_interview(world)
    async with world.reading("supervisor") as db:
        with pytest.raises(NotFound):
            await transition_named(db, "own_edition_1")
    async with an_edition_in_force(world, owner) as number:
        filed_after = await awaiting_interview(world)
        async with world.reading("supervisor") as db:
            names_of = {rule.name for rule in await transitions(db)}
        assert f"own_edition_{number}" in names_of
        batch_id = await prepared(world, f"own_edition_{number}")
        assert await bound_to(world, case_id) == "2024-06"
        assert set(await states(world, batch_id, who="supervisor")) == {case_id}
        await apply(world, batch_id)
        assert await bound_to(world, case_id) == f"2024-06+{number}" == await bound_to(world, filed_after)


async def test_the_preview_says_which_limits_are_counted_anew_and_the_move_does_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await of_2022(world)
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "update deadlines set due_at = due_at + interval '90 days', due_on = due_on + 90"
                " where case_id = :c and rule = 'first_decision'"
            ),
            {"c": case_id},
        )
    before = await limits(world, case_id)
    made_up = procedure.Transition(
        name="everything",
        label=procedure.Label(es="Todo", en="Everything"),
        origin="2022-12",
        on=procedure.load("CRI").in_force.since,
        moves="case",
        recounts=("first_decision",),
        verification="unknown",
    )

    async def ours(_db: object) -> list[procedure.Transition]:
        return [made_up]

    monkeypatch.setattr(apply_transition, "transitions", ours)
    batch_id = await prepared(world, "everything")
    async with world.reading("supervisor") as reading:
        (line,) = (await cases.batches.cases_of(reading, batch_id)).lines
    fates = {clock["rule"]: clock["fate"] for clock in line.facts["clocks"]}
    assert fates["first_decision"] == "recounted"
    assert set(fates.values()) == {"recounted", "kept"}
    await apply(world, batch_id)
    after = await limits(world, case_id)
    assert await bound_to(world, case_id) == "2024-06"
    assert after["first_decision"] != before["first_decision"]
    assert after["first_decision"][0] == "running"
    assert {k: v for k, v in after.items() if k != "first_decision"} == {
        k: v for k, v in before.items() if k != "first_decision"
    }


async def test_a_limit_that_the_other_version_lacks_ends_and_is_still_shown(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = site.world
    case_id = await of_2022(world)
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "update deadlines set rule = 'of_the_old_law' where case_id = :c and rule = 'first_decision'"
            ),
            {"c": case_id},
        )
    monkeypatch.setattr(apply_transition, "transitions", _whole_case)
    batch_id = await prepared(world, "everything")
    await apply(world, batch_id)
    assert (await limits(world, case_id))["of_the_old_law"][0] == "cancelled"
    async with world.reading("supervisor") as db:
        reference = await cases.reference_of(db, case_id)
    async with site.pages("supervisor") as browser:
        for path in ("", "/timeline"):
            shown = await browser.get(f"/cases/{reference}{path}")
            assert shown.status_code == 200
            assert_sound(shown.text)
        assert (await browser.get("/")).status_code == 200


async def _whole_case(_db: object) -> list[procedure.Transition]:
    return [
        procedure.Transition(
            name="everything",
            label=procedure.Label(es="Todo", en="Everything"),
            origin="2022-12",
            on=procedure.load("CRI").in_force.since,
            moves="case",
            verification="unknown",
        )
    ]


async def test_a_case_whose_stage_the_other_version_lacks_is_left_out_with_the_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await of_2022(world)
    monkeypatch.setattr(apply_transition, "transitions", _whole_case)

    def has_no_such_stage(to: procedure.Profile, *_arguments: object, **_named: object) -> procedure.Moving:
        raise procedure.StageMissing("awaiting_interview", to.version)

    monkeypatch.setattr("app.procedure.public.move", has_no_such_stage)
    batch_id = await prepared(world, "everything")
    async with world.reading("supervisor") as db:
        (line,) = (await cases.batches.cases_of(db, batch_id)).lines
    assert (line.case_id, line.state, line.why[0]["rule"]) == (case_id, "left_out", "stage_not_in_version")


async def test_each_supervisor_moves_the_own_offices_cases_and_nobody_else_any(world: World) -> None:
    case_id = await of_2022(world)
    batch_id = await prepared(world)
    elsewhere = await prepared(world, who="other_supervisor")
    assert await states(world, elsewhere, who="other_supervisor") == {}
    async with world.acting("other_supervisor") as db:
        with pytest.raises(NotFound):
            await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
        assert await db.scalar(text("select count(*) from batches where id = :b"), {"b": batch_id}) == 0
    async with world.reading("administrator") as db:
        assert (await cases.batches.batch(db, "transition", batch_id)).counts["waiting"] == 1
    for who in ("administrator", "commission_secretary", "eligibility_officer"):
        async with world.acting(who) as db:
            with pytest.raises(Forbidden):
                await prepare_transition(db, db.actor, RULE)
    assert await bound_to(world, case_id) == "2022-12"


async def test_by_page_and_over_the_programming_interface(site: Site) -> None:
    case_id = await of_2022(site.world)
    async with site.pages("supervisor") as browser:
        rules = await browser.get("/transitions")
        assert_sound(rules.text)
        assert "2022-12" in rules.text
        asked = await browser.post(f"/transitions/{RULE}")
        assert asked.status_code == 303
        address = asked.headers["location"]
    batch_id = UUID(address.rpartition("/")[2])
    await work(site.world, cases.batches.PREPARE, batch_id)
    async with site.pages("administrator") as browser:
        figures = (await browser.get(address)).text
        assert_sound(figures)
        assert await reference(site.world, case_id) not in figures
        assert (await browser.get(f"{address}/approval")).status_code == 403
    async with site.api("administrator") as api:
        assert (await api.get(f"/api/v1/transitions/batches/{batch_id}")).json()["counts"]["waiting"] == 1
        assert (await api.get(f"/api/v1/transitions/batches/{batch_id}/cases")).status_code == 403
    async with site.pages("supervisor") as browser:
        listed = await browser.get(address)
        assert_sound(listed.text)
        assert await reference(site.world, case_id) in listed.text
        assert "2022-12 → 2022-12~2024-06" in listed.text
        assert "sigue igual" in listed.text
        assert_sound((await browser.get(f"{address}/approval")).text)
        assert (await browser.post(f"{address}/approval", data={"reasons": REASONS})).status_code == 303
    await work_off(site.world, batch_id)
    async with site.api("supervisor") as api:
        (rule, *_more) = (await api.get("/api/v1/transitions")).json()
        assert (rule["name"], rule["origin"], rule["moves"]) == (RULE, "2022-12", "parts")
        read = (await api.get(f"/api/v1/transitions/batches/{batch_id}")).json()
        assert (read["state"], read["counts"]["done"]) == ("done", 1)
        made = await api.post(f"/api/v1/transitions/{RULE}/batches")
        assert made.status_code == 201
        assert (await api.post("/api/v1/transitions/no_such_rule/batches")).status_code == 404
    assert await bound_to(site.world, case_id) == "2022-12~2024-06"


async def test_a_case_that_left_the_office_or_was_sealed_since_is_not_moved(world: World) -> None:
    gone, sealed, stays = await of_2022(world), await of_2022(world), await of_2022(world)
    batch_id = await prepared(world)
    async with world.system.writing(SYSTEM) as db:
        other = await db.scalar(
            text("select id from offices where id <> :own limit 1"), {"own": world.office}
        )
        await db.execute(text("update cases set office_id = :o where id = :c"), {"o": other, "c": gone})
        await db.execute(text("update cases set sealed = true where id = :c"), {"c": sealed})
    await apply(world, batch_id)
    assert await bound_to(world, gone) == await bound_to(world, sealed) == "2022-12"
    assert await bound_to(world, stays) == "2022-12~2024-06"
    async with world.system.reading(SYSTEM) as db:
        lines = (await cases.batches.cases_of(db, batch_id, limit=100)).lines
    assert {line.case_id: {why["rule"] for why in line.why} for line in lines if line.state == "refused"} == {
        gone: {"another_office"},
        sealed: {"sealed"},
    }
