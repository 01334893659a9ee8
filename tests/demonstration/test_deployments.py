"""A deployment from any country's profile: somebody in every seat that it names, and a desk where people are registered."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import DEMONSTRATION_VALUES
from app.core.actor import SYSTEM
from app.core.clock import SetClock
from app.core.database import Database, Session
from app.demonstration import deployment
from app.demonstration.load import SET_UP_AT
from app.demonstration.newcomers import HOUSEHOLDS, register_newcomers
from app.demonstration.seating import seats
from app.overrides.public import shipped
from app.procedure import public as procedure
from app.settings import settings
from tests.world import MORNING

COUNTRIES = ("CRI", "MEX", "PAN", "GTM", "HND", "BLZ")
IN_BODIES = {"commission_secretary", "commission_member", "appeals_clerk", "appeals_judge"}


class Undo(Exception):
    """The test has seen what it wanted."""


@asynccontextmanager
async def undone_at_the_end(database: Database) -> AsyncIterator[Session]:
    """A transaction of which nothing stays."""
    with suppress(Undo):
        async with database.writing(SYSTEM) as db:
            yield db
            raise Undo


@pytest.fixture(params=COUNTRIES)
def profile(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[procedure.Profile]:
    """The country's procedure as its demonstration runs it."""
    values = DEMONSTRATION_VALUES / f"{request.param.lower()}-demonstration.toml"
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", request.param)
    monkeypatch.delenv("ACOGIDA_PROFILE_OVERRIDES")
    if values.exists():
        monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", str(values))
    settings.cache_clear()
    yield shipped()
    settings.cache_clear()


def test_every_seat_that_the_profile_names_is_taken_once_and_a_sitting_reaches_its_quorum(
    profile: procedure.Profile,
) -> None:
    found = seats(profile)
    named = {(name, role) for name, body in profile.bodies.items() for role in IN_BODIES & set(body.seats)}
    assert {(seat.body, seat.role) for seat in found} == named
    assert len({seat.username for seat in found}) == len(found)
    deciding = profile.duties["decides"].body
    quorum = profile.bodies[deciding].quorum
    assert quorum is not None
    assert quorum.value is not None
    members = [seat for seat in found if (seat.body, seat.role) == (deciding, "commission_member")]
    assert len(members) >= quorum.value


def test_every_remedy_of_the_administration_has_a_judge(profile: procedure.Profile) -> None:
    judging = {seat.body for seat in seats(profile) if seat.role == "appeals_judge"}
    for remedy in profile.remedies:
        if profile.bodies[remedy.body].kind not in ("court", "tribunal") and remedy.lodged_with is None:
            assert remedy.body in judging, remedy.name


async def test_people_can_sign_in_and_newcomers_are_registered(
    profile: procedure.Profile, databases: tuple[Database, Database], clock: SetClock
) -> None:
    clock.set(SET_UP_AT)
    async with undone_at_the_end(databases[1]) as db:
        institution = await deployment.set_up(db, profile)
        assert await register_newcomers(db, clock, profile, institution, MORNING) == HOUSEHOLDS
        usernames = {one.username for one in deployment.sign_ins(profile)}
        assert usernames <= set(await db.scalars(text("select username from users")))


def test_what_a_demonstration_makes_up_is_marked_as_such() -> None:
    for values in Path(DEMONSTRATION_VALUES).glob("*.toml"):
        assert "synthetic = true" in values.read_text("utf-8")
