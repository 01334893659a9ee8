"""Mexico in the rooms: one authority decides alone, its superior reviews, and what goes to a court is noted by its own step."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from app.cases import public as cases
from app.cli import DEMONSTRATION_VALUES
from app.core.errors import Invalid
from app.documents import public as documents
from app.remedies import public as remedies
from app.settings import settings
from app.workflows.record_step import record_step
from tests.appealing import COUNSEL, GROUNDS, JUDGED, represented
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import serve, sign
from tests.features.test_sittings import close, convene, open_with, put, vote
from tests.world import World, also_holds

SECRETARY, AUTHORITY = "commission_secretary", "commission_member_0"


@pytest.fixture
def mexico(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As its demonstration runs, with the term that it makes up for the certificate."""
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", "MEX")
    monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "mex-demonstration.toml"))
    settings.cache_clear()
    yield
    settings.cache_clear()


async def refused(world: World) -> tuple[UUID, UUID]:
    """Refused by the one who signs for the Commission, and served. The case and the decision."""
    await also_holds(world, SECRETARY, SECRETARY, SECRETARY, body="comar")
    await also_holds(
        world, AUTHORITY, "commission_member", AUTHORITY, body="comar", seat="Coordinación General"
    )
    for name in ("appeals_clerk", "appeals_judge"):
        await also_holds(world, name, name, name, body="superior")
    case_id = await case_awaiting_decision(world)
    sitting = await convene(world, members=(AUTHORITY,))
    item = await put(world, sitting, case_id)
    await open_with(world, sitting, AUTHORITY)
    await vote(world, AUTHORITY, sitting, item)
    decision_id = (await close(world, sitting, item)).decision_id
    assert decision_id is not None
    await sign(world, decision_id, AUTHORITY)
    await serve(world, decision_id)
    await represented(world, case_id)
    return case_id, decision_id


async def stage(world: World, case_id: UUID) -> str:
    async with world.acting("supervisor") as db:
        return (await cases.open_case(db, case_id)).case.stage


async def step(world: World, case_id: UUID, name: str, who: str, **answers: str) -> None:
    async with world.acting(who) as db:
        await record_step(db, db.actor, case_id, name, cases.Told(answers, JUDGED))


@pytest.mark.usefixtures("mexico")
async def test_a_refusal_goes_to_the_superior_and_then_to_the_court(world: World) -> None:
    case_id, decision_id = await refused(world)
    assert await stage(world, case_id) == "remedy_window"
    async with world.acting(COUNSEL) as db:
        filed = await remedies.file_remedy(db, db.actor, decision_id, kind="revision", grounds=GROUNDS)
    assert (filed.in_time, await stage(world, case_id)) == (True, "under_remedy")
    async with world.acting("appeals_judge") as db:
        judged = await remedies.decide_remedy(db, db.actor, filed.remedy_id, result="upheld", reasons=JUDGED)
    await serve(world, judged.decision_id, who="appeals_clerk")
    assert await stage(world, case_id) == "court_window"
    await step(world, case_id, "nullity_filed", COUNSEL)
    assert await stage(world, case_id) == "under_nullity"
    await step(world, case_id, "court_decided", "supervisor", result="upheld", reference="1/26")
    assert await stage(world, case_id) == "final"


@pytest.mark.usefixtures("mexico")
async def test_nobody_here_waits_for_a_court(world: World) -> None:
    case_id, decision_id = await refused(world)
    async with world.acting("supervisor") as db:
        opened = await cases.open_case(db, case_id)
    standing = [remedies.Standing(c.id, c.stage, c.basis, None, c.outcome) for c in opened.claims]
    lie = remedies.lying(opened.profile, standing, opened.case.instance)
    here = remedies.heard_here(opened.profile, standing, opened.case.instance)
    # the paper names all three; here the one is filed that somebody here decides
    assert [remedy.name for remedy in lie] == ["revision", "nullity", "amparo"]
    assert [remedy.name for remedy in here] == ["revision"]
    with pytest.raises(Invalid) as refusal:
        async with world.acting(COUNSEL) as db:
            await remedies.file_remedy(db, db.actor, decision_id, kind="nullity", grounds=GROUNDS)
    assert refusal.value.fields[0].rule == "heard_elsewhere"


@pytest.mark.usefixtures("mexico")
async def test_the_certificate_has_a_number_of_our_own_and_no_leave_to_work(world: World) -> None:
    registered = await world.register()
    async with world.reading("registration_officer") as db:
        (paper,) = await documents.documents_of(db, registered.case_id)
    # 9, and 484 for Mexico that issues it, not for the person's country
    assert paper.number.startswith("9484")
    assert documents.parse_number(paper.number, national=False) == paper.number
    assert not paper.may_work
