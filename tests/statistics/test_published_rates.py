"""UNHCR's and CEPEJ's ratios over UNHCR's own counts of Costa Rica in 2025.

Source: UNHCR Refugee Data Finder, snapshot of June 2026 (CC BY 4.0): applications new and on appeal, decisions of the first instance and on
administrative review, persons.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from app.statistics import public as statistics

APPLIED = 29_559 + 357
RECOGNISED, OTHER, REJECTED, CLOSED = 974, 0, 1_373 + 404, 67_220 + 12
DATA = Path(__file__).parents[3] / "shared/data/unhcr"


def test_one_clearance_rate_alone_misleads() -> None:
    decided = RECOGNISED + OTHER + REJECTED
    assert round(statistics.clearance_rate(decided, APPLIED) or 0) == 9
    assert round(statistics.clearance_rate(decided + CLOSED, APPLIED) or 0) == 234


def test_the_rates_of_the_first_instance() -> None:
    assert statistics.recognition_rate(974, 0, 1_373) == pytest.approx(41.5, abs=0.05)
    assert statistics.total_protection_rate(974, 100, 1_373) == pytest.approx(1_074 / 2_447 * 100)
    assert statistics.disposition_time(1_000, 500, 365) == 730


def test_nothing_decided_has_no_rate() -> None:
    assert statistics.recognition_rate(0, 0, 0) is None
    assert statistics.clearance_rate(3, 0) is None
    assert statistics.disposition_time(3, 0, 365) is None


@pytest.mark.skipif(not DATA.exists(), reason="UNHCR's files are not beside the checkout")
def test_the_pinned_counts_are_unhcrs() -> None:
    applied = sum(int(row["applied"] or 0) for row in _rows("asylum_applications", "app_pc"))
    decided: Counter[str] = Counter()
    for row in _rows("asylum_decisions", "dec_pc"):
        for column in ("dec_recognized", "dec_other", "dec_rejected", "dec_closed"):
            decided[column] += int(row[column] or 0)
    assert applied == APPLIED
    assert tuple(decided.values()) == (RECOGNISED, OTHER, REJECTED, CLOSED)


def _rows(name: str, unit: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return [r for r in csv.DictReader(file) if (r["year"], r["coa_iso"], r[unit]) == ("2025", "CRI", "P")]
