"""The form of a hearing's record: a row for everybody who was called, what was said, and how each of those who came signed."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Invalid, Refusal
from app.remedies import public as remedies
from app.web.pages.form import Typed
from app.web.pages.shown import field_errors

# Rows that stand open, and rows that wait closed; there are always some more than people.
OPEN, MORE, MOST = 3, 3, 40


def values_of(hearing: remedies.HearingView) -> dict[str, Any]:
    """What the record has, as the form has it."""
    values: dict[str, Any] = {"said": hearing.said, "evidence": hearing.evidence}
    for n, person in enumerate(hearing.people):
        values[f"people-{n}-name"] = person["name"]
        values[f"people-{n}-capacity"] = person["capacity"]
        values[f"people-{n}-absent"] = "" if person["present"] else "1"
    return values


def people_of(typed: Typed) -> list[remedies.Present]:
    """Whoever has a name."""
    return [
        remedies.Present(
            typed.text(f"people-{n}-name"),
            typed.text(f"people-{n}-capacity"),
            not typed.ticked(f"people-{n}-absent"),
        )
        for n in named(typed.values)
    ]


def signatures_of(typed: Typed) -> list[remedies.Signature]:
    return [
        remedies.Signature(
            typed.text(f"people-{n}-name"), typed.text(f"people-{n}-how"), typed.text(f"people-{n}-reasons")
        )
        for n in named(typed.values)
    ]


def rows_of(values: Mapping[str, Any]) -> dict[str, list[int]]:
    """`open` and `more`: rows for people, those with a name among the open ones; `signing`: those with a name who came."""
    filled = named(values)
    shown = max(OPEN, (filled[-1] + 2) if filled else 0)
    return {
        "open": list(range(min(shown, MOST))),
        "more": list(range(shown, min(shown + MORE, MOST))),
        "signing": [n for n in filled if not values.get(f"people-{n}-absent")],
    }


def named(values: Mapping[str, Any]) -> list[int]:
    return [n for n in range(MOST) if str(values.get(f"people-{n}-name", "")).strip()]


def errors_of(refusal: Refusal, values: Mapping[str, Any]) -> dict[str, str]:
    """What is lacking of somebody stands in their row, everybody's at once."""
    found = field_errors(refusal)
    row_of = {str(values[f"people-{n}-name"]).strip(): n for n in named(values)}
    for one in refusal.fields if isinstance(refusal, Invalid) else ():
        n = row_of.get(str((one.values or {}).get("name", "")))
        part = {"missing": "how", "unexplained": "reasons", "unknown": "capacity"}.get(one.rule)
        if n is not None and part is not None:
            found.pop(one.field, None)
            found |= {f"people-{n}-{part}": words for words in field_errors(Invalid(one)).values()}
    if "people" in found:
        found["people-0-name"] = found.pop("people")
    return found
