"""What other rooms may use of remedies."""

from app.remedies.actions.admit import admit_late, refuse_late
from app.remedies.actions.decide import Judgment, Verdict, decide_remedy
from app.remedies.actions.examine import (
    answer_correction,
    answer_for_first_instance,
    ask_correction,
    rule_on_hearing,
    take_up,
)
from app.remedies.actions.file import Filed, file_remedy
from app.remedies.actions.lapse import lapse
from app.remedies.actions.withdraw import withdraw_remedy
from app.remedies.errors import (
    AlreadyAnswered,
    AlreadyAsked,
    AlreadyFiled,
    AlreadyTakenUp,
    AlreadyUsed,
    CorrectionOpen,
    DraftChanged,
    HearingChanged,
    HearingGranted,
    HearingNotHeld,
    HearingSigned,
    NoDraft,
    NoFurtherRemedy,
    NotAwaitingAdmission,
    NothingAsked,
    NothingServed,
    NothingToChallenge,
    NotPending,
    NotSeated,
    NotTheNewestDecision,
    PanelDecides,
    RemedyChanged,
    SeatsDrawn,
    TooFewJudges,
    VotedAlready,
    VotesMissing,
    WorkedOnThisCase,
)
from app.remedies.hearings.actions import open_hearing
from app.remedies.hearings.actions import sign as sign_hearing
from app.remedies.hearings.actions import write as write_hearing
from app.remedies.hearings.queries import HearingView, hearing, hearings_of
from app.remedies.hearings.rules import CAPACITIES, HOWS, Present, Signature
from app.remedies.loss.actions.begin import answer as answer_loss
from app.remedies.loss.actions.begin import open_procedure as open_loss
from app.remedies.loss.actions.begin import tell as tell_of_loss
from app.remedies.loss.actions.begin import waive_hearing
from app.remedies.loss.actions.decide import decide_loss, serve_loss
from app.remedies.loss.actions.renounce import renounce
from app.remedies.loss.errors import (
    LossChanged,
    LossNotOpen,
    LossOpenAlready,
    NoStatusToLose,
    NotHeardYet,
    NotKnownHere,
    NotToldYet,
    OpenedIt,
    PressureSuspected,
    StillTimeToAnswer,
    TiedToThisCase,
)
from app.remedies.loss.queries import LossView, loss, losses_of, open_losses
from app.remedies.loss.rules import NO_PRESSURE, RENOUNCED, Held, holding, ways
from app.remedies.loss.rules import grounds as loss_grounds
from app.remedies.models import Remedy
from app.remedies.panel.actions.drafts import issue as issue_judgment
from app.remedies.panel.actions.drafts import propose as propose_judgment
from app.remedies.panel.actions.drafts import vote_on as vote_on_judgment
from app.remedies.panel.actions.drafts import write_draft
from app.remedies.panel.actions.seats import draw_seats, replace_seat
from app.remedies.panel.queries import DraftView, SeatView, draft_of, seats_of
from app.remedies.policies import barred_from, has_worked_on
from app.remedies.queries.listing import OPEN, STATUSES, Page, Row, remedies
from app.remedies.queries.one import (
    AnswerView,
    CorrectionView,
    RemedyView,
    SentBack,
    correction_of,
    first_answer,
    remedies_of,
    remedy,
    sent_back,
)
from app.remedies.rules import (
    DISMISSED,
    LODGED_BY,
    OVERTURNED,
    REMITTED,
    REVERSAL_GROUNDS,
    UPHELD,
    Judged,
    Point,
    Standing,
    heard_here,
    kinds,
    lying,
    with_it,
)

# For joins in other rooms' reads; nobody else writes it.
remedy_table = Remedy.__table__

__all__ = [
    "CAPACITIES",
    "DISMISSED",
    "HOWS",
    "LODGED_BY",
    "NO_PRESSURE",
    "OPEN",
    "OVERTURNED",
    "REMITTED",
    "RENOUNCED",
    "REVERSAL_GROUNDS",
    "STATUSES",
    "UPHELD",
    "AlreadyAnswered",
    "AlreadyAsked",
    "AlreadyFiled",
    "AlreadyTakenUp",
    "AlreadyUsed",
    "AnswerView",
    "CorrectionOpen",
    "CorrectionView",
    "DraftChanged",
    "DraftView",
    "Filed",
    "HearingChanged",
    "HearingGranted",
    "HearingNotHeld",
    "HearingSigned",
    "HearingView",
    "Held",
    "Judged",
    "Judgment",
    "LossChanged",
    "LossNotOpen",
    "LossOpenAlready",
    "LossView",
    "NoDraft",
    "NoFurtherRemedy",
    "NoStatusToLose",
    "NotAwaitingAdmission",
    "NotHeardYet",
    "NotKnownHere",
    "NotPending",
    "NotSeated",
    "NotTheNewestDecision",
    "NotToldYet",
    "NothingAsked",
    "NothingServed",
    "NothingToChallenge",
    "OpenedIt",
    "Page",
    "PanelDecides",
    "Point",
    "Present",
    "PressureSuspected",
    "Remedy",
    "RemedyChanged",
    "RemedyView",
    "Row",
    "SeatView",
    "SeatsDrawn",
    "SentBack",
    "Signature",
    "Standing",
    "StillTimeToAnswer",
    "TiedToThisCase",
    "TooFewJudges",
    "Verdict",
    "VotedAlready",
    "VotesMissing",
    "WorkedOnThisCase",
    "admit_late",
    "answer_correction",
    "answer_for_first_instance",
    "answer_loss",
    "ask_correction",
    "barred_from",
    "correction_of",
    "decide_loss",
    "decide_remedy",
    "draft_of",
    "draw_seats",
    "file_remedy",
    "first_answer",
    "has_worked_on",
    "heard_here",
    "hearing",
    "hearings_of",
    "holding",
    "issue_judgment",
    "kinds",
    "lapse",
    "loss",
    "loss_grounds",
    "losses_of",
    "lying",
    "open_hearing",
    "open_loss",
    "open_losses",
    "propose_judgment",
    "refuse_late",
    "remedies",
    "remedies_of",
    "remedy",
    "remedy_table",
    "renounce",
    "replace_seat",
    "rule_on_hearing",
    "seats_of",
    "sent_back",
    "serve_loss",
    "sign_hearing",
    "take_up",
    "tell_of_loss",
    "vote_on_judgment",
    "waive_hearing",
    "ways",
    "with_it",
    "withdraw_remedy",
    "write_draft",
    "write_hearing",
]
