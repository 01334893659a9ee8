"""What other rooms may use of pairs."""

from app.people.pairs.errors import (
    AlreadyLooked,
    AskedForIt,
    MergedFurther,
    MergedSince,
    NotConfirmed,
    NothingToJudge,
    NotTheirLook,
    NoUndoAsked,
    PairChanged,
    PrincipalStays,
)
from app.people.pairs.fields import FIELDS
from app.people.pairs.judge import judge, ready_to_merge
from app.people.pairs.merge import (
    Merged,
    ask_undo,
    asked_to_undo,
    both_sides,
    merge_rows,
    open_cases,
    unmerge_rows,
)
from app.people.pairs.queries import (
    Judgement,
    MergeView,
    OtherCase,
    PairRow,
    PairView,
    also_known_of,
    other_cases_of,
    pair,
    pairs,
)
from app.people.pairs.rules import STATES, VERDICTS

__all__ = [
    "FIELDS",
    "STATES",
    "VERDICTS",
    "AlreadyLooked",
    "AskedForIt",
    "Judgement",
    "MergeView",
    "Merged",
    "MergedFurther",
    "MergedSince",
    "NoUndoAsked",
    "NotConfirmed",
    "NotTheirLook",
    "NothingToJudge",
    "OtherCase",
    "PairChanged",
    "PairRow",
    "PairView",
    "PrincipalStays",
    "also_known_of",
    "ask_undo",
    "asked_to_undo",
    "both_sides",
    "judge",
    "merge_rows",
    "open_cases",
    "other_cases_of",
    "pair",
    "pairs",
    "ready_to_merge",
    "unmerge_rows",
]
