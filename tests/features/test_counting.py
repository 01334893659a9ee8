"""How votes are counted, over every body and every vote: pure."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.decisions.counting import Called, Tally, conclude, sitting_for
from app.procedure import public as procedure

CHOICE = st.sampled_from(["for", "against", "abstain"])
MAJORITY = st.sampled_from([None, "of_those_who_may_vote", "of_votes_cast"])
TIE = st.sampled_from([None, "casting_vote", "not_decided"])


def counted(votes: list[str], missing: int = 0) -> Tally:
    return Tally(votes.count("for"), votes.count("against"), votes.count("abstain"), missing, 0)


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Called], set[UUID], set[UUID], set[UUID]]:
    """A body of some seats with alternates, some of them there, some recused, some of those who were there having voted."""
    seats = draw(st.integers(1, 6))
    called = [
        Called(UUID(int=seat * 10 + place + 1), f"seat {seat}", place)
        for seat in range(seats)
        for place in range(draw(st.integers(1, 3)))
    ]
    people = st.sets(st.sampled_from([one.user_id for one in called]))
    return called, draw(people), draw(people), draw(people)


@given(rooms())
def test_one_sits_for_each_seat_and_never_who_is_recused_or_was_not_there(
    room: tuple[list[Called], set[UUID], set[UUID], set[UUID]],
) -> None:
    called, present, voted, recused = room
    seated = sitting_for(called, present=present, voted=voted, recused=recused)
    assert len(set(seated.values())) == len(seated)
    assert not set(seated.values()) & recused
    assert set(seated.values()) <= present | voted
    for one in called:
        able = one.user_id in present and one.user_id not in recused
        if able and not voted:
            # Whoever stands before an alternate in their own seat sits; nobody able leaves the seat empty.
            holder = next(c for c in called if c.user_id == seated[one.seat])
            assert holder.place <= one.place


@given(st.lists(CHOICE, max_size=9), st.integers(0, 3), MAJORITY, TIE, st.none() | CHOICE)
def test_both_sides_are_judged_alike_and_no_minority_wins(
    votes: list[str],
    missing: int,
    majority: procedure.Majority | None,
    tie: procedure.Tie | None,
    presiding: str | None,
) -> None:
    presiding = presiding if presiding in votes else None
    count = counted(votes, missing)
    ended = conclude(count, majority=majority, tie=tie, presiding=presiding)
    turned = {"for": "against", "against": "for"}
    mirrored = conclude(
        counted([turned.get(v, v) for v in votes], missing),
        majority=majority,
        tie=tie,
        presiding=turned.get(presiding, presiding) if presiding else None,
    )
    opposite = {"decided": "sent_back", "sent_back": "decided", "deferred": "deferred"}
    assert mirrored.result == opposite[ended.result]
    if ended.result == "decided":
        assert count.votes_for >= count.votes_against
        assert (count.votes_for == count.votes_against) == ended.by_casting_vote
    if ended.by_casting_vote:
        assert tie == "casting_vote"
        assert ended.result == {"for": "decided", "against": "sent_back"}[presiding or ""]
    if majority != "of_votes_cast" and not ended.by_casting_vote and ended.result != "deferred":
        assert 2 * max(count.votes_for, count.votes_against) > count.entitled


@given(st.lists(CHOICE, max_size=9))
def test_a_tie_that_no_rule_breaks_decides_nothing(votes: list[str]) -> None:
    count = counted(votes)
    if count.votes_for == count.votes_against:
        for tie in (None, "not_decided"):
            assert conclude(count, tie=tie, presiding="for").result == "deferred"


def test_the_casting_vote_is_no_vote_of_its_own() -> None:
    """Who presides and abstains, or is out of the item, breaks no tie; and it gives no majority to a minority."""
    for presiding in ("abstain", None):
        assert (
            conclude(counted(["for", "against"]), tie="casting_vote", presiding=presiding).result
            == "deferred"
        )
    three = counted(["for", "against", "abstain"])
    assert conclude(three, tie="casting_vote", presiding="for").result == "deferred"
    assert conclude(three, majority="of_votes_cast", tie="casting_vote", presiding="for").result == "decided"
