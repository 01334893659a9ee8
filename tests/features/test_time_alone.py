"""Time alone decides about nobody: in every shipped version, every limit that any event starts passes, and no stage changes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM, Actor
from app.core.errors import Refusal
from app.documents.public import Desk
from app.overrides import public as overrides
from app.people import public as people
from app.procedure import public as procedure
from app.procedure.files.loading import _shipped
from app.settings import settings
from tests.chimera import every_limit_passes
from tests.world import World, adult, relative

VERSIONS = sorted((draft.country, str(draft.values["version"])) for draft in _shipped())
# Longer than any limit of the six countries but those in years, and half a year of weekly duties.
LONG = timedelta(days=190)


@pytest.fixture(autouse=True)
def no_overrides(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", "")
    settings.cache_clear()
    yield
    settings.cache_clear()


async def opened_at(world: World, profile: procedure.Profile, stage: str) -> UUID:
    """A mother and her child, registered under that version, and put at the stage by hand."""
    household = [adult(), relative("Jhoan", adult().person.birth_date.replace(year=2019), "child")]
    async with world.system.writing(SYSTEM) as db:
        db.play(Actor(world.actor("registration_officer").user_id, "", "registration_officer"))
        persons = [await people.add_person(db, db.actor, member.person) for member in household]
        await db.flush()
        file = await cases.open_file(
            db,
            db.actor,
            [
                cases.NewClaim(persons[0], "principal", "principal"),
                cases.NewClaim(persons[1], "derivative", "child"),
            ],
            profile=profile,
            office_id=world.office,
            priority=0,
            desk=Desk(),
            data={},
        )
        case_id = file.opened.id
        for table in ("cases", "claims"):
            key = "id" if table == "cases" else "case_id"
            await db.execute(
                text(f"update {table} set stage = :stage where {key} = :case"),  # noqa: S608 - from the line above
                {"stage": stage, "case": case_id},
            )
    return case_id


async def tried(world: World, profile: procedure.Profile, case_id: UUID, event: procedure.Event) -> bool:
    """Record the event with everything shown that it needs. False where it is refused all the same."""
    role = next((role for role in event.by if role != "applicant"), event.by[0])
    refusing = next((name for name, outcome in profile.outcomes.items() if outcome.refuses), None)
    data = {ask.name: ask.choices[0].name for ask in event.asks if ask.choices}
    for target in event.to:
        data |= {name: values[0] for name, values in target.when.items() if name not in FACTS}
    try:
        async with world.system.writing(SYSTEM) as db:
            db.play(Actor(world.actor("supervisor").user_id, "", role))
            opened = await cases.open_case(db, case_id)
            claims = [c.id for c in opened.claims]
            outcomes = dict.fromkeys(claims, refusing) if refusing and event.name != "registered" else {}
            await cases.record(
                db,
                db.actor,
                opened,
                event.name,
                data=data,
                outcomes={c: str(o) for c, o in outcomes.items()},
                satisfied=event.needs,
                desk=Desk(),
            )
    except (Refusal, procedure.ProcedureRefusal):
        return False
    return True


FACTS = {"outcome", "instance", "basis", "flag", "stage"}


async def standing(world: World, case_id: UUID) -> list[tuple[str, str | None, bool]]:
    async with world.system.reading(SYSTEM) as db:
        opened = await cases.look_at(db, case_id)
        return [(c.stage, c.outcome, c.removal_barred) for c in opened.claims]


@pytest.mark.parametrize(("country", "version"), VERSIONS)
async def test_no_limit_that_passes_moves_a_claim_or_takes_anything_away(
    world: World, tmp_path: Path, country: str, version: str
) -> None:
    async with world.system.reading(SYSTEM) as db:
        profile = await overrides.edition(db, country, version)
    starting = [e for e in profile.events if e.starts and not e.creates and e.name != procedure.LIMIT_PASSED]
    begun, passed, recorded = world.clock.now(), 0, 0
    for event in starting:
        world.clock.set(begun)
        stage = min(cases.leaves_from(profile, event.name))
        case_id = await opened_at(world, profile, stage)
        recorded += await tried(world, profile, case_id, event)
        before = await standing(world, case_id)
        passed += await every_limit_passes(world, tmp_path, case_id, until=begun + LONG)
        assert await standing(world, case_id) == before, event.name
    assert recorded >= len(starting) // 2, "most of them could be tried"
    # Some start only what is no limit on record, or years long.
    assert passed >= len(starting) // 3
