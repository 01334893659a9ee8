"""What the rest of the people room, and the migration that fills the keys, use of matching."""

from app.people.matching.keys import household_keys, search_keys, stored_keys, wanted_keys
from app.people.matching.score import phone_key, score
from app.people.matching.shapes import Candidate, Companion, Description, KnownPaper, Match
from app.people.matching.weights import HINT, LIKELY

__all__ = [
    "HINT",
    "LIKELY",
    "Candidate",
    "Companion",
    "Description",
    "KnownPaper",
    "Match",
    "household_keys",
    "phone_key",
    "score",
    "search_keys",
    "stored_keys",
    "wanted_keys",
]
