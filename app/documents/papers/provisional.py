"""The provisional document: an A4 sheet with an ID-1 card to cut out, or cards alone. It says who, until when and whether they
may work.

Nothing on it says why the holder is here: no word of refuge or asylum, no need, no place of filing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.documents.papers.phrases import phrases
from app.documents.papers.qr import qr_svg
from app.documents.papers.rendering import render
from app.documents.papers.values import (
    Birth,
    Labels,
    Language,
    breakable,
    clock,
    full_date,
    label,
    short_date,
)


@dataclass(frozen=True, slots=True)
class NextDate:
    """Where the holder is expected next; `starts_at` in the office's zone."""

    starts_at: datetime
    office: str
    room: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionalPaper:
    """What is printed. `issued_at` in the office's zone; `verify_url` is what the QR holds, whole."""

    number: str
    surnames: str
    given_names: str
    birth: Birth
    sex: str
    nationality: Labels
    issued_at: datetime
    valid_until: date
    may_work: bool
    country: str
    authority: str
    verify_url: str
    verify_host: str
    # The name in the holder's own script, where it is not Latin.
    native_name: str = ""
    # JPEG or PNG, 23 by 29 mm; None leaves the frame for one.
    photo: bytes | None = None
    # What the holder may do, in the profile's words.
    rights: Sequence[Labels] = ()
    # Whether the profile keeps the document alive while a renewal or a remedy is pending.
    kept_alive: bool = True
    next_date: NextDate | None = None
    telephone: str = ""
    # Date, time and short digest of the authority's seal, as text.
    seal: str = ""
    # The number is the product's own: the official form is not on record.
    own_number: bool = False
    # What the paper calls itself, where it is not the applicants' provisional one; it never says why the holder is here.
    title: str = ""


# What it is printed as: the sheet; a page of a card's size for each side; four cards on a sheet, to cut and fold.
Form = Literal["a4", "card", "card_sheet"]
# From how many letters on the sheet says the whole name once more: the card may have had to shorten it.
LONG_NAME = 60


def provisional_document(paper: ProvisionalPaper, *, language: Language = "es", form: Form = "a4") -> bytes:
    """The document as PDF/UA-1: Spanish always, and `language` beside it where that is another."""
    return provisional_documents([(paper, language)], form=form)


def provisional_documents(papers: Sequence[tuple[ProvisionalPaper, Language]], *, form: Form = "a4") -> bytes:
    """Several of them in that order in one PDF, each in its holder's language. At least one."""
    return render(
        "provisional" if form == "a4" else "cards",
        {"form": form, "papers": [_values(paper, language) for paper, language in papers]},
        title=phrases("provisional", "es")["title"],
        language="es",
        at=max(paper.issued_at for paper, _ in papers),
    )


def _values(paper: ProvisionalPaper, language: Language) -> dict[str, object]:
    spanish = phrases("provisional", "es")
    languages: tuple[Language, ...] = ("es",) if language == "es" else ("es", language)
    return {
        "languages": languages,
        "words": {each: phrases("provisional", each) for each in languages},
        "title_of_kind": paper.title or None,
        "card_title": paper.title or spanish["card"],
        "number": _grouped(paper.number),
        "own_number": paper.own_number,
        "surnames": breakable(paper.surnames),
        "given": breakable(paper.given_names),
        "native": breakable(paper.native_name),
        "long_name": len(paper.surnames) + len(paper.given_names) + len(paper.native_name) > LONG_NAME,
        "birth": paper.birth.in_words("es"),
        "sex": paper.sex,
        "nationality": label(paper.nationality, "es"),
        "issued": short_date(paper.issued_at.date(), "es"),
        "issued_at": f"{short_date(paper.issued_at.date(), 'es')}, {clock(paper.issued_at)}",
        "until": short_date(paper.valid_until, "es"),
        "may_work": paper.may_work,
        "kept_alive": paper.kept_alive,
        "country": paper.country,
        "authority": paper.authority,
        "host": paper.verify_host,
        "qr": qr_svg(paper.verify_url),
        "qr_alt": spanish["qr_alt"].format(url=paper.verify_host),
        "photo": list(paper.photo) if paper.photo else None,
        "rights": {each: [right.get(each, "") for right in paper.rights] for each in languages},
        "next": _next(paper.next_date, languages) if paper.next_date else None,
        "telephone": paper.telephone,
        "seal": paper.seal,
    }


def _grouped(number: str) -> str:
    """Twelve digits in threes of four; any other form as it is written."""
    if len(number) == 12 and number.isdecimal():
        return " ".join((number[:4], number[4:8], number[8:]))
    return number


def _next(expected: NextDate, languages: tuple[Language, ...]) -> dict[str, object]:
    day = expected.starts_at.date()
    return {
        "when": {each: f"{full_date(day, each)}, {clock(expected.starts_at)}" for each in languages},
        "place": ", ".join(part for part in (expected.office, expected.room) if part),
        "address": expected.address,
    }
