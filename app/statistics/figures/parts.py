"""Which cases stand behind each number of a figure: the same statement that counted them, asked for its rows. Pure.

A part is a headline or cells of a table; each that can be opened has its condition here, beside the name of the table that counts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from app.core.errors import NotFound
from app.statistics.figures.durations import CLOCKS, ENDED, OUTCOME
from app.statistics.figures.rates import CLOSED_AS
from app.statistics.figures.standing import ENDED_ON

# What a row is made of: claims as they stand, things done about claims, or claims as they came to a stage.
Source = Literal["facts", "acts", "moves"]
KeyKind = Literal["text", "int", "date", "age", "officer"]
OLDEST = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the rows that have these values in their first columns; without a table, the headline of that key."""

    column: str
    table: str | None = None
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One of the first columns of a table, and the condition that finds its rows again. None: the counted column's own says it."""

    kind: KeyKind
    condition: str | None = None
    # The vocabulary that a code is from (`values.Column`).
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A table, or the headlines: which rows, of what, and for each counted column which of them."""

    columns: Mapping[str, str]
    keys: tuple[Key, ...] = ()
    source: Source = "facts"
    always: tuple[str, ...] = ()
    # The day that the period is about; none where the conditions say it themselves.
    period: str | None = "f.filed_on"
    # Without a period of its own the figure is about the twelve months up to the cut-off.
    of_a_year: bool = False


ALL = "true"
LATE = "coalesce(f.late_on <= :today, false)"
_KNOWN = "a.recorded_at <= :as_of"
_IN_PERIOD = "between :since and :until"
_MERITS = ("recognised", "other", "rejected")


def _clock(column: str) -> Mapping[str | None, Counted]:
    days = f"coalesce(f.{column}, {ENDED})::int"
    on_day = {"events": f"f.{column} = :row0", "at_risk": f"{days} >= :row0"}
    return {
        None: Counted({"claims": ALL, "with_event": f"f.{column} is not null"}),
        "curve": Counted(on_day, (Key("int"),)),
    }


def _throughput(**more: str) -> Mapping[str | None, Counted]:
    resolved = f"date_trunc('month', f.resolved_on)::date = :row0 and f.resolved_on {_IN_PERIOD}"
    months = {
        "incoming": f"date_trunc('month', f.filed_on)::date = :row0 and f.filed_on {_IN_PERIOD}",
        "decided": f"{resolved} and f.resolved_as <> 'closed'",
        "closed": f"{resolved} and f.resolved_as = 'closed'",
    }
    return {
        None: Counted(more, period=None, of_a_year=True),
        "by_month": Counted(months, (Key("date", words="month"),), period=None, of_a_year=True),
    }


def _acts(columns: Mapping[str, str], *keys: Key, only: str = ALL) -> Counted:
    return Counted(columns, keys, "acts", (only, _KNOWN), "a.day", of_a_year=True)


def _recognition(*, first: bool) -> Mapping[str | None, Counted]:
    counts = "f.first_counts_as" if first else "a.result"
    columns = {each: f"{counts} = '{each}'" for each in _MERITS}
    found: dict[str | None, Counted] = {}
    traits = {"by_origin": "origin", "by_sex": "sex", "by_age_group": "age_group"}
    for table in (None, *traits):
        trait = traits.get(table or "")
        words = "country" if trait == "origin" else trait
        keys = (Key("text", f"coalesce(f.{trait}, '') = :row0", words),) if trait else ()
        if first:
            always = ("f.decided_at is not null",)
            found[table] = Counted(columns, keys, "facts", always, "f.resolved_on", of_a_year=True)
        else:
            found[table] = _acts(columns, *keys, only="a.kind = 'decision' and a.instance = :instance")
    return found


_STAGE = Key("text", "f.stage = :row0", "stage")
_OPEN = {"claims": ALL, "late": LATE}
_AGE = "greatest(0, :today - f.filed_on) between :row0 and :row0_to"
_STOOD = f"f.filed_on <= :row0 and {ENDED_ON} > :row0"
_AGE_THEN = "(cast(:row0 as date) - f.filed_on) between :row1 and :row1_to"
_REMEDY, _LIMIT = "a.kind = 'remedy'", "a.kind = 'limit'"
_OFFICER = Key("officer", "f.officer is not distinct from cast(:row0 as uuid)", "user")
_HOURS = {"missed": "a.kind = 'absence'", "held": "a.kind = 'interview'"}
_LIMITS = {"met": "a.result = 'met'", "missed": "a.result = 'missed'"}

PARTS: Mapping[str, Mapping[str | None, Counted]] = {
    **{name: _clock(column) for name, (column, _) in CLOCKS.items()},
    "outcomes_over_time": {
        None: Counted({"claims": ALL}),
        "curves": Counted(
            {
                "events": f"{OUTCOME} = :row0 and coalesce(f.decision_days, {ENDED})::int = :row1",
                "at_risk": f"coalesce(f.decision_days, {ENDED})::int >= :row1",
            },
            (Key("text", words="counts_as"), Key("int")),
        ),
    },
    "pending": {
        None: Counted({"pending": ALL, "late": LATE}, always=("f.open",)),
        "by_stage": Counted(_OPEN, (_STAGE,), always=("f.open",)),
        "by_age": Counted(_OPEN, (Key("age", _AGE),), always=("f.open",)),
    },
    "pending_over_time": {
        None: Counted({"pending": f"f.filed_on <= :last and {ENDED_ON} > :last"}, period=None),
        "by_age": Counted({"claims": ALL}, (Key("date", _STOOD), Key("age", _AGE_THEN)), period=None),
    },
    "clearance": _throughput(incoming=f"f.filed_on {_IN_PERIOD}"),
    "disposition": _throughput(
        pending="f.filed_on <= :until and (f.resolved_on is null or f.resolved_on > :until)"
    ),
    "recognition": _recognition(first=True),
    "closed_otherwise": {
        None: Counted(
            {"closed": ALL}, (), "facts", ("f.resolved_as = 'closed'",), "f.resolved_on", of_a_year=True
        ),
        "by_reason": Counted(
            {"claims": ALL},
            (Key("text", f"{CLOSED_AS} = :row0", "closed_as"),),
            "facts",
            ("f.resolved_as = 'closed'",),
            "f.resolved_on",
            of_a_year=True,
        ),
    },
    "overturn": {
        None: _acts({"decided": ALL, "remitted": "a.result like 'remitted%'"}, only=_REMEDY),
        "by_result": _acts(
            {"claims": ALL},
            Key("text", "a.instance = :row0", "instance"),
            Key("text", "a.result = :row1", "result"),
            only=_REMEDY,
        ),
        "by_ground": _acts(
            {"claims": ALL},
            Key("text", ":row0 = any (string_to_array(a.codes, ','))", "ground"),
            only=_REMEDY,
        ),
    },
    "deadlines": {
        "by_rule": _acts(
            _LIMITS, Key("text", "a.code = :row0", "rule"), Key("text", "a.codes = :row1"), only=_LIMIT
        )
    },
    "no_shows": {
        "by_channel": _acts(
            _HOURS,
            Key("text", "coalesce(nullif(a.codes, ''), 'none') = :row0", "channel"),
            only="a.kind in ('interview', 'absence')",
        )
    },
    "workload": {
        None: Counted({"without_officer": "f.officer is null"}, always=("f.open",), period=None),
        "by_officer": Counted(_OPEN, (_OFFICER,), always=("f.open",), period=None),
        "interviews": _acts(
            {"interviews": ALL},
            Key("date", "date_trunc('week', a.day)::date = :row0"),
            only="a.kind = 'interview'",
        ),
        "interpreters": _acts(
            {"appointments": ALL},
            Key("text", "a.code = :row0", "language"),
            only="a.kind = 'interpreter'",
        ),
    },
    "flow": {
        None: Counted(
            {"moves": "f.stage_before is not null"}, source="moves", period="f.moved_on", of_a_year=True
        ),
        "moves": Counted(
            {"claims": ALL},
            (
                Key("text", "coalesce(f.stage_before, '') = :row0", "stage"),
                Key("text", "f.stage = :row1", "stage"),
            ),
            "moves",
            period="f.moved_on",
            of_a_year=True,
        ),
    },
}
AT_LATER_INSTANCE = _recognition(first=False)


def part_of(name: str, table: str | None) -> Counted | None:
    """How a figure's table (or its headlines) is counted: behind its columns cases can be seen. None where there are none."""
    return PARTS.get(name, {}).get(table)


def counted_as(name: str, part: Part, *, instance: str | None) -> Counted:
    """How the part of a figure is counted. Raises `NotFound` where the figure has no such part, or no cases behind it."""
    tables = PARTS.get(name, {})
    if name == "recognition" and instance not in (None, "first"):
        tables = AT_LATER_INSTANCE
    found = tables.get(part.table)
    if found is None or part.column not in found.columns or len(part.row) > len(found.keys):
        raise NotFound
    if not part.row and found.keys:
        raise NotFound
    return found


def conditions(found: Counted, part: Part) -> list[str]:
    """What a row of the part is found by; fewer values than the table has keys take in all that begin so."""
    of_rows = [key.condition for key in found.keys[: len(part.row)] if key.condition]
    wanted = found.columns[part.column]
    if any(f":row{n}" in wanted for n in range(len(part.row), len(found.keys))):
        raise NotFound
    return [*found.always, *of_rows, wanted]


def values(found: Counted, part: Part) -> dict[str, Any]:
    """The values of the row, as the database takes them. Raises `NotFound` at one that no row could have."""
    given: dict[str, Any] = {}
    for n, (key, value) in enumerate(zip(found.keys, part.row, strict=False)):
        try:
            given |= _value(f"row{n}", key.kind, value)
        except ValueError:
            raise NotFound from None
    return given


def _value(name: str, kind: KeyKind, value: str) -> dict[str, Any]:
    if kind == "age":
        first, _, last = value.removesuffix("+").partition("-")
        return {name: _days(first), f"{name}_to": _days(last) if last else OLDEST}
    if kind == "int":
        return {name: _days(value)}
    if kind == "date":
        return {name: date.fromisoformat(value)}
    if kind == "officer":
        return {name: UUID(value) if value else None}
    return {name: value}


def _days(value: str) -> int:
    days = int(value)
    if not 0 <= days <= OLDEST:
        raise ValueError(value)
    return days
