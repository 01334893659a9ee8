"""What other rooms may use of notices."""

from app.notices.actions import SEND, queue, send
from app.notices.outbox import FileOutbox, NoOutbox, Outbox
from app.notices.queries import Message, messages_of
from app.notices.wording import service_told_to_stop, service_wording, wording

__all__ = [
    "SEND",
    "FileOutbox",
    "Message",
    "NoOutbox",
    "Outbox",
    "messages_of",
    "queue",
    "send",
    "service_told_to_stop",
    "service_wording",
    "wording",
]
