"""What other rooms may use of representation."""

from app.representation.clients import ClientLimit, client_limits
from app.representation.errors import (
    AlreadyAnswered,
    AlreadyAsked,
    FilingChanged,
    NobodyOnTheRota,
    NothingToAssign,
)
from app.representation.filings import (
    FilingView,
    answer_filing,
    filing,
    filings_of,
    hand_in,
    unanswered,
)
from app.representation.legal_aid import (
    INSTANCES,
    RequestView,
    ask_legal_aid,
    assign_turn,
    excuse,
    join_rota,
    legal_aid_requests,
    rota,
)
from app.representation.rules import KINDS, OnRota

__all__ = [
    "INSTANCES",
    "KINDS",
    "AlreadyAnswered",
    "AlreadyAsked",
    "ClientLimit",
    "FilingChanged",
    "FilingView",
    "NobodyOnTheRota",
    "NothingToAssign",
    "OnRota",
    "RequestView",
    "answer_filing",
    "ask_legal_aid",
    "assign_turn",
    "client_limits",
    "excuse",
    "filing",
    "filings_of",
    "hand_in",
    "join_rota",
    "legal_aid_requests",
    "rota",
    "unanswered",
]
