"""Counting the ways of cases in the database, past the eye of whoever may count them and see none.

A map up to a moment never changes, for the log is only appended to: it is kept, and made anew for a later moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
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
_MAP = """
with chosen as materialized (select case_id, cell from log_cases where {chosen}),
told as (
  select s.case_id, c.cell, s.at, s.number, {activity} as activity,
         lag({activity}) over (partition by s.case_id order by s.at, s.number) as before
    from log_steps s join chosen c on c.case_id = s.case_id where s.recorded_at <= :as_of),
walked as materialized (
  select case_id, cell, at, activity, row_number() over w as place, lead(activity) over w as following, lead(at) over w as later
    from told where {counted} window w as (partition by case_id order by at, number)),
ways as materialized (
  select case_id, cell, array_agg(activity order by place) as path, extract(epoch from max(at) - min(at)) as lasted
    from walked group by case_id, cell)
select 'edge' as kind, activity as name, following, null::text[] as path, count(*)::int as times, count(distinct case_id)::int as cases,
       0 as begin, 0 as ending, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from later - at)) as took,
       0::float as place, sum(cell) as cell, 0::numeric as begin_cell, 0::numeric as end_cell, 0 as ways
  from walked where following is not null group by activity, following
union all
select 'node', activity, null, null, count(*)::int, count(distinct case_id)::int, (count(*) filter (where place = 1))::int,
       (count(*) filter (where following is null))::int, null, avg(place)::float, sum(cell),
       coalesce(sum(cell) filter (where place = 1), 0), coalesce(sum(cell) filter (where following is null), 0), 0
  from walked group by activity
union all
select * from (
  select 'way', null::text, null::text, path, 0, count(*)::int, 0, 0,
         array[percentile_cont(0.5) within group (order by lasted)], 0::float, sum(cell), 0::numeric, 0::numeric,
         (count(*) over ())::int
    from ways group by path order by count(*) desc, path limit :most) most
union all
select 'all', null, null, null, 0, count(*)::int, 0, 0, null, 0, coalesce(sum(cell), 0), 0, 0, 0 from ways
"""


def _statement(by: str, filters: Filters) -> TextClause:
    return text(_MAP.format(chosen=chosen(filters), activity=_ACTIVITY[by], counted=_COUNTED[by]))


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
        rows = await db.rows(_statement(by, filters), parameters(filters) | {"as_of": until, "most": WAYS})
        found = _put_together(rows, by, until, exact=db.actor.role in EXACT)
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


def _put_together(rows: Sequence[Any], by: str, as_of: datetime, *, exact: bool) -> ProcessMap:
    def shown(number: int, cell: Any) -> int:
        return number if exact else rounded(number, int(cell))

    def days(row: Any, which: int) -> float | None:
        if row.took is None or (not exact and row.cases < FEWEST):
            return None
        return round(float(row.took[which]) / DAY, 2)

    nodes = [
        Node(
            row.name,
            shown(row.times, row.cell),
            min(shown(row.cases, row.cell), shown(row.times, row.cell)),
            shown(row.begin, row.begin_cell),
            shown(row.ending, row.end_cell),
            round(row.place, 3),
        )
        for row in _of(rows, "node")
    ]
    edges = [
        Edge(
            row.name,
            row.following,
            shown(row.times, row.cell),
            min(shown(row.cases, row.cell), shown(row.times, row.cell)),
            days(row, 0),
            days(row, 1),
        )
        for row in _of(rows, "edge")
    ]
    whole = next(_of(rows, "all"))
    ways = list(_of(rows, "way"))
    told = {node.name for node in nodes if node.times}
    return ProcessMap(
        by=by,
        as_of=as_of,
        exact=exact,
        cases=shown(whole.cases, whole.cell),
        nodes=tuple(sorted((n for n in nodes if n.name in told), key=lambda n: (n.place, n.name))),
        edges=tuple(
            sorted(
                (e for e in edges if e.times and e.source in told and e.target in told),
                key=lambda e: (-e.times, e.source, e.target),
            )
        ),
        variants=_variants(ways, whole.cases, exact=exact, shown=shown, days=days),
        ways=ways[0].ways if ways else 0,
    )


def _variants(ways: Sequence[Any], cases: int, *, exact: bool, shown: Any, days: Any) -> tuple[Variant, ...]:
    """The most taken first. Of ways that few took, whoever may not see exact figures learns only how many took any of them."""
    told = [way for way in ways if exact or way.cases >= FEWEST]
    kept = [
        Variant(
            tuple(way.path),
            (number := shown(way.cases, way.cell)),
            _share(way.cases, number, cases, exact=exact),
            days(way, 0),
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


def _of(rows: Iterable[Any], kind: str) -> Any:
    return (row for row in rows if row.kind == kind)
