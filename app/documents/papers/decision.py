"""A decision: what was decided on whom, why, what can be done against it, the same in plain words, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.documents.papers.phrases import phrases
from app.documents.papers.qr import qr_svg
from app.documents.papers.rendering import render
from app.documents.papers.values import (
    Birth,
    Language,
    Verification,
    breakable,
    clock,
    full_date,
    short_date,
)

# Where each signature stands on the sheet of signatures, in millimetres from the top left of an A4: templates/decision.typ draws them
# there, and the fields of the signatures are laid over them.
_COLUMNS, _FIRST_ROW, _STEP, _ROWS = (24.0, 109.0), 92.0, 42.0, 4
BOX_WIDTH, BOX_HEIGHT = 77.0, 24.0
ON_A_SHEET = _ROWS * len(_COLUMNS)
_PAGE_HEIGHT, _POINTS = 297.0, 72 / 25.4


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Box:
    """A place for a signature: its page counted from the end (-1 is the last), its corners in points from the bottom left."""

    page: int
    corners: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """One person's outcome, in the words of the profile."""

    name: str
    birth: Birth
    basis: str
    outcome: str
    articles: str = ""


@dataclass(frozen=True, slots=True)
class RemedyNotice:
    """A remedy as the profile has it: `days` None is printed as yet to be confirmed, a mark below `confirmed` is shown."""

    label: str
    body: str
    days: int | None
    # `días hábiles` or `días naturales`, in the paper's language.
    unit: str
    counted_from: str
    basis: str
    verification: Verification
    suspends_removal: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its title and its paragraphs."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """The decision in plain words, in a language that the person has; a page of its own."""

    language: Language
    title: str
    sections: Sequence[Section]


@dataclass(frozen=True, slots=True)
class Check:
    """How anyone checks the paper: an address with the code in it, and the code to type."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """What is printed. `dated` in the body's zone; `mark` is a word across each page of what is no decision yet."""

    number: str
    reference: str
    country: str
    body: str
    instance: str
    place: str
    dated: datetime
    outcomes: Sequence[ClaimOutcome]
    sections: Sequence[Section]
    signatories: Sequence[Signatory]
    remedies: Sequence[RemedyNotice] = ()
    # Empty for a body that does not sit.
    sitting: str = ""
    sitting_date: date | None = None
    # Name and reasons of each member who voted otherwise.
    dissents: Sequence[tuple[str, str]] = ()
    plain: Sequence[PlainPage] = ()
    check: Check | None = None
    mark: str = ""


def boxes(count: int) -> tuple[Box, ...]:
    """Where the signatures of so many signatories stand, in their order."""
    sheets = max(1, -(-count // ON_A_SHEET))
    found = []
    for number in range(count):
        sheet, place = divmod(number, ON_A_SHEET)
        row, column = divmod(place, len(_COLUMNS))
        left, top = _COLUMNS[column], _FIRST_ROW + row * _STEP
        corners = (left, _PAGE_HEIGHT - top - BOX_HEIGHT, left + BOX_WIDTH, _PAGE_HEIGHT - top)
        a, b, c, d = (round(each * _POINTS, 2) for each in corners)
        found.append(Box(sheet - sheets, (a, b, c, d)))
    return tuple(found)


def decision(paper: DecisionPaper, *, language: Literal["es", "en"] = "es") -> bytes:
    """The decision as PDF/UA-1, unsigned: signatures are put on the bytes afterwards, at `boxes`."""
    words = phrases("decision", language)
    sitting = paper.sitting
    if paper.sitting_date is not None:
        sitting = f"{paper.sitting} · {full_date(paper.sitting_date, language)}"
    values = {
        "words": dict(words),
        "mark": paper.mark,
        "country": paper.country,
        "reference": paper.reference,
        "body": paper.body,
        "instance": paper.instance,
        "sitting": sitting,
        "place_date": f"{paper.place}, {full_date(paper.dated.date(), language)}, {clock(paper.dated)}",
        "outcomes": [
            [breakable(one.name), one.birth.in_words(language), one.basis, one.outcome, one.articles]
            for one in paper.outcomes
        ],
        "sections": [_section(one) for one in paper.sections],
        "remedies": [
            [
                one.label,
                one.body,
                _days(one, words["unknown"]),
                one.counted_from,
                _basis(one, words["unverified"]),
            ]
            for one in paper.remedies
        ],
        "suspends": any(one.suspends_removal for one in paper.remedies),
        "dissents": [{"name": name, "reason": breakable(reason)} for name, reason in paper.dissents],
        "plain": [
            {"lang": one.language, "title": one.title, "sections": [_section(each) for each in one.sections]}
            for one in paper.plain
        ],
        "signatories": [
            {"name": one.name, "title": one.title, "sheet": number // ON_A_SHEET, **_corner(number)}
            for number, one in enumerate(paper.signatories)
        ],
        "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT},
        "qr": qr_svg(paper.check.address) if paper.check else "",
        "code": paper.check.code if paper.check else "",
    }
    title = words["title"].format(number=paper.number)
    return render("decision", values, title=title, language=language, at=paper.dated)


def stamp(lines: Sequence[str], at: datetime) -> bytes:
    """What is seen where somebody signed: a page of the size of the box, with the fonts in it."""
    values = {"lines": list(lines), "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT}}
    return render("stamp", values, title=lines[0], language="es", at=at, tagged=False)


def stamped_on(at: datetime, language: Language) -> str:
    """`21 nov 2026, 15:04 (UTC-06:00)`."""
    return f"{short_date(at.date(), language)}, {clock(at)} (UTC{at.isoformat()[-6:]})"


def _corner(number: int) -> dict[str, float]:
    row, column = divmod(number % ON_A_SHEET, len(_COLUMNS))
    return {"x": _COLUMNS[column], "y": _FIRST_ROW + row * _STEP}


def _section(one: Section) -> dict[str, object]:
    return {"title": one.title, "paragraphs": [breakable(text) for text in one.paragraphs]}


def _days(remedy: RemedyNotice, unknown: str) -> str:
    return unknown if remedy.days is None else f"{remedy.days} {remedy.unit}"


def _basis(remedy: RemedyNotice, unverified: str) -> str:
    if remedy.verification == "confirmed":
        return remedy.basis
    return f"{remedy.basis} ({unverified})" if remedy.basis else f"({unverified})"
