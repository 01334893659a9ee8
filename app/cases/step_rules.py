"""What somebody answers when a step is recorded on the general form, read against what the profile asks. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import FieldError, Invalid, said
from app.procedure import public as procedure

LONGEST = 4000
MOST = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class Answers:
    """What goes into the event, and the needs that are met by answering."""

    data: Mapping[str, Any]
    met: frozenset[str]


def read_answers(event: procedure.Event, given: Mapping[str, Any]) -> Answers:
    """The answers as the record keeps them: texts, days in ISO 8601, names of choices, whole numbers.

    Raises `Invalid` with every broken rule at `answers.<name>`.
    """
    broken: list[FieldError] = []
    data: dict[str, Any] = {}
    for ask in event.asks:
        value = given.get(ask.name)
        if value is None or value == "":
            if ask.required:
                broken.append(FieldError(f"answers.{ask.name}", "required", _MISSING[ask.kind]))
            continue
        read = _READ[ask.kind](ask, value)
        if isinstance(read, FieldError):
            broken.append(read)
        else:
            data[ask.name] = read
    broken += _not_asked(event, given)
    if broken:
        raise Invalid(*broken)
    return Answers(data, frozenset(data))


def _not_asked(event: procedure.Event, given: Mapping[str, Any]) -> Iterator[FieldError]:
    known = {ask.name for ask in event.asks}
    for name in given:
        if name not in known:
            yield FieldError(f"answers.{name}", "not_asked", "Este paso no pregunta eso.")


def _text(ask: procedure.Ask, value: Any) -> str | FieldError:
    if not isinstance(value, str) or not value.strip():
        return FieldError(f"answers.{ask.name}", "required", _MISSING["text"])
    if len(value) > LONGEST:
        return FieldError(
            f"answers.{ask.name}",
            "too_long",
            "Use %(limit)s caracteres como máximo.",
            {"limit": LONGEST},
        )
    return value.strip()


def _day(ask: procedure.Ask, value: Any) -> str | FieldError:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return FieldError(
            f"answers.{ask.name}",
            "not_a_date",
            "Escriba una fecha que exista, por ejemplo 21 11 2026.",
        )
    return day.isoformat()


def _choice(ask: procedure.Ask, value: Any) -> str | FieldError:
    if value not in {choice.name for choice in ask.choices}:
        return FieldError(f"answers.{ask.name}", "unknown", "Elija uno de la lista.")
    return str(value)


def _whole(ask: procedure.Ask, value: Any) -> int | FieldError:
    written = str(value).strip() if not isinstance(value, bool) else ""
    if not written.isdecimal() or int(written) > MOST:
        return FieldError(f"answers.{ask.name}", "not_whole", "Escriba un número entero, sin decimales.")
    return int(written)


_READ: Mapping[str, Callable[[procedure.Ask, Any], Any]] = {
    "text": _text,
    "day": _day,
    "choice": _choice,
    "whole": _whole,
}
_MISSING = {
    "text": said("Responda esta pregunta."),
    "day": said("Escriba día, mes y año."),
    "choice": said("Elija uno de la lista."),
    "whole": said("Escriba un número entero, sin decimales."),
}
