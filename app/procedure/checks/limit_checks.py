"""Whether every time limit begins, ends and leads somewhere, and what nobody knows of it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.procedure.checks.findings import Finding, finding
from app.procedure.engine.passage import road_of
from app.procedure.law.basis import Span
from app.procedure.law.schema import Profile
from app.procedure.law.timing import Limit

# The least and the most calendar days that one unit can come to.
_DAYS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "hour": (0, 1),
        "day": (1, 2),
        "calendar_day": (1, 1),
        "working_day": (1, 2),
        "week": (7, 7),
        "month": (28, 31),
        "year": (365, 366),
    }
)


def limits(profile: Profile) -> Iterator[Finding]:
    """Limits without consequence, without length, never begun or never met; triggers that never propose."""
    started = {follow.name for event in profile.events for follow in event.starts}
    ended = {name for event in profile.events for name in (*event.meets, *event.cancels)}
    for name, limit in profile.limits.items():
        place = f"limits.{name}"
        yield from _consequence(profile, place, limit)
        if limit.length is None:
            yield finding("no_limit_on_record", place, note=limit.note)
        elif name == profile.filing.limit:
            continue  # compared with the day of filing; no clock of a case runs yet
        elif name not in started:
            yield finding("limit_never_starts", place)
        elif name not in ended:
            yield finding("limit_never_met", place)
    for trigger in profile.abandonment:
        if trigger.threshold.value is None:
            yield finding("trigger_without_threshold", f"abandonment.{trigger.name}")


def _consequence(profile: Profile, place: str, limit: Limit) -> Iterator[Finding]:
    if limit.missed is None:
        yield finding("limit_without_consequence", place)
    elif limit.missed.proposes is not None:
        event = profile.event(limit.missed.proposes)
        where = limit.runs_in or tuple(road_of(profile).open)
        if not set(where) & set(road_of(profile).allowed[event.name]):
            yield finding("proposal_impossible", f"{place}.missed", event=event.name)
    if limit.extension is not None and not limit.extension.causes:
        yield finding("extension_without_cause", f"{place}.extension")
    for span in limit.remind:
        if limit.length is not None and _never_before_its_end(span, limit.length):
            yield finding(
                "reminder_before_start", f"{place}.remind", span=str(span), length=str(limit.length)
            )


def _never_before_its_end(span: Span, length: Span) -> bool:
    return span.count * _DAYS[span.unit][0] >= length.count * _DAYS[length.unit][1] and length.unit != "hour"
