"""What a form sends, read: a day and an hour in the office's zone, somebody or something chosen."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.errors import Invalid

PARTS = ("day", "month", "year", "time")


def typed_moment(form: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime:
    """The moment (UTC) in the fields `name-day`, `-month`, `-year` and `-time`. Raises `Invalid` at `name`."""
    day, month, year, clock = (str(form.get(f"{name}-{part}", "")).strip() for part in PARTS)
    hour, _, minute = clock.replace(".", ":").partition(":")
    try:
        local = datetime(int(year), int(month), int(day), int(hour), int(minute or 0), tzinfo=zone)
    except ValueError as error:
        raise Invalid.at(
            name, "not_a_moment", "Escriba día, mes, año y hora, por ejemplo 26 11 2026 y 09:00."
        ) from error
    return local.astimezone(UTC)


def as_typed(moment: datetime, name: str, zone: ZoneInfo) -> dict[str, str]:
    """A moment as the values of its fields."""
    local = moment.astimezone(zone)
    return {
        f"{name}-day": str(local.day),
        f"{name}-month": str(local.month),
        f"{name}-year": str(local.year),
        f"{name}-time": f"{local:%H:%M}",
    }


def typed_id(given: str, field: str, words: str = "Elija uno de la lista.") -> UUID:
    """What was chosen in a list. Raises `Invalid` at the field, with `words`, when nothing was."""
    try:
        return UUID(given)
    except ValueError as error:
        raise Invalid.at(field, "required", words) from error
