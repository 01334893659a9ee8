"""What other rooms may use of notices."""

from app.notices.actions import SEND, mark_sent, queue
from app.notices.queries import Message, messages_of
from app.notices.wording import wording

__all__ = [
    "SEND",
    "Message",
    "mark_sent",
    "messages_of",
    "queue",
    "wording",
]
