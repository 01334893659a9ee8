"""Who is drawn to hear a remedy, and when a draft has carried. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from app.procedure import public as procedure

RAPPORTEUR, MEMBER, ALTERNATE = "rapporteur", "member", "alternate"
FOR, AGAINST = "for", "against"
# The fewest of whom a body judges together; a body of one or two members on record is heard by one of them.
FEWEST_TOGETHER = 3
ALTERNATES = 1
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with a seat in the body: the remedies that they have open, and when one was last drawn to them (UTC)."""

    user_id: UUID
    open: int
    last_drawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One seat by rota, in its order."""

    user_id: UUID
    seat: str
    position: int


def size_of(body: procedure.Body, *, together: bool) -> int:
    """How many judge: one, or all the seats of the body where it judges together."""
    return len(body.members) if together and len(body.members) >= FEWEST_TOGETHER else 1


def lot(seed: str, user_id: UUID) -> str:
    """Whose turn it is among equals: the lowest comes first."""
    return hashlib.sha256(f"{seed}:{user_id}".encode()).hexdigest()


def as_kept(candidate: Candidate, barred: AbstractSet[UUID]) -> dict[str, object]:
    """A candidate as the record of a drawing keeps them."""
    last = candidate.last_drawn_at
    return {
        "user_id": str(candidate.user_id),
        "open": candidate.open,
        "last_drawn_at": last.isoformat() if last else None,
        "barred": candidate.user_id in barred,
    }


def drawn_again(kept: Iterable[Mapping[str, Any]], size: int, seed: str) -> tuple[Drawn, ...]:
    """The drawing that such a record tells of, done again."""
    rows = list(kept)
    among = [
        Candidate(
            UUID(row["user_id"]),
            row["open"],
            datetime.fromisoformat(row["last_drawn_at"]) if row["last_drawn_at"] else None,
        )
        for row in rows
    ]
    barred = {UUID(row["user_id"]) for row in rows if row["barred"]}
    return draw(among, size, seed=seed, barred=barred)


def draw(
    candidates: Iterable[Candidate], size: int, *, seed: str, barred: AbstractSet[UUID] = frozenset()
) -> tuple[Drawn, ...]:
    """Seats by rota: who has fewest open comes first, then who has waited longest, then by lot. Nobody who is barred.

    The same candidates and `seed` give the same seats in whatever order they come: the lot of each is the SHA-256 of the seed and
    their identifier. Fewer than `size` when there are not as many. Alternates come after the members, as far as there are any.
    """
    turn = sorted(
        (c for c in candidates if c.user_id not in barred),
        key=lambda c: (c.open, c.last_drawn_at or _NEVER, lot(seed, c.user_id)),
    )
    seats = [RAPPORTEUR, *[MEMBER] * (size - 1), *[ALTERNATE] * ALTERNATES]
    return tuple(
        Drawn(candidate.user_id, seat, position)
        for position, (candidate, seat) in enumerate(zip(turn, seats, strict=False), start=1)
    )


def verdict(seated: Sequence[UUID], votes: Mapping[UUID, str]) -> Literal["voting", "carried", "rejected"]:
    """Where a draft stands. Nothing is settled before everybody seated has voted; it carries with more than half of the seats."""
    cast = [votes[user] for user in seated if user in votes]
    if len(cast) < len(seated):
        return "voting"
    return "carried" if cast.count(FOR) * 2 > len(seated) else "rejected"
