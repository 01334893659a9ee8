"""The migrations go up from an empty database, down and up again, and make what the models say."""

import asyncio
import os
from collections.abc import Iterator

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

from app.core.embedded import throwaway
from tests.conftest import alembic_config, migrate

# Everything that a migration can leave behind or lose, as text.
PICTURE = """
select 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable || coalesce(column_default, '')
  from information_schema.columns where table_schema = 'public'
union all
select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
union all
select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
union all
select 'policy', tablename || '.' || policyname, concat(cmd, roles, qual, with_check)
  from pg_policies where schemaname = 'public'
union all
select 'security', relname, concat(relrowsecurity, relforcerowsecurity, (select array_agg(a::text order by a::text)
  from aclexplode(coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))) a))
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
union all
select 'function', p.oid::regprocedure::text, concat(prosecdef, proconfig, md5(prosrc), (select array_agg(a::text order by a::text)
  from aclexplode(coalesce(proacl, acldefault('f', proowner))) a))
  from pg_proc p left join pg_depend d on d.objid = p.oid and d.deptype = 'e'
  where pronamespace = 'public'::regnamespace and d.objid is null
union all
select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
union all
select 'type', t.typname, coalesce(string_agg(e.enumlabel, ',' order by e.enumsortorder), '')
  from pg_type t left join pg_enum e on e.enumtypid = t.oid
  where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd') group by t.typname
order by 1, 2
"""


async def _fresh(server: str, name: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute(f'drop database if exists "{name}" with (force)')
    await connection.execute(f'create database "{name}"')
    await connection.close()


async def _picture(url: str) -> list[tuple[str, ...]]:
    connection = await asyncpg.connect(url)
    rows = [tuple(row) for row in await connection.fetch(PICTURE)]
    await connection.close()
    return rows


def _left(url: str) -> list[tuple[str, ...]]:
    """What is there beside Alembic's own table."""
    return [row for row in asyncio.run(_picture(url)) if "alembic_version" not in "".join(row)]


@pytest.fixture(scope="module")
def empty(worker_id: str) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given is None:
        with throwaway() as url:
            yield url
        return
    server = make_url(given).set(drivername="postgresql")
    name = f"acogida_migrations_{worker_id}"
    asyncio.run(_fresh(server.render_as_string(hide_password=False), name))
    yield server.set(database=name).render_as_string(hide_password=False)


def test_they_go_up_from_nothing_and_the_newest_goes_down_and_up_again(empty: str) -> None:
    config = alembic_config(empty)
    _, before, *_ = (step.revision for step in ScriptDirectory.from_config(config).walk_revisions())
    migrate(empty, before)
    picture = asyncio.run(_picture(empty))
    migrate(empty)
    whole = asyncio.run(_picture(empty))
    command.downgrade(config, "-1")
    assert asyncio.run(_picture(empty)) == picture
    migrate(empty)
    assert asyncio.run(_picture(empty)) == whole


@pytest.mark.slow
def test_they_go_up_step_by_step_down_to_nothing_and_up_again(empty: str) -> None:
    config = alembic_config(empty)
    command.downgrade(config, "base")
    nothing = _left(empty)
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    assert len(steps) >= 2
    pictures = {}
    for step in steps:
        migrate(empty, step)
        pictures[step] = asyncio.run(_picture(empty))
    for step in reversed(steps[:-1]):
        command.downgrade(config, "-1")
        assert asyncio.run(_picture(empty)) == pictures[step]
    command.downgrade(config, "base")
    assert _left(empty) == nothing
    migrate(empty)
    assert asyncio.run(_picture(empty)) == pictures[steps[-1]]


def test_the_models_and_the_migrations_say_the_same(empty: str) -> None:
    migrate(empty)
    command.check(alembic_config(empty))


def test_there_is_one_head(empty: str) -> None:
    assert len(ScriptDirectory.from_config(alembic_config(empty)).get_heads()) == 1
