"""The appointment slip: half a page that a person keeps, in their language. It does not say what the appointment decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Labels, Language, breakable, clock, full_date, label, short_date


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """What is printed; times in the office's zone. `purpose` and `bring` are the caller's words, in several languages."""

    name: str
    reference: str
    starts_at: datetime
    printed_at: datetime
    office: str
    country: str
    authority: str
    purpose: Labels | None = None
    room: str = ""
    address: str = ""
    telephone: str = ""
    # The name of the interpreter's language, in the language of the slip.
    interpreter_language: Labels | None = None
    bring: Sequence[Labels] = ()
    # Who else must come.
    people: Sequence[str] = ()


def appointment_slip(paper: SlipPaper, *, language: Language = "es") -> bytes:
    """The slip as PDF/UA-1 in `language`; day and place are also in Spanish where that is another."""
    words = phrases("slip", language)
    when = f"{full_date(paper.starts_at.date(), language)}, {clock(paper.starts_at)}"
    values = {
        "words": dict(words),
        "name": breakable(paper.name),
        "reference": paper.reference,
        "when": when,
        "when_es": ""
        if language == "es"
        else f"{full_date(paper.starts_at.date(), 'es')}, {clock(paper.starts_at)}",
        "office": paper.office,
        "room": paper.room,
        "address": paper.address,
        "country": paper.country,
        "authority": paper.authority,
        "printed": short_date(paper.printed_at.date(), language),
        "telephone": paper.telephone,
        "purpose": label(paper.purpose, language) if paper.purpose else "",
        "interpreter": label(paper.interpreter_language, language) if paper.interpreter_language else "",
        "bring": [label(thing, language) for thing in paper.bring],
        "people": [breakable(name) for name in paper.people],
    }
    return render("slip", values, title=words["title"], language=language, at=paper.printed_at)
