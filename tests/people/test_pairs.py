"""Two records that may be one person: proposed once, told apart for good unless something new is said."""

from datetime import date
from uuid import UUID

from app.cases import public as cases
from app.people import public as people
from app.people.public import Reason
from tests.world import World, adult

NAME = Reason("name_close", 0.4, {"likeness": 0.9})
PAPER = Reason("same_paper", 0.9, {"kind": "passport"})


async def two(world: World) -> tuple[UUID, UUID, UUID, UUID]:
    """Two cases of the office and their people: case, person, case, person."""
    first = await world.register([adult("Marta Elena", "Pineda Cruz")])
    # So unlike the first that no program thinks of them as one: what these tests propose, they propose themselves.
    unlike = {"birth_date": date(1962, 8, 30), "phone": None, "sex": "male", "nationalities": ("HND",)}
    second = await world.register([adult("Zulmiro", "Quirós Vado", **unlike)])
    found = []
    for registered in (first, second):
        async with world.reading("supervisor") as db:
            opened = await cases.look_at(db, registered.case_id)
        found += [registered.case_id, opened.principal.person_id]
    return found[0], found[1], found[2], found[3]


async def propose(world: World, one: UUID, other: UUID, *reasons: Reason) -> UUID | None:
    async with world.acting("border_liaison_officer") as db:
        return await people.propose_pair(db, one, other, score=0.8, reasons=reasons, found_by="registration")


async def pair_waiting(world: World) -> UUID:
    """A pair that nobody has looked at."""
    _, one, _, other = await two(world)
    found = await propose(world, one, other, NAME)
    assert found
    return found


async def test_a_pair_is_proposed_once_whichever_way_round(world: World) -> None:
    _, one, _, other = await two(world)
    assert await propose(world, other, one, NAME)
    assert await propose(world, one, other, NAME) is None
    assert await propose(world, one, one, NAME) is None
