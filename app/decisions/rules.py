"""Names that the room shares, and who may sign what was voted. Pure. How votes are counted is in `counting`."""

from typing import Literal
from uuid import UUID

Choice = Literal["for", "against", "abstain"]
CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")
# The stage at which a case is a body's to decide.
WAITING = "awaiting_decision"
# What an analysis may say of exclusion (or not have said yet) while a group decision still takes the case in.
CLEARED = frozenset({None, "no_indication", "not_excluded"})
EXCLUDED = "excluded"


def signatories(presiding: UUID, *, voted: frozenset[UUID], recused: frozenset[UUID]) -> frozenset[UUID]:
    """Who may sign what was voted: who presides, or the members who voted where that one is recused."""
    return frozenset({presiding}) if presiding not in recused else voted
