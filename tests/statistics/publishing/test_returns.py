"""UNHCR's yearly return in its columns and codes, and the regional indicators: recounts of the record."""

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.statistics.facts.keeping import catch_up
from app.statistics.publishing.rules import mirps, unhcr
from app.statistics.publishing.rules.rounding import rounded
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, adult, family_of_five

UNHCR = Path(__file__).parents[4] / "shared/data/unhcr"


@pytest.fixture
async def counted(world: World) -> World:
    await world.register(family_of_five())
    await world.register([adult(nationalities=("CUB",))])
    await catch_up(world.system)
    return world


async def test_the_return_is_a_recount_by_case_and_by_person(counted: World, site: Site) -> None:
    async with site.api("auditor") as client:
        found = (await client.get("/api/v1/unhcr-return?year=2026")).json()
        table = await client.get("/api/v1/unhcr-return?year=2026&table=applications")
    applied: list[dict[str, Any]] = found["tables"]["applications"]
    async with counted.system.reading(counted.actor("auditor")) as db:
        rows = await db.rows(
            text(
                "select p.nationalities[1] as origin, count(*)::int as persons, (count(*) filter (where c.position = 0))::int as cases"
                " from claims c join persons p on p.id = c.person_id join claim_facts f on f.claim_id = c.id"
                " where f.filed_on between date '2026-01-01' and :today group by 1"
            ),
            # Other tests file later in the year.
            {"today": counted.clock.now().date()},
        )
    recount = {r.origin: {"P": r.persons, "C": r.cases} for r in rows}
    new = [row for row in applied if row["app_type"] == "N"]
    assert {(row["coo_iso"], row["app_pc"]): row["applied"] for row in new} == {
        (origin, unit): n for origin, of in recount.items() for unit, n in of.items() if n
    }
    venezuela = next(row for row in new if row["coo_iso"] == "VEN")
    assert (venezuela["coo"], venezuela["coa"], venezuela["coa_iso"]) == ("VEN", "COS", "CRI")
    assert tuple(next(csv.reader([table.text.lstrip("\ufeff").splitlines()[0]]))) == unhcr.APPLICATIONS
    stock = {row["coo_iso"]: row["asylum_seekers"] for row in found["tables"]["population"]}
    ages = [row for row in found["tables"]["demographics"] if row["pop_type"] == "ASY"]
    assert {row["coo_iso"]: row["total"] for row in ages} == {k: n for k, n in stock.items() if n}
    assert all(row["f_total"] + row["m_total"] <= row["total"] for row in ages)


async def test_the_page_of_the_return_and_its_files(counted: World, site: Site) -> None:
    async with site.pages("auditor") as client:
        shown = await client.get("/unhcr-return?year=2026")
        assert_sound(shown.text)
        assert "MIRPS" in shown.text
        assert_sound((await client.get("/unhcr-return")).text)
        file = await client.get("/unhcr-return/2026/demographics.csv")
        assert file.text.lstrip("\ufeff").startswith("year,coo_name,coo,coo_iso")
        assert (await client.get("/unhcr-return/2026/names.csv")).status_code == 404
    async with site.api("auditor") as client:
        found = (await client.get("/api/v1/mirps-indicators?year=2026")).json()
        assert {each["verification"] for each in found["indicators"]} == {"unknown"}
    async with site.api("supervisor") as client:
        assert (await client.get("/api/v1/unhcr-return?year=2026")).status_code == 403


def test_what_costa_rica_decided_in_2025_reads_as_published() -> None:
    """974 recognised, 1,373 rejected, 67,220 closed at first instance, 404 and 12 in review, of 29,559 new applications and 357
    appeals (UNHCR Refugee Data Finder, snapshot of June 2026): 9 % decided on their merits, 234 % with closures."""
    first = [("recognised", 974), ("rejected", 1373), ("closed", 67220)]
    made = unhcr.decisions(
        2025, "CRI", [unhcr.Claims("NIC", cases=False, n=n, what=what) for what, n in first]
    )
    assert [row[10:] for row in made] == [(974, 0, 1373, 67220, 69567)]
    year = mirps.YearOfClaims(
        filed=29559 + 357, recognised=974, other=0, rejected=1373 + 404, closed=67220 + 12, pending=0, simplified=0,
        notified=0, notified_days=None, days=365,
    )  # fmt: skip
    found = {each.code: each.value for each in mirps.indicators(year)}
    assert found["clearance_substantive"] == pytest.approx(0.09, abs=0.005)
    assert found["clearance_with_closures"] == pytest.approx(2.34, abs=0.005)
    assert found["processing_time"] is None


def test_three_of_unhcrs_codes_are_another_countrys_iso_code() -> None:
    assert (unhcr.country("CRI").code, unhcr.country("HND").code, unhcr.country("BLZ").code) == (
        "COS",
        "HON",
        "BZE",
    )
    assert unhcr.country("AUT").code == "AUS"
    assert unhcr.country(None).code == "UNK"
    codes = {row["code"] for row in unhcr.rows_of("rsd_statistics_codes.csv") if row["field"] == "dec_level"}
    assert {unhcr.FIRST_INSTANCE, unhcr.REVIEW} <= codes


@pytest.mark.skipif(
    not UNHCR.is_dir(), reason="UNHCR's files are not beside the checkout (../shared/data/unhcr)"
)
def test_unhcrs_own_figures_keep_their_published_rounding() -> None:
    """Decisions are published as 0, 5, 10 or exact from ten: rounding them once more changes none, under any key. Applications and
    population are exact from five and have no 1 to 4."""
    seen = 0
    for name, columns in (
        ("asylum_decisions.csv", tuple(unhcr.OUTCOMES.values())),
        ("asylum_applications.csv", ("applied",)),
        ("population.csv", ("refugees", "asylum_seekers")),
    ):
        with (UNHCR / name).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                for column in columns:
                    n = int(float(row[column] or 0))
                    assert n not in range(1, 5)
                    place = (("coo", row["coo"]), ("coa", row["coa"]), ("column", column))
                    if name == "asylum_decisions.csv":
                        assert rounded(n, place, key=b"any", population=row["year"]) == n
                    seen += 1
    assert seen > 1000
