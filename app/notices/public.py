"""What other rooms may use of notices."""

from app.notices.actions import DONE, RECEIPT, call_off, queue, record_told, send, send_again, take_receipt
from app.notices.contact.actions import Told, keep_contact
from app.notices.contact.queries import ContactEntry, contact, contact_history
from app.notices.contact.rules import CHANNELS, SAFETY, Contact, Way, way_to
from app.notices.errors import NotFailed, NotWaitingForYou
from app.notices.gateway import SIGNATURE, SmsGateway, signature
from app.notices.kinds import LANGUAGES, Kind, kinds
from app.notices.links import LINK, digest_of_token, token_of
from app.notices.mail import MailOutbox
from app.notices.outbox import ByChannel, FileOutbox, NoOutbox, Outbox, Outgoing, TryLater, Undeliverable
from app.notices.queries import PAGE, Message, TryView, Unfinished, letters_to_print, messages_of, unfinished
from app.notices.rules import waits
from app.notices.services import service_told_to_stop, service_wording
from app.notices.telling import SEND, reachable, tell

__all__ = [
    "CHANNELS",
    "DONE",
    "LANGUAGES",
    "LINK",
    "PAGE",
    "RECEIPT",
    "SAFETY",
    "SEND",
    "SIGNATURE",
    "ByChannel",
    "Contact",
    "ContactEntry",
    "FileOutbox",
    "Kind",
    "MailOutbox",
    "Message",
    "NoOutbox",
    "NotFailed",
    "NotWaitingForYou",
    "Outbox",
    "Outgoing",
    "SmsGateway",
    "Told",
    "TryLater",
    "TryView",
    "Undeliverable",
    "Unfinished",
    "Way",
    "call_off",
    "contact",
    "contact_history",
    "digest_of_token",
    "keep_contact",
    "kinds",
    "letters_to_print",
    "messages_of",
    "queue",
    "reachable",
    "record_told",
    "send",
    "send_again",
    "service_told_to_stop",
    "service_wording",
    "signature",
    "take_receipt",
    "tell",
    "token_of",
    "unfinished",
    "waits",
    "way_to",
]
