"""A calibration session: each scores blind, nobody sees another's marks before all are in, and what differs is settled with a note."""

from datetime import date
from uuid import UUID

import pytest

from app.quality import public as quality
from tests.quality.test_samples import assess, assigned, drawn, places, team
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

NAMES = ("quality_assessor", "second_assessor", "third_assessor")


async def convened(world: World) -> UUID:
    assessors = await team(world)
    sample_id = await drawn(world, 2, size=1)
    async with world.acting("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)
        return await quality.convene(
            db,
            db.actor,
            title="Calibración de noviembre",
            file_id=file.id,
            instrument="registration",
            assessors=assessors,
            score_by=date(2026, 11, 20),
        )


async def test_a_session_is_of_this_year_and_everything_that_is_wrong_is_said_at_once(site: Site) -> None:
    body = {
        "title": " ", "file_id": str(UUID(int=0)), "instrument": "registration", "assessors": [], "score_by": "9999-12-31",
    }  # fmt: skip
    async with site.api("quality_assessor") as api:
        refused = await api.post("/api/v1/quality/calibrations", json=body)
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["errors"]} == {"title", "assessors", "score_by"}


async def test_nobody_has_a_seat_and_a_blind_assessment_of_one_file(world: World) -> None:
    first, second, third = await team(world)
    sample_id = await drawn(world, 1, size=1)
    await assigned(world, sample_id, [first])
    async with world.acting("quality_assessor") as db:
        (file,) = await quality.files_of(db, sample_id)

    async def seated(*assessors: UUID) -> UUID:
        async with world.acting("quality_assessor") as db:
            return await quality.convene(
                db, db.actor, title="Dos", file_id=file.id, instrument="registration", assessors=assessors,
                score_by=date(2026, 11, 20),
            )  # fmt: skip

    with pytest.raises(quality.SeesOthersMarks):
        await seated(first, second)
    await seated(second, third)
    (place,) = [p for p in await places(world, sample_id) if p.purpose == "assessment"]
    async with world.acting("quality_assessor") as db:
        await quality.withdraw_review(db, db.actor, place.id)
    with pytest.raises(quality.NobodyIndependent):
        await assigned(world, sample_id, [second, third])
    assert await assigned(world, sample_id, [first, second]) == 1


async def test_each_is_blind_until_all_are_in_and_then_they_settle_what_they_saw_differently(
    site: Site,
) -> None:
    world = site.world
    session = await convened(world)
    address = f"/quality/calibrations/{session}"
    async with world.reading("quality_assessor") as db:
        view = await quality.calibration(db, session)
        assert (view.state, len(view.seats), view.agreement) == ("scoring", 3, None)
        seats = {seat.user_id: seat.review_id for seat in view.seats}
    for name, mark in zip(NAMES[:2], ("correct", "minor_error"), strict=True):
        await assess(world, seats[world.actor(name).user_id], name, mark)
    async with world.reading("third_assessor") as db:
        blind = await quality.calibration(db, session)
        assert all(mark is None for row in blind.rows for mark in row.marks)
    async with site.pages("quality_assessor") as pages:
        assert_sound((await pages.get(address)).text)
        early = await pages.post(f"{address}/closing", data={"conclusion": "Ya"})
        assert early.status_code == 409
    await assess(world, seats[world.actor("third_assessor").user_id], "third_assessor", "minor_error")
    async with world.reading("third_assessor") as db:
        (first,) = (await quality.calibration(db, session)).differing
    async with site.pages("third_assessor") as pages:
        shown = await pages.get(address)
        assert_sound(shown.text)
        bare = await pages.post(f"{address}/settlements", data={"indicator": first})
        assert bare.status_code == 422
        assert_sound(bare.text)
        assert f'href="#note-{first}"' in bare.text
        agreed = {"indicator": first, "mark": "minor_error", "note": "Falta la hora: error menor."}
        assert (await pages.post(f"{address}/settlements", data=agreed)).status_code == 303
        assert (await pages.post(f"{address}/closing", data={"conclusion": "Ya"})).status_code == 404
    async with site.api("quality_assessor") as api:
        told = (await api.get(f"/api/v1{address}")).json()
        assert (told["state"], told["left"]) == ("discussing", [])
        assert [row["indicator"] for row in told["rows"] if row["differ"]] == [first]
        # One of so many indicators, one of three assessors: nominal alpha by hand.
        units, marks = len(told["rows"]), 3 * len(told["rows"])
        observed = (2 / 3) / units
        expected = 2 * 2 * (marks - 2) / (marks * (marks - 1))
        assert told["agreement"]["value"] == pytest.approx(1 - observed / expected)
        closed = await api.post(f"/api/v1{address}/closing", json={"conclusion": "Sin hora, error menor."})
        assert closed.json()["state"] == "settled"
    async with site.pages("third_assessor") as pages:
        late = await pages.post(f"{address}/settlements", data=agreed)
        assert late.status_code == 409
        assert_sound((await pages.get("/quality/calibrations")).text)
        assert_sound((await pages.get("/quality/calibrations/new")).text)
    async with world.reading("supervisor") as db:
        figures = await quality.quality_figures(
            db, since=date(2026, 1, 1), until=date(2026, 12, 31), zone="UTC", office=world.office
        )
        assert figures.instruments == (), "a session counts in no figure"
