"""What is put before a person when a limit has passed or when signs add up that somebody gave up. Nothing follows by itself."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from app.procedure.engine.passage import Passage, triggers_of
from app.procedure.law.flow import LIMIT_PASSED
from app.procedure.law.safeguards import Trigger
from app.procedure.states import Proposed


def proposed(passage: Passage) -> tuple[Proposed, ...]:
    """The proposals that the event gives rise to, each event proposed once.

    A trigger whose threshold is not on record proposes nothing: nobody is said to have given up on a guess.
    """
    found = {each.event: each for each in (*_by_triggers(passage), *_by_limit(passage))}
    return tuple(found.values())


def _by_limit(passage: Passage) -> Iterator[Proposed]:
    rule = passage.occurrence.data.get("rule") if passage.event.name == LIMIT_PASSED else None
    limit = passage.profile.limits.get(str(rule)) if rule is not None else None
    if limit is None or limit.missed is None or limit.missed.proposes is None:
        return
    claims = _claims(passage, limit.missed.proposes, limit.spares)
    if claims:
        yield Proposed(limit.missed.proposes, f"limit:{rule}", claims)


def _by_triggers(passage: Passage) -> Iterator[Proposed]:
    counted = triggers_of(passage.profile, passage.event.name, passage.occurrence.data)
    day = passage.profile.today(passage.occurrence.at, passage.situation.office) if counted else date.min
    for trigger in counted:
        claims = tuple(
            claim
            for claim in _claims(passage, trigger.proposes, trigger.spares)
            if _reached(passage, trigger, claim, day)
        )
        if claims:
            yield Proposed(trigger.proposes, f"trigger:{trigger.name}", claims)


def _reached(passage: Passage, trigger: Trigger, claim: UUID, day: date) -> bool:
    """Has it happened often enough to that claim? What happened to a relative is not that person's doing."""
    if trigger.threshold.value is None or (trigger.in_force is not None and not trigger.in_force.covers(day)):
        return False
    return passage.situation.counts.get((trigger.name, claim), 0) + 1 >= trigger.threshold.value


def _claims(passage: Passage, event: str, spares: tuple[str, ...]) -> tuple[UUID, ...]:
    """Those concerned for whom the proposed event could be recorded at all."""
    spared = {*spares, *passage.profile.event(event).spares}
    return tuple(claim.id for claim in passage.concerned if claim.flags.isdisjoint(spared))
