"""The agenda paper of a month's coordination meeting: what was assessed, how it came out, what recurs, what is overdue, what is late.

Figures and words only: no case and no person of one stands in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Language

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """What is printed, every cell in words of the paper's language. `made_at` in the deployment's zone.

    `samples`: sample, files. `scores`: instrument, files, in order, correct marks. `blocks`: instrument, block, files, correct marks.
    `agreement`: instrument, files, equal marks, kappa, alpha. `recurring`: instrument, indicator, files, of which badly. `overdue`:
    number, what, to whom, due, state. `late`: stage, cases, late. `calibrations`: title, instrument, agreement. `implemented`: how many
    of how many, as a sentence; `late_total` likewise.
    """

    country: str
    month: str
    made_at: datetime
    made_on: str
    samples: Rows
    scores: Rows
    blocks: Rows
    agreement: Rows
    recurring: Rows
    implemented: str
    overdue: Rows
    late_total: str
    late: Rows
    calibrations: Rows = ()
    demonstration: bool = False


def meeting(paper: MeetingPaper, *, language: Language = "es") -> bytes:
    """The paper as PDF/UA-1."""
    words = phrases("meeting", language)
    values = {
        "words": dict(words),
        "country": paper.country,
        "month": paper.month,
        "made_on": paper.made_on,
        "implemented": paper.implemented,
        "late_total": paper.late_total,
        "demonstration": paper.demonstration,
    } | {
        name: [list(row) for row in getattr(paper, name)]
        for name in (
            "samples",
            "scores",
            "blocks",
            "agreement",
            "recurring",
            "overdue",
            "late",
            "calibrations",
        )
    }
    title = words["title"].format(month=paper.month)
    return render("meeting", values, title=title, language=language, at=paper.made_at)
