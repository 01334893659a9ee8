"""A group decision: looked at first, signed by another, one decision and one event for each case; it recognises, or leaves alone."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Forbidden, Invalid, NotFound
from app.decisions import errors
from app.decisions import public as decisions
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.scheduling import public as scheduling
from app.settings import settings
from app.workflows import run_batch
from app.workflows.add_family_member import add_family_member
from app.workflows.print_minutes import print_minutes
from app.workflows.recognise_group import GroupFilters, group_named, groups_of, prepare_group
from tests.awaiting import case_awaiting_decision
from tests.batching import (
    GROUP,
    REASONS,
    approve,
    awaiting_interview,
    kin,
    names,
    nicaraguan,
    prepared,
    put_all_away,
    read,
    reasons,
    sign_for,
    states,
    voted,
    work,
    work_off,
)
from tests.documents.test_papers import text_of
from tests.features.test_sittings import convene, put
from tests.world import World, adult, also_holds


@pytest.fixture(autouse=True)
async def _no_list_is_open(world: World) -> None:
    await put_all_away(world)


async def stage_of(world: World, case_id: UUID) -> str:
    async with world.system.reading(SYSTEM) as db:
        return str(await db.scalar(text("select stage from cases where id = :c"), {"c": case_id}))


async def decisions_of(world: World, case_id: UUID) -> list[decisions.DecisionView]:
    async with world.system.reading(SYSTEM) as db:
        return await decisions.decisions_of(db, case_id)


async def group(world: World) -> procedure.Group:
    async with world.reading("commission_member_0") as db:
        return group_named(await procedure_in_force(db), "commission", GROUP)


async def test_a_group_is_recognised_with_one_signed_decision_and_one_event_for_each_case(
    world: World,
) -> None:
    alone = await awaiting_interview(world)
    family = await awaiting_interview(
        world, [nicaraguan("Rosa"), kin("Luis", date(2015, 5, 5), "child", sex="male")]
    )
    batch_id = await prepared(world)
    assert (await read(world, batch_id)).state == "prepared"
    assert await states(world, batch_id) == {alone: "waiting", family: "waiting"}
    assert await stage_of(world, alone) == "awaiting_interview", "looking changes nothing"

    await approve(world, batch_id)
    await work_off(world, batch_id)
    view = await read(world, batch_id)
    assert (view.state, view.counts["done"], view.handled, view.to_do, view.people) == ("done", 2, 2, 2, 3)
    for case_id, people in ((alone, 1), (family, 2)):
        assert (await names(world, case_id)).count("group_recognised") == 1
        assert await stage_of(world, case_id) == "decided"
        (decision,) = await decisions_of(world, case_id)
        assert (decision.status, decision.body, decision.instance) == ("signed", "commission", "first")
        assert {o.outcome for o in decision.outcomes} == {"recognised_convention"}
        assert len(decision.outcomes) == people
        assert REASONS in decision.reasons
        (signature,) = decision.signatories
        assert signature["user_id"] == str(world.actor("commission_member_0").user_id)
    async with world.reading("supervisor") as db:
        limits = {x.rule: x.state for x in await cases.limits_of(db, alone)}
        assert (await cases.case_view(db, await cases.reference_of(db, alone))).prima_facie is True
    assert limits["first_decision"] == "met"


async def test_what_was_recognised_in_a_group_is_served_like_any_decision_and_protects(world: World) -> None:
    case_id = await awaiting_interview(world)
    batch_id = await prepared(world)
    await approve(world, batch_id)
    await work_off(world, batch_id)
    (decision,) = await decisions_of(world, case_id)
    async with world.acting("commission_secretary") as db:
        await decisions.notify(
            db,
            db.actor,
            decision.id,
            channel="in_person",
            served_at=db.now(),
            served_to="La persona solicitante",
            proof="Acta de notificación firmada",
        )
    async with world.system.reading(SYSTEM) as db:
        row = await db.row(
            text("select stage, outcome, removal_barred from claims where case_id = :c"), {"c": case_id}
        )
    assert tuple(row) == ("final", "recognised_convention", True)


async def test_nobody_is_still_called_to_an_interview_about_what_was_recognised(world: World) -> None:
    registered = await world.register([nicaraguan()], booking=True)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    batch_id = await prepared(world)
    await approve(world, batch_id)
    await work_off(world, batch_id)
    async with world.reading("supervisor") as db:
        (appointment,) = await scheduling.appointments_of(db, registered.case_id)
    assert appointment.state == "cancelled"
    assert (await names(world, registered.case_id))[-2:] == ["group_recognised", "appointment_cancelled"]


async def test_the_preview_says_who_is_left_out_and_why(world: World) -> None:
    taken = await awaiting_interview(world)
    registered = (await world.register([nicaraguan("Recién")])).case_id
    mixed = await awaiting_interview(
        world, [nicaraguan("Mixta"), kin("Otro", date(1990, 1, 1), "spouse", nationality="VEN")]
    )
    dual = await awaiting_interview(world, [nicaraguan("Doble", nationalities=("NIC", "CRI"))])
    child = await awaiting_interview(
        world, [nicaraguan("Tía"), kin("Niña", date(2012, 5, 20), "separated_child")]
    )
    on_agenda = await case_awaiting_decision(world, [nicaraguan("Agenda")], outcome="recognised_convention")
    await put(world, await convene(world), on_agenda)
    refused = await case_awaiting_decision(world, [nicaraguan("Analizada")], outcome="rejected")
    doubted = await case_awaiting_decision(world, [nicaraguan("Duda")], outcome="excluded")
    venezuelan = await awaiting_interview(world, [adult("Ajena")])
    async with world.acting("supervisor") as db:
        own = await awaiting_interview(world, [nicaraguan("Aparte")])
        opened = await cases.open_case(db, own)
        opened.case.prima_facie = False

    batch_id = await prepared(world)
    found, why = await states(world, batch_id), await reasons(world, batch_id)
    assert venezuelan not in found
    assert {c for c, state in found.items() if state == "waiting"} == {taken}
    assert why == {
        registered: {"wrong_stage"},
        mixed: {"other_nationality"},
        dual: {"other_nationality"},
        child: {"child_alone"},
        on_agenda: {"on_an_agenda"},
        refused: {"analysed_otherwise"},
        doubted: {"exclusion", "analysed_otherwise"},
        own: {"on_its_own"},
    }


async def test_a_case_that_changed_since_refuses_with_its_reason_and_the_others_go_on(world: World) -> None:
    first, second, third = [await awaiting_interview(world, [nicaraguan(f"Persona {n}")]) for n in range(3)]
    batch_id = await prepared(world)
    await approve(world, batch_id)
    async with world.acting("supervisor") as db:
        await cases.suspend(db, db.actor, second, reasons="La persona está hospitalizada y lo pidió.")
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {first: "done", second: "refused", third: "done"}
    assert (await reasons(world, batch_id))[second] == {"wrong_stage"}
    assert await decisions_of(world, second) == []
    assert "group_recognised" not in await names(world, second)

    async with world.acting("supervisor") as db:
        await cases.resume(db, db.actor, second)
    async with world.acting("commission_member_0") as db:
        await cases.batches.resume(db, db.actor, batch_id)
    await work_off(world, batch_id)
    assert (await states(world, batch_id))[second] == "done"


async def test_nobody_is_decided_on_whom_the_approver_did_not_have_on_the_list(world: World) -> None:
    grown, same = await awaiting_interview(world), await awaiting_interview(world, [nicaraguan("Otra")])
    batch_id = await prepared(world)
    await approve(world, batch_id)
    async with world.acting("registration_officer") as db:
        await add_family_member(db, db.actor, grown, kin("Ana Lucía", date(2020, 2, 2), "child"))
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {grown: "refused", same: "done"}
    assert (await reasons(world, batch_id))[grown] == {"household_changed"}
    assert await decisions_of(world, grown) == []


async def test_jobs_that_are_delivered_again_and_workers_killed_between_cases_handle_each_case_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [await awaiting_interview(world, [nicaraguan(f"Persona {n}")]) for n in range(5)]
    monkeypatch.setattr(run_batch, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(run_batch, "CARRIED_OUT_AT_ONCE", 2)
    batch_id = await prepared(world)
    await work(world, cases.batches.PREPARE, batch_id)
    assert len(await states(world, batch_id)) == 5
    await approve(world, batch_id)

    carried, real = [], run_batch.WORK["group"].carry_out

    class Killed(BaseException):
        """As after `kill -9`: nothing of the transaction in hand is committed."""

    async def dies_at_the_second(*arguments: object) -> cases.Recorded:
        carried.append(arguments[-1])
        recorded = await real(*arguments)  # type: ignore[arg-type]
        if len(carried) == 2:
            raise Killed
        return recorded

    work_of = run_batch.Work(
        run_batch.WORK["group"].look, run_batch.WORK["group"].still_stands, dies_at_the_second
    )
    monkeypatch.setattr(run_batch, "WORK", {"group": work_of})
    with pytest.raises(Killed):
        await work(world, cases.batches.RUN, batch_id)
    assert sorted((await states(world, batch_id)).values()) == [
        "done",
        "waiting",
        "waiting",
        "waiting",
        "waiting",
    ]
    assert sum([len(await decisions_of(world, c)) for c in found]) == 1

    await work_off(world, batch_id)
    await work(world, cases.batches.RUN, batch_id)
    assert set((await states(world, batch_id)).values()) == {"done"}
    for case_id in found:
        assert (await names(world, case_id)).count("group_recognised") == 1
        assert len(await decisions_of(world, case_id)) == 1


async def test_a_technical_fault_of_one_case_is_kept_and_does_not_stop_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [await awaiting_interview(world, [nicaraguan(f"Persona {n}")]) for n in range(3)]
    batch_id = await prepared(world)
    await approve(world, batch_id)
    real = run_batch.WORK["group"]

    async def breaks(db: object, actor: object, batch: object, case_id: UUID) -> cases.Recorded:
        if case_id == found[1]:
            raise ZeroDivisionError
        return await real.carry_out(db, actor, batch, case_id)  # type: ignore[arg-type]

    monkeypatch.setattr(run_batch, "WORK", {"group": run_batch.Work(real.look, real.still_stands, breaks)})
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {found[0]: "done", found[1]: "refused", found[2]: "done"}
    assert (await reasons(world, batch_id))[found[1]] == {"fault"}


async def test_a_second_click_prepares_and_approves_once(world: World) -> None:
    case_id = await awaiting_interview(world)
    batch_id = await prepared(world)
    assert await prepared(world) == batch_id
    other = GroupFilters(office_id=world.office, filed_from=date(2026, 1, 1))
    async with world.acting("commission_secretary") as db:
        with pytest.raises(cases.batches.BatchOpenAlready):
            await prepare_group(db, db.actor, GROUP, filters=other)
    await approve(world, batch_id)
    await approve(world, batch_id)
    await work_off(world, batch_id)
    await approve(world, batch_id)
    await work_off(world, batch_id)
    assert (await names(world, case_id)).count("group_recognised") == 1


async def test_it_is_stopped_and_taken_up_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        await awaiting_interview(world, [nicaraguan(f"Persona {n}")])
    monkeypatch.setattr(run_batch, "CARRIED_OUT_AT_ONCE", 1)
    batch_id = await prepared(world)
    await approve(world, batch_id)
    await work(world, cases.batches.RUN, batch_id)
    async with world.acting("commission_secretary") as db:
        await cases.batches.stop(db, db.actor, batch_id, reasons="Se revisa un dato de la lista.")
    await work(world, cases.batches.RUN, batch_id)
    view = await read(world, batch_id)
    assert (view.state, view.counts["done"], view.counts["waiting"]) == ("stopped", 1, 3)
    for other in ("commission_secretary", "commission_member_1"):
        async with world.acting(other) as db:
            with pytest.raises(cases.batches.NotTheApprover):
                await cases.batches.resume(db, db.actor, batch_id)
    async with world.acting("commission_member_0") as db:
        await cases.batches.resume(db, db.actor, batch_id)
    await work_off(world, batch_id)
    assert (await read(world, batch_id)).counts["done"] == 4


async def test_who_prepared_never_approves_and_what_was_read_is_what_is_approved(world: World) -> None:
    taken_out = await awaiting_interview(world)
    kept = await awaiting_interview(world, [nicaraguan("Otra")])
    batch_id = await prepared(world)
    seen = (await read(world, batch_id)).version
    async with world.acting("commission_secretary") as db:
        with pytest.raises(Forbidden):
            await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
        await cases.batches.take_out(
            db, db.actor, batch_id, case_id=taken_out, reasons="Hay una alerta que se examina aparte."
        )
    both = await also_holds(
        world, "commission_secretary", "commission_member", "both", body="commission", seat="Otra"
    )
    async with world.acting(both) as db:
        with pytest.raises(cases.batches.PreparerMayNotApprove):
            await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
    async with world.acting("commission_member_0") as db:
        with pytest.raises(cases.batches.BatchChanged):
            await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS, version=seen)
        with pytest.raises(Invalid):
            await cases.batches.approve(db, db.actor, batch_id, reasons="corto")
    await approve(world, batch_id)
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {taken_out: "left_out", kept: "done"}


async def test_nobody_else_sees_or_touches_a_list(world: World) -> None:
    await awaiting_interview(world)
    batch_id = await prepared(world)
    for role in (
        "supervisor",
        "eligibility_officer",
        "administrator",
        "appeals_clerk",
        "legal_representative",
    ):
        async with world.reading(role) as db:
            assert await db.scalar(text("select count(*) from batches")) == 0
            assert await db.scalar(text("select count(*) from batch_cases")) == 0
            with pytest.raises(NotFound):
                await cases.batches.batch(db, "group", batch_id)
        async with world.acting(role) as db:
            with pytest.raises(Forbidden):
                await prepare_group(db, db.actor, GROUP, filters=GroupFilters())
            with pytest.raises(NotFound):
                await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
    async with world.acting("commission_secretary") as db:
        with pytest.raises(NotFound):
            await prepare_group(db, db.actor, "no_such_group", filters=GroupFilters())
        with pytest.raises(Invalid):
            await prepare_group(db, db.actor, GROUP, filters=GroupFilters(nationality="VEN"))


async def test_whoever_loses_their_seat_no_longer_answers_for_the_rest(world: World) -> None:
    case_id = await awaiting_interview(world)
    batch_id = await prepared(world)
    await approve(world, batch_id)
    async with world.system.writing(SYSTEM) as db:
        await db.execute(
            text("update role_grants set until = :now where user_id = :u"),
            {"now": db.now(), "u": world.actor("commission_member_0").user_id},
        )
    await work_off(world, batch_id)
    view = await read(world, batch_id)
    assert (view.state, view.stop_reason) == ("stopped", run_batch.APPROVER_GONE)
    assert await stage_of(world, case_id) == "awaiting_interview"
    await approve(world, batch_id, who="commission_member_1")
    await work_off(world, batch_id)
    (decision,) = await decisions_of(world, case_id)
    assert decision.signatories[0]["user_id"] == str(world.actor("commission_member_1").user_id)


async def test_a_member_who_handled_a_case_does_not_sign_it_with_the_group(world: World) -> None:
    handled = await case_awaiting_decision(world, [nicaraguan()], outcome="recognised_convention")
    member = await also_holds(
        world, "eligibility_officer", "commission_member", "former", body="commission", seat="Otra"
    )
    batch_id = await prepared(world)
    async with world.acting(member) as db:
        await cases.batches.approve(db, db.actor, batch_id, reasons=REASONS)
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {handled: "refused"}
    assert (await reasons(world, batch_id))[handled] == {"signer_handled_it"}
    assert await stage_of(world, handled) == "awaiting_decision"


@pytest.mark.parametrize("name", sorted(procedure.load("CRI").outcomes))
async def test_whatever_outcome_a_group_names_nobody_is_refused_by_it(world: World, name: str) -> None:
    """The profile refuses such a group; should one get past it, the act refuses to apply it."""
    case_id = await awaiting_interview(world)
    protects = procedure.load("CRI").outcomes[name].protects
    forged = (await group(world)).model_copy(update={"outcome": name})
    async with world.system.writing(SYSTEM) as db:
        db.play(world.actor("commission_member_0"))
        if protects:
            await decisions.recognise_with_group(db, db.actor, case_id, group=forged, reasons=REASONS)
        else:
            with pytest.raises(cases.batches.LeftOut) as left:
                await decisions.recognise_with_group(db, db.actor, case_id, group=forged, reasons=REASONS)
            assert "does_not_protect" in {why.rule for why in left.value.why}
    expected = name if protects else None
    async with world.system.reading(SYSTEM) as db:
        assert (
            await db.scalar(text("select outcome from claims where case_id = :c"), {"c": case_id}) == expected
        )


def test_without_a_published_group_there_is_nothing_to_prepare() -> None:
    shipped = procedure.load("CRI")
    assert shipped.groups == ()
    assert groups_of(shipped, "commission") == []
    published = procedure.load("CRI", overrides=settings().profile_overrides)
    assert [g.name for g in groups_of(published, "commission")] == [GROUP]
    assert groups_of(published, "refugee_unit") == []
    assert groups_of(published, None) == []


COPIES = (
    (
        "create temporary table made on commit drop as select uuidv7() as case_id, uuidv7() as claim_id,"
        " uuidv7() as person_id, n from generate_series(1, 499) n"
    ),
    (
        "create temporary table p on commit drop as select * from persons where id ="
        " (select principal_person_id from cases where id = :template)"
    ),
    "create temporary table c on commit drop as select * from cases where id = :template",
    "create temporary table k on commit drop as select * from claims where case_id = :template",
    "insert into persons select (jsonb_populate_record(p, jsonb_build_object('id', person_id))).* from p, made",
    (
        "insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', case_id,"
        " 'reference', c.reference || '-' || n, 'principal_person_id', person_id))).* from c, made"
    ),
    (
        "insert into claims select (jsonb_populate_record(k, jsonb_build_object('id', claim_id,"
        " 'case_id', made.case_id, 'person_id', made.person_id))).* from k, made"
    ),
)


@pytest.mark.slow
async def test_five_hundred_cases(world: World) -> None:
    """Rows copied from one case: what is proven is that the list and the run lose none and do none twice."""
    template = await awaiting_interview(world)
    async with world.system.writing(SYSTEM) as db:
        for statement in COPIES:
            await db.execute(text(statement), {"template": template} if ":template" in statement else {})
    batch_id = await prepared(world)
    assert len(await states(world, batch_id)) == 500
    await approve(world, batch_id)
    await work_off(world, batch_id)
    view = await read(world, batch_id)
    assert (view.state, view.counts["done"]) == ("done", 500)
    async with world.system.reading(SYSTEM) as db:
        counted = await db.row(
            text(
                "select count(*), count(distinct e.case_id) from case_events e join batch_cases b using (case_id)"
                " where b.batch_id = :b and e.name = 'group_recognised'"
            ),
            {"b": batch_id},
        )
    assert tuple(counted) == (500, 500)


async def test_a_body_of_several_recognises_a_group_by_its_vote_alone(world: World) -> None:
    """Without a vote, or against it, nobody signs; with it, who presided does, and each decision tells how it was voted."""
    one, two = await awaiting_interview(world), await awaiting_interview(world, [nicaraguan("Otra")])
    batch_id = await prepared(world)
    with pytest.raises(errors.GroupNotVoted):
        await sign_for(world, batch_id)
    await voted(world, batch_id, "for", "against", "against")
    with pytest.raises(errors.GroupNotVoted):
        await sign_for(world, batch_id)
    # A member objects to one case: it is off the list, and the vote is on the rest.
    async with world.acting("commission_member_1") as db:
        await cases.batches.take_out(
            db, db.actor, batch_id, case_id=two, reasons="Declaró otra cosa en la frontera."
        )
    sitting = await voted(world, batch_id)
    with pytest.raises(errors.NotYoursToSign):
        await sign_for(world, batch_id, who="commission_member_1")
    await sign_for(world, batch_id)
    await work_off(world, batch_id)
    assert await states(world, batch_id) == {one: "done", two: "left_out"}
    # The minutes tell of the vote as it was, though the list is worked off by now.
    async with world.acting("commission_secretary") as db:
        await decisions.close_sitting(db, db.actor, sitting)
        said = text_of((await print_minutes(db, sitting)).content)
    assert "(1 expediente)" in said
    assert "Se reconoce a quienes están en la lista" in said
    assert "3 / 0 / 0. 3 con voto, mínimo 2" in said
    (decision,) = await decisions_of(world, one)
    assert decision.sitting_id == sitting
    assert decision.signatories[0]["presides"]
    assert await decisions_of(world, two) == []
