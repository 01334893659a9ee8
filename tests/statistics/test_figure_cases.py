"""Behind every number stand as many cases as it says; who may not see cases finds none, and the auditor nobody."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.errors import Invalid, NotFound
from app.statistics import public as statistics
from app.statistics.facts import keeping
from app.statistics.figures.parts import PARTS
from app.web.figure_links import Links
from tests.site import Site
from tests.statistics.test_kept_counts import histories
from tests.statistics.test_metrics import two_pending_and_one_decided
from tests.web_foundation.soundness import assert_sound
from tests.world import World

Filters = statistics.Filters


def parts(found: statistics.Figure) -> list[tuple[int, statistics.Part]]:
    """Every number of a figure with cases behind it, with its part."""
    headline = statistics.part_of(found.name, None)
    numbers = [
        (whole(value.value), statistics.Part(value.key))
        for value in found.headline
        if headline and value.key in headline.columns
    ]
    for table in found.tables:
        counted = statistics.part_of(found.name, table.name)
        assert counted is not None, (found.name, table.name)
        assert {column.key for column in table.columns} & counted.columns.keys()
        numbers += [
            (whole(row[column]), statistics.Part(column, table.name, said(table, row, len(counted.keys))))
            for row in table.as_dicts()
            for column in counted.columns
            if column in row
        ]
    return numbers


def whole(cell: statistics.Cell) -> int:
    return cell if isinstance(cell, int) else 0


def said(table: statistics.Table, row: dict[str, statistics.Cell], keys: int) -> tuple[str, ...]:
    """The first cells of a row as they stand in an address."""
    cells = [row[column.key] for column in table.columns[:keys]]
    return tuple(
        "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell) for cell in cells
    )


@pytest.mark.parametrize("seed", [11, 40501])
async def test_as_many_cases_stand_behind_every_number_as_it_says(
    world: World, database_url: str, seed: int
) -> None:
    await histories(world, database_url, seed, 30)
    await keeping.catch_up(world.system)
    chance = Random(seed)
    narrow = [
        Filters(),
        Filters(unit="persons"),
        Filters(sex="female", unit="persons"),
        Filters(as_of=world.clock.now()),
        Filters(instance="appeal"),
    ]
    looked = 0
    async with world.reading("auditor") as db:
        for name in PARTS:
            for filters in narrow:
                found = await statistics.figure(db, name, filters)
                asked = parts(found)
                for number, part in chance.sample(asked, min(len(asked), 12)):
                    if part.table == "by_officer" and part.row != ("",):
                        continue
                    listed = await statistics.behind(db, name, filters, part, limit=200)
                    assert listed.total == number, (name, filters, part)
                    looked += number > 0
    assert looked > 60


async def test_the_pages_of_a_list_make_up_the_number_and_none_comes_twice(
    world: World, database_url: str
) -> None:
    await histories(world, database_url, 7, 30)
    await keeping.catch_up(world.system)
    part = statistics.Part("claims")
    for who, name in (("auditor", "pseudonym"), ("supervisor", "reference")):
        async with world.reading(who) as db:
            seen: list[Any] = []
            after, extract = None, None
            while True:
                listed = await statistics.behind(
                    db, "time_to_interview", Filters(), part, after=after, limit=7, extract=extract
                )
                seen += [getattr(row, name) for row in listed.rows]
                after, extract = listed.after, listed.extract
                if after is None:
                    break
            assert len(seen) == len(set(seen)) == listed.visible
            assert None not in seen


async def test_an_auditor_reads_pseudonyms_that_hold_in_one_list_alone(world: World) -> None:
    registered = await world.register()
    await statistics.catch_up(world.system)
    part = statistics.Part("pending")
    async with world.reading("auditor") as db:
        one = await statistics.behind(db, "pending", Filters(), part)
        again = await statistics.behind(db, "pending", Filters(), part, extract=one.extract)
        other = await statistics.behind(db, "pending", Filters(), part)
        narrower = await statistics.behind(db, "pending", Filters(unit="persons"), part, extract=one.extract)
        names = [{row.pseudonym for row in listed.rows} for listed in (one, other, narrower)]
        assert [row.pseudonym for row in again.rows] == [row.pseudonym for row in one.rows]
        assert not names[0] & names[1]
        assert not names[0] & names[2]
        for row in (*one.rows, *other.rows):
            assert (row.case_id, row.claim_id, row.reference) == (None, None, None)
            assert row.filed_on.day == row.on.day == 1
        with pytest.raises(Invalid):
            await statistics.behind(db, "pending", Filters(), part, after=str(registered.case_id))
    async with world.reading(replace(world.actor("auditor"), user_id=uuid4())) as db:
        theirs = await statistics.behind(db, "pending", Filters(), part, extract=one.extract)
        assert not {row.pseudonym for row in theirs.rows} & names[0]


async def test_who_sees_no_case_sees_the_number_and_nothing_behind_it(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    part = {"table": "by_stage", "row": "registered", "column": "claims"}
    async with site.api("supervisor") as api:
        own = (await api.get("/api/v1/figures/pending/cases", params=part)).json()
    assert (own["total"], own["visible"], len(own["cases"])) == (2, 2, 2)
    assert all(row["reference"] and row["late"] for row in own["cases"])
    async with site.api("quality_assessor") as api:
        counted = (await api.get("/api/v1/figures/pending/cases", params=part)).json()
    assert counted["total"] >= 2
    assert (counted["visible"], counted["cases"]) == (0, [])
    async with site.api("other_supervisor") as api:
        assert (await api.get("/api/v1/figures/pending/cases", params=part)).json()["total"] == 0
    for who in ("eligibility_officer", "border_liaison_officer", "administrator"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/figures/pending/cases", params=part)).status_code == 403
    async with site.world.reading("data_protection_officer") as db:
        looks = await db.rows(
            text(
                "select detail from access_records where action = 'figure.cases' and actor_id = :who order by at"
            ),
            {"who": site.world.actor("supervisor").user_id},
        )
    assert [look.detail["row"] for look in looks][-1] == ["registered"]


async def test_a_number_on_the_page_leads_to_its_cases_with_its_filters(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    async with site.pages("supervisor") as pages:
        figure = await pages.get("/metrics/pending", params={"origin": "VEN", "as_of": "2027-03-01"})
        href = next(
            part.split('"')[0].replace("&amp;", "&")
            for part in figure.text.split('href="')
            if part.startswith("/metrics/pending/cases") and "registered" in part.split('"')[0]
        )
        listed = await pages.get(href)
        assert_sound(listed.text)
        for nowhere in (
            "/metrics/no_shows/cases",
            "/metrics/pending/cases?column=names",
            "/metrics/pending/cases?table=by_stage&column=claims",
            "/metrics/pending/cases?table=by_age&row=young&column=claims",
            "/metrics/names/cases?column=pending",
            "/metrics/access/cases?column=people",
        ):
            assert (await pages.get(nowhere)).status_code == 404, nowhere
    query = dict(parse_qsl(urlsplit(href).query))
    assert (query["origin"], query["as_of"], query["column"]) == ("VEN", "2027-03-01", "claims")
    assert "Registrada" in listed.text
    assert "Guédez" in listed.text
    async with site.pages("auditor") as pages:
        page = await pages.get("/metrics/pending/cases?column=pending")
        assert_sound(page.text)
    assert "case-" in page.text
    assert "Guédez" not in page.text
    assert "CRI-" not in page.text


async def test_a_desk_is_opened_by_its_supervisor_alone(world: World) -> None:
    officer = str(world.actor("eligibility_officer").user_id)
    part = statistics.Part("claims", "by_officer", (officer,))
    async with world.reading("supervisor") as db:
        assert (await statistics.behind(db, "workload", Filters(), part)).total == 0
    async with world.reading("auditor") as db:
        with pytest.raises(NotFound):
            await statistics.behind(db, "workload", Filters(), part)
    links = Links("workload", {}, open=True)
    assert links.to("by_officer", ("3", 4, 1), "claims") is None
    assert links.to("by_officer", (officer, 4, 1), "claims") is not None
