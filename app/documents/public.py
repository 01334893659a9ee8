"""What other rooms may use of documents."""

from app.documents import papers
from app.documents.actions.batch import finish, go_on_from, print_batch
from app.documents.actions.ending import ending, note_end_near
from app.documents.actions.issue import issue
from app.documents.actions.printing import hand_over, note_sheet, print_copy, spoil
from app.documents.actions.renew import renew
from app.documents.actions.replace import replace
from app.documents.actions.restore import restore
from app.documents.actions.revoke import revoke
from app.documents.actions.suspend import reinstate, suspend
from app.documents.actions.visits import call, call_next, check_in, end_visit, request_renewal
from app.documents.attachments.actions import (
    AlreadyWithdrawn,
    attach,
    rewrap_attachments,
    withdraw_attachment,
)
from app.documents.attachments.kinds import KINDS as ATTACHMENT_KINDS
from app.documents.attachments.kinds import writable as writable_attachments
from app.documents.attachments.queries import (
    AttachmentView,
    attachment,
    attachment_content,
    attachments_of,
)
from app.documents.batches import Batch, Placed, batch_of, batches_of, copy_of, placed_in
from app.documents.checking import (
    Checked,
    check,
    check_token,
    reserve_status_indices,
    withdraw_status_indices,
)
from app.documents.counter import (
    LISTS,
    Counts,
    Line,
    Lines,
    PrintView,
    called_by,
    counts,
    find,
    prints_of,
    queue,
)
from app.documents.desk import Desk
from app.documents.models import ProvisionalDocument
from app.documents.numbers import InvalidDocumentNumber, is_official, parse_any, series_of, shown
from app.documents.numbers import are_national as numbers_are_national
from app.documents.numbers import parse as parse_number
from app.documents.queries import (
    DocumentView,
    PrintableDocument,
    documents_of,
    lasting_number,
    of_case,
    printable,
    printable_many,
    removal_is_barred,
)
from app.documents.reserved import (
    MOST_AT_ONCE,
    MOST_UNUSED,
    Block,
    Entry,
    PrintedFor,
    PrintedPaper,
    TooManyUnused,
    honour,
    mark_used,
    reserve,
    retire,
    unused_of,
    why_not_honest,
    why_not_usable,
    withdraw_numbers,
)
from app.documents.rules import (
    FORMS,
    HELD,
    LOSS,
    MOST_IN_BATCH,
    REPRINTS,
    WANTS,
    kinds_for,
    last_day,
    why_not,
)
from app.documents.signing import Seal, seal, sealed
from app.documents.tokens.initials import initials
from app.documents.tokens.issue import check_address, token_for
from app.documents.tokens.key_set import cose_key_set, json_key_set
from app.documents.tokens.keys import KeyView, enrol_key, keys, revoke_key, rotate_key
from app.documents.tokens.status_list import StatusList, etag_of, status_list

# For joins in other rooms' reads; nobody else writes it.
document_table = ProvisionalDocument.__table__

__all__ = [
    "ATTACHMENT_KINDS",
    "FORMS",
    "HELD",
    "LISTS",
    "LOSS",
    "MOST_AT_ONCE",
    "MOST_IN_BATCH",
    "MOST_UNUSED",
    "REPRINTS",
    "WANTS",
    "AlreadyWithdrawn",
    "AttachmentView",
    "Batch",
    "Block",
    "Checked",
    "Counts",
    "Desk",
    "DocumentView",
    "Entry",
    "InvalidDocumentNumber",
    "KeyView",
    "Line",
    "Lines",
    "Placed",
    "PrintView",
    "PrintableDocument",
    "PrintedFor",
    "PrintedPaper",
    "Seal",
    "StatusList",
    "TooManyUnused",
    "attach",
    "attachment",
    "attachment_content",
    "attachments_of",
    "batch_of",
    "batches_of",
    "call",
    "call_next",
    "called_by",
    "check",
    "check_address",
    "check_in",
    "check_token",
    "copy_of",
    "cose_key_set",
    "counts",
    "document_table",
    "documents_of",
    "end_visit",
    "ending",
    "enrol_key",
    "etag_of",
    "find",
    "finish",
    "go_on_from",
    "hand_over",
    "honour",
    "initials",
    "is_official",
    "issue",
    "json_key_set",
    "keys",
    "kinds_for",
    "last_day",
    "lasting_number",
    "mark_used",
    "note_end_near",
    "note_sheet",
    "numbers_are_national",
    "of_case",
    "papers",
    "parse_any",
    "parse_number",
    "placed_in",
    "print_batch",
    "print_copy",
    "printable",
    "printable_many",
    "prints_of",
    "queue",
    "reinstate",
    "removal_is_barred",
    "renew",
    "replace",
    "request_renewal",
    "reserve",
    "reserve_status_indices",
    "restore",
    "retire",
    "revoke",
    "revoke_key",
    "rewrap_attachments",
    "rotate_key",
    "seal",
    "sealed",
    "series_of",
    "shown",
    "spoil",
    "status_list",
    "suspend",
    "token_for",
    "unused_of",
    "why_not",
    "why_not_honest",
    "why_not_usable",
    "withdraw_attachment",
    "withdraw_numbers",
    "withdraw_status_indices",
    "writable_attachments",
]
