"""What other rooms may use of country information."""

from app.coi.asking import (
    ANSWERED,
    Question,
    answer_request,
    ask,
    mark_answer_read,
    record_answer,
    take_request,
    withdraw_request,
)
from app.coi.errors import (
    NothingNew,
    NotOpenNow,
    RequestChanged,
    SourceChanged,
    SourceWithdrawn,
    TakenByAnother,
)
from app.coi.files import SourceFile, file_of, rewrap_files, source_file
from app.coi.keeping import (
    REVIEW_DUE,
    add_source,
    add_version,
    confirm_source,
    note_review_due,
    withdraw_source,
)
from app.coi.paragraphs import Paragraph, as_text
from app.coi.passages import NewerView, PassageView, newer, passage, passages, passages_of
from app.coi.pdf_text import Draft, draft_of
from app.coi.queries import DueView, ReviewView, SourceView, VersionView, due_for_review, source
from app.coi.requests import (
    RequestPage,
    RequestView,
    answer_passages,
    answers_unread,
    request_view,
    requests,
    requests_of,
)
from app.coi.rules import SourceFacts
from app.coi.searching import Found, Hit, count_sources, find
from app.coi.standards import Standards, Term, standards
from app.coi.words import country_name

__all__ = [
    "ANSWERED",
    "REVIEW_DUE",
    "Draft",
    "DueView",
    "Found",
    "Hit",
    "NewerView",
    "NotOpenNow",
    "NothingNew",
    "Paragraph",
    "PassageView",
    "Question",
    "RequestChanged",
    "RequestPage",
    "RequestView",
    "ReviewView",
    "SourceChanged",
    "SourceFacts",
    "SourceFile",
    "SourceView",
    "SourceWithdrawn",
    "Standards",
    "TakenByAnother",
    "Term",
    "VersionView",
    "add_source",
    "add_version",
    "answer_passages",
    "answer_request",
    "answers_unread",
    "as_text",
    "ask",
    "confirm_source",
    "count_sources",
    "country_name",
    "draft_of",
    "due_for_review",
    "file_of",
    "find",
    "mark_answer_read",
    "newer",
    "note_review_due",
    "passage",
    "passages",
    "passages_of",
    "record_answer",
    "request_view",
    "requests",
    "requests_of",
    "rewrap_files",
    "source",
    "source_file",
    "standards",
    "take_request",
    "withdraw_request",
    "withdraw_source",
]
