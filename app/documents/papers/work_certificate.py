"""What an employer keeps: that at one moment a document was valid and allowed work. It names no reason, and no holder but by initials."""

from dataclasses import dataclass
from datetime import date, datetime

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import Language, breakable, clock, full_date, short_date


@dataclass(frozen=True, slots=True)
class WorkCertificatePaper:
    """What is printed; `checked_at` in the country's zone. `employer` as whoever asked typed it, or nothing."""

    number: str
    initials: str
    # None where the day on the paper has passed and the law keeps it alive.
    valid_until: date | None
    checked_at: datetime
    country: str
    authority: str
    verify_host: str
    # Of the certificate that signs the file, in hexadecimal.
    fingerprint: str
    employer: str = ""


def work_certificate(paper: WorkCertificatePaper, *, language: Language = "es") -> bytes:
    """The certificate as PDF/UA-1, not signed yet (app/documents/signing.py)."""
    words = phrases("work_certificate", language)
    zone = f"UTC{paper.checked_at.isoformat()[-6:]}"
    values = {
        "words": dict(words),
        "proves": words["proves"].format(number=paper.number, initials=paper.initials),
        "number": paper.number,
        "initials": paper.initials,
        "until": short_date(paper.valid_until, language) if paper.valid_until else "",
        "at": f"{full_date(paper.checked_at.date(), language)}, {clock(paper.checked_at)} ({zone})",
        "employer": breakable(paper.employer),
        "again": words["again_how"].format(host=paper.verify_host),
        "country": paper.country,
        "authority": paper.authority,
        "fingerprint": " ".join(
            paper.fingerprint[at : at + 16] for at in range(0, len(paper.fingerprint), 16)
        ),
    }
    return render("work_certificate", values, title=words["title"], language=language, at=paper.checked_at)
