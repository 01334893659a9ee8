"""What other rooms may use of the procedure: profiles, the flow of events, and the count of days. Pure."""

from app.procedure.checks.check import (
    check,
)
from app.procedure.checks.choosing import (
    Examined,
    chosen,
    examine,
    examine_layer,
)
from app.procedure.checks.findings import (
    Finding,
)
from app.procedure.checks.weakening import Weakened, weakened
from app.procedure.days.calendars import (
    calendar_of,
)
from app.procedure.days.counting import (
    count_days,
    is_working_day,
    length_of,
    next_working_day,
    resumed,
    working_days_between,
)
from app.procedure.days.explanation import (
    Change,
    Explanation,
    SkippedDay,
)
from app.procedure.days.filing import (
    Filed,
    check_filing,
)
from app.procedure.days.service import (
    Effect,
    channel_of,
    effect_of,
)
from app.procedure.days.terms import (
    shifted,
)
from app.procedure.differences.compare import (
    Difference,
    Part,
    compare,
)
from app.procedure.drawing.draw import (
    draw,
)
from app.procedure.engine.follow import (
    available,
    follow,
    removal_is_barred,
)
from app.procedure.engine.known_dates import (
    instance_at,
    ordinary_limits,
    ordinary_starter,
)
from app.procedure.engine.lying import filed_by_themselves, lying_once_served, remedy_lies
from app.procedure.engine.moving import (
    Fate,
    MovedClock,
    Moving,
    StageMissing,
    move,
    moves_from,
)
from app.procedure.engine.passage import (
    road_of,
    triggers_of,
)
from app.procedure.engine.replay import (
    Past,
    applied,
    replay,
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
from app.procedure.faults import (
    Fault,
)
from app.procedure.files.editions import (
    Edition,
    Plain,
    read_edition,
)
from app.procedure.files.loading import (
    Layer,
    countries,
    load,
    load_edition,
    mark_of,
    read_profile,
    versions,
    with_layer,
)
from app.procedure.law.basis import (
    Basis,
    Fact,
    Label,
    Named,
    Rule,
    Span,
    Validity,
    marked_values,
)
from app.procedure.law.collegiate import Majority, Sittings, Tie
from app.procedure.law.conditions import (
    holds,
)
from app.procedure.law.flow import (
    DATES_TOLD,
    IMPORTED,
    LIMIT_PASSED,
    Ask,
    Event,
    Stage,
)
from app.procedure.law.institutions import (
    Body,
    Document,
    Member,
    Numbering,
    Office,
    Outcome,
    Post,
    Remedy,
)
from app.procedure.law.roles import (
    ROLES,
)
from app.procedure.law.safeguards import (
    Channel,
    Group,
    Modality,
    Transition,
    Trigger,
)
from app.procedure.law.schema import (
    Overlay,
    Profile,
)
from app.procedure.law.screening import (
    FACTS,
    NO,
    NO_ANSWER,
    YES,
    Proposes,
    Question,
    Screening,
)
from app.procedure.law.timing import (
    DayRule,
    Extension,
    Limit,
    Missed,
    Suspension,
)
from app.procedure.law.vocabulary import (
    NEEDS,
    REFERRALS,
)
from app.procedure.scenarios.expectations import (
    Checked,
    Miss,
    run,
)
from app.procedure.scenarios.refusal_words import (
    refusal_in_words,
)
from app.procedure.scenarios.scenario import (
    Person,
    Scenario,
)
from app.procedure.scenarios.scenario_file import (
    parse_scenario,
    profile_for,
    read_scenario,
)
from app.procedure.scenarios.simulation import (
    Happened,
)
from app.procedure.scenarios.telling import (
    Line,
    told,
)
from app.procedure.scenarios.wording import (
    Move,
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

__all__ = [
    "DATES_TOLD",
    "FACTS",
    "IMPORTED",
    "LIMIT_PASSED",
    "NEEDS",
    "NO",
    "NO_ANSWER",
    "REFERRALS",
    "ROLES",
    "YES",
    "Ask",
    "Basis",
    "Body",
    "Change",
    "Channel",
    "Checked",
    "ClaimState",
    "Consequences",
    "DayRule",
    "DeadlineState",
    "Difference",
    "Document",
    "Edition",
    "Effect",
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
    "Majority",
    "Member",
    "Miss",
    "Missed",
    "Modality",
    "Move",
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
    "Numbering",
    "Occurrence",
    "Office",
    "Outcome",
    "Overlay",
    "Part",
    "Past",
    "Person",
    "Plain",
    "Post",
    "ProcedureRefusal",
    "Profile",
    "ProfileError",
    "ProfileInvalid",
    "Proposed",
    "Proposes",
    "Question",
    "Remedy",
    "ResumedDeadline",
    "Rule",
    "Scenario",
    "ScenarioInvalid",
    "Screening",
    "Sittings",
    "Situation",
    "SkippedDay",
    "Span",
    "Spared",
    "Stage",
    "StageMissing",
    "Step",
    "Suspension",
    "Tie",
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
    "channel_of",
    "check",
    "check_filing",
    "chosen",
    "compare",
    "count_days",
    "countries",
    "draw",
    "effect_of",
    "examine",
    "examine_layer",
    "filed_by_themselves",
    "follow",
    "holds",
    "instance_at",
    "is_working_day",
    "length_of",
    "load",
    "load_edition",
    "lying_once_served",
    "mark_of",
    "marked_values",
    "move",
    "moves_from",
    "next_working_day",
    "ordinary_limits",
    "ordinary_starter",
    "parse_scenario",
    "profile_for",
    "read_edition",
    "read_profile",
    "read_scenario",
    "refusal_in_words",
    "remedy_lies",
    "removal_is_barred",
    "replay",
    "resumed",
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
