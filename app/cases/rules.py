"""What must hold before a case may leave the road. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.people.public import SEPARATED, UNACCOMPANIED

MISSED_FOR_NOTICE = 2
_ALONE = frozenset({SEPARATED, UNACCOMPANIED})


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of a household that still has a claim: child or adult, with the codes of their needs."""

    person_id: UUID
    child: bool
    needs: tuple[str, ...] = ()


def children_without_guardian(household: Iterable[Standing], guarded: Collection[UUID]) -> tuple[UUID, ...]:
    """The children for whom nobody answers: separated or alone, or with no adult left in the household.

    Convention on the Rights of the Child, arts. 20 and 22.
    """
    members = list(household)
    adults = any(not member.child for member in members)
    return tuple(
        member.person_id
        for member in members
        if member.child and member.person_id not in guarded and (not adults or _ALONE & set(member.needs))
    )
