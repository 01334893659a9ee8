"""Letters to people, one to a page, each in the language of whom it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Language, breakable, full_date


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """What is on one letter. `body` is the notice as it was worded for the person; nothing is added to it."""

    name: str
    address: str
    body: str
    language: Language


def letters(
    papers: Sequence[LetterPaper], *, country: str, authority: str, printed_at: datetime, title: str
) -> bytes:
    """The letters in their order as one PDF/UA-1, to be printed, folded and posted."""
    values = {
        "country": country,
        "authority": authority,
        "letters": [
            {
                "name": breakable(one.name),
                "address": breakable(one.address),
                "body": one.body,
                "lang": one.language,
                "words": dict(phrases("letter", one.language)),
                "printed": full_date(printed_at.date(), one.language),
            }
            for one in papers
        ],
    }
    return render("letters", values, title=title, language="es", at=printed_at)
