"""When a message that was not taken is tried again. Pure."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

# About twenty hours with the waits below: a gateway that is away for a night loses nothing.
MOST_TRIES = 9
_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(hours=6)


def waits(notice_id: UUID, tries: int) -> timedelta | None:
    """How long until the next try after so many that failed: four times as long each time, the last half of it by chance, so that
    all that failed together does not come back together. `None`: it is tried no more."""
    if tries >= MOST_TRIES:
        return None
    whole: timedelta = min(_FIRST * 4 ** (tries - 1), _LONGEST)
    drawn = hashlib.sha256(f"{notice_id}:{tries}".encode()).digest()
    return whole * (0.5 + 0.5 * int.from_bytes(drawn[:4]) / 2**32)


def is_over(when: object, now: datetime) -> bool:
    """Is what a message tells of, an appointment at that ISO moment, in the past? Without a moment it never is."""
    return isinstance(when, str) and datetime.fromisoformat(when) <= now
