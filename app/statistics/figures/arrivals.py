"""Access at the border as a figure: contacts of people who said that they are afraid, by what became of each."""

from datetime import datetime

from app.core.database import ReadSession
from app.statistics.access import OUTCOMES, Access, AccessCount, AccessFilters
from app.statistics.access import access as counted
from app.statistics.facts import keeping
from app.statistics.figures import counting
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Cell, Column, Figure, Lag, Table, Value


async def access(db: ReadSession, filters: Filters) -> Figure:
    """Counted as on the page of access: whoever has no business with the people behind it is shown rounded counts.

    A contact has no modality, need or instance: those filters leave it as it is.
    """
    question = await counting.asked(db, filters)
    found = await counted(
        db,
        AccessFilters(
            nationality=filters.origin,
            sex=filters.sex,
            age_group=filters.age_group,
            since=filters.since,
            until=filters.until,
            office=filters.office,
            as_of=filters.as_of,
        ),
        zone=question.profile.time_zone,
    )
    return as_figure(found, question.as_of, await keeping.lag(db))


def as_figure(found: Access, as_of: datetime, lag: Lag) -> Figure:
    """What was counted as a figure, whichever filters it was counted with."""
    total = found.total
    headline = (
        Value("people", "count", total.people),
        *(Value(outcome, "count", total.by_outcome.get(outcome, 0)) for outcome in OUTCOMES),
        Value("became_case", "count", found.became_case),
    )
    grounds = tuple((counting.code_of(count.key), count.people) for count in found.by_ground)
    tables = (
        _table("by_month", Column("month", "text", "month"), found.by_month),
        _table("by_post", Column("post", "code", "post"), found.by_post),
        _table("by_nationality", Column("nationality", "code", "country"), found.by_nationality),
        _table("by_sex", Column("sex", "code", "sex"), found.by_sex),
        _table("by_age_group", Column("age_group", "code", "age_group"), found.by_age),
        Table("by_refusal", (Column("refusal_ground", "code", "ground"), Column("people", "count")), grounds),
    )
    return Figure("access", as_of, lag, headline, tables, rounded=not found.exact)


def _table(name: str, by: Column, counts: tuple[AccessCount, ...]) -> Table:
    columns = (by, Column("people", "count"), *(Column(outcome, "count") for outcome in OUTCOMES))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            counting.code_of(count.key),
            count.people,
            *(count.by_outcome.get(outcome, 0) for outcome in OUTCOMES),
        )
        for count in counts
    )
    return Table(name, columns, rows)
