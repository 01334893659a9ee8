"""How Alembic reaches the database: as the owner role, with a lock timeout, so that a migration never queues behind a reader."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.database import driver_url
from migrations.tables import metadata

# Roles belong to the whole cluster and need CREATEROLE; on a server that does not grant it, an administrator runs
# these lines once (README, "A real PostgreSQL").
PREPARE = """
do $$
declare r text;
begin
  foreach r in array array['acogida_owner', 'acogida_app', 'acogida_worker'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I nologin', r);
    end if;
    if not pg_has_role(current_user, r, 'member') then
      execute format('grant %I to %I', r, current_user);
    end if;
  end loop;
  execute format('grant create, connect, temporary on database %I to acogida_owner', current_database());
  if not has_schema_privilege('acogida_owner', 'public', 'create') then
    grant usage, create on schema public to acogida_owner;
  end if;
end $$
"""


def _database_url() -> str:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit(
            "Set DATABASE_URL, or use `python -m app.cli database upgrade`, which starts the embedded PostgreSQL."
        )
    return url


def _skip_foreign(_object: object, name: str | None, kind: str, _reflected: bool, _compare: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("pgqueuer"))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=_skip_foreign,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _migrate() -> None:
    engine = create_async_engine(driver_url(_database_url()), poolclass=NullPool)
    async with engine.connect() as connection:
        # Two test workers or two servers may arrive at once; roles are shared by the whole cluster.
        await connection.execute(text("select pg_advisory_lock(7231)"))
        await connection.execute(text(PREPARE))
        await connection.execute(text("set role acogida_owner"))
        await connection.execute(text("set lock_timeout = '5s'"))
        await connection.commit()
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("The migrations need a database: they read what is there.")
asyncio.run(_migrate())
