"""How good files were and how often two who assess them say the same, from marks without a name. Pure.

A share is weighted back by how many files of the frame each drawn file stands for: the ratio of correct to applicable marks, with the
variance between files within their strata (linearised; Cochran, Sampling Techniques, 3rd ed., 1977, ch. 6), as Wilson's interval at
the number of files that would say as much (Korn and Graubard 1998). Where every file stands for as many and gives one mark, that is
Wilson's interval of the plain count. The frame is not treated as all there is: the figure is about the work, not about these files.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.quality.rules.scale import BENCHMARK, CORRECT, ERRORS, MARKS, NOT_APPLICABLE, SIGNIFICANT
from app.statistics.public import Agreement, Interval, alpha, kappa, wilson

# An error in one file is an error; in two it begins to be a habit.
RECURS_IN = 2


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark of one assessment. `file` names a file of the sample by a number that says nothing of the case; `slot`: the first or
    the second who assessed it; `weight`: how many files of the frame this one stands for. `failed` and `right`: of the assessment as a
    whole, `right` the share of correct marks among the applicable, `None` when none was."""

    file: int
    sample: str
    stratum: str
    weight: float
    office: str
    instrument: str
    slot: int
    indicator: str
    mark: str
    failed: bool
    right: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A share with its interval, from so many files. `None`: nothing was applicable."""

    key: str
    share: Interval | None
    files: int
    marks: int


@dataclass(frozen=True, slots=True)
class Recurring:
    """An indicator that was wrong in `files` of the `of_files` where it applied, in `significant` of them badly."""

    instrument: str
    indicator: str
    files: int
    significant: int
    of_files: int
    share: Interval | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far those who assessed the same files agree: `kappa` of the first with the second on every mark, `alpha` the same for any
    number of assessors; `same`: the plain share of equal marks, which flatters."""

    files: int
    marks: int
    same: float | None
    kappa: Agreement
    alpha: Agreement


@dataclass(slots=True)
class _File:
    """What one file adds: correct and applicable marks, averaged over those who assessed it."""

    stratum: tuple[str, str]
    weight: float
    right: float = 0.0
    applicable: float = 0.0
    marks: int = 0


Key = Callable[[Marked], str]


def scores(marks: Iterable[Marked], by: Key) -> list[Scored]:
    """The share of correct among applicable marks, for each value of `by` in the order in which it first comes."""
    grouped: dict[str, list[Marked]] = {}
    for mark in marks:
        grouped.setdefault(by(mark), []).append(mark)
    return [_scored(key, some) for key, some in grouped.items()]


def _scored(key: str, marks: Sequence[Marked]) -> Scored:
    files = _by_file(marks)
    counted = [f for f in files if f.applicable > 0]
    return Scored(key, ratio(files), len(counted), sum(f.marks for f in counted))


def _by_file(marks: Sequence[Marked]) -> list[_File]:
    assessed: dict[tuple[str, int], set[int]] = defaultdict(set)
    for mark in marks:
        assessed[mark.instrument, mark.file].add(mark.slot)
    files: dict[int, _File] = {}
    for mark in marks:
        one = files.setdefault(mark.file, _File((mark.sample, mark.stratum), mark.weight))
        if mark.mark != NOT_APPLICABLE:
            part = 1 / len(assessed[mark.instrument, mark.file])
            one.applicable += part
            one.right += part * (mark.mark == CORRECT)
            one.marks += 1
    return list(files.values())


def ratio(files: Sequence["_File"]) -> Interval | None:
    """The weighted share with its interval; `None` when nothing applied."""
    whole = math.fsum(f.weight * f.applicable for f in files)
    if whole <= 0:
        return None
    share = min(1.0, math.fsum(f.weight * f.right for f in files) / whole)
    counted = [f for f in files if f.applicable > 0]
    if len({f.weight for f in counted}) == 1 and all(f.applicable == 1 for f in counted):
        return wilson(share * len(counted), len(counted))
    kish = math.fsum(f.weight for f in counted) ** 2 / math.fsum(f.weight**2 for f in counted)
    variance = _variance(files, share, whole)
    size = share * (1 - share) / variance if variance > 0 else kish
    return wilson(share * size, size)


def _variance(files: Sequence["_File"], share: float, whole: float) -> float:
    strata: dict[tuple[str, str], list[float]] = defaultdict(list)
    for f in files:
        strata[f.stratum].append(f.weight * (f.right - share * f.applicable) / whole)
    total = 0.0
    for residuals in strata.values():
        n = len(residuals)
        # One file alone in its stratum says nothing of the spread there: its own distance stands for it.
        middle = math.fsum(residuals) / n if n > 1 else 0.0
        total += n / max(1, n - 1) * math.fsum((r - middle) ** 2 for r in residuals)
    return total


def passed(marks: Iterable[Marked], *, benchmark: float = float(BENCHMARK)) -> Scored:
    """The share of files in order: no critical significant error, and at least `benchmark` of the applicable marks correct. A file
    assessed by two counts by halves."""
    files: dict[tuple[int, str], dict[int, Marked]] = {}
    for mark in marks:
        files.setdefault((mark.file, mark.instrument), {})[mark.slot] = mark
    found = []
    for assessed in files.values():
        whole = [m for m in assessed.values() if m.right is not None]
        if whole:
            good = sum(not m.failed and (m.right or 0) >= benchmark for m in whole) / len(whole)
            found.append(_File((whole[0].sample, whole[0].stratum), whole[0].weight, good, 1.0, len(whole)))
    return Scored("passed", ratio(found), len(found), sum(f.marks for f in found))


def recurring(marks: Iterable[Marked], *, at_least: int = RECURS_IN) -> list[Recurring]:
    """Indicators with an error in at least so many files, the most frequent first; what two saw in one file is one file."""
    grouped: dict[tuple[str, str], list[Marked]] = {}
    for mark in marks:
        grouped.setdefault((mark.instrument, mark.indicator), []).append(mark)
    found = []
    for (instrument, indicator), some in grouped.items():
        wrong = {m.file for m in some if m.mark in ERRORS}
        if len(wrong) >= at_least:
            badly = {m.file for m in some if m.mark == SIGNIFICANT}
            applied = {m.file for m in some if m.mark != NOT_APPLICABLE}
            files = [
                _File(f.stratum, f.weight, f.applicable - f.right, f.applicable, f.marks)
                for f in _by_file(some)
            ]
            found.append(Recurring(instrument, indicator, len(wrong), len(badly), len(applied), ratio(files)))
    return sorted(
        found, key=lambda r: (-(r.share.value if r.share else 0), -r.significant, -r.files, r.indicator)
    )


def agreement(marks: Iterable[Marked]) -> Agreed:
    """Of files that two or more assessed by the same instrument; each indicator of each file is one thing that they judged."""
    units: dict[tuple[str, int, str], dict[int, str]] = {}
    for mark in marks:
        units.setdefault((mark.instrument, mark.file, mark.indicator), {})[mark.slot] = mark.mark
    twice = {key: said for key, said in units.items() if len(said) > 1}
    pairs = [(said[1], said[2]) for said in twice.values() if 1 in said and 2 in said]
    same = sum(first == second for first, second in pairs) / len(pairs) if pairs else None
    return Agreed(
        files=len({(instrument, file) for instrument, file, _ in twice}),
        marks=len(twice),
        same=same,
        kappa=kappa(pairs, MARKS),
        alpha=alpha([tuple(said.values()) for said in twice.values()], MARKS),
    )


def words_for(value: float | None) -> str:
    """A word for an agreement (Landis and Koch, Biometrics 33 (1977) 159-174): a habit of the field, not a limit."""
    if value is None:
        return "unknown"
    if value < 0:
        return "poor"
    steps: Mapping[str, float] = {"slight": 0.2, "fair": 0.4, "moderate": 0.6, "substantial": 0.8}
    return next((word for word, most in steps.items() if value <= most + 1e-12), "almost_perfect")
