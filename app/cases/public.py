"""What other rooms may use of cases."""

from app.cases.actions.abandon import abandon, answer_abandonment_notice, give_abandonment_notice
from app.cases.actions.add_member import add_claim
from app.cases.actions.admit import admit, check_reasons
from app.cases.actions.assign import assign
from app.cases.actions.dismiss import dismiss_proposal
from app.cases.actions.guard import GUARDIAN_KINDS, GuardianshipEnded, appoint_guardian, end_guardianship
from app.cases.actions.let_time_tell import escalate, keep_documents_valid, note_near, note_passed
from app.cases.actions.move_to_version import move_to_version, under_version
from app.cases.actions.open_file import NewClaim, OpenedFile, open_file
from app.cases.actions.record_step import Foreseen, Told, foresee, form_event, outlook, record_step
from app.cases.actions.set_modality import MODALITIES, set_modality
from app.cases.actions.side_steps import reopen, resume, suspend, withdraw
from app.cases.actions.take_over import take_over
from app.cases.actions.tell_dates import tell_dates
from app.cases.actions.transfer import (
    accept_transfer,
    propose_transfer,
    refuse_transfer,
    take_in,
    transfer,
    withdraw_transfer,
)
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
from app.cases.conflicts.actions import answer_conflict, declare_conflict, demand_no_conflict
from app.cases.conflicts.errors import (
    AnsweredAlready,
    DeclarationChanged,
    DeclaredAlready,
    HasConflict,
    NotYoursToAnswer,
)
from app.cases.conflicts.queries import (
    DeclarationPage,
    DeclarationView,
    PartView,
    conflicts_of,
    declarations,
    parts_in_case,
)
from app.cases.conflicts.rules import DECLARED as CONFLICT_KINDS
from app.cases.conflicts.rules import Conflict, barring
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
    TransferDecided,
    TransferProposedAlready,
    WrongRole,
    WrongStage,
)
from app.cases.events import CASE_LEFT, DocumentDesk, Recorded, bar_removal, has_left, record
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
from app.cases.mandates.actions import (
    MANDATE_OVER,
    end_representation,
    let_mandate_expire,
    name_substitute,
    record_representation,
)
from app.cases.mandates.queries import Representative, covered_claims, demand_power, representatives_of
from app.cases.mandates.rules import ENDED_BY_OFFICE, ENDED_BY_SELF, GENERAL, POWERS
from app.cases.models import NEVER, Case, CaseEvent, Claim, Deadline, Guardianship
from app.cases.notes import public as notes
from app.cases.opening import OpenCase, look_at, open_case
from app.cases.proposals import NOBODYS
from app.cases.queries.finding import SEEN, claimants, found_by, name_giver, own_claims, sight
from app.cases.queries.history import Happening, handled_by, handlers, stages_reached, timeline
from app.cases.queries.limits import Limit, limits_of
from app.cases.queries.one import (
    CaseView,
    ClaimView,
    Guardian,
    case_id_of,
    case_view,
    guardians_of,
    reference_of,
    visible_among,
)
from app.cases.queries.worklist import Counts, Filters, Page, Row, counts, open_cases_of, worklist
from app.cases.references import reference_key
from app.cases.reopening import ReopeningGround, closed_after, grounds_for, reopening_grounds
from app.cases.rules import leaves_from
from app.cases.situation import office_code, situation_of
from app.cases.transfers import TransferView, transfer_proposed, transfer_request, transfers

# For joins in other rooms' reads; nobody else writes them. A stage, an audience or a deadline changes through `record` alone.
case_table = Case.__table__
claim_table = Claim.__table__
event_table = CaseEvent.__table__
deadline_table = Deadline.__table__
guardianship_table = Guardianship.__table__

__all__ = [
    "CASE_LEFT",
    "CONFLICT_KINDS",
    "DEADLINE_DUE",
    "DEADLINE_ESCALATION",
    "DEADLINE_REMINDER",
    "DOCUMENTS_KEPT",
    "ENDED_BY_OFFICE",
    "ENDED_BY_SELF",
    "GENERAL",
    "GUARDIAN_KINDS",
    "HEARING_GAP",
    "LIMIT_GAP",
    "MANDATE_OVER",
    "MODALITIES",
    "NEVER",
    "NOBODYS",
    "POWERS",
    "SEEN",
    "STAGE_DAY_GAP",
    "AlreadyNoticed",
    "AnsweredAlready",
    "CaseChanged",
    "CaseView",
    "ChildWithoutGuardian",
    "ChildrenLeftAlone",
    "Claim",
    "ClaimView",
    "Conflict",
    "Counts",
    "DeclarationChanged",
    "DeclarationPage",
    "DeclarationView",
    "DeclaredAlready",
    "DocumentDesk",
    "Escalation",
    "FilingView",
    "Filters",
    "Foreseen",
    "Guardian",
    "GuardianshipEnded",
    "Happening",
    "HasConflict",
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
    "NotYoursToAnswer",
    "NotYoursToDecide",
    "NothingToComplete",
    "NothingToReopen",
    "OpenCase",
    "OpenedFile",
    "Page",
    "PartView",
    "ProposalEnded",
    "ProposalView",
    "Recorded",
    "ReopeningGround",
    "Representative",
    "Row",
    "Spared",
    "StageNotInVersion",
    "ToReview",
    "Told",
    "TransferDecided",
    "TransferProposedAlready",
    "TransferView",
    "WrongRole",
    "WrongStage",
    "abandon",
    "accept_transfer",
    "add_claim",
    "admit",
    "answer_abandonment_notice",
    "answer_conflict",
    "appoint_guardian",
    "assign",
    "bar_removal",
    "barring",
    "batches",
    "case_id_of",
    "case_table",
    "case_view",
    "check_reasons",
    "children_alone",
    "claim_table",
    "claimants",
    "closed_after",
    "conflicts_of",
    "counts",
    "covered_claims",
    "deadline_table",
    "declarations",
    "declare_conflict",
    "demand_no_conflict",
    "demand_power",
    "dismiss_proposal",
    "end_guardianship",
    "end_representation",
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
    "grounds_for",
    "guardians_of",
    "guardianship_table",
    "handled_by",
    "handlers",
    "has_left",
    "households",
    "import_cases",
    "keep_documents_valid",
    "leaves_from",
    "let_mandate_expire",
    "limits_of",
    "look_at",
    "move_to_version",
    "name_giver",
    "name_substitute",
    "needs_to_review",
    "note_near",
    "note_passed",
    "notes",
    "office_code",
    "open_case",
    "open_cases_of",
    "open_file",
    "outlook",
    "own_claims",
    "parts_in_case",
    "proposal",
    "proposals_for",
    "proposals_of",
    "propose_transfer",
    "record",
    "record_representation",
    "record_step",
    "reference_key",
    "reference_of",
    "refuse_transfer",
    "reopen",
    "reopening_grounds",
    "representatives_of",
    "resume",
    "set_modality",
    "sight",
    "situation_of",
    "stages_reached",
    "suspend",
    "take_in",
    "take_over",
    "tell_dates",
    "timeline",
    "transfer",
    "transfer_proposed",
    "transfer_request",
    "transfers",
    "under_version",
    "visible_among",
    "withdraw",
    "withdraw_transfer",
    "worklist",
]
