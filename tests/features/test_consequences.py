"""What the law attaches to time, in the rooms: extensions, escalation, proposals, silence, documents kept valid, weekly duties.

On an invented country whose file has all of it (procedures/qmm-1.toml).
"""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Forbidden, Invalid, NotFound
from app.documents import public as documents
from app.workflows.next_steps import next_steps
from app.workflows.register_arrival import Registered
from tests.chimera import (
    REASONS,
    at,
    deployed,
    do,
    events,
    every_limit_passes,
    limit_of,
    passes,
    proposals,
    register,
    step,
)
from tests.features.test_jobs import jobs_of
from tests.world import World, adult, family_of_five, relative


@pytest.fixture(autouse=True)
def chimera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path / "profiles", monkeypatch):
        yield


async def stage_of(world: World, case: Registered) -> str:
    async with world.reading("supervisor") as db:
        return (await cases.case_view(db, case.reference)).stage


async def allowed(world: World, case: Registered, who: str) -> set[str]:
    async with world.reading(who) as db:
        return {s.event for s in await next_steps(db, case.case_id, db.actor) if s.allowed}


# ── extensions ──────────────────────────────────────────────────────────────────────────────────────────


async def test_a_limit_is_extended_once_for_a_listed_cause_and_the_case_says_so(world: World) -> None:
    case = await register(world)
    before = await limit_of(world, case.case_id, "study")
    assert "limit_extended" in await allowed(world, case, "supervisor")
    await step(world, case.case_id, "limit_extended", cause="complexity")
    after = await limit_of(world, case.case_id, "study")
    assert after.due_on == before.due_on + timedelta(days=20)
    assert (after.extensions, after.extension_cause) == (1, "complexity")
    assert after.first_due_on == before.due_on
    assert [change["kind"] for change in after.explanation["changes"]] == ["prolonged"]
    # Once of once: it is offered no longer, and refused.
    assert "limit_extended" not in await allowed(world, case, "supervisor")
    with pytest.raises(cases.NotExtendable, match="cuanto la ley permite"):
        await step(world, case.case_id, "limit_extended", cause="interpreter")
    event = (await events(world, case.case_id))[-1]
    assert (event.name, event.data["cause"], event.data["reasons"]) == (
        "limit_extended",
        "complexity",
        REASONS,
    )


async def test_an_extension_asks_for_a_cause_of_the_list(world: World) -> None:
    case = await register(world)
    with pytest.raises(Invalid) as refused:
        await step(world, case.case_id, "limit_extended")
    assert [f.field for f in refused.value.fields] == ["answers.cause"]
    with pytest.raises(Invalid):
        await step(world, case.case_id, "limit_extended", cause="weather")


async def test_what_is_over_cannot_be_extended_though_nobody_has_noted_it_yet(world: World) -> None:
    case = await register(world)
    world.clock.set((await limit_of(world, case.case_id, "study")).due_at)
    assert "limit_extended" not in await allowed(world, case, "supervisor")
    with pytest.raises(cases.NotExtendable, match="no está corriendo"):
        await step(world, case.case_id, "limit_extended", cause="complexity")


async def test_an_extended_limit_is_reminded_of_and_passes_by_its_new_end_alone(
    world: World, tmp_path: Path
) -> None:
    case = await register(world)
    before = await limit_of(world, case.case_id, "study")
    old = await jobs_of(world, "deadline_reminder", {str(before.id)})
    await step(world, case.case_id, "limit_extended", cause="complexity")
    world.clock.set(before.due_at + timedelta(minutes=1))
    for payload in old:
        await do(world, "deadline_reminder", payload, tmp_path)
    await do(world, "deadline_due", {"deadline": str(before.id)}, tmp_path)
    assert not {"reminder_due", "deadline_missed"} & {e.name for e in await events(world, case.case_id)}
    world.clock.set((await limit_of(world, case.case_id, "study")).due_at)
    await do(world, "deadline_due", {"deadline": str(before.id)}, tmp_path)
    assert [e.name for e in await events(world, case.case_id)].count("deadline_missed") == 1


# ── escalation ──────────────────────────────────────────────────────────────────────────────────────────


async def before_the_supervisor(world: World, who: str = "supervisor") -> list[tuple[str, str]]:
    async with world.reading(who) as db:
        return [(e.reference, e.rule) for e in await cases.escalations_for(db, db.actor.role)]


async def test_a_limit_near_its_end_is_put_before_the_supervisor_once(world: World, tmp_path: Path) -> None:
    case = await register(world)
    limit = await limit_of(world, case.case_id, "study")
    (payload,) = await jobs_of(world, "deadline_escalation", {str(limit.id)})
    assert await before_the_supervisor(world) == []
    world.clock.set(limit.due_at - timedelta(days=5))
    for _twice in range(2):
        await do(world, "deadline_escalation", payload, tmp_path)
    assert (case.reference, "study") in await before_the_supervisor(world)
    assert await before_the_supervisor(world, "other_supervisor") == []
    assert await before_the_supervisor(world, "registration_officer") == []
    told = [e for e in await events(world, case.case_id) if e.name == "deadline_escalated"]
    assert [e.data["to"] for e in told] == ["supervisor"]
    assert (await limit_of(world, case.case_id, "study")).escalated_at == world.clock.now()
    # Done in time, it is before nobody.
    await step(world, case.case_id, "taken_up")
    await step(world, case.case_id, "ruled", outcome="recognised")
    assert await before_the_supervisor(world) == []


async def test_a_limit_that_passed_is_before_the_supervisor_until_it_is_done(
    world: World, tmp_path: Path
) -> None:
    case = await register(world)
    await step(world, case.case_id, "taken_up")
    world.clock.set((await limit_of(world, case.case_id, "study")).due_at)
    await passes(world, case.case_id, "study", tmp_path)
    assert (case.reference, "study") in await before_the_supervisor(world)
    await step(world, case.case_id, "ruled", outcome="rejected")
    assert await before_the_supervisor(world) == []
    limit = await limit_of(world, case.case_id, "study")
    assert (limit.state, limit.settled) == ("missed", True)


async def test_an_offices_own_target_goes_up_at_its_end_and_is_no_fact_of_the_persons_case(
    world: World, tmp_path: Path
) -> None:
    case = await register(world)
    limit = await limit_of(world, case.case_id, "tidy")
    assert await jobs_of(world, "deadline_due", {str(limit.id)}) == []
    payloads = await jobs_of(world, "deadline_escalation", {str(limit.id)})
    assert len(payloads) == 2
    world.clock.set(limit.due_at)
    await do(world, "deadline_escalation", payloads[-1], tmp_path)
    assert (case.reference, "tidy") in await before_the_supervisor(world)
    assert (await limit_of(world, case.case_id, "tidy")).state == "running"


# ── proposals ───────────────────────────────────────────────────────────────────────────────────────────


async def proposed_to_archive(world: World, outbox: Path) -> Registered:
    """A notice that nobody answered: archiving is proposed."""
    case = await register(world)
    await step(world, case.case_id, "warned")
    world.clock.set((await limit_of(world, case.case_id, "answer")).due_at)
    await passes(world, case.case_id, "answer", outbox)
    return case


async def test_a_limit_that_passed_proposes_and_does_nothing_else(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    (found,) = await proposals(world, case.case_id)
    assert (found.event, found.kind, found.because, found.state) == ("archived", "limit", "answer", "open")
    assert found.roles == ("supervisor",)
    assert found.why.es == "Contestar el aviso"
    assert await stage_of(world, case) == "registered"
    async with world.reading("supervisor") as db:
        assert [p.reference for p in await cases.proposals_for(db, "supervisor")] == [case.reference]
        assert [d.status for d in await documents.documents_of(db, case.case_id)] == ["active"]
    async with world.reading("other_supervisor") as db:
        assert await cases.proposals_for(db, "supervisor") == []
    async with world.reading("registration_officer") as db:
        assert await cases.proposals_for(db, "registration_officer") == []


async def test_a_job_delivered_twice_proposes_once(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    await passes(world, case.case_id, "answer", tmp_path)
    assert len(await proposals(world, case.case_id)) == 1


async def test_a_person_takes_what_was_proposed(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    await step(world, case.case_id, "archived")
    (found,) = await proposals(world, case.case_id)
    assert found.state == "taken"
    assert await stage_of(world, case) == "abandoned"


async def test_a_person_dismisses_it_with_reasons_that_stay_on_record(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    (found,) = await proposals(world, case.case_id)
    async with world.acting("supervisor") as db:
        with pytest.raises(Invalid):
            await cases.dismiss_proposal(db, db.actor, found.id, reasons="No.")
    async with world.acting("supervisor") as db:
        await cases.dismiss_proposal(db, db.actor, found.id, reasons=REASONS)
    (after,) = await proposals(world, case.case_id)
    assert (after.state, after.reasons) == ("dismissed", REASONS)
    last = (await events(world, case.case_id))[-1]
    assert (last.name, last.data["event"], last.data["reasons"]) == (
        "proposal_dismissed",
        "archived",
        REASONS,
    )
    assert await stage_of(world, case) == "registered"
    async with world.acting("supervisor") as db:
        with pytest.raises(cases.ProposalEnded):
            await cases.dismiss_proposal(db, db.actor, found.id, reasons=REASONS)


async def test_only_who_may_record_it_may_dismiss_it(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    (found,) = await proposals(world, case.case_id)
    for who, refusal in (
        ("registration_officer", cases.NotYoursToDecide),
        ("other_supervisor", NotFound),
        ("auditor", Forbidden),
    ):
        with pytest.raises(refusal):
            async with world.acting(who) as db:
                await cases.dismiss_proposal(db, db.actor, found.id, reasons=REASONS)


async def test_of_two_who_decide_at_once_one_is_told_that_it_was_decided(
    world: World, tmp_path: Path
) -> None:
    case = await proposed_to_archive(world, tmp_path)
    (found,) = await proposals(world, case.case_id)

    async def dismiss() -> None:
        async with world.acting("supervisor") as db:
            await cases.dismiss_proposal(db, db.actor, found.id, reasons=REASONS)

    done = await asyncio.gather(
        dismiss(), step(world, case.case_id, "archived"), dismiss(), return_exceptions=True
    )
    (after,) = await proposals(world, case.case_id)
    ended = [
        e.name for e in await events(world, case.case_id) if e.name in ("archived", "proposal_dismissed")
    ]
    # Archiving stays a supervisor's right after a dismissal: what may not happen is a second dismissal.
    assert ended.count("proposal_dismissed") == (1 if after.state == "dismissed" else 0)
    assert sum(isinstance(d, cases.ProposalEnded) for d in done) == (1 if after.state == "dismissed" else 2)
    async with world.reading("supervisor") as db:
        assert await cases.proposals_for(db, "supervisor") == []


async def test_an_answer_that_comes_late_overtakes_the_proposal(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    await step(world, case.case_id, "answered", who="registration_officer")
    assert [p.state for p in await proposals(world, case.case_id)] == ["lapsed"]


async def test_a_case_that_moved_on_leaves_its_proposals_behind(world: World, tmp_path: Path) -> None:
    case = await proposed_to_archive(world, tmp_path)
    await step(world, case.case_id, "taken_up")
    assert [p.state for p in await proposals(world, case.case_id)] == ["open"]
    await step(world, case.case_id, "ruled", outcome="recognised")
    assert [p.state for p in await proposals(world, case.case_id)] == ["lapsed"]


async def test_a_count_of_facts_proposes_and_begins_again_after_a_sign_of_life(world: World) -> None:
    case = await register(world)
    found: dict[str, Any] = {"looked_on": "2026-11-10", "visits": 2}
    await step(world, case.case_id, "not_found", **found)
    assert await proposals(world, case.case_id) == []
    await step(world, case.case_id, "signed_in", who="registration_officer")
    await step(world, case.case_id, "not_found", **found)
    assert await proposals(world, case.case_id) == []
    await step(world, case.case_id, "not_found", **found)
    (proposed,) = await proposals(world, case.case_id)
    assert (proposed.event, proposed.kind, proposed.because) == ("archived", "trigger", "unreachable")
    # She came: what was proposed because she could not be found is proposed no longer.
    await step(world, case.case_id, "signed_in", who="registration_officer")
    assert [p.state for p in await proposals(world, case.case_id)] == ["lapsed"]


async def test_a_weekly_duty_runs_anew_by_the_profile_and_two_weeks_missed_propose_a_notice(
    world: World, tmp_path: Path
) -> None:
    case = await register(world)
    first = await limit_of(world, case.case_id, "weekly_signing")
    world.clock.set(first.due_at)
    await passes(world, case.case_id, "weekly_signing", tmp_path)
    second = await limit_of(world, case.case_id, "weekly_signing")
    assert (second.state, second.started_at) == ("running", first.due_at)
    assert second.due_on == first.due_on + timedelta(weeks=1) + timedelta(days=1)
    assert await proposals(world, case.case_id) == []
    world.clock.set(second.due_at)
    await passes(world, case.case_id, "weekly_signing", tmp_path)
    (found,) = await proposals(world, case.case_id)
    assert (found.event, found.because) == ("warned", "signing")
    assert await stage_of(world, case) == "registered"
    async with world.reading("supervisor") as db:
        states = [x.state for x in await cases.limits_of(db, case.case_id) if x.rule == "weekly_signing"]
    assert sorted(states) == ["missed", "missed", "running"]


async def test_what_the_law_spares_a_child_is_neither_proposed_nor_possible(
    world: World, tmp_path: Path
) -> None:
    child = relative("Jhoan", date(2012, 1, 19), "child")
    case = await register(world, [adult(), child])
    async with world.reading("supervisor") as db:
        claims = (await cases.case_view(db, case.reference)).claims
    for _twice in range(2):
        await step(world, case.case_id, "not_found", looked_on="2026-11-10", visits=1)
    (found,) = await proposals(world, case.case_id)
    assert found.claims == (claims[0].id,)
    with pytest.raises(cases.Spared, match="menor de edad"):
        await step(world, case.case_id, "archived", claims=[claims[1].id])


async def test_no_clock_runs_for_a_child_alone_where_the_law_spares_them(world: World) -> None:
    case = await register(world, family_of_five())
    await step(world, case.case_id, "warned")
    async with world.system.reading(SYSTEM) as db:
        limits = [x for x in await cases.limits_of(db, case.case_id) if x.rule == "answer"]
    assert len(limits) == 4, "the fifth is a separated child"


# ── silence, and documents that stay valid ──────────────────────────────────────────────────────────────


async def test_a_silence_can_be_challenged_only_once_the_limit_has_passed(
    world: World, tmp_path: Path
) -> None:
    case = await register(world)
    who = "registration_officer"
    assert "silence_challenged" not in await allowed(world, case, who)
    with pytest.raises(cases.NotYetPassed, match="Estudiar la solicitud"):
        await step(world, case.case_id, "silence_challenged", who=who)
    world.clock.set((await limit_of(world, case.case_id, "study")).due_at)
    # Time does not wait for the worker.
    assert "silence_challenged" in await allowed(world, case, who)
    await passes(world, case.case_id, "study", tmp_path)
    assert "silence_challenged" in await allowed(world, case, who)
    missed = [e for e in await events(world, case.case_id) if e.name == "deadline_missed"]
    assert missed[-1].data["silence"] == "refuses"
    assert await stage_of(world, case) == "registered"
    await step(world, case.case_id, "silence_challenged", who=who)
    assert await stage_of(world, case) == "under_remedy"


async def test_documents_stay_valid_while_the_authority_is_late(world: World, tmp_path: Path) -> None:
    case = await register(world)
    async with world.reading("supervisor") as db:
        (before,) = await documents.documents_of(db, case.case_id)
    limit = await limit_of(world, case.case_id, "study")
    world.clock.set(limit.due_at)
    await passes(world, case.case_id, "study", tmp_path)
    async with world.reading("supervisor") as db:
        (after,) = await documents.documents_of(db, case.case_id)
    assert after.valid_until > before.valid_until
    # As long as it is owed, the term is renewed before it ends, each time with an event.
    (payload,) = await jobs_of(world, "documents_kept_valid", {str(limit.id)})
    world.clock.set(at(after.valid_until.isoformat()))
    for _twice in range(2):
        await do(world, "documents_kept_valid", payload, tmp_path)
    async with world.reading("supervisor") as db:
        (still,) = await documents.documents_of(db, case.case_id)
    assert still.valid_until > after.valid_until
    assert [e.name for e in await events(world, case.case_id)].count("documents_kept_valid") == 1
    await step(world, case.case_id, "taken_up")
    await step(world, case.case_id, "ruled", outcome="rejected")
    world.clock.set(at(still.valid_until.isoformat()))
    later = [p for p in await jobs_of(world, "documents_kept_valid", {str(limit.id)}) if p != payload]
    for each in later:
        await do(world, "documents_kept_valid", each, tmp_path)
    async with world.reading("supervisor") as db:
        (ended,) = await documents.documents_of(db, case.case_id)
    assert ended.valid_until == still.valid_until


# ── nothing by time alone ───────────────────────────────────────────────────────────────────────────────


async def test_a_year_of_silence_changes_no_stage_and_no_outcome(world: World, tmp_path: Path) -> None:
    case = await register(world, family_of_five())
    await step(world, case.case_id, "warned")
    until = world.clock.now() + timedelta(days=365)
    assert await every_limit_passes(world, tmp_path, case.case_id, until=until) > 40
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, case.reference)
        papers = await documents.documents_of(db, case.case_id)
    assert {c.stage for c in view.claims} == {"registered"}
    assert {c.outcome for c in view.claims} == {None}
    assert view.removal_barred
    assert {d.status for d in papers} == {"active"}
    assert {p.state for p in await proposals(world, case.case_id)} == {"open"}
