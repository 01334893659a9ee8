"""The third wall, asked of the database itself: without a context nothing is seen, and what is signed is not changed."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

# No row of these is about anybody: the version of the tables, the queue (identifiers only) and the worker's sign of life.
WITHOUT_POLICIES = {
    "alembic_version",
    "heartbeats",
    # How common names are among all: nobody's own.
    "name_frequencies",
    # When everybody was looked through, and how many pairs that found.
    "people_searches",
    "pgqueuer",
    "pgqueuer_log",
    "pgqueuer_schedules",
    "pgqueuer_statistics",
    # Who people are referred to: no person stands behind it.
    "services",
}
APPEND_ONLY = {
    "case_events", "access_records", "kept_answers", "interview_signatures", "interview_addenda", "reviews", "recusals",
    "notifications", "registrations", "need_reviews", "encounters", "encounter_looks", "encounter_sheets", "encounter_counts", "screenings",
    "coi_versions", "coi_reviews", "coi_answer_passages", "case_notes",
}  # fmt: skip
TABLES = """
select relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text as owner
  from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
"""


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """As a request connects, but nobody has said who is asking."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    opened = await asyncpg.connect(url, server_settings={"role": "acogida_app"})
    yield opened
    await opened.close()


async def test_every_table_is_forced_under_row_level_security_but_these(
    connection: asyncpg.Connection,
) -> None:
    tables = await connection.fetch(TABLES)
    assert len(tables) > 30
    assert {t["relname"] for t in tables if not t["relrowsecurity"]} == WITHOUT_POLICIES
    assert {t["relname"] for t in tables if t["relrowsecurity"] and not t["relforcerowsecurity"]} == set()
    assert {t["owner"] for t in tables} == {"acogida_owner"}


async def test_without_a_context_nothing_is_seen_and_nothing_written(connection: asyncpg.Connection) -> None:
    for table in await connection.fetch(TABLES):
        if not table["relrowsecurity"]:
            continue
        name = table["relname"]
        assert await connection.fetchval(f"select count(*) from {name}") == 0, name  # noqa: S608 - from the catalogue
        copied = f"insert into {name} select * from {name}"  # noqa: S608 - the same
        assert await _refused(connection, copied)
        assert await _refused(connection, f"insert into {name} default values")
        assert await _refused(connection, f"delete from {name}")  # noqa: S608 - the same


async def _refused(connection: asyncpg.Connection, statement: str) -> bool:
    """Nothing came of it: a right, a policy or a column said no, or there was no row to touch."""
    try:
        return (await connection.execute(statement)).endswith(" 0")
    except asyncpg.PostgresError as refused:
        return refused.sqlstate in ("42501", "23502", "428C9", "23514")


async def test_each_policy_of_the_application_refuses_who_is_nobody(connection: asyncpg.Connection) -> None:
    """An insert is checked by its own policy: none of them holds for a connection without a context."""
    policies = await connection.fetch(
        "select tablename, policyname, with_check from pg_policies"
        " where 'acogida_app' = any (roles) and cmd in ('INSERT', 'UPDATE')"
    )
    assert len(policies) > 40
    assert [p["tablename"] for p in policies if (p["with_check"] or "") in ("true", "")] == []
    open_to_all = await connection.fetch(
        "select tablename from pg_policies where 'acogida_app' = any (roles) and qual = 'true'"
    )
    assert open_to_all == []


async def test_the_log_and_what_is_signed_can_be_added_to_and_no_more(connection: asyncpg.Connection) -> None:
    for role in ("acogida_app", "acogida_worker"):
        for table in APPEND_ONLY:
            for right in ("update", "delete", "truncate"):
                allowed = await connection.fetchval(
                    "select has_table_privilege($1, $2, $3)", role, table, right
                )
                assert not allowed, (role, table, right)
    deletable = await connection.fetch(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and (has_table_privilege('acogida_app', oid, 'delete') or has_table_privilege('acogida_app', oid, 'truncate'))"
    )
    assert {t["relname"] for t in deletable} == {"sign_ins"}


async def test_what_runs_with_the_owners_rights_has_its_names_pinned_and_is_not_public(
    connection: asyncpg.Connection,
) -> None:
    functions = await connection.fetch(
        "select oid::regprocedure::text as name, proconfig, prorettype = 'trigger'::regtype as trigger,"
        " has_function_privilege('public', oid, 'execute') as public from pg_proc"
        " where prosecdef and pronamespace = 'public'::regnamespace"
    )
    assert len(functions) >= 7
    for function in functions:
        assert any(setting.startswith("search_path=pg_catalog") for setting in function["proconfig"] or ()), (
            function
        )
        assert function["trigger"] or not function["public"], function["name"]


async def test_requests_cannot_take_another_role_or_change_the_tables(connection: asyncpg.Connection) -> None:
    assert await connection.fetchval(
        "select not (rolsuper or rolbypassrls or rolcreaterole) from pg_roles where rolname = 'acogida_app'"
    )
    for statement in (
        "create table public.mine ()",
        "alter table cases disable row level security",
        "drop table cases",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
