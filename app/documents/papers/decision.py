"""A decision: what was decided on whom, why, and what can be done against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Birth, Verification, breakable, clock, full_date


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: str
    title: str


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
class DecisionPaper:
    """What is printed. `signed_at` in the body's zone; texts are paragraphs in order."""

    number: str
    reference: str
    country: str
    body: str
    instance: str
    place: str
    signed_at: datetime
    outcomes: Sequence[ClaimOutcome]
    reasons: Sequence[str]
    operative: Sequence[str]
    signatories: Sequence[Signatory]
    facts: Sequence[str] = ()
    remedies: Sequence[RemedyNotice] = ()
    # Empty for a body that does not sit.
    sitting: str = ""
    sitting_date: date | None = None
    # Name and reasons of each member who voted otherwise.
    dissents: Sequence[tuple[str, str]] = ()


def decision(paper: DecisionPaper, *, language: Literal["es", "en"] = "es") -> bytes:
    """The decision as PDF/UA-1, unsigned: the signature is put on the bytes afterwards."""
    words = phrases("decision", language)
    sitting = paper.sitting
    if paper.sitting_date is not None:
        sitting = f"{paper.sitting} · {full_date(paper.sitting_date, language)}"
    values = {
        "words": dict(words),
        "country": paper.country,
        "reference": paper.reference,
        "body": paper.body,
        "instance": paper.instance,
        "sitting": sitting,
        "place_date": f"{paper.place}, {full_date(paper.signed_at.date(), language)}, {clock(paper.signed_at)}",
        "outcomes": [
            [breakable(one.name), one.birth.in_words(language), one.basis, one.outcome, one.articles]
            for one in paper.outcomes
        ],
        "facts": [breakable(text) for text in paper.facts],
        "reasons": [breakable(text) for text in paper.reasons],
        "operative": [breakable(text) for text in paper.operative],
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
        "signatories": [{"name": one.name, "title": one.title} for one in paper.signatories],
    }
    title = words["title"].format(number=paper.number)
    return render("decision", values, title=title, language=language, at=paper.signed_at)


def _days(remedy: RemedyNotice, unknown: str) -> str:
    return unknown if remedy.days is None else f"{remedy.days} {remedy.unit}"


def _basis(remedy: RemedyNotice, unverified: str) -> str:
    if remedy.verification == "confirmed":
        return remedy.basis
    return f"{remedy.basis} ({unverified})" if remedy.basis else f"({unverified})"
