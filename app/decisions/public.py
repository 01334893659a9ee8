"""What other rooms may use of decisions."""

from app.decisions.actions.appoint import appoint, end_appointment
from app.decisions.actions.attend import open_sitting, record_attendance
from app.decisions.actions.certificates import (
    CertificateView,
    certificates,
    enrol_certificate,
    enrol_token,
    revoke_certificate,
)
from app.decisions.actions.circulate import circulate
from app.decisions.actions.close_item import Closed, close_item, defer, send_back
from app.decisions.actions.close_sitting import (
    cancel_sitting,
    close_sitting,
    resume_sitting,
    suspend_sitting,
)
from app.decisions.actions.compose_again import compose_again
from app.decisions.actions.convene import Extraordinary, convene, first_start
from app.decisions.actions.decide_group import (
    close_group,
    demand_vote,
    put_group_on_agenda,
    vote_on_group,
)
from app.decisions.actions.declare_final import declare_final
from app.decisions.actions.declare_inadmissible import declare_inadmissible
from app.decisions.actions.discard import discard_draft
from app.decisions.actions.judge import (
    Judge,
    Written,
    discard_judgment,
    draft_at_remedy,
    judgment_drafted,
    judgments_to_sign,
    sign_at_remedy,
    sign_judgment,
    take_back_judgment,
)
from app.decisions.actions.keep_minutes import (
    approve_minutes,
    draw_up_minutes,
    minutes_of,
    seal_minutes,
    sign_minutes,
)
from app.decisions.actions.keep_scan import SCAN, keep_scan, scan_of, takes_scan
from app.decisions.actions.lose import keep_service_of_loss, sign_loss
from app.decisions.actions.note_deliberation import note_deliberation, own_note
from app.decisions.actions.put_loss import LossItem, loss_decided, loss_item, put_loss_on_agenda
from app.decisions.actions.recognise_group import recognise_with_group
from app.decisions.actions.recuse import recuse
from app.decisions.actions.rule_alone import ANSWERS, SINGLE, bring_to_desk, rule_alone
from app.decisions.actions.set_agenda import put_on_agenda, take_off
from app.decisions.actions.sign import Signed, sign
from app.decisions.actions.vote import vote
from app.decisions.actions.withdraw_text import CAUSES as WITHDRAWAL_CAUSES
from app.decisions.actions.withdraw_text import WithdrawalView, withdraw_text, withdrawals_of
from app.decisions.counting import Tally
from app.decisions.errors import NotOnPaperYet, RemedyAwaitsAdmission
from app.decisions.models import Decision
from app.decisions.queries.checking import CheckedDecision, CheckedFile, check_code, check_file
from app.decisions.queries.decisions import DecisionView, decision, decisions_of
from app.decisions.queries.desk import Awaited, RulingView, on_the_desk, rulings_of, to_sign
from app.decisions.queries.group import GROUP_EVENT, why_not
from app.decisions.queries.group_items import GroupItemView, group_items_of, lists_for_a_vote, vote_on
from app.decisions.queries.seats import HolderView, SeatView, seats_of, who_may_sit
from app.decisions.queries.signatories import Signatories, Signatory, signatories_of
from app.decisions.queries.sitting_list import SittingPage, sittings, sittings_between
from app.decisions.queries.sitting_views import (
    ItemView,
    MemberView,
    Quorum,
    RecusalView,
    SittingRow,
    SittingView,
    StayView,
    VoteView,
)
from app.decisions.queries.sittings import sitting
from app.decisions.queries.waiting import WaitingCase, proposed_agenda
from app.decisions.rules import CHOICES
from app.decisions.service.call import call_to_collect
from app.decisions.service.correct import Correction, correct_service
from app.decisions.service.links import (
    JOB as SERVICE_ACKNOWLEDGED,
)
from app.decisions.service.links import (
    LinkState,
    LinkView,
    acknowledge,
    link_state,
    links_of,
    proof_of,
    received_paper,
    send_link,
    take_acknowledgement,
)
from app.decisions.service.models import Notification
from app.decisions.service.notify import notify, serve
from app.decisions.service.queries import AttemptView, Service, ServiceOf, service_of
from app.decisions.service.rules import CHANNELS, PLACES, RECEIVERS, RESULTS, SUBSTITUTES, Served
from app.decisions.signing.authority import issue as issue_certificate
from app.decisions.signing.authority import root as signing_authority
from app.decisions.signing.keys import signs_with_key
from app.decisions.signing.late import paper_of
from app.decisions.signing.papers import content_of
from app.decisions.signing.papers import rewrap as rewrap_papers
from app.decisions.signing.put import signatures_of
from app.decisions.texts.compose import Text, compose, shown_code, text_of, typed_code
from app.decisions.texts.edit import edit_text
from app.decisions.texts.plain import LANGUAGES as PLAIN_LANGUAGES
from app.decisions.texts.plain import TITLES as PLAIN_TITLES
from app.decisions.texts.preview import preview
from app.decisions.texts.shapes import Paragraph, Part
from app.decisions.values import ClaimOutcome

# For joins in other rooms' reads; nobody else writes them.
decision_table = Decision.__table__
notification_table = Notification.__table__

__all__ = [
    "ANSWERS",
    "CHANNELS",
    "CHOICES",
    "GROUP_EVENT",
    "PLACES",
    "PLAIN_LANGUAGES",
    "PLAIN_TITLES",
    "RECEIVERS",
    "RESULTS",
    "SCAN",
    "SERVICE_ACKNOWLEDGED",
    "SINGLE",
    "SUBSTITUTES",
    "WITHDRAWAL_CAUSES",
    "AttemptView",
    "Awaited",
    "CertificateView",
    "CheckedDecision",
    "CheckedFile",
    "ClaimOutcome",
    "Closed",
    "Correction",
    "DecisionView",
    "Extraordinary",
    "GroupItemView",
    "HolderView",
    "ItemView",
    "Judge",
    "LinkState",
    "LinkView",
    "LossItem",
    "MemberView",
    "NotOnPaperYet",
    "Paragraph",
    "Part",
    "Quorum",
    "RecusalView",
    "RemedyAwaitsAdmission",
    "RulingView",
    "SeatView",
    "Served",
    "Service",
    "ServiceOf",
    "Signatories",
    "Signatory",
    "Signed",
    "SittingPage",
    "SittingRow",
    "SittingView",
    "StayView",
    "Tally",
    "Text",
    "VoteView",
    "WaitingCase",
    "WithdrawalView",
    "Written",
    "acknowledge",
    "appoint",
    "approve_minutes",
    "bring_to_desk",
    "call_to_collect",
    "cancel_sitting",
    "certificates",
    "check_code",
    "check_file",
    "circulate",
    "close_group",
    "close_item",
    "close_sitting",
    "compose",
    "compose_again",
    "content_of",
    "convene",
    "correct_service",
    "decision",
    "decision_table",
    "decisions_of",
    "declare_final",
    "declare_inadmissible",
    "defer",
    "demand_vote",
    "discard_draft",
    "discard_judgment",
    "draft_at_remedy",
    "draw_up_minutes",
    "edit_text",
    "end_appointment",
    "enrol_certificate",
    "enrol_token",
    "first_start",
    "group_items_of",
    "issue_certificate",
    "judgment_drafted",
    "judgments_to_sign",
    "keep_scan",
    "keep_service_of_loss",
    "link_state",
    "links_of",
    "lists_for_a_vote",
    "loss_decided",
    "loss_item",
    "minutes_of",
    "note_deliberation",
    "notification_table",
    "notify",
    "on_the_desk",
    "open_sitting",
    "own_note",
    "paper_of",
    "preview",
    "proof_of",
    "proposed_agenda",
    "put_group_on_agenda",
    "put_loss_on_agenda",
    "put_on_agenda",
    "received_paper",
    "recognise_with_group",
    "record_attendance",
    "recuse",
    "resume_sitting",
    "revoke_certificate",
    "rewrap_papers",
    "rule_alone",
    "rulings_of",
    "scan_of",
    "seal_minutes",
    "seats_of",
    "send_back",
    "send_link",
    "serve",
    "service_of",
    "shown_code",
    "sign",
    "sign_at_remedy",
    "sign_judgment",
    "sign_loss",
    "sign_minutes",
    "signatories_of",
    "signatures_of",
    "signing_authority",
    "signs_with_key",
    "sitting",
    "sittings",
    "sittings_between",
    "suspend_sitting",
    "take_acknowledgement",
    "take_back_judgment",
    "take_off",
    "takes_scan",
    "text_of",
    "to_sign",
    "typed_code",
    "vote",
    "vote_on",
    "vote_on_group",
    "who_may_sit",
    "why_not",
    "withdraw_text",
    "withdrawals_of",
]
