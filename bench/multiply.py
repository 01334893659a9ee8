"""Ten times the caseload: every case is copied by SQL, with all that hangs on it, under new identifiers.

The copies are for measuring alone: they were not lived through the gate. A new identifier is the MD5 of the old one and the number
of the copy, so that what referred to each other still does. Booked appointments are left out, because a room cannot be taken twice.
"""

import asyncpg

TABLES = (
    "persons", "identity_papers", "specific_needs", "cases", "claims", "case_events", "deadlines", "representations",
    "guardianships", "notices", "registrations", "encounters", "provisional_documents", "appointments", "interviews",
    "interview_participants", "interview_entries", "interview_signatures", "assessments", "reviews", "agenda_items",
    "votes", "recusals", "decisions", "notifications", "remedies",
)  # fmt: skip
# Texts that must stay different: the copy's number is added.
DIFFERENT = {"cases": ("reference",), "provisional_documents": ("number", "code"), "decisions": ("number",)}
ONLY = {"appointments": "state <> 'booked'"}
COLUMNS = """
select a.attname as name, format_type(a.atttypid, null) as type,
       coalesce((select c.confrelid::regclass::text from pg_constraint c
                  where c.conrelid = a.attrelid and c.contype = 'f' and c.conkey = array[a.attnum] limit 1), '') as refers,
       exists (select from pg_constraint c
                where c.conrelid = a.attrelid and c.contype = 'p' and a.attnum = any (c.conkey)) as key
  from pg_attribute a
 where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
"""


async def multiply(url: str, copies: int) -> None:
    """Add `copies` copies of everything, as the superuser of a database that is thrown away afterwards."""
    connection = await asyncpg.connect(url)
    # No trigger and no foreign key is checked: the copies refer to each other as the originals do.
    await connection.execute("set session_replication_role = replica")
    await connection.execute(
        "create function pg_temp.copied(id uuid, copy int) returns uuid language sql immutable"
        " return md5(id::text || copy)::uuid"
    )
    for table in TABLES:
        columns = await connection.fetch(COLUMNS, table)
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        values = ", ".join(_value(table, column) for column in columns)
        where = f" where {ONLY[table]}" if table in ONLY else ""
        await connection.execute(
            f"insert into {table} ({names}) select {values} from {table} cross join generate_series(1, {copies}) copy{where}"  # noqa: S608
        )
    await connection.execute("vacuum analyze")
    await connection.close()


def _value(table: str, column: asyncpg.Record) -> str:
    name, own = f'"{column["name"]}"', column["refers"] in TABLES or (column["key"] and not column["refers"])
    if column["type"] == "uuid" and own:
        return f"pg_temp.copied({name}, copy)"
    if (table, column["name"]) == ("case_events", "claims"):
        return f"array(select pg_temp.copied(one, copy) from unnest({name}) one)"  # noqa: S608
    if (table, column["name"]) == ("provisional_documents", "status_index"):
        return "next_status_index()"
    if column["name"] in DIFFERENT.get(table, ()):
        return f"{name} || '/' || copy"
    return name
