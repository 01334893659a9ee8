"""Two households side by side: each person is at most one of the other's. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

P = TypeVar("P", bound=Hashable)


def best_only(weighed: Sequence[tuple[P, P, float]], household_of: Mapping[P, Hashable]) -> list[bool]:
    """For each pair (a, b, weight): may it stand beside the others?

    Not when the two were registered in one act, who are two people; and not when somebody else of either's household is the other
    more surely: who is likely to be the mother is not proposed as the daughter, too. Who has no household stands alone.
    """
    strongest: dict[tuple[P, Hashable], float] = defaultdict(lambda: float("-inf"))
    for a, b, weight in weighed:
        for one, other in ((a, b), (b, a)):
            if (house := household_of.get(other)) is not None:
                strongest[one, house] = max(strongest[one, house], weight)
    return [
        not _together(a, b, household_of)
        and all(
            (house := household_of.get(other)) is None or weight >= strongest[one, house]
            for one, other in ((a, b), (b, a))
        )
        for a, b, weight in weighed
    ]


def _together(a: P, b: P, household_of: Mapping[P, Hashable]) -> bool:
    return household_of.get(a) is not None and household_of.get(a) == household_of.get(b)
