"""A new master key on top of its file: everything sealed under an older one is wrapped anew, and the older one can go."""

from app.coi import public as coi
from app.core.database import Session
from app.decisions import public as decisions
from app.documents import public as documents
from app.intake.public import offline
from app.interviews import public as interviews
from app.people import public as people


async def rewrap_everything(db: Session) -> int:
    """Wrap every content's key under the current master key; the contents stay as they are. Returns how many were under another.

    Stopped in the middle, it is begun again: what is done is done. An older key leaves its file when this returns 0.
    """
    return sum(
        [
            await people.rewrap_photos(db),
            await documents.rewrap_attachments(db),
            await offline.rewrap_items(db),
            await offline.rewrap_coming(db),
            await coi.rewrap_files(db),
            await interviews.rewrap_drawings(db),
            await decisions.rewrap_papers(db),
        ]
    )
