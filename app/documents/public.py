"""What other rooms may use of documents."""

from app.documents import papers
from app.documents.actions.issue import issue
from app.documents.actions.renew import renew
from app.documents.actions.replace import replace
from app.documents.actions.revoke import revoke
from app.documents.actions.suspend import reinstate, suspend
from app.documents.checking import (
    Checked,
    check,
    check_token,
    reserve_status_indices,
    withdraw_status_indices,
)
from app.documents.desk import Desk
from app.documents.numbers import InvalidDocumentNumber, parse_any, series_of, shown
from app.documents.numbers import are_national as numbers_are_national
from app.documents.numbers import parse as parse_number
from app.documents.queries import (
    DocumentView,
    PrintableDocument,
    documents_of,
    lasting_number,
    of_case,
    printable,
    removal_is_barred,
)
from app.documents.reserved import (
    MOST_AT_ONCE,
    MOST_UNUSED,
    Block,
    Entry,
    PrintedPaper,
    TooManyUnused,
    honour,
    mark_used,
    reserve,
    retire,
    unused_of,
    why_not_usable,
    withdraw_numbers,
)
from app.documents.rules import last_day
from app.documents.tokens.initials import initials
from app.documents.tokens.issue import check_address, token_for
from app.documents.tokens.key_set import cose_key_set, json_key_set
from app.documents.tokens.keys import KeyView, enrol_key, keys, revoke_key, rotate_key
from app.documents.tokens.status_list import StatusList, etag_of, status_list

__all__ = [
    "MOST_AT_ONCE",
    "MOST_UNUSED",
    "Block",
    "Checked",
    "Desk",
    "DocumentView",
    "Entry",
    "InvalidDocumentNumber",
    "KeyView",
    "PrintableDocument",
    "PrintedPaper",
    "StatusList",
    "TooManyUnused",
    "check",
    "check_address",
    "check_token",
    "cose_key_set",
    "documents_of",
    "enrol_key",
    "etag_of",
    "honour",
    "initials",
    "issue",
    "json_key_set",
    "keys",
    "last_day",
    "lasting_number",
    "mark_used",
    "numbers_are_national",
    "of_case",
    "papers",
    "parse_any",
    "parse_number",
    "printable",
    "reinstate",
    "removal_is_barred",
    "renew",
    "replace",
    "reserve",
    "reserve_status_indices",
    "retire",
    "revoke",
    "revoke_key",
    "rotate_key",
    "series_of",
    "shown",
    "status_list",
    "suspend",
    "token_for",
    "unused_of",
    "why_not_usable",
    "withdraw_numbers",
    "withdraw_status_indices",
]
