"""The people behind a release, counted from the facts: never one of them, only how many have which traits."""

from collections.abc import Mapping

from sqlalchemy import text

from app.core.database import ReadSession
from app.identity import public as identity
from app.statistics.publishing.rules.asked import TABLES, Asked
from app.statistics.publishing.rules.cells import Counts, counts_of

NOT_KNOWN = "unknown"
PENDING = "pending"
# How a trait reads in the facts; `{day}` is the day that the measure is about.
_TRAITS: Mapping[str, str] = {
    "origin": f"coalesce(origin, '{NOT_KNOWN}')",
    "sex": "sex",
    "age_group": f"coalesce(nullif(age_group, ''), '{NOT_KNOWN}')",
    "office": "office_id::text",
    "modality": "modality",
    "outcome": f"coalesce(resolved_as, '{PENDING}')",
    "month": "to_char({day}, 'YYYY-MM')",
}
_DAYS = {"filed": "filed_on", "resolved": "resolved_on", "pending": "filed_on"}
_WHOM = {
    "filed": "filed_on between :since and :until",
    "resolved": "resolved_on between :since and :until",
    "pending": "open",
}


async def counted(db: ReadSession, asked: Asked) -> Counts:
    """Every cell of the chosen tables with its margins, as the facts stand."""
    tables = tuple(TABLES[name] for name in asked.tables)
    traits = sorted({trait for table in tables for trait in table})
    day = _DAYS[asked.measure]
    columns = ", ".join(f"{_TRAITS[trait].format(day=day)} as {trait}" for trait in traits)
    where = _WHOM[asked.measure] + (" and principal" if asked.unit == "cases" else "")
    sql = f"select {columns}, count(*)::int as n from claim_facts where {where} group by {', '.join(map(str, range(1, len(traits) + 1)))}"  # noqa: S608 - put together from constants
    period = {} if asked.measure == "pending" else {"since": asked.since, "until": asked.until}
    rows = [(dict(zip(traits, row, strict=False)), row.n) for row in await db.rows(text(sql), period)]
    if "office" in traits:
        codes = {str(office.id): office.code for office in await identity.offices(db)}
        rows = [
            ({**traits, "office": codes.get(traits["office"], traits["office"])}, n) for traits, n in rows
        ]
    values = {trait: tuple(sorted({each[trait] for each, _ in rows})) for trait in traits}
    return counts_of(tables, values, rows)
