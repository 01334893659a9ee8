"""What a procedure of loss may be in a country, and when it may be decided. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.errors import FieldError, Refusal
from app.procedure import public as procedure
from app.remedies.loss import errors

OPENED, KEPT, SERVED = "loss_opened", "status_kept", "loss_decided"
RENOUNCED = "status_renounced"
# What the people concerned are told of each step, by the name of the notice.
TOLD_OPENED, TOLD_TIME, TOLD_KEPT, TOLD_DECIDED = (
    "loss_opened",
    "loss_answer_due",
    "status_kept",
    "decision_to_collect",
)
# What a procedure says of any decision, where one of these says more.
SAID_OF_ANY = "decision_served"
# What each way of losing leaves behind.
OUTCOME: Mapping[str, str] = {
    "cessation": "ceased",
    "cancellation": "cancelled",
    "revocation": "revoked",
    "complementary": "complementary_withdrawn",
}
LOST_OUTCOMES = frozenset(OUTCOME.values())
# Asked alone, in the person's language, before a renunciation is taken down. All of them must be so.
NO_PRESSURE = ("alone", "understands", "no_promise", "no_threat")


@dataclass(frozen=True, slots=True)
class Held:
    """One claim as a procedure of loss finds it."""

    id: UUID
    stage: str
    outcome: str | None


def ways(profile: procedure.Profile) -> tuple[str, ...]:
    """The ways in which a status may be lost that the country's road can walk: those with an outcome on record, and the events."""
    if not {OPENED, KEPT, SERVED} <= set(profile.events_by_name):
        return ()
    named = {loss.name for loss in profile.loss} | {"complementary"}
    return tuple(way for way, outcome in OUTCOME.items() if way in named and outcome in profile.outcomes)


def grounds(profile: procedure.Profile, way: str) -> tuple[procedure.Label, ...]:
    """The grounds that the profile names; none where the law's own were not seen."""
    return tuple(ground for loss in profile.loss if loss.name == way for ground in loss.grounds)


def wrong_grounds(profile: procedure.Profile, way: str, positions: Sequence[int]) -> list[FieldError]:
    """What is wrong with the grounds marked: at least one where the profile names any, and all of its list."""
    known = grounds(profile, way)
    if known and not positions:
        return [FieldError("grounds", "required", "Marque en qué causa de la ley se apoya.")]
    if known and not all(0 <= position < len(known) for position in positions):
        return [FieldError("grounds", "unknown", "Elija causas de la lista.")]
    return []


def as_they_read(profile: procedure.Profile, way: str, positions: Sequence[int]) -> list[dict[str, object]]:
    """The grounds marked, each once; none where the profile names none."""
    known = grounds(profile, way)
    return [{"es": known[p].es, "en": known[p].en} for p in dict.fromkeys(positions)] if known else []


def holding(profile: procedure.Profile, claims: Iterable[Held]) -> tuple[UUID, ...]:
    """Those who have a status that protects, firm: what may be lost."""
    where = profile.event(OPENED).leaves if OPENED in profile.events_by_name else ("final",)
    return tuple(c.id for c in claims if c.stage in where and protects(profile, c.outcome))


def protects(profile: procedure.Profile, outcome: str | None) -> bool:
    """Does that outcome give a status?"""
    return outcome is not None and outcome in profile.outcomes and profile.outcomes[outcome].protects


def why_not_yet(
    *,
    told_at: datetime | None,
    answer_until: datetime | None,
    answered: bool,
    heard: bool,
    waived: bool,
    now: datetime,
) -> Refusal | None:
    """Why it cannot be decided now; None: it can. Nobody loses a status unheard, nor before the time to answer is over."""
    if told_at is None:
        return errors.NotToldYet()
    if not answered and answer_until is not None and now < answer_until:
        return errors.StillTimeToAnswer()
    return None if heard or waived else errors.NotHeardYet()


def last_day_to_answer(answer_until: datetime, zone: ZoneInfo) -> date:
    """The day that the person was told: nothing is decided on the one after it either, before the hour at which they were told."""
    return (answer_until - timedelta(days=1)).astimezone(zone).date()


def pressed(answers: Mapping[str, bool]) -> bool:
    """Is there a sign that the person does not decide alone? An unanswered question is one."""
    return not all(answers.get(question) is True for question in NO_PRESSURE)
