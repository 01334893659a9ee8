"""What other rooms may use of families."""

from app.people.family.dna import record_dna_result, refer_to_dna
from app.people.family.errors import DecidedAlready, NotBothYes, ReferralExpired, RelatedAlready, ResultKnown
from app.people.family.queries import (
    AbroadView,
    DnaView,
    InFile,
    MatchView,
    RelationView,
    ReunificationView,
    TracingView,
    people_of_file,
    relations_of,
    reunifications_of,
    searches_of,
)
from app.people.family.relations import end_relation, relate
from app.people.family.reunification import Abroad, decide_member, request_reunification
from app.people.family.rules import ANSWERS, DNA_RESULTS, PROOFS, other_way, unhcr_code
from app.people.family.tracing import (
    Reached,
    Sought,
    answer_match,
    close_tracing,
    look_again,
    open_tracing,
    pass_contact_on,
    seeker_consents,
)

__all__ = [
    "ANSWERS",
    "DNA_RESULTS",
    "PROOFS",
    "Abroad",
    "AbroadView",
    "DecidedAlready",
    "DnaView",
    "InFile",
    "MatchView",
    "NotBothYes",
    "Reached",
    "ReferralExpired",
    "RelatedAlready",
    "RelationView",
    "ResultKnown",
    "ReunificationView",
    "Sought",
    "TracingView",
    "answer_match",
    "close_tracing",
    "decide_member",
    "end_relation",
    "look_again",
    "open_tracing",
    "other_way",
    "pass_contact_on",
    "people_of_file",
    "record_dna_result",
    "refer_to_dna",
    "relate",
    "relations_of",
    "request_reunification",
    "reunifications_of",
    "searches_of",
    "seeker_consents",
    "unhcr_code",
]
