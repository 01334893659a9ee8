"""A decision on paper."""

from uuid import UUID

from app.cases import public as cases
from app.core.database import Session
from app.decisions import public as decisions
from app.workflows.print_document import Printed


async def print_decision(db: Session, decision_id: UUID) -> Printed:
    """The signed decision, byte for byte as it was signed. How each member voted is not on it: that is in the minutes.

    Raises `NotFound`, also when it is not the actor's to read, and `NotOnPaperYet` for a draft.
    """
    found = await decisions.decision(db, decision_id)
    profile = (await cases.case_view(db, found.reference)).profile
    paper = await decisions.paper_of(db, decision_id, profile)
    return Printed(f"{found.number}.pdf", await decisions.content_of(paper), found.case_id)


async def preview_decision(db: Session, decision_id: UUID) -> Printed:
    """What would be signed, with a word across each page that says that it is no decision. Raises `NotFound`, `AlreadySigned`."""
    found = await decisions.decision(db, decision_id)
    profile = (await cases.case_view(db, found.reference)).profile
    content = await decisions.preview(db, decision_id, profile)
    return Printed(f"{found.number}-proyecto.pdf", content, found.case_id)
