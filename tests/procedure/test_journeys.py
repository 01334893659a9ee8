"""Every journey of `journeys/*.txt`, walked on its country's shipped profile: what a lawyer wrote is what happens."""

from pathlib import Path

import pytest

from app.procedure.public import Checked, profile_for, read_scenario, run

JOURNEYS = sorted((Path(__file__).parent / "journeys").glob("*.txt"))


def walked(path: Path) -> tuple[Checked, ...]:
    scenario = read_scenario(path)
    return run(scenario, profile_for(scenario))


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_the_journey_goes_as_written(path: Path) -> None:
    missed = [
        f"{path.name}:{miss.line}: {miss.expected} — {miss.came.es}"
        for checked in walked(path)
        for miss in checked.misses
    ]
    assert missed == []


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_the_journey_expects_something_and_ends(path: Path) -> None:
    happened = walked(path)
    wanted = [each for one in happened if one.happened.move for each in one.happened.move.wanted]
    assert len(wanted) >= 10
    profile = profile_for(read_scenario(path))
    last = happened[-1].happened.situation
    assert all(claim.stage and not profile.stage(claim.stage).open for claim in last.claims)
    assert last.deadlines == ()
