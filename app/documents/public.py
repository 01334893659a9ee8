"""What other rooms may use of documents."""

from app.documents import papers
from app.documents.desk import Desk
from app.documents.numbers import InvalidDocumentNumber
from app.documents.numbers import are_national as numbers_are_national
from app.documents.numbers import parse as parse_number
from app.documents.queries import (
    Checked,
    DocumentView,
    PrintableDocument,
    check,
    documents_of,
    printable,
    removal_is_barred,
)
from app.documents.tokens.initials import initials
from app.documents.tokens.issue import check_address, token_for
from app.documents.tokens.keys import enrol_key, keys, revoke_key, rotate_key

__all__ = [
    "Checked",
    "Desk",
    "DocumentView",
    "InvalidDocumentNumber",
    "PrintableDocument",
    "check",
    "check_address",
    "documents_of",
    "enrol_key",
    "initials",
    "keys",
    "numbers_are_national",
    "papers",
    "parse_number",
    "printable",
    "removal_is_barred",
    "revoke_key",
    "rotate_key",
    "token_for",
]
