"""Who counts, how many, and what the count says. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Choice = Literal["for", "against", "abstain"]
CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")
Result = Literal["decided", "sent_back", "deferred"]
# The stage at which a case is a body's to decide.
WAITING = "awaiting_decision"
# What an analysis may say of exclusion (or not have said yet) while a group decision still takes the case in.
CLEARED = frozenset({None, "no_indication", "not_excluded"})
EXCLUDED = "excluded"
CHANNELS = ("in_person", "electronic_address", "representative", "post")


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one item. `missing` are members who may vote and have not."""

    votes_for: int
    votes_against: int
    abstentions: int
    missing: int
    recused: int

    @property
    def entitled(self) -> int:
        """Members present who are not recused."""
        return self.votes_for + self.votes_against + self.abstentions + self.missing


def entitled(present: Iterable[UUID], voted: Iterable[UUID], recused: Iterable[UUID]) -> frozenset[UUID]:
    """Who counts for an item: present, or gone after voting on it; never who is recused."""
    return (frozenset(present) | frozenset(voted)) - frozenset(recused)


def tally(choices: Iterable[str], *, entitled: int, recused: int) -> Tally:
    """Count the votes of those entitled to one."""
    cast = list(choices)
    return Tally(
        votes_for=cast.count("for"),
        votes_against=cast.count("against"),
        abstentions=cast.count("abstain"),
        missing=entitled - len(cast),
        recused=recused,
    )


def result(count: Tally) -> Result:
    """What the votes say: `decided` as proposed, `sent_back`, or `deferred` when neither side has the majority.

    A majority is more than half of the members entitled to vote on the item, so that no rule on ties or abstentions is needed:
    none is on record for Costa Rica. A majority against the proposal does not decide the opposite; it sends the case back.
    """
    half = count.entitled / 2
    if count.votes_for > half:
        return "decided"
    if count.votes_against > half:
        return "sent_back"
    return "deferred"


def signatories(presiding: UUID, *, voted: frozenset[UUID], recused: frozenset[UUID]) -> frozenset[UUID]:
    """Who may sign what was voted: who presides, or the members who voted where that one is recused."""
    return frozenset({presiding}) if presiding not in recused else voted
