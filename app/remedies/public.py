"""What other rooms may use of remedies."""

from app.remedies.actions.admit import admit_late, refuse_late
from app.remedies.actions.decide import Judgment, decide_remedy
from app.remedies.actions.file import Filed, file_remedy
from app.remedies.actions.lapse import lapse
from app.remedies.actions.withdraw import withdraw_remedy
from app.remedies.errors import (
    AlreadyFiled,
    AlreadyUsed,
    NoFurtherRemedy,
    NotAwaitingAdmission,
    NothingServed,
    NothingToChallenge,
    NotPending,
    NotTheNewestDecision,
    RemedyChanged,
    WorkedOnThisCase,
)
from app.remedies.models import Remedy
from app.remedies.policies import has_worked_on
from app.remedies.queries import (
    OPEN,
    STATUSES,
    Page,
    RemedyView,
    Row,
    SentBack,
    remedies,
    remedies_of,
    remedy,
    sent_back,
)
from app.remedies.rules import (
    OVERTURNED,
    REMITTED,
    UPHELD,
    Judged,
    Standing,
    heard_here,
    kinds,
    lying,
    lying_once_served,
    with_it,
)

# For joins in other rooms' reads; nobody else writes it.
remedy_table = Remedy.__table__

__all__ = [
    "OPEN",
    "OVERTURNED",
    "REMITTED",
    "STATUSES",
    "UPHELD",
    "AlreadyFiled",
    "AlreadyUsed",
    "Filed",
    "Judged",
    "Judgment",
    "NoFurtherRemedy",
    "NotAwaitingAdmission",
    "NotPending",
    "NotTheNewestDecision",
    "NothingServed",
    "NothingToChallenge",
    "Page",
    "RemedyChanged",
    "RemedyView",
    "Row",
    "SentBack",
    "Standing",
    "WorkedOnThisCase",
    "admit_late",
    "decide_remedy",
    "file_remedy",
    "has_worked_on",
    "heard_here",
    "kinds",
    "lapse",
    "lying",
    "lying_once_served",
    "refuse_late",
    "remedies",
    "remedies_of",
    "remedy",
    "remedy_table",
    "sent_back",
    "with_it",
    "withdraw_remedy",
]
