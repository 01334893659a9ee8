"""UNHCR's and CEPEJ's ratios over UNHCR's own counts of six countries of asylum.

What is published are counts: UNHCR's files hold no rate. `data/` has those counts (source and licence in its README), held against
the files themselves where they are beside the checkout. `RATES` was worked out from them apart from the product, in fractions, by the
definitions of UNHCR (recognised, or recognised and complementary, for each hundred recognised, complementary and rejected) and CEPEJ.
The nine and 234 per cent of Costa Rica are those that the project's definitions of figures name.
"""

import csv
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.statistics import public as statistics
from tests.world import World

HERE = Path(__file__).parent / "data"
THEIRS = Path(__file__).parents[3] / "shared/data/unhcr"
COUNTS = ("applied", "recognised", "other", "rejected", "closed")
YEAR, DAYS = 2025, 365
# Of 2025, all levels together: refugee recognition, total protection, clearance on the merits and with closures (per cent), and
# disposition time on the merits and with closures (days). Panama counts its decisions in cases and its pending in persons.
RATES: Mapping[str, tuple[float | None, ...]] = {
    "BLZ": (88.7, 88.7, 61.3, 183.9, 5038.6, 1679.5),
    "CRI": (35.4, 35.4, 9.2, 233.9, 23645.0, 929.5),
    "GTM": (69.5, 69.5, 29.1, 47.9, 3730.3, 2271.1),
    "HND": (100.0, 100.0, 9.5, 57.8, 2367.1, 388.8),
    "MEX": (75.0, 79.9, 31.1, 144.6, 2890.6, 621.6),
    "PAN": (1.5, 1.5, 111.8, 224.4, None, None),
}


def counted(country: str, year: int = YEAR, level: str | None = None) -> Counter[str]:
    """A country's counts of a year, of one level or of all."""
    found: Counter[str] = Counter()
    for row in _rows(HERE / "unhcr_asylum.csv"):
        if (row["asylum"], int(row["year"])) == (country, year) and level in (None, row["level"]):
            found.update({name: int(row[name]) for name in COUNTS})
    return found


def waiting(country: str, year: int = YEAR) -> int:
    rows = _rows(HERE / "unhcr_pending.csv")
    return next(int(r["persons"]) for r in rows if (r["asylum"], int(r["year"])) == (country, year))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("country", RATES)
def test_the_rates_of_six_countries(country: str) -> None:
    n, pending = counted(country), waiting(country)
    merits = n["recognised"], n["other"], n["rejected"]
    decided = sum(merits)
    found = [
        statistics.recognition_rate(*merits),
        statistics.total_protection_rate(*merits),
        statistics.clearance_rate(decided, n["applied"]),
        statistics.clearance_rate(decided + n["closed"], n["applied"]),
        statistics.disposition_time(pending, decided, DAYS),
        statistics.disposition_time(pending, decided + n["closed"], DAYS),
    ]
    for ours, theirs in zip(found, RATES[country], strict=True):
        assert theirs is None or ours == pytest.approx(theirs, abs=0.05)


def test_one_clearance_rate_alone_misleads() -> None:
    n = counted("CRI")
    decided = n["recognised"] + n["other"] + n["rejected"]
    assert round(statistics.clearance_rate(decided, n["applied"]) or 0) == 9
    assert round(statistics.clearance_rate(decided + n["closed"], n["applied"]) or 0) == 234


def test_the_rates_of_the_first_instance() -> None:
    n = counted("CRI", level="FI")
    assert statistics.recognition_rate(n["recognised"], n["other"], n["rejected"]) == pytest.approx(
        41.5, abs=0.05
    )
    assert statistics.total_protection_rate(974, 100, 1_373) == pytest.approx(1_074 / 2_447 * 100)
    assert statistics.disposition_time(1_000, 500, 365) == 730


def test_nothing_decided_has_no_rate() -> None:
    assert statistics.recognition_rate(0, 0, 0) is None
    assert statistics.clearance_rate(3, 0) is None
    assert statistics.disposition_time(3, 0, 365) is None


@pytest.mark.parametrize(
    "country",
    [
        *("BLZ", "GTM", "HND", "PAN"),
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("CRI", "MEX")),
    ],
)
async def test_the_figures_over_as_many_claims_say_the_same(
    world: World, database_url: str, country: str
) -> None:
    office, refugee, total, substantive, closures, slow, fast = uuid4(), *RATES[country]
    filters = statistics.Filters(
        office=office, unit="persons", since=date(YEAR, 1, 1), until=date(YEAR, 12, 31)
    )
    async with loaded(database_url, office, country), world.reading("auditor") as db:
        recognition = await statistics.figure(db, "recognition", filters)
        clearance = await statistics.figure(db, "clearance", filters)
        disposition = await statistics.figure(db, "disposition", filters)
    n = counted(country)
    assert {key: recognition.value(key) for key in ("recognised", "other", "rejected")} == {
        key: n[key] for key in ("recognised", "other", "rejected")
    }
    assert (clearance.value("incoming"), disposition.value("pending")) == (n["applied"], waiting(country))
    for found, key, expected in (
        (recognition, "recognition_rate", refugee),
        (recognition, "total_protection_rate", total),
        (clearance, "clearance_substantive", substantive),
        (clearance, "clearance_with_closures", closures),
        (disposition, "disposition_substantive", slow),
        (disposition, "disposition_with_closures", fast),
    ):
        assert expected is None or found.value(key) == pytest.approx(expected, abs=0.05), key


# One claim for each that UNHCR counts, with what the figures read of it and no person behind it.
CLAIMS = """
insert into claim_facts (claim_id, case_id, principal, office_id, country, sex, age_group, modality, needs, instance, filed_on, filed_at,
  decided_at, first_counts_as, stage, standard, open, stage_since, moved, resolved_on, resolved_as, missed_interviews, known_from)
select gen_random_uuid(), gen_random_uuid(), false, $1, $2, 'unknown', '', 'ordinary', '', 'first', $3, $3::date::timestamptz,
       case when $5 in ('recognised', 'other', 'rejected') then $4::date::timestamptz end, nullif($5, 'closed'), 'registered', 'intake',
       $5 is null, $3::date::timestamptz, false, $4, $5, 0, $3::date::timestamptz
  from generate_series(1, $6::int)
"""


@asynccontextmanager
async def loaded(database_url: str, office: UUID, country: str) -> AsyncIterator[None]:
    """The year's counts as claims of an office of their own: applied for in the year as many as applied, waiting at its end as many as
    waited, and each decision of a claim of its own, of the year before where more was decided than applied for."""
    n = counted(country)
    first, middle, before = date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR - 1, 6, 30)
    left, rows = n["applied"], []
    for what, count in _ended(n, waiting(country)):
        new = min(left, count)
        left -= new
        day = None if what is None else middle
        rows += [(office, country, first, day, what, new), (office, country, before, day, what, count - new)]
    assert left == 0
    connection = await asyncpg.connect(database_url)
    try:
        await connection.executemany(CLAIMS, [row for row in rows if row[-1]])
        yield
    finally:
        await connection.execute("delete from claim_facts where office_id = $1", office)
        await connection.close()


def _ended(n: Counter[str], pending: int) -> Iterator[tuple[str | None, int]]:
    yield from ((what, n[what]) for what in COUNTS[1:])
    yield None, pending


@pytest.mark.skipif(not THEIRS.exists(), reason="UNHCR's files are not beside the checkout")
def test_the_pinned_counts_are_unhcrs() -> None:
    theirs: dict[tuple[str, ...], Counter[str]] = {}
    for row in _rows(THEIRS / "asylum_applications.csv"):
        key = (row["coa_iso"], row["year"], row["app_pc"], row["dec_level"])
        theirs.setdefault(key, Counter())["applied"] += int(row["applied"] or 0)
    for row in _rows(THEIRS / "asylum_decisions.csv"):
        key = (row["coa_iso"], row["year"], row["dec_pc"], row["dec_level"])
        parts = {
            name: int(row[f"dec_{name.replace('recognised', 'recognized')}"] or 0) for name in COUNTS[1:]
        }
        # The one number of the files that is made from others.
        assert sum(parts.values()) == int(row["dec_total"])
        theirs.setdefault(key, Counter()).update(parts)
    pending: Counter[tuple[str, str]] = Counter()
    for row in _rows(THEIRS / "population.csv"):
        pending[row["coa_iso"], row["year"]] += int(row["asylum_seekers"] or 0)
    ours = {
        (r["asylum"], r["year"], r["counted_in"], r["level"]): Counter(
            {name: int(r[name]) for name in COUNTS}
        )
        for r in _rows(HERE / "unhcr_asylum.csv")
    }
    assert set(ours) == set(theirs)
    assert [key for key in ours if any(ours[key][name] != theirs[key][name] for name in COUNTS)] == []
    assert {(r["asylum"], r["year"]): int(r["persons"]) for r in _rows(HERE / "unhcr_pending.csv")} == pending
