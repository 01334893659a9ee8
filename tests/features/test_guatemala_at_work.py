"""Guatemala in the rooms: the paper comes with the formal request, the commission gives an opinion, and the authority decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.errors import NotFound
from app.documents import public as documents
from tests.appealing import represented
from tests.assessing import FACT, complete_checklist, refusing, result
from tests.quorums import deployed
from tests.world import World


@pytest.fixture
def guatemala(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path, monkeypatch, "GTM", "amn", 4):
        yield


@pytest.mark.usefixtures("guatemala")
async def test_from_the_border_to_the_authority(world: World) -> None:
    registered = await world.register()
    async with world.reading("registration_officer") as db:
        assert await documents.documents_of(db, registered.case_id) == []
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id, desk=documents.Desk())
    async with world.reading("registration_officer") as db:
        (stay,) = await documents.documents_of(db, registered.case_id)
        limits = {x.rule: x.due_on.isoformat() for x in await cases.limits_of(db, registered.case_id)}
    assert (stay.kind, stay.may_work) == ("applicant_document", False)
    # thirty days, the day of issue among them; two weeks from the day after
    assert (stay.valid_from.isoformat(), stay.valid_until.isoformat()) == ("2026-11-10", "2026-12-09")
    assert limits == {"first_interview": "2026-11-24"}

    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "interview_held", satisfied=["signed"])
    async with world.acting("eligibility_officer") as db:
        assessment_id = await assessments.start(db, db.actor, registered.case_id)
        opened = await cases.open_case(db, registered.case_id)
        await assessments.save(
            db,
            db.actor,
            assessment_id,
            summary="Pide protección porque la amenazaron por denunciar.",
            facts=[FACT],
            analysis=refusing(opened.profile),
            recommendations=[result(opened.principal.id, "rejected")],
        )
    async with world.acting("eligibility_officer") as db:
        await assessments.submit(db, db.actor, assessment_id)
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, assessment_id, checklist=complete_checklist())
    await represented(world, registered.case_id)
    async with world.reading("supervisor") as db:
        case = await cases.case_view(db, registered.reference)
        running = [x for x in await cases.limits_of(db, registered.case_id) if x.state == "running"]
    # thirty working days from Wednesday 11 November: 3 + five weeks of 5 + 21 and 22 December
    assert case.stage == "awaiting_recommendation"
    assert [(x.rule, x.due_on.isoformat()) for x in running] == [("recommendation", "2026-12-22")]

    # the law has no admission: the screen's step is refused in words, and nothing moves
    with pytest.raises(NotFound, match="no tiene ese paso"):
        async with world.acting("supervisor") as db:
            await cases.admit(db, db.actor, registered.case_id)

    async with world.acting("supervisor") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "recommendation_issued", data={"opinion": "recognise"})
    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, registered.reference)).stage == "awaiting_decision"
