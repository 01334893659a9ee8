"""When service of a decision takes effect, by the channel that was used. Pure.

No clock runs before it. Where the law's rule is not on record the day is not guessed: `day` is None and a person says it.
"""

from dataclasses import dataclass
from datetime import date

from app.procedure.days.calendars import calendar_of
from app.procedure.days.terms import shifted
from app.procedure.law.safeguards import Channel
from app.procedure.law.schema import Profile

# Handing it over in the office is handing it over in person, unless the law has a word of its own for it.
_SAME_AS = {"in_office": "in_person"}


@dataclass(frozen=True, slots=True)
class Effect:
    """The first day on which the service has effect; None where the law does not say. `channel` is the rule, where there is one."""

    day: date | None
    channel: Channel | None


def channel_of(profile: Profile, name: str) -> Channel | None:
    """The profile's rule for a channel."""
    known = {channel.name: channel for channel in profile.notification.channels}
    return known.get(name) or known.get(_SAME_AS.get(name, ""))


def effect_of(profile: Profile, name: str, on: date, office: str | None = None) -> Effect:
    """The effect of what was done by that channel on that day: handed over, dated on the receipt, last published.

    `on` is a day where the office is; `office` the code of the one whose feasts hold.
    """
    channel = channel_of(profile, name)
    if channel is None or channel.effect == "unknown":
        return Effect(None, channel)
    calendar = calendar_of(profile, "administration", office)
    day = calendar.next_working(on) if channel.effect == "next_working_day" else on
    if channel.later is not None:
        if channel.later.unit == "working_day":
            for _ in range(channel.later.count):
                day = calendar.next_working(day)
        else:
            day = shifted(day, channel.later)
    return Effect(day, channel)
