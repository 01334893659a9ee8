"""A hundred thousand invented people, registered, in seconds: for measuring the search, by COPY and without the gate.

The people are those of `bench/spanish_names.py`, a case for each household. Every column that is not said here has what it has in a
case that the database holds already. Of ten cases one is seen by that case's office, so that row-level security has work to do; all are open.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from app.people import public as people
from bench.spanish_names import Drawer

OTHERS = 9
# The share of the households that are registered a second time, spoilt.
AGAIN = 0.02
PEOPLE = (
    "id", "given_names", "family_names", "search_name", "name_keys", "phone_key", "birth_date", "birth_precision", "sex",
    "nationalities", "phone",
)  # fmt: skip
PAPERS = ("id", "person_id", "kind", "number", "number_key", "country")
MEMBERS = ("case_id", "person_id", "claim_id", "position", "reference", "audience")


async def load(url: str, persons: int, *, seed: int = 4) -> list[people.Description]:
    """Add `persons` people with their cases and claims, as the superuser of a database that is thrown away. Returns who they are."""
    drawer = Drawer(seed)
    households: list[list[people.Description]] = []
    made = 0
    while made < persons:
        households.append(drawer.household())
        if drawer.chance.random() < AGAIN:
            households.append([drawer.spoilt(who) for who in households[-1]])
            made += len(households[-1])
        made += len(households[-1])
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")
    template = await connection.fetchrow(
        "select id, array['office:' || office_id] as audience from cases order by id limit 1"
    )
    if template is None:
        raise SystemExit("There is no case to take the rest from.")
    numbered = [(uuid4(), who) for household in households for who in household]
    await _copy(connection, "persons", PEOPLE, [_person(key, who) for key, who in numbered])
    papers = [
        (uuid4(), key, paper.kind, paper.number, paper.number, paper.country)
        for key, who in numbered
        for paper in who.papers
    ]
    await _copy(connection, "identity_papers", PAPERS, papers)
    await _copy(connection, "members", MEMBERS, list(_members(households, numbered, template["audience"])))
    await _cases(connection, template["id"])
    await connection.execute("analyze persons, cases, claims, identity_papers")
    await connection.close()
    return [who for _key, who in numbered]


async def _cases(connection: asyncpg.Connection, template: UUID) -> None:
    said = {
        "cases": {
            "id": "m.case_id",
            "reference": "m.reference",
            "principal_person_id": "m.person_id",
            "audience": "m.audience",
            "stage": "'awaiting_interview'",
        },
        "claims": {
            "id": "m.claim_id",
            "case_id": "m.case_id",
            "person_id": "m.person_id",
            "position": "m.position",
        },
    }
    for table, own in said.items():
        columns = await _columns(connection, table)
        values = ", ".join(own.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        where = "t.id = $1 and m.position = 0" if table == "cases" else "t.case_id = $1 and t.position = 0"
        await connection.execute(
            f"insert into {table} ({names}) select {values} from members m, {table} t where {where}",  # noqa: S608
            template,
        )


async def _columns(connection: asyncpg.Connection, table: str) -> list[str]:
    rows = await connection.fetch(
        "select attname from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and not attisdropped"
        " and attgenerated = '' order by attnum",
        table,
    )
    return [row["attname"] for row in rows]


async def _copy(connection: asyncpg.Connection, table: str, columns: Sequence[str], rows: list[Any]) -> None:
    """Copy into the table; where other columns need a value, it is that of a row that is there."""
    if table == "members":
        await connection.execute(
            "create temporary table members (case_id uuid, person_id uuid, claim_id uuid, position smallint,"
            " reference text, audience text[])"
        )
        await connection.copy_records_to_table(table, records=rows, columns=columns)
        return
    await connection.execute(f"create temporary table copied (like {table})")
    for name in await _columns(connection, table):
        await connection.execute(f'alter table copied alter column "{name}" drop not null')
    await connection.copy_records_to_table("copied", records=rows, columns=columns)
    names = await _columns(connection, table)
    values = ", ".join(f'c."{name}"' if name in columns else f't."{name}"' for name in names)
    others = ", ".join(f'"{name}"' for name in names)
    await connection.execute(
        f"insert into {table} ({others}) select {values} from copied c left join (select * from {table} limit 1) t on true"  # noqa: S608
    )
    await connection.execute("drop table copied")


def _person(key: UUID, who: people.Description) -> tuple[Any, ...]:
    keys = people.stored_keys(who.given_names, who.family_names, (), who.birth_date, who.birth_precision)
    searched = people.search_name(who.given_names, who.family_names)
    return (
        key, who.given_names, who.family_names, searched, keys, people.phone_key(who.phone), who.birth_date, who.birth_precision,
        who.sex, list(who.nationalities), who.phone,
    )  # fmt: skip


def _members(
    households: Sequence[Sequence[people.Description]],
    numbered: Sequence[tuple[UUID, people.Description]],
    audience: list[str],
) -> list[tuple[Any, ...]]:
    keys = iter(numbered)
    found: list[tuple[Any, ...]] = []
    for n, household in enumerate(households):
        case, seen = uuid4(), audience if n % (OTHERS + 1) == 0 else [f"office:{n % OTHERS}"]
        found += [
            (case, next(keys)[0], uuid4(), place, f"CROWD-{n}", seen) for place in range(len(household))
        ]
    return found
