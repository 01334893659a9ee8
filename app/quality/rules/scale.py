"""The scale of an indicator and the score of a file. Pure.

`correct`, `minor_error`, `significant_error`, `not_applicable`: exactly one, with a comment wherever there is an error. The score is the
share of correct ones among those that apply; a significant error in a critical indicator fails the file whatever the score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.core.errors import FieldError
from app.quality.rules.instruments import Instrument

CORRECT, MINOR, SIGNIFICANT, NOT_APPLICABLE = "correct", "minor_error", "significant_error", "not_applicable"
MARKS: Final = (CORRECT, MINOR, SIGNIFICANT, NOT_APPLICABLE)
ERRORS: Final = frozenset({MINOR, SIGNIFICANT})
# What is aimed at: the United Kingdom's audit of one file in ten holds itself to nine in ten.
BENCHMARK: Final = Fraction(9, 10)
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Marked:
    """One indicator's mark, with why."""

    mark: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How a file came out. `failed`: by a significant error in a critical indicator. `share` is none where nothing applied."""

    correct: int
    minor: int
    significant: int
    applicable: int
    failed: bool

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.correct, self.applicable) if self.applicable else None

    @property
    def passed(self) -> bool | None:
        """Not failed and at the benchmark or over it; none where nothing applied."""
        share = self.share
        return None if share is None else not self.failed and share >= BENCHMARK


def score(instrument: Instrument, marks: Mapping[str, Marked]) -> Score:
    """Of a whole file. Indicators without a mark count as not applicable: `missing` refuses them before."""
    given = [(each, marks[each.id].mark) for each in instrument.indicators if each.id in marks]
    count = {mark: sum(1 for _each, said in given if said == mark) for mark in MARKS}
    return Score(
        count[CORRECT],
        count[MINOR],
        count[SIGNIFICANT],
        count[CORRECT] + count[MINOR] + count[SIGNIFICANT],
        any(each.critical and said == SIGNIFICANT for each, said in given),
    )


def unusable(instrument: Instrument, marks: Mapping[str, Marked]) -> list[FieldError]:
    """What cannot even be kept as a draft: an indicator or a mark that is not there, a comment beyond measure."""
    known = {each.id for each in instrument.indicators}
    wrong = [
        FieldError(f"marks.{name}", "unknown", "Este valor no está entre los posibles.")
        for name, given in marks.items()
        if name not in known or given.mark not in MARKS
    ]
    wrong += [
        FieldError(f"marks.{name}.comment", "too_long", "El texto tiene como máximo 4000 letras.")
        for name, given in marks.items()
        if len(given.comment) > LONGEST
    ]
    return wrong


def missing(instrument: Instrument, marks: Mapping[str, Marked]) -> list[FieldError]:
    """What is missing before an assessment may be submitted, each at its indicator, in their order."""
    wrong = []
    for each in instrument.indicators:
        given = marks.get(each.id)
        if given is None:
            wrong.append(FieldError(f"marks.{each.id}", "required", "Elija una de las cuatro respuestas."))
        elif given.mark in ERRORS and not given.comment.strip():
            wrong.append(
                FieldError(
                    f"marks.{each.id}.comment", "required", "Explique el error: qué falta y dónde se ve."
                )
            )
    return wrong
