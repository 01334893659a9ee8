"""Finding who stands at the counter, by what they show or say."""

from app.core.database import ReadSession
from app.documents import public as documents
from app.overrides import public as overrides


async def search(db: ReadSession, typed: str) -> list[documents.Line]:
    """By document number in any form of the country, by reference, or by name. Only whom the actor may see."""
    profile = await overrides.procedure_in_force(db)
    try:
        number = documents.parse_any(profile, typed)
    except documents.InvalidDocumentNumber:
        number = None
    return await documents.find(db, typed, number)
