"""What other rooms may use of cases."""

from app.cases.actions.abandon import abandon, answer_abandonment_notice, give_abandonment_notice
from app.cases.actions.add_member import add_claim
from app.cases.actions.admit import admit, check_reasons
from app.cases.actions.assign import assign
from app.cases.actions.dismiss import dismiss_proposal
from app.cases.actions.let_time_tell import escalate, keep_documents_valid, note_near, note_passed
from app.cases.actions.move_to_version import move_to_version, under_version
from app.cases.actions.open_file import NewClaim, OpenedFile, open_file
from app.cases.actions.record_step import Foreseen, Told, foresee, form_event, outlook, record_step
from app.cases.actions.represent import appoint_guardian, record_representation
from app.cases.actions.set_modality import MODALITIES, set_modality
from app.cases.actions.side_steps import reopen, resume, suspend, withdraw
from app.cases.actions.take_over import take_over
from app.cases.actions.tell_dates import tell_dates
from app.cases.actions.transfer import transfer
from app.cases.attention import (
    Escalation,
    ProposalView,
    ToReview,
    escalations_for,
    needs_to_review,
    proposal,
    proposals_for,
    proposals_of,
)
from app.cases.batches import public as batches
from app.cases.clocks import DEADLINE_DUE, DEADLINE_ESCALATION, DEADLINE_REMINDER, DOCUMENTS_KEPT
from app.cases.errors import (
    AlreadyNoticed,
    CaseChanged,
    ChildrenLeftAlone,
    ChildWithoutGuardian,
    HasItsOwnPage,
    NeedsUnmet,
    NoNoticeToAnswer,
    NoSuchStep,
    NotAnotherOffice,
    NotExtendable,
    NothingToComplete,
    NothingToReopen,
    NotInForce,
    NotSuspended,
    NotYetPassed,
    NotYoursToDecide,
    ProposalEnded,
    Spared,
    StageNotInVersion,
    WrongRole,
    WrongStage,
)
from app.cases.events import CASE_LEFT, DocumentDesk, Recorded, has_left, record
from app.cases.filing import FilingView, filing_data, filing_of, filing_view
from app.cases.household import children_alone
from app.cases.households import public as households
from app.cases.importing import (
    HEARING_GAP,
    LIMIT_GAP,
    STAGE_DAY_GAP,
    ImportedCase,
    ImportedClaim,
    ImportedFile,
    import_cases,
)
from app.cases.models import NEVER, Case, CaseEvent, Claim, Deadline
from app.cases.opening import OpenCase, look_at, open_case
from app.cases.proposals import NOBODYS
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
    found_by,
    guardians_of,
    handled_by,
    limits_of,
    open_cases_of,
    reference_of,
    representatives_of,
    timeline,
    visible_among,
    visible_to,
    worklist,
)
from app.cases.references import reference_key
from app.cases.rules import leaves_from
from app.cases.situation import office_code, situation_of

# For joins in other rooms' reads; nobody else writes them. A stage, an audience or a deadline changes through `record` alone.
case_table = Case.__table__
claim_table = Claim.__table__
event_table = CaseEvent.__table__
deadline_table = Deadline.__table__

__all__ = [
    "CASE_LEFT",
    "DEADLINE_DUE",
    "DEADLINE_ESCALATION",
    "DEADLINE_REMINDER",
    "DOCUMENTS_KEPT",
    "HEARING_GAP",
    "LIMIT_GAP",
    "MODALITIES",
    "NEVER",
    "NOBODYS",
    "STAGE_DAY_GAP",
    "AlreadyNoticed",
    "CaseChanged",
    "CaseView",
    "ChildWithoutGuardian",
    "ChildrenLeftAlone",
    "Claim",
    "ClaimView",
    "Counts",
    "DocumentDesk",
    "Escalation",
    "FilingView",
    "Filters",
    "Foreseen",
    "Guardian",
    "Happening",
    "HasItsOwnPage",
    "ImportedCase",
    "ImportedClaim",
    "ImportedFile",
    "Limit",
    "NeedsUnmet",
    "NewClaim",
    "NoNoticeToAnswer",
    "NoSuchStep",
    "NotAnotherOffice",
    "NotExtendable",
    "NotInForce",
    "NotSuspended",
    "NotYetPassed",
    "NotYoursToDecide",
    "NothingToComplete",
    "NothingToReopen",
    "OpenCase",
    "OpenedFile",
    "Page",
    "ProposalEnded",
    "ProposalView",
    "Recorded",
    "Representative",
    "Row",
    "Spared",
    "StageNotInVersion",
    "ToReview",
    "Told",
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
    "dismiss_proposal",
    "escalate",
    "escalations_for",
    "event_table",
    "filing_data",
    "filing_of",
    "filing_view",
    "foresee",
    "form_event",
    "found_by",
    "give_abandonment_notice",
    "guardians_of",
    "handled_by",
    "has_left",
    "households",
    "import_cases",
    "keep_documents_valid",
    "leaves_from",
    "limits_of",
    "look_at",
    "move_to_version",
    "needs_to_review",
    "note_near",
    "note_passed",
    "office_code",
    "open_case",
    "open_cases_of",
    "open_file",
    "outlook",
    "proposal",
    "proposals_for",
    "proposals_of",
    "record",
    "record_representation",
    "record_step",
    "reference_key",
    "reference_of",
    "reopen",
    "representatives_of",
    "resume",
    "set_modality",
    "situation_of",
    "suspend",
    "take_over",
    "tell_dates",
    "timeline",
    "transfer",
    "under_version",
    "visible_among",
    "visible_to",
    "withdraw",
    "worklist",
]
