"""Leaving the road and coming back: abandonment with its safeguards, withdrawal, suspension, reopening, those who join late."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.cases import public as cases
from app.core.errors import Forbidden, Invalid, NotFound
from app.documents import public as documents
from app.scheduling import public as scheduling
from app.workflows.add_family_member import add_family_member
from app.workflows.record_need import record_need
from app.workflows.register_arrival import Registered
from tests.world import World, adult, family_of_five, relative

REASONS = "No atendió llamadas ni visitas y nadie conoce su paradero."
STATEMENT = "Declara por su propia voluntad que no desea continuar."


async def awaiting_interview(world: World, household: list[object] | None = None) -> Registered:
    registered = await world.register(household)  # type: ignore[arg-type]
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    return registered


async def in_assessment(world: World, household: list[object] | None = None) -> Registered:
    registered = await awaiting_interview(world, household)
    officer = world.actor("eligibility_officer")
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer.user_id)
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "interview_held", satisfied=["signed"])
    return registered


async def miss_once(world: World, case_id: UUID) -> None:
    """Booked for the next Tuesday at nine where the office is, and nobody came."""
    starts = (world.clock.now() + timedelta(days=2)).replace(hour=15, minute=0)
    starts += timedelta(days=(1 - starts.weekday()) % 7)
    async with world.acting("registration_officer") as db:
        appointment = await scheduling.book(
            db,
            db.actor,
            case_id,
            room_id=world.room,
            starts_at=starts,
            language="es",
        )
    world.clock.set(starts + timedelta(hours=1))
    async with world.acting("registration_officer") as db:
        await scheduling.miss(db, db.actor, appointment, cause="")


async def give_notice(world: World, case_id: UUID) -> None:
    async with world.acting("registration_officer") as db:
        await cases.give_abandonment_notice(db, db.actor, case_id)


async def abandon(world: World, case_id: UUID) -> None:
    async with world.acting("supervisor") as db:
        await cases.abandon(db, db.actor, case_id, reasons=REASONS, desk=documents.Desk())


async def stage_of(world: World, registered: Registered, who: str = "supervisor") -> str:
    async with world.reading(who) as db:
        return (await cases.case_view(db, registered.reference)).stage


async def test_one_absence_is_not_enough_for_a_notice_and_two_are(world: World) -> None:
    case = await awaiting_interview(world)
    await miss_once(world, case.case_id)
    with pytest.raises(cases.NeedsUnmet):
        await give_notice(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    async with world.reading("supervisor") as db:
        limits = {limit.rule: limit for limit in await cases.limits_of(db, case.case_id)}
    assert limits["abandonment_answer"].state == "running"
    assert limits["abandonment_answer"].binds == "applicant"


async def test_a_second_notice_is_refused_while_the_first_is_unanswered(world: World) -> None:
    case = await awaiting_interview(world)
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    with pytest.raises(cases.AlreadyNoticed):
        await give_notice(world, case.case_id)


async def test_nobody_is_abandoned_before_the_notice_has_run_out(world: World) -> None:
    case = await awaiting_interview(world)
    with pytest.raises(cases.NeedsUnmet, match="notice_given"):
        await abandon(world, case.case_id)
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    world.clock.advance(timedelta(weeks=5))
    with pytest.raises(cases.NeedsUnmet, match="notice_period_over"):
        await abandon(world, case.case_id)
    assert await stage_of(world, case) == "awaiting_interview"


async def test_an_answered_notice_counts_no_more(world: World) -> None:
    case = await awaiting_interview(world)
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    async with world.acting("registration_officer") as db:
        await cases.answer_abandonment_notice(
            db, db.actor, case.case_id, reasons="Estuvo en el hospital; trae epicrisis."
        )
    world.clock.advance(timedelta(weeks=8))
    with pytest.raises(cases.NeedsUnmet, match="notice_given"):
        await abandon(world, case.case_id)
    with pytest.raises(cases.NeedsUnmet, match="missed_twice"):
        await give_notice(world, case.case_id)


async def test_an_abandoned_case_is_closed_with_its_documents_and_reopened_with_new_ones(
    world: World,
) -> None:
    case = await awaiting_interview(world)
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    world.clock.advance(timedelta(weeks=7))
    await abandon(world, case.case_id)

    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, case.reference)).stage == "abandoned"
        papers = await documents.documents_of(db, case.case_id)
        number = papers[0].number
        # Whether an archived claim protects is not on record: it counts as protecting.
        assert await documents.removal_is_barred(db, number=number)
    assert [p.status for p in papers] == ["closed"]

    with pytest.raises(Forbidden):
        async with world.acting("registration_officer") as db:
            await cases.reopen(
                db, db.actor, case.case_id, ground="good_cause", reasons=REASONS, desk=documents.Desk()
            )
    for wrong in ("", "new_evidence"):  # nothing was refused: that ground is not for who only left
        with pytest.raises(Invalid):
            async with world.acting("supervisor") as db:
                await cases.reopen(
                    db, db.actor, case.case_id, ground=wrong, reasons=REASONS, desk=documents.Desk()
                )
    async with world.acting("supervisor") as db:
        await cases.reopen(
            db, db.actor, case.case_id, ground="good_cause", reasons=REASONS, desk=documents.Desk()
        )
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        papers = await documents.documents_of(db, case.case_id)
        limits = [x.rule for x in await cases.limits_of(db, case.case_id, ended=False)]
    assert (view.stage, view.missed_interviews) == ("awaiting_interview", 0)
    assert [p.status for p in papers] == ["active", "closed"]
    assert {p.number for p in papers} == {number}
    assert {"first_decision", "first_interview"} <= set(limits)


async def test_the_old_notice_does_not_serve_a_reopened_case(world: World) -> None:
    case = await awaiting_interview(world)
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    world.clock.advance(timedelta(weeks=7))
    async with world.system.writing(world.actor("supervisor")) as db:
        for limit in await cases.limits_of(db, case.case_id, ended=False):
            await cases.note_passed(db, limit.id)
    await abandon(world, case.case_id)
    world.clock.advance(timedelta(days=1))
    async with world.acting("supervisor") as db:
        await cases.reopen(
            db, db.actor, case.case_id, ground="good_cause", reasons=REASONS, desk=documents.Desk()
        )
    with pytest.raises(cases.NeedsUnmet, match="notice_given"):
        await abandon(world, case.case_id)


async def test_a_household_with_a_child_alone_is_not_abandoned_until_somebody_answers_for_the_child(
    world: World,
) -> None:
    case = await awaiting_interview(world, family_of_five())  # type: ignore[arg-type]
    await miss_once(world, case.case_id)
    await miss_once(world, case.case_id)
    await give_notice(world, case.case_id)
    world.clock.advance(timedelta(weeks=7))
    with pytest.raises(cases.NeedsUnmet, match="no_child_without_guardian"):
        await abandon(world, case.case_id)
    async with world.acting("child_protection_officer") as db:
        child = (await cases.case_view(db, case.reference)).claims[4].person_id
        await cases.appoint_guardian(
            db,
            db.actor,
            case.case_id,
            child_id=child,
            guardian_name="Patronato Nacional de la Infancia",
            kind="institution",
            proof="Resolución de prueba 12-2026",
        )
    await abandon(world, case.case_id)
    assert await stage_of(world, case) == "abandoned"


async def test_one_person_withdraws_and_the_others_go_on(world: World) -> None:
    case = await in_assessment(world, family_of_five())  # type: ignore[arg-type]
    async with world.acting("registration_officer") as db:
        view = await cases.case_view(db, case.reference)
        await cases.withdraw(
            db,
            db.actor,
            case.case_id,
            statement=STATEMENT,
            signed=True,
            desk=documents.Desk(),
            claims=[view.claims[1].id],
        )
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        papers = {p.claim_id: p for p in await documents.documents_of(db, case.case_id)}
        left, stayed = view.claims[1], view.claims[0]
        assert await documents.removal_is_barred(db, number=papers[stayed.id].number)
        assert not await documents.removal_is_barred(db, number=papers[left.id].number)
    assert [c.stage for c in view.claims] == ["assessment", "withdrawn", *["assessment"] * 3]
    assert papers[left.id].status == "closed"
    assert papers[stayed.id].status == "active"
    assert view.stage == "assessment"


async def test_when_the_principal_withdraws_the_next_person_takes_that_place(world: World) -> None:
    case = await in_assessment(world, [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")])
    async with world.acting("eligibility_officer") as db:
        before = await cases.case_view(db, case.reference)
        await cases.withdraw(
            db,
            db.actor,
            case.case_id,
            statement=STATEMENT,
            signed=True,
            desk=documents.Desk(),
            claims=[before.claims[0].id],
        )
    async with world.reading("eligibility_officer") as db:
        after = await cases.case_view(db, case.reference)
        rows = (await cases.worklist(db, cases.Filters())).rows
    assert [(c.person_id, c.basis, c.stage) for c in after.claims] == [
        (before.claims[1].person_id, "principal", "assessment"),
        (before.claims[0].person_id, "principal", "withdrawn"),
    ]
    assert after.stage == "assessment"
    assert [row.given_names for row in rows] == ["Darwin"]


async def test_a_parent_who_withdraws_leaves_no_child_alone(world: World) -> None:
    case = await in_assessment(world, [adult(), relative("Sara", date(2014, 6, 1), "child")])
    async with world.reading("eligibility_officer") as db:
        claims = (await cases.case_view(db, case.reference)).claims
    with pytest.raises(cases.ChildrenLeftAlone):
        async with world.acting("eligibility_officer") as db:
            await cases.withdraw(
                db,
                db.actor,
                case.case_id,
                statement=STATEMENT,
                signed=True,
                desk=documents.Desk(),
                claims=[claims[0].id],
            )
    assert await stage_of(world, case) == "assessment"


async def test_nobody_withdraws_for_a_child_without_a_guardian(world: World) -> None:
    case = await awaiting_interview(world, family_of_five())  # type: ignore[arg-type]
    async with world.reading("registration_officer") as db:
        claims = (await cases.case_view(db, case.reference)).claims
    for leaving in (None, [claims[4].id]):
        with pytest.raises(cases.ChildWithoutGuardian):
            async with world.acting("registration_officer") as db:
                await cases.withdraw(
                    db,
                    db.actor,
                    case.case_id,
                    statement=STATEMENT,
                    signed=True,
                    desk=documents.Desk(),
                    claims=leaving,
                )
    assert await stage_of(world, case) == "awaiting_interview"
    async with world.acting("registration_officer") as db:
        await cases.withdraw(
            db,
            db.actor,
            case.case_id,
            statement=STATEMENT,
            signed=True,
            desk=documents.Desk(),
            claims=[c.id for c in claims[:1]],
        )


async def test_a_withdrawal_needs_the_signature_and_a_claim_of_this_case(world: World) -> None:
    case = await awaiting_interview(world)
    other = await awaiting_interview(world)
    async with world.reading("registration_officer") as db:
        foreign = (await cases.case_view(db, other.reference)).claims[0].id
    desk = documents.Desk()
    async with world.acting("registration_officer") as db:
        with pytest.raises(Invalid) as refused:
            await cases.withdraw(db, db.actor, case.case_id, statement=STATEMENT, signed=False, desk=desk)
        assert refused.value.fields[0].field == "signed"
        with pytest.raises(NotFound):
            await cases.withdraw(
                db, db.actor, case.case_id, statement=STATEMENT, signed=True, desk=desk, claims=[foreign]
            )
    assert await stage_of(world, case) == "awaiting_interview"


async def test_a_suspension_stops_the_clocks_and_resuming_gives_the_days_back(world: World) -> None:
    case = await in_assessment(world)
    async with world.acting("supervisor") as db:
        before = {x.rule: x for x in await cases.limits_of(db, case.case_id, ended=False)}
        await cases.suspend(db, db.actor, case.case_id, reasons="Espera de un peritaje médico externo.")
    with pytest.raises(cases.WrongStage):
        async with world.acting("supervisor") as db:
            await cases.suspend(db, db.actor, case.case_id, reasons="Espera de un peritaje médico externo.")
    async with world.reading("supervisor") as db:
        assert {x.state for x in await cases.limits_of(db, case.case_id, ended=False)} == {"suspended"}
    world.clock.advance(timedelta(days=30))
    async with world.acting("supervisor") as db:
        await cases.resume(db, db.actor, case.case_id)
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        after = {x.rule: x for x in await cases.limits_of(db, case.case_id, ended=False)}
    assert view.stage == "assessment"
    assert {x.state for x in after.values()} == {"running"}
    moved = after["first_decision"].due_on - before["first_decision"].due_on
    assert timedelta(days=28) <= moved <= timedelta(days=33)
    with pytest.raises(cases.NotSuspended):
        async with world.acting("supervisor") as db:
            await cases.resume(db, db.actor, case.case_id)


async def test_a_family_member_joins_after_the_interview_and_nothing_starts_again(world: World) -> None:
    case = await in_assessment(world)
    async with world.acting("eligibility_officer") as db:
        before = {x.rule: x.due_at for x in await cases.limits_of(db, case.case_id, ended=False)}
        await add_family_member(db, db.actor, case.case_id, relative("Ana Lucía", date(2020, 2, 2), "child"))
    async with world.reading("eligibility_officer") as db:
        view = await cases.case_view(db, case.reference)
        after = {x.rule: x.due_at for x in await cases.limits_of(db, case.case_id, ended=False)}
        papers = await documents.documents_of(db, case.case_id)
        events = [h.name for h in await cases.timeline(db, case.case_id)]
    assert [(c.basis, c.stage) for c in view.claims] == [
        ("principal", "assessment"),
        ("derivative", "assessment"),
    ]
    assert after == before
    assert {p.claim_id for p in papers if p.status == "active"} == {c.id for c in view.claims}
    assert events[0] == "member_added"


async def test_a_separated_child_who_joins_puts_the_case_first_and_calls_child_protection(
    world: World,
) -> None:
    case = await in_assessment(world)
    async with world.reading("child_protection_officer") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, case.reference)
    async with world.acting("registration_officer") as db:
        await add_family_member(
            db, db.actor, case.case_id, relative("Keyla", date(2012, 5, 20), "separated_child")
        )
    async with world.reading("child_protection_officer") as db:
        assert (await cases.case_view(db, case.reference)).priority == 2


async def test_a_member_with_broken_data_is_refused_at_the_field(world: World) -> None:
    case = await in_assessment(world)
    async with world.acting("registration_officer") as db:
        with pytest.raises(Invalid) as refused:
            await add_family_member(
                db, db.actor, case.case_id, relative("Nadie", date(2030, 1, 1), "principal")
            )
    assert {(f.field, f.rule) for f in refused.value.fields} == {
        ("person.birth_date", "in_the_future"),
        ("person.relation", "one_principal"),
    }


async def test_a_representative_sees_the_file_from_the_mandate_on(world: World) -> None:
    case = await in_assessment(world)
    counsel = world.actor("legal_representative")
    async with world.reading("legal_representative") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, case.reference)
    async with world.acting("supervisor") as db:
        await cases.record_representation(
            db, db.actor, case.case_id, user_id=counsel.user_id, mandate="Poder especial 123 de prueba"
        )
    async with world.reading("legal_representative") as db:
        assert (await cases.case_view(db, case.reference)).stage == "assessment"
    async with world.reading("other_legal_representative") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, case.reference)


async def test_a_need_found_later_raises_the_priority_and_keeps_its_code_out_of_the_events(
    world: World,
) -> None:
    case = await in_assessment(world)
    async with world.acting("eligibility_officer") as db:
        person = (await cases.case_view(db, case.reference)).claims[0].person_id
        await record_need(db, db.actor, case.case_id, person_id=person, code="SV-VA", note="Lo dijo hoy")
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        row = (await cases.worklist(db, cases.Filters(need="SV"))).rows[0]
        events = await cases.timeline(db, case.case_id)
    assert view.priority == 1
    assert row.reference == case.reference
    assert [e.name for e in events[:2]] == ["priority_changed", "need_recorded"]
    assert "SV-VA" not in str([dict(e.data) for e in events])


async def test_a_need_of_a_child_alone_opens_the_file_to_child_protection(world: World) -> None:
    case = await in_assessment(world, [adult(), relative("Sara", date(2014, 6, 1), "child")])
    async with world.acting("eligibility_officer") as db:
        child = (await cases.case_view(db, case.reference)).claims[1].person_id
        await record_need(db, db.actor, case.case_id, person_id=child, code="SC-SC")
    async with world.reading("child_protection_officer") as db:
        assert (await cases.case_view(db, case.reference)).priority == 2
        assert (await cases.timeline(db, case.case_id))[0].name == "child_protection_notified"


async def test_a_need_that_is_not_in_the_list_is_refused_at_the_field(world: World) -> None:
    case = await in_assessment(world)
    async with world.acting("eligibility_officer") as db:
        person = (await cases.case_view(db, case.reference)).claims[0].person_id
        with pytest.raises(Invalid):
            await record_need(db, db.actor, case.case_id, person_id=person, code="XX-99")
