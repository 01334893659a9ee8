"""What other rooms may use of the procedure: profiles, the flow of events, and the count of days. Pure."""

from app.procedure.basis import (
    Basis,
    Fact,
    Label,
    Named,
    Rule,
    Span,
    Validity,
    marked_values,
)
from app.procedure.calendars import (
    calendar_of,
)
from app.procedure.checks import (
    check,
)
from app.procedure.choosing import (
    Examined,
    chosen,
    examine,
    examine_layer,
)
from app.procedure.counting import (
    count_days,
    is_working_day,
    length_of,
    next_working_day,
    working_days_between,
)
from app.procedure.differences import (
    Difference,
    Part,
    compare,
)
from app.procedure.drawing import (
    draw,
)
from app.procedure.editions import (
    Edition,
    Plain,
    read_edition,
)
from app.procedure.engine import (
    available,
    follow,
    removal_is_barred,
)
from app.procedure.errors import (
    NeedsUnmet,
    NoSuchProfile,
    NotExtendable,
    NotInForce,
    NotYetPassed,
    ProcedureRefusal,
    ProfileError,
    ProfileInvalid,
    ScenarioInvalid,
    Spared,
    UnknownEvent,
    UnknownOutcome,
    WrongRole,
    WrongStage,
)
from app.procedure.expectations import (
    Checked,
    Miss,
    run,
)
from app.procedure.explanation import (
    Change,
    Explanation,
    SkippedDay,
)
from app.procedure.faults import (
    Fault,
)
from app.procedure.filing import (
    Filed,
    check_filing,
)
from app.procedure.findings import (
    Finding,
)
from app.procedure.flow import (
    LIMIT_PASSED,
    Ask,
    Event,
    Stage,
)
from app.procedure.institutions import (
    Body,
    Document,
    Office,
    Outcome,
    Post,
    Remedy,
)
from app.procedure.loading import (
    Layer,
    countries,
    load,
    load_edition,
    mark_of,
    read_profile,
    versions,
    with_layer,
)
from app.procedure.moving import (
    Fate,
    MovedClock,
    Moving,
    StageMissing,
    move,
    moves_from,
)
from app.procedure.passage import (
    road_of,
    triggers_of,
)
from app.procedure.refusal_words import (
    refusal_in_words,
)
from app.procedure.replay import (
    Past,
    applied,
    replay,
)
from app.procedure.roles import (
    ROLES,
)
from app.procedure.safeguards import (
    Group,
    Modality,
    Transition,
    Trigger,
)
from app.procedure.scenario import (
    Scenario,
)
from app.procedure.scenario_file import (
    parse_scenario,
    profile_for,
    read_scenario,
)
from app.procedure.schema import (
    Overlay,
    Profile,
)
from app.procedure.simulation import (
    Happened,
)
from app.procedure.states import (
    ClaimState,
    Consequences,
    DeadlineState,
    MovedDeadline,
    NewDeadline,
    Occurrence,
    Proposed,
    ResumedDeadline,
    Situation,
    Step,
)
from app.procedure.telling import (
    Line,
    told,
)
from app.procedure.terms import (
    shifted,
)
from app.procedure.timing import (
    DayRule,
    Extension,
    Limit,
    Missed,
    Suspension,
)
from app.procedure.weakening import Weakened, weakened

__all__ = [
    "LIMIT_PASSED",
    "ROLES",
    "Ask",
    "Basis",
    "Body",
    "Change",
    "Checked",
    "ClaimState",
    "Consequences",
    "DayRule",
    "DeadlineState",
    "Difference",
    "Document",
    "Edition",
    "Event",
    "Examined",
    "Explanation",
    "Extension",
    "Fact",
    "Fate",
    "Fault",
    "Filed",
    "Finding",
    "Group",
    "Happened",
    "Label",
    "Layer",
    "Limit",
    "Line",
    "Miss",
    "Missed",
    "Modality",
    "MovedClock",
    "MovedDeadline",
    "Moving",
    "Named",
    "NeedsUnmet",
    "NewDeadline",
    "NoSuchProfile",
    "NotExtendable",
    "NotInForce",
    "NotYetPassed",
    "Occurrence",
    "Office",
    "Outcome",
    "Overlay",
    "Part",
    "Past",
    "Plain",
    "Post",
    "ProcedureRefusal",
    "Profile",
    "ProfileError",
    "ProfileInvalid",
    "Proposed",
    "Remedy",
    "ResumedDeadline",
    "Rule",
    "Scenario",
    "ScenarioInvalid",
    "Situation",
    "SkippedDay",
    "Span",
    "Spared",
    "Stage",
    "StageMissing",
    "Step",
    "Suspension",
    "Transition",
    "Trigger",
    "UnknownEvent",
    "UnknownOutcome",
    "Validity",
    "Weakened",
    "WrongRole",
    "WrongStage",
    "applied",
    "available",
    "calendar_of",
    "check",
    "check_filing",
    "chosen",
    "compare",
    "count_days",
    "countries",
    "draw",
    "examine",
    "examine_layer",
    "follow",
    "is_working_day",
    "length_of",
    "load",
    "load_edition",
    "mark_of",
    "marked_values",
    "move",
    "moves_from",
    "next_working_day",
    "parse_scenario",
    "profile_for",
    "read_edition",
    "read_profile",
    "read_scenario",
    "refusal_in_words",
    "removal_is_barred",
    "replay",
    "road_of",
    "run",
    "shifted",
    "told",
    "triggers_of",
    "versions",
    "weakened",
    "with_layer",
    "working_days_between",
]
