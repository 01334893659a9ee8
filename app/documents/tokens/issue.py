"""The token that is printed on a document."""

from zoneinfo import ZoneInfo

from app.core.database import Session
from app.documents.queries import PrintableDocument
from app.documents.tokens import keys
from app.documents.tokens.initials import initials
from app.documents.tokens.token import Claims, address, signed
from app.settings import settings


async def token_for(db: Session, found: PrintableDocument, zone: ZoneInfo) -> str:
    """The document's token as it stands now, signed with the key of now; `zone` is its country's. Raises `NoSigningKey`.

    Each print signs anew: two tokens of one document differ in their signature alone, or in an end that has moved since.
    """
    key, document = await keys.signing(db), found.document
    claims = Claims(
        issuer=found.country,
        number=document.number,
        initials=initials(found.given_names, found.family_names),
        kind=document.kind,
        may_work=document.may_work,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        index=document.status_index,
    )
    return signed(claims, key.private_pem, key.kid, zone)


def check_address(token: str) -> str:
    """What the QR code holds: the check page's address with the token where no server sees it."""
    return address(token, f"{settings().public_base_url.rstrip('/')}/verify")
