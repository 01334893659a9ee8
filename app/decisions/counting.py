"""Who counts for an item, whether they are enough, and what their votes say. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.procedure import public as procedure

Result = Literal["decided", "sent_back", "deferred"]


@dataclass(frozen=True, slots=True)
class Called:
    """A member as a sitting called them: for which seat, as its holder (`place` 0) or as an alternate, in their order."""

    user_id: UUID
    seat: str
    place: int = 0


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
        """Members who sit for a seat on the item."""
        return self.votes_for + self.votes_against + self.abstentions + self.missing


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the votes say, and whether it was the casting vote of who presides that said it."""

    result: Result
    by_casting_vote: bool = False


def sitting_for(
    called: Iterable[Called],
    *,
    present: Collection[UUID],
    voted: Collection[UUID] = (),
    recused: Collection[UUID] = (),
) -> dict[str, UUID]:
    """Who sits for each seat on an item: its holder, or the first alternate where the holder is absent or recused.

    Whoever voted for the seat keeps it for the item, also after leaving the room and when its holder comes in late; who is
    recused never has it. A seat for which nobody is left is not in the answer.
    """
    able = sorted(
        (
            one
            for one in called
            if one.user_id not in recused and (one.user_id in present or one.user_id in voted)
        ),
        key=lambda one: (one.user_id not in voted, one.place, str(one.user_id)),
    )
    seated: dict[str, UUID] = {}
    for one in able:
        seated.setdefault(one.seat, one.user_id)
    return seated


def compulsory_missing(seats: Collection[str], body: procedure.Body) -> tuple[str, ...]:
    """The seats without which the law lets the body decide nothing, and for which nobody sits."""
    return tuple(member.es for member in body.members if member.compulsory and member.es not in seats)


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


def conclude(
    count: Tally,
    *,
    majority: procedure.Majority | None = None,
    tie: procedure.Tie | None = None,
    presiding: str | None = None,
) -> Conclusion:
    """What the votes say: `decided` as proposed, `sent_back`, or `deferred` when neither side has the majority.

    The majority is more than half of those entitled to vote on the item, unless the profile counts the votes cast alone. Where
    it gives who presides a casting vote, that vote (`presiding`: how they voted) counts twice in a tie, and the same majority is
    asked of one vote more. A tie rule that nobody knows decides nothing. A majority against the proposal does not decide the
    opposite; it sends the case back.
    """
    all_votes = count.votes_for + count.votes_against if majority == "of_votes_cast" else count.entitled
    votes = {"for": count.votes_for, "against": count.votes_against}
    casting = tie == "casting_vote" and presiding in votes and votes["for"] == votes["against"] > 0
    if casting and presiding is not None:
        votes[presiding] += 1
        all_votes += 1
    return _majority_of(votes, all_votes, casting=casting)


def _majority_of(votes: Mapping[str, int], all_votes: int, *, casting: bool) -> Conclusion:
    if 2 * votes["for"] > all_votes:
        return Conclusion("decided", casting)
    if 2 * votes["against"] > all_votes:
        return Conclusion("sent_back", casting)
    return Conclusion("deferred")
