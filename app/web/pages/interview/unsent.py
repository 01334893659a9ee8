"""The key under which a browser keeps what it could not send: for this user and this interview, and for nobody who sits there later."""

import base64
from uuid import UUID

from app.core.actor import Actor
from app.core.crypto import derived_key


def unsent_key(actor: Actor, interview_id: UUID) -> str:
    """256 bits in base64. Only who may open the page is given it: without it what the browser keeps is noise."""
    return base64.b64encode(derived_key(f"unsent/{actor.user_id}/{interview_id}")).decode()
