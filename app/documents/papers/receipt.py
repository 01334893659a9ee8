"""What whoever hands something in takes away: that it came, when, and exactly what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Language, breakable, clock, full_date


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came with it. `digest`: SHA-256 in hexadecimal."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What is printed. `received_at` in the office's zone; `counts_on` the day on which it counts as received, where that is another."""

    number: str
    reference: str
    kind: str
    title: str
    handed_in_by: str
    received_at: datetime
    counts_on: date
    country: str
    authority: str
    digest: str
    files: Sequence[ReceivedFile] = ()


def receipt(paper: ReceiptPaper, *, language: Language = "es") -> bytes:
    """The receipt as PDF/UA-1."""
    words = phrases("receipt", language)
    zone = f"UTC{paper.received_at.isoformat()[-6:]}"
    later = paper.counts_on != paper.received_at.date()
    values = {
        "words": dict(words),
        "number": paper.number,
        "reference": paper.reference,
        "kind": paper.kind,
        "subject": breakable(paper.title),
        "by": paper.handed_in_by,
        "at": f"{full_date(paper.received_at.date(), language)}, {clock(paper.received_at)} ({zone})",
        "counts": full_date(paper.counts_on, language) if later else "",
        "country": paper.country,
        "authority": paper.authority,
        "digest": _grouped(paper.digest),
        "files": [[breakable(f.name), _grouped(f.digest)] for f in paper.files],
    }
    return render("receipt", values, title=words["title"], language=language, at=paper.received_at)


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))
