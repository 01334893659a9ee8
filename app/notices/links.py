"""Links that open without signing in: the address is made when the message leaves, and is kept nowhere.

The token is a keyed hash of the link's identifier (HMAC-SHA256, 256 bits): nobody guesses it, whoever reads the database cannot make
it, and the database keeps its SHA-256 alone, by which the link is found.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from app.core import secrets
from app.settings import settings

# What stands in the message as it is kept and shown.
MARK = "‹enlace›"
LINK = "link"
_FOR = b"acogida:service-link:"


def token_of(link_id: UUID) -> str:
    """The token in the address of a link."""
    keyed = hmac.new(secrets.document_key(), _FOR + link_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(keyed).decode().rstrip("=")


def digest_of_token(token: str) -> str:
    """What is kept of a token: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_address(link_id: UUID, language: str) -> str:
    """Where the link leads, in the language of the message."""
    return f"{settings().public_base_url.rstrip('/')}/received/{token_of(link_id)}?in={language}"


def with_address(body: str, link: object, language: str) -> str:
    """The message as it leaves, with the address instead of its mark."""
    return body.replace(MARK, link_address(UUID(link), language)) if isinstance(link, str) else body
