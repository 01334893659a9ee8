"""Which stages wait for a role."""

from functools import lru_cache

from app.procedure import public as procedure


@lru_cache(maxsize=64)
def acting_stages(profile: procedure.Profile, role: str) -> tuple[str, ...]:
    """The stages that only leave by something that `role` records: what is there waits for them."""
    stages = {s.name for s in profile.stages if s.open}
    waiting: set[str] = set()
    for event in profile.events:
        moves = any(target.to for target in event.to)
        leaves = {stage for stage in event.leaves if stage in stages}
        if role in event.by and moves and leaves and len(leaves) <= 2:
            waiting |= leaves
    return tuple(sorted(waiting))
