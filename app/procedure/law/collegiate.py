"""How a body of several sits, votes and signs, as a profile writes it."""

from typing import Literal

from app.procedure.law.basis import Fact, Part, SpanField

Majority = Literal["of_those_who_may_vote", "of_votes_cast"]
Tie = Literal["casting_vote", "not_decided"]
Signing = Literal["all_present", "presiding_and_secretary", "presiding"]
Minuting = Literal["approved_in_the_next", "signed"]
Publishing = Literal["by_name", "counted", "not_published"]


class Sittings(Part):
    """The rules of a body's sittings; one that is not on record is unknown, and each says what then holds.

    `majority` unknown: more than half of those who may vote on the item, which is the most that any of these asks.
    `tie` unknown: nothing is decided, and the item waits for another sitting.
    `notice`: how long before an ordinary sitting its agenda goes round; unknown: the house asks for none.
    `urgent_notice`: the same for an extraordinary one.
    `remote` unknown: nobody sits by video. `signed_by` unknown: who presided signs.
    `minutes` unknown: who presided and the secretary sign. `votes` unknown: the resolution says how many, never who.
    `dissent`: printed with the resolution; unknown: a dissent stands in the minutes alone.
    """

    majority: Fact[Majority] = Fact[Majority](verification="unknown")
    tie: Fact[Tie] = Fact[Tie](verification="unknown")
    notice: Fact[SpanField] = Fact[SpanField](verification="unknown")
    urgent_notice: Fact[SpanField] = Fact[SpanField](verification="unknown")
    remote: Fact[bool] = Fact[bool](verification="unknown")
    signed_by: Fact[Signing] = Fact[Signing](verification="unknown")
    minutes: Fact[Minuting] = Fact[Minuting](verification="unknown")
    votes: Fact[Publishing] = Fact[Publishing](verification="unknown")
    dissent: Fact[bool] = Fact[bool](verification="unknown")
