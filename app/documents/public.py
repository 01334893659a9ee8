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

__all__ = [
    "Checked",
    "Desk",
    "DocumentView",
    "InvalidDocumentNumber",
    "PrintableDocument",
    "check",
    "documents_of",
    "numbers_are_national",
    "papers",
    "parse_number",
    "printable",
    "removal_is_barred",
]
