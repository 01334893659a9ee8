"""What other rooms may use of referrals."""

from app.referrals.actions import (
    OVERDUE,
    ServiceFacts,
    answer,
    close,
    follow_up,
    keep_service,
    note_overdue,
    refer,
)
from app.referrals.errors import NotAnsweredNow, ReferralChanged, ReferralEnded, ServiceClosed
from app.referrals.queries import (
    ReferralView,
    ServiceView,
    open_referrals,
    referral,
    referrals_of,
    ringing,
    service,
    services,
    services_for,
)
from app.referrals.rules import ANSWERS, LEAST, OBLIGED, PARTS, SENSITIVE, Consent

__all__ = [
    "ANSWERS",
    "LEAST",
    "OBLIGED",
    "OVERDUE",
    "PARTS",
    "SENSITIVE",
    "Consent",
    "NotAnsweredNow",
    "ReferralChanged",
    "ReferralEnded",
    "ReferralView",
    "ServiceClosed",
    "ServiceFacts",
    "ServiceView",
    "answer",
    "close",
    "follow_up",
    "keep_service",
    "note_overdue",
    "open_referrals",
    "refer",
    "referral",
    "referrals_of",
    "ringing",
    "service",
    "services",
    "services_for",
]
