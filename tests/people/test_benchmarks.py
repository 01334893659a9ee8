"""What the matching is promised to find: the sets of `bench/matching.py`, by the product's own scorer and by Splink."""

import pytest

from bench.matching import febrl, measure, measure_at_rest
from bench.spanish_names import made


@pytest.mark.slow
def test_febrl_4_is_found_nearly_whole() -> None:
    records = febrl(4)
    ours, splink = measure("Febrl 4", records), measure_at_rest("Febrl 4", records)
    assert ours.true_pairs == 5000
    for found in (ours, splink):
        assert found.precision >= 0.98
        assert found.recall >= 0.98
        assert found.recall_at_98 >= 0.98


@pytest.mark.slow
def test_spanish_names_spoilt_in_every_documented_way_are_found() -> None:
    records = made()
    for found in (measure("Spanish names", records), measure_at_rest("Spanish names", records)):
        assert found.precision >= 0.98
        assert found.recall >= 0.98


def test_a_small_set_of_spanish_names_is_found_by_the_scorer_alone() -> None:
    found = measure("Spanish names", made(seed=7, persons=300))
    assert found.true_pairs > 50
    assert found.recall >= 0.96
    assert found.precision >= 0.96
