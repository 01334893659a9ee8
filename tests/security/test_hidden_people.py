"""Who is in a sealed file is found by nobody who does not see that file: not where they are, not how to reach them, not by a merge."""

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.people import public as people
from app.workflows.merge_persons import merge_persons
from tests.people.test_merging import confirmed
from tests.world import World


async def test_a_sealed_file_tells_other_offices_no_place_no_telephone_and_gives_no_record_to_a_merge(
    world: World,
) -> None:
    pair, _case, one, other_case, other = await confirmed(world)
    async with world.system.writing(SYSTEM) as db:
        moved = "update cases set sealed = true, office_id = :o, post_id = null, audience = array[:key] where id = :c"
        await db.execute(
            text(moved), {"c": other_case, "o": world.other_office, "key": f"office:{world.other_office}"}
        )
        await db.execute(text("update persons set phone = '+506 6000 0999' where id = :p"), {"p": other})
        asked = (await people.these(db, [other]))[other]
    async with world.reading("registration_officer") as db:
        alike = {c.person_id: c for c in await people.candidates(db, asked, limit=20)}
        shown = (await people.pairs.pair(db, pair, today=db.now().date())).row.sides
    # That there is somebody alike has to be known, or they would be registered twice.
    assert (alike[other].reference, alike[other].place) == ("", "")
    hidden = next(side for side in shown if side["person_id"] == other)
    assert (hidden["sealed"], hidden["phone"], hidden["cases"]) == (True, None, [])
    async with world.acting("supervisor") as db:
        search = await people.family.open_tracing(
            db,
            db.actor,
            person_id=one,
            sought=people.family.Sought(
                "sibling", asked.given_names, asked.family_names, "", asked.birth_date, "day"
            ),
            consented=True,
        )
        (mine,) = await people.family.searches_of(db, [one])
        assert mine.id == search
        assert other not in {m.person_id for m in mine.matches}
        with pytest.raises(people.pairs.SealedSide):
            await merge_persons(db, db.actor, pair, survivor=one)
    async with world.reading("other_registration_officer") as db:
        (theirs,) = [c for c in await people.candidates(db, asked, limit=20) if c.person_id == other]
    assert theirs.reference
    assert theirs.place
