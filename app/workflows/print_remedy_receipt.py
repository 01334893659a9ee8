"""The receipt for a remedy: what came, when by the office's own clock, and a fingerprint of it."""

import hashlib
import json
from typing import cast
from uuid import UUID

from app.cases import public as cases
from app.core.database import Session
from app.documents import public as documents
from app.documents.public import papers
from app.remedies import public as remedies
from app.workflows.print_document import LANGUAGES, Printed, country_name


async def print_remedy_receipt(db: Session, remedy_id: UUID, *, language: str = "es") -> Printed:
    """The receipt as PDF/UA-1, with the SHA-256 of what the writing says and of each piece of evidence that came with it.

    Raises `NotFound`, also when the remedy is not the actor's to see.
    """
    found = await remedies.remedy(db, remedy_id)
    case = await cases.case_view(db, found.reference)
    code = cast("papers.Language", language if language in LANGUAGES else "es")
    label = case.profile.remedy(found.kind).label.in_(code)
    received = found.filed_at.astimezone(case.profile.zone)
    writing = {"grounds": found.grounds, "points": found.points, "hearing": found.hearing_reasons}
    plain = json.dumps(writing, sort_keys=True, ensure_ascii=False)
    number = f"R-{found.id.hex[-10:].upper()}"
    paper = papers.ReceiptPaper(
        number=number,
        reference=found.reference,
        kind=label,
        title=found.decision_number,
        handed_in_by=found.filed_by_name,
        received_at=received,
        counts_on=received.date(),
        country=country_name(case.country, code),
        authority=case.profile.bodies[found.body].label.in_(code),
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        files=[
            papers.ReceivedFile(one.name, one.digest)
            for one in await documents.attachments_of(db, case.id, about=f"remedy:{found.id}")
        ],
    )
    return Printed(f"{number}.pdf", papers.receipt(paper, language=code), case.id)
