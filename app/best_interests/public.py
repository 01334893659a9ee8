"""What other rooms may use of best interests."""

from app.best_interests.actions import determine, open_procedure, submit, write
from app.best_interests.errors import (
    AlreadyOpen,
    AuthorMayNotDetermine,
    BestInterestsChanged,
    NotAChild,
    NotADraftAnyMore,
    NotSubmittedYet,
)
from app.best_interests.queries import (
    ProcedureView,
    WaitingChild,
    best_interests,
    procedures_of,
    waiting_children,
)
from app.best_interests.rules import KINDS, NEEDS_DETERMINATION, REASONS, Option, Panelist, Report

__all__ = [
    "KINDS",
    "NEEDS_DETERMINATION",
    "REASONS",
    "AlreadyOpen",
    "AuthorMayNotDetermine",
    "BestInterestsChanged",
    "NotAChild",
    "NotADraftAnyMore",
    "NotSubmittedYet",
    "Option",
    "Panelist",
    "ProcedureView",
    "Report",
    "WaitingChild",
    "best_interests",
    "determine",
    "open_procedure",
    "procedures_of",
    "submit",
    "waiting_children",
    "write",
]
