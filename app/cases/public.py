"""What other rooms may use of cases."""

from app.cases.actions.abandon import abandon, answer_abandonment_notice, give_abandonment_notice
from app.cases.actions.add_member import add_claim
from app.cases.actions.admit import admit, check_reasons
from app.cases.actions.assign import assign
from app.cases.actions.let_time_tell import escalate, note_near, note_passed
from app.cases.actions.open_file import NewClaim, OpenedFile, open_file
from app.cases.actions.represent import appoint_guardian, record_representation
from app.cases.actions.set_modality import MODALITIES, set_modality
from app.cases.actions.side_steps import reopen, resume, suspend, withdraw
from app.cases.actions.take_over import take_over
from app.cases.actions.transfer import transfer
from app.cases.batches import public as batches
from app.cases.clocks import DEADLINE_DUE, DEADLINE_ESCALATION, DEADLINE_REMINDER
from app.cases.errors import (
    AlreadyNoticed,
    CaseChanged,
    ChildrenLeftAlone,
    ChildWithoutGuardian,
    NeedsUnmet,
    NoNoticeToAnswer,
    NotAnotherOffice,
    NothingToReopen,
    NotSuspended,
    WrongRole,
    WrongStage,
)
from app.cases.events import DocumentDesk, Recorded, record
from app.cases.household import children_alone
from app.cases.models import NEVER, Case, CaseEvent, Claim, Deadline
from app.cases.opening import OpenCase, look_at, open_case
from app.cases.queries import (
    CaseView,
    ClaimView,
    Counts,
    Filters,
    Guardian,
    Happening,
    Limit,
    Page,
    Representative,
    Row,
    case_id_of,
    case_view,
    counts,
    guardians_of,
    handled_by,
    limits_of,
    open_cases_of,
    reference_of,
    representatives_of,
    timeline,
    worklist,
)

# For joins in other rooms' reads; nobody else writes them. A stage, an audience or a deadline changes through `record` alone.
case_table = Case.__table__
claim_table = Claim.__table__
event_table = CaseEvent.__table__
deadline_table = Deadline.__table__

__all__ = [
    "DEADLINE_DUE",
    "DEADLINE_ESCALATION",
    "DEADLINE_REMINDER",
    "MODALITIES",
    "NEVER",
    "AlreadyNoticed",
    "CaseChanged",
    "CaseView",
    "ChildWithoutGuardian",
    "ChildrenLeftAlone",
    "Claim",
    "ClaimView",
    "Counts",
    "DocumentDesk",
    "Filters",
    "Guardian",
    "Happening",
    "Limit",
    "NeedsUnmet",
    "NewClaim",
    "NoNoticeToAnswer",
    "NotAnotherOffice",
    "NotSuspended",
    "NothingToReopen",
    "OpenCase",
    "OpenedFile",
    "Page",
    "Recorded",
    "Representative",
    "Row",
    "WrongRole",
    "WrongStage",
    "abandon",
    "add_claim",
    "admit",
    "answer_abandonment_notice",
    "appoint_guardian",
    "assign",
    "batches",
    "case_id_of",
    "case_table",
    "case_view",
    "check_reasons",
    "children_alone",
    "claim_table",
    "counts",
    "deadline_table",
    "escalate",
    "event_table",
    "give_abandonment_notice",
    "guardians_of",
    "handled_by",
    "limits_of",
    "look_at",
    "note_near",
    "note_passed",
    "open_case",
    "open_cases_of",
    "open_file",
    "record",
    "record_representation",
    "reference_of",
    "reopen",
    "representatives_of",
    "resume",
    "set_modality",
    "suspend",
    "take_over",
    "timeline",
    "transfer",
    "withdraw",
    "worklist",
]
