"""What other rooms may use of country information."""

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
from app.coi.passages import NewerView, PassageView, newer, passage, passages, passages_of
from app.coi.queries import DueView, ReviewView, SourceView, VersionView, due_for_review, source
from app.coi.rules import SourceFacts
from app.coi.searching import Found, Hit, count_sources, find
from app.coi.standards import Standards, Term, standards

__all__ = [
    "REVIEW_DUE",
    "DueView",
    "Found",
    "Hit",
    "NewerView",
    "NotOpenNow",
    "NothingNew",
    "PassageView",
    "RequestChanged",
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
    "confirm_source",
    "count_sources",
    "due_for_review",
    "file_of",
    "find",
    "newer",
    "note_review_due",
    "passage",
    "passages",
    "passages_of",
    "rewrap_files",
    "source",
    "source_file",
    "standards",
    "withdraw_source",
]
