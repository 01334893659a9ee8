"""A release is prepared by one person, sealed by another, read by anybody, and never changes."""

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.statistics.facts.keeping import catch_up
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, adult, family_of_five

ASKED = {
    "title": "Solicitudes por origen y sexo",
    "measure": "pending",
    "unit": "persons",
    "tables": ["origin-sex", "sex"],
    "control": "withholding",
    "threshold": 3,
}


@pytest.fixture
async def counted(world: World) -> World:
    """A family of five, and seven people alone, are in the facts with whoever the other tests left there."""
    await world.register(family_of_five())
    for n in range(7):
        await world.register([adult(nationalities=("NIC",), sex="male" if n % 2 else "female")])
    await catch_up(world.system)
    return world


def in_a_month_of_its_own(world: World, place: int) -> None:
    """What is pending is published once in 28 days."""
    world.clock.advance(timedelta(days=40 * place))


async def test_what_one_prepares_another_seals_and_everybody_reads(counted: World, site: Site) -> None:
    in_a_month_of_its_own(counted, 1)
    async with (
        site.api("auditor") as auditor,
        site.api("data_protection_officer") as officer,
        site.api() as anyone,
    ):
        made = await auditor.post("/api/v1/publications", json=ASKED)
        assert made.status_code == 201, made.text
        where = made.headers["location"]
        draft = (await auditor.get(where)).json()
        assert draft["release"]["state"] == "draft"
        assert {t["name"] for t in draft["preview"]["tables"]} == {"origin-sex", "sex"}
        assert (await auditor.post(f"{where}/seal")).status_code == 409
        before = len((await anyone.get("/api/v1/statistics")).json())
        sealed = await officer.post(f"{where}/seal", headers={"If-Match": '"1"'})
        assert sealed.status_code == 200, sealed.text
        number = sealed.json()["number"]
        again = await officer.post(f"{where}/seal", headers={"If-Match": '"1"'})
        assert (again.status_code, number in again.text) == (409, True), again.text
        listed = (await anyone.get("/api/v1/statistics")).json()
        assert (len(listed), listed[0]["number"]) == (before + 1, number)
        file = await anyone.get(f"/api/v1/statistics/{number}")
        assert hashlib.sha256(file.content).hexdigest() == sealed.json()["digest"]
        assert file.json() == draft["content"]
        assert (await anyone.get(where)).status_code == 401
        assert (await anyone.get("/api/v1/statistics/E1999-001")).status_code == 404


async def test_a_release_that_hides_nobody_is_a_recount_of_the_cases(counted: World, site: Site) -> None:
    async with site.api("auditor") as client:
        answer = await client.post(
            "/api/v1/publications", json=ASKED | {"control": "rounding", "tables": ["sex"]}
        )
        assert answer.status_code == 201, answer.text
        content = (await client.get(answer.headers["location"])).json()["content"]
    shown = {row["sex"]: row["count"] for row in content["tables"][0]["rows"] if row["sex"]}
    async with counted.system.reading(counted.actor("auditor")) as db:
        recount = Counter(
            await db.scalars(
                text(
                    "select p.sex from claims c join persons p on p.id = c.person_id join claim_facts f on f.claim_id = c.id"
                    " where f.open"
                )
            )
        )
    assert {sex: n for sex, n in shown.items() if n > 10} == {s: n for s, n in recount.items() if n > 10}
    assert all(shown[sex] in (0, 5, 10) for sex, n in recount.items() if n < 10)


async def test_a_sealed_release_cannot_be_changed_or_taken_away(counted: World, site: Site) -> None:
    in_a_month_of_its_own(counted, 2)
    async with site.api("auditor") as auditor, site.api("data_protection_officer") as officer:
        where = (await auditor.post("/api/v1/publications", json=ASKED)).headers["location"]
        await officer.post(f"{where}/seal")
    for statement in (
        "update statistics_releases set content = '{}' where id = :id",
        "delete from statistics_releases where id = :id",
    ):
        with pytest.raises(DBAPIError):
            async with counted.acting("auditor") as db:
                await db.execute(text(statement), {"id": where.rsplit("/", 1)[1]})


async def test_what_may_not_be_published_is_refused_at_its_field(counted: World, site: Site) -> None:
    async with site.api("auditor") as client:
        cases: list[tuple[dict[str, Any], str]] = [
            ({"tables": ["origin-sex", "sex-age_group", "origin-age_group"]}, "circular"),
            ({"measure": "filed"}, "required"),
            ({"measure": "filed", "since": "2026-01-01", "until": "2027-01-01"}, "over"),
            ({"threshold": 2}, "range"),
            ({"tables": ["name"]}, "choice"),
        ]
        for changed, rule in cases:
            answer = await client.post("/api/v1/publications", json=ASKED | changed)
            assert answer.status_code == 422, answer.text
            assert rule in answer.text


async def test_the_same_days_are_published_once(counted: World, site: Site) -> None:
    """The difference between two counts of the same days says who came between."""
    counted.clock.advance(timedelta(days=200))
    until = counted.clock.now().date().replace(day=1)
    asked = ASKED | {"measure": "filed", "since": "2026-11-01", "until": until.isoformat(), "unit": "cases"}
    async with site.api("auditor") as auditor, site.api("data_protection_officer") as officer:
        first = await auditor.post("/api/v1/publications", json=asked)
        assert first.status_code == 201, first.text
        second = await auditor.post("/api/v1/publications", json=asked | {"unit": "persons"})
        assert second.status_code == 201
        assert (await officer.post(f"{first.headers['location']}/seal")).status_code == 200
        assert (await officer.post(f"{second.headers['location']}/seal")).status_code == 409
        assert (await auditor.post("/api/v1/publications", json=asked)).status_code == 409


async def test_what_is_pending_is_published_once_a_month(counted: World, site: Site) -> None:
    """Two of one day could close a circle, or show in one what the other withholds."""
    in_a_month_of_its_own(counted, 4)
    async with site.api("auditor") as auditor, site.api("data_protection_officer") as officer:
        first = (await auditor.post("/api/v1/publications", json=ASKED)).headers["location"]
        other = ASKED | {"tables": ["origin-age_group"], "control": "rounding"}
        second = (await auditor.post("/api/v1/publications", json=other)).headers["location"]
        assert (await officer.post(f"{first}/seal")).status_code == 200
        late = await officer.post(f"{second}/seal")
        assert late.status_code == 409
        assert "28 días" in late.text
        counted.clock.advance(timedelta(days=27))
    async with site.api("auditor") as auditor:
        assert (await auditor.post("/api/v1/publications", json=other)).status_code == 409
    counted.clock.advance(timedelta(days=2))
    async with site.api("auditor") as auditor:
        assert (await auditor.post("/api/v1/publications", json=other)).status_code == 201


async def test_the_pages_walk_from_the_choice_to_the_public_page(counted: World, site: Site) -> None:
    in_a_month_of_its_own(counted, 3)
    form = {**ASKED, "threshold": "3"}
    async with (
        site.pages("auditor") as auditor,
        site.pages("data_protection_officer") as officer,
        site.pages() as anyone,
    ):
        assert_sound((await auditor.get("/publications/new")).text)
        refused = await auditor.post("/publications/new", data=form | {"title": ""})
        assert refused.status_code == 422
        assert_sound(refused.text)
        made = await auditor.post("/publications/new", data=form)
        assert made.status_code == 303, made.text
        where = made.headers["location"].split("?")[0]
        own = (await auditor.get(where)).text
        assert_sound(own)
        assert "Sellar y publicar" not in own
        theirs = (await officer.get(where)).text
        assert_sound(theirs)
        assert "Sellar y publicar" in theirs
        spare = (await auditor.post("/publications/new", data=form)).headers["location"].split("?")[0]
        assert (await auditor.post(f"{spare}/discard")).status_code == 303
        sealed = await officer.post(f"{where}/seal", data={"version": "1"})
        public = sealed.headers["location"].split("?")[0]
        shown = await anyone.get(public)
        assert_sound(shown.text)
        assert "retenida" in shown.text
        assert_sound((await anyone.get("/statistics")).text)
        assert_sound((await auditor.get("/publications")).text)
        table = await anyone.get(f"{public}/origin-sex.csv")
        assert table.text.lstrip("\ufeff").startswith("origin,sex,count,mark")
        file = json.loads((await anyone.get(f"{public}.json")).text)
        assert file["threshold"] == 3
        assert date.fromisoformat(file["as_of"][:10]) == counted.clock.now().date()
