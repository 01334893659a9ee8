"""The sheet that was signed by hand, scanned and kept with its decision."""

from collections.abc import Iterable
from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.signing.put import signatures_of
from app.documents import public as documents
from app.settings import settings

SCAN = "signed_by_hand"


def scan_of(decision_id: UUID) -> str:
    """What the scans of a decision's sheet are about, among the attachments of its case."""
    return f"decision:{decision_id}"


def takes_scan(status: str, means: Iterable[str]) -> bool:
    """Is there, or may there be, a sheet signed by hand? Not where all must sign with a key, nor where all did.

    `means` are those of the signatures given so far.
    """
    if settings().signing_means == "certificate":
        return False
    return status == "draft" or "by_hand" in means


async def keep_scan(db: Session, actor: Actor, decision_id: UUID, *, name: str, content: bytes) -> UUID:
    """Attach the scan to the case, about its decision. The same file again is the one that is there.

    Raises `NotFound`, `NotSignedByHand`, `Forbidden`, `Invalid` at `kind` (not the actor's to add) or `file`, `storage.NoRoom`.
    """
    decision = await db.get(Decision, decision_id)
    if decision is None or decision.status == "discarded":
        raise NotFound
    given = await signatures_of(db, decision_id)
    if not takes_scan(decision.status, [one.means for one in given]):
        raise errors.NotSignedByHand
    return await documents.attach(
        db, actor, decision.case_id, kind=SCAN, name=name, content=content, about=scan_of(decision_id)
    )
