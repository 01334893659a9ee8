"""Ten times the caseload: every case is copied by SQL, with all that hangs on it, under new identifiers.

The copies are for measuring alone: they were not lived through the gate. A new identifier is the MD5 of the old one and the number
of the copy, so that what referred to each other still does. Booked appointments are left out, because a room cannot be taken twice.
"""

import asyncpg

TABLES = (
    "persons", "identity_papers", "contact_records", "specific_needs", "cases", "claims", "case_events", "deadlines", "representations",
    "guardianships", "notices", "registrations", "encounters", "provisional_documents", "appointments", "interviews",
    "interview_participants", "interview_entries", "interview_signatures", "assessments", "reviews", "agenda_items",
    "votes", "recusals", "decisions", "service_attempts", "notifications", "remedies",
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


async def lengthen(url: str, reference: str, *, events: int = 300, documents: int = 40) -> None:
    """Give one case a long life: its own events over and over up to `events`, and replaced papers and attachments, `documents` in all."""
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")
    case = await connection.fetchval("select id from cases where reference = $1", reference)
    await connection.execute(
        "insert into case_events (id, case_id, number, name, at, recorded_at, actor_id, actor_role, claims, stage_before,"
        " stage_after, data, digest)"
        " select gen_random_uuid(), case_id, -n, name, at, recorded_at, actor_id, actor_role, claims, stage_after, stage_after,"
        " data, digest from (select e.*, row_number() over () as n from case_events e"
        " cross join generate_series(1, $2::int) where e.case_id = $1) more where n <= $2"
        " - (select count(*) from case_events where case_id = $1)",
        case,
        events,
    )
    await connection.execute(
        "insert into provisional_documents (id, case_id, claim_id, person_id, kind, number, code, status, may_work, valid_from,"
        " valid_until, printed_until, issued_at, issued_by, issue_reason, ended_at, status_index)"
        " select gen_random_uuid(), d.case_id, d.claim_id, d.person_id, d.kind, d.number, d.code || '+' || n, 'replaced', d.may_work,"
        " d.valid_from, d.valid_until, d.printed_until, d.issued_at, d.issued_by, d.issue_reason, d.issued_at, next_status_index()"
        " from provisional_documents d cross join generate_series(1, $2::int) n where d.case_id = $1 limit $2",
        case,
        documents // 2,
    )
    await connection.execute(
        "insert into attachments (id, case_id, kind, readers, name, media_type, size, digest, added_at, added_by)"
        " select gen_random_uuid(), id, 'evidence', array['eligibility_officer', 'supervisor'], 'prueba-' || n || '.pdf',"
        " 'application/pdf', 100000, md5(n::text), registered_at, registered_by"
        " from cases cross join generate_series(1, $2::int) n where id = $1",
        case,
        documents - documents // 2,
    )
    await connection.execute("analyze case_events, provisional_documents, attachments")
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
