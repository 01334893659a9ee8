"""What other rooms may use of the procedure: profiles, the flow of events, and the count of days. Pure."""

from app.procedure.basis import Basis, Fact, Label, Span
from app.procedure.checks import Finding, check
from app.procedure.counting import (
    count_days,
    is_working_day,
    next_working_day,
    working_days_between,
)
from app.procedure.engine import available, follow, removal_is_barred
from app.procedure.errors import (
    NeedsUnmet,
    NoSuchProfile,
    ProcedureRefusal,
    ProfileError,
    ProfileInvalid,
    UnknownEvent,
    UnknownOutcome,
    WrongRole,
    WrongStage,
)
from app.procedure.explanation import Explanation, SkippedDay
from app.procedure.flow import Event, Stage
from app.procedure.institutions import Body, Document, Office, Outcome, Post, Remedy
from app.procedure.loading import load, read_profile
from app.procedure.schema import Profile
from app.procedure.states import (
    ClaimState,
    Consequences,
    DeadlineState,
    NewDeadline,
    Occurrence,
    ResumedDeadline,
    Situation,
    Step,
)
from app.procedure.terms import shifted
from app.procedure.timing import Limit

__all__ = [
    "Basis",
    "Body",
    "ClaimState",
    "Consequences",
    "DeadlineState",
    "Document",
    "Event",
    "Explanation",
    "Fact",
    "Finding",
    "Label",
    "Limit",
    "NeedsUnmet",
    "NewDeadline",
    "NoSuchProfile",
    "Occurrence",
    "Office",
    "Outcome",
    "Post",
    "ProcedureRefusal",
    "Profile",
    "ProfileError",
    "ProfileInvalid",
    "Remedy",
    "ResumedDeadline",
    "Situation",
    "SkippedDay",
    "Span",
    "Stage",
    "Step",
    "UnknownEvent",
    "UnknownOutcome",
    "WrongRole",
    "WrongStage",
    "available",
    "check",
    "count_days",
    "follow",
    "is_working_day",
    "load",
    "next_working_day",
    "read_profile",
    "removal_is_barred",
    "shifted",
    "working_days_between",
]
