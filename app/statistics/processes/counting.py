"""Counting the ways of cases in the database, past the eye of whoever may count them and see none.

A map up to a moment never changes, for the log is only appended to: it is kept, and made anew for a later moment.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from sqlalchemy import TextClause, text

from app.core.database import ReadSession
from app.statistics.disclosure import rounded
from app.statistics.figures.filters import Filters
from app.statistics.logs.reading import FEWEST, chosen, parameters
from app.statistics.processes.rules import DAY, Edge, Node, ProcessMap, Variant

STAGES, EVENTS = "stages", "events"
# Who answers for these cases, or may take the whole log, reads it as it is; everybody else reads rounded figures.
EXACT = frozenset({"supervisor", "auditor"})
EVERY = timedelta(minutes=10)
WAYS = 500
KEPT = 32

_ACTIVITY: Mapping[str, str] = MappingProxyType({STAGES: "s.stage_after", EVENTS: "s.name"})
# A stage is a step where the case comes to it, not at each event while it stands there.
_COUNTED: Mapping[str, str] = MappingProxyType(
    {STAGES: "activity <> '' and activity is distinct from before", EVENTS: "true"}
)
# Steps are put into their order once, and each case is one row from there on: its way, and when it took each step.
_MAP = """
with told as (
  select s.case_id, s.at, s.number, {activity} as activity,
         lag({activity}) over (partition by s.case_id order by s.at, s.number) as before
    from log_steps s where s.recorded_at <= :as_of and {chosen}),
taken as materialized (
  select case_id, array_agg(activity order by at, number) as path, array_agg(extract(epoch from at)::float order by at, number) as times
    from told where {counted} group by case_id)
select path, count(*)::int as cases, sum(hashtextextended(case_id::text, 0) & 2147483647) as cell,
       array[percentile_cont(0.5) within group (order by times[cardinality(times)] - times[1])] as took
  from taken group by path
union all
select array[step.activity, step.following], 0, 0, percentile_cont(array[0.5, 0.9]) within group (order by step.later - step.at)
  from taken cross join lateral unnest(path, path[2:], times, times[2:]) step (activity, following, at, later)
 where step.following is not null
 group by step.activity, step.following
"""
# So that the steps of all cases are sorted in memory.
_ROOM = text("select set_config('work_mem', '64MB', true)")


@dataclass(slots=True)
class _Met:
    """How often a step, or one after another, was met on all ways. `cell`: what rounds it alike whoever asks."""

    times: int = 0
    cases: int = 0
    cell: int = 0
    places: int = 0

    def on(self, way: Any, times: int, places: int = 0) -> None:
        self.times += times * way.cases
        self.cases += way.cases
        self.cell += times * int(way.cell)
        self.places += places * way.cases


@dataclass(frozen=True, slots=True)
class _Counted:
    """All ways, with what was met on them."""

    ways: list[Any]
    cases: int
    cell: int
    nodes: Mapping[str, _Met]
    begins: Mapping[str, _Met]
    ends: Mapping[str, _Met]
    edges: Mapping[tuple[str, str], _Met]
    took: Mapping[tuple[str, str], Sequence[float]]


def _counted(rows: Iterable[Any]) -> _Counted:
    ways, took = [], {}
    for row in rows:
        if row.cases:
            ways.append(row)
        else:
            took[row.path[0], row.path[1]] = row.took
    nodes: dict[str, _Met] = defaultdict(_Met)
    begins: dict[str, _Met] = defaultdict(_Met)
    ends: dict[str, _Met] = defaultdict(_Met)
    edges: dict[tuple[str, str], _Met] = defaultdict(_Met)
    for way in ways:
        begins[way.path[0]].on(way, 1)
        ends[way.path[-1]].on(way, 1)
        places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(way.path, 1):
            places[name].append(place)
        for name, at in places.items():
            nodes[name].on(way, len(at), sum(at))
        for edge, times in Counter(pairwise(way.path)).items():
            edges[edge].on(way, times)
    ways.sort(key=lambda way: (-way.cases, way.path))
    cases, cell = sum(way.cases for way in ways), sum(int(way.cell) for way in ways)
    return _Counted(ways, cases, cell, nodes, begins, ends, edges, took)


def _statement(by: str, filters: Filters) -> TextClause:
    within = f"s.case_id in (select case_id from log_cases where {chosen(filters)})"  # noqa: S608 - constants
    return text(
        _MAP.format(
            chosen=within if parameters(filters) else "true",
            activity=_ACTIVITY[by],
            counted=_COUNTED[by],
        )
    )


async def process_map(
    db: ReadSession, filters: Filters, *, by: str = STAGES, as_of: datetime | None = None
) -> ProcessMap:
    """The map of the cases that the reader may count. `by` is `stages` or `events`.

    Without `as_of` (UTC), up to the last full ten minutes. Times are days from the one step to the next.
    """
    now = db.now()
    until = min(as_of, now) if as_of else _lately(now)
    key = ("process_map", by, until, filters, db.actor.role, db.actor.audience)
    found: ProcessMap | None = db.kept.get(key)
    if found is None:
        await db.execute(_ROOM)
        rows = await db.rows(_statement(by, filters), parameters(filters) | {"as_of": until})
        found = _put_together(_counted(rows), by, until, exact=db.actor.role in EXACT)
        if until < now:
            _forget_oldest(db.kept)
            db.kept[key] = found
    return found


def _lately(now: datetime) -> datetime:
    return now - timedelta(minutes=now.minute % 10, seconds=now.second, microseconds=now.microsecond)


def _forget_oldest(kept: dict[Any, Any]) -> None:
    maps = [key for key in kept if isinstance(key, tuple) and key and key[0] == "process_map"]
    for key in maps[: max(0, len(maps) - KEPT + 1)]:
        kept.pop(key, None)


def _put_together(counted: _Counted, by: str, as_of: datetime, *, exact: bool) -> ProcessMap:
    def shown(number: int, cell: Any) -> int:
        return number if exact else rounded(number, int(cell))

    def told_of(met: _Met | None) -> int:
        return shown(met.times, met.cell) if met else 0

    def days(took: Sequence[float] | None, cases: int, which: int) -> float | None:
        if took is None or (not exact and cases < FEWEST):
            return None
        return round(took[which] / DAY, 2)

    nodes = [
        Node(
            name,
            (times := told_of(met)),
            min(shown(met.cases, met.cell), times),
            told_of(counted.begins.get(name)),
            told_of(counted.ends.get(name)),
            round(met.places / met.times, 3),
        )
        for name, met in counted.nodes.items()
    ]
    edges = [
        Edge(
            *edge,
            (times := told_of(met)),
            min(shown(met.cases, met.cell), times),
            days(counted.took.get(edge), met.cases, 0),
            days(counted.took.get(edge), met.cases, 1),
        )
        for edge, met in counted.edges.items()
    ]
    told = {node.name for node in nodes if node.times}
    return ProcessMap(
        by=by,
        as_of=as_of,
        exact=exact,
        cases=shown(counted.cases, counted.cell),
        nodes=tuple(sorted((n for n in nodes if n.name in told), key=lambda n: (n.place, n.name))),
        edges=tuple(
            sorted(
                (e for e in edges if e.times and e.source in told and e.target in told),
                key=lambda e: (-e.times, e.source, e.target),
            )
        ),
        variants=_variants(counted.ways[:WAYS], counted.cases, exact=exact, shown=shown, days=days),
        ways=len(counted.ways),
    )


def _variants(ways: Sequence[Any], cases: int, *, exact: bool, shown: Any, days: Any) -> tuple[Variant, ...]:
    """The most taken first. Of ways that few took, whoever may not see exact figures learns only how many took any of them."""
    told = [way for way in ways if exact or way.cases >= FEWEST]
    kept = [
        Variant(
            tuple(way.path),
            (number := shown(way.cases, way.cell)),
            _share(way.cases, number, cases, exact=exact),
            days(way.took, way.cases, 0),
        )
        for way in told
    ]
    rest = cases - sum(way.cases for way in told)
    if rest:
        number = rest if exact else rounded(rest, sum(int(way.cell) for way in ways) + rest)
        kept.append(Variant((), number, _share(rest, number, cases, exact=exact), None))
    return tuple(kept)


def _share(true: int, shown: int, whole: int, *, exact: bool) -> float:
    return round((true if exact else shown) / whole, 4) if whole else 0.0
