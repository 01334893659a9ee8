"""Keys that sign documents, and each document's place in the status list.

A place tells nothing of when or where the document was given: the next number of a sequence goes through a Feistel network over a
million (2^20) places, keyed by a secret that only the function reads. A new million begins when one is full.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0190"
down_revision = "0150"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
LAPTOPS = f"issuer like 'laptop:%' and {ROLE} in ('border_liaison_officer', 'registration_officer', 'supervisor', 'administrator', 'system')"
ADDS = f"(issuer = 'deployment' and {ROLE} in ('administrator', 'system')) or ({LAPTOPS})"
REVOKES = (
    f"{ROLE} in ('administrator', 'system') or (issuer like 'laptop:%' and {ROLE} in"
    " ('border_liaison_officer', 'registration_officer', 'supervisor'))"
)

FUNCTIONS = """
create sequence status_places as bigint minvalue 0 start 0;

create function next_status_index() returns bigint
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  place bigint := nextval('public.status_places');
  key text;
  l integer := ((place % 1048576) / 1024)::integer;
  r integer := (place % 1024)::integer;
  turned integer;
begin
  select secret into strict key from public.status_secrets;
  for turn in 1..8 loop
    turned := l # (('x' || left(md5(key || ':' || turn || ':' || r), 8))::bit(32)::bigint & 1023)::integer;
    l := r;
    r := turned;
  end loop;
  return (place / 1048576) * 1048576 + l::bigint * 1024 + r;
end $$;
revoke all on function next_status_index() from public;
grant execute on function next_status_index() to acogida_app, acogida_worker;

-- A deployment that has no key to sign with makes one when it first needs it, whoever prints: of two at once, one wins.
create function first_signing_key(new_kid text, new_key jsonb, at timestamptz, ends timestamptz) returns text
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  found_kid text;
begin
  perform pg_advisory_xact_lock(190190);
  select k.kid into found_kid from public.signing_keys k
   where k.issuer = 'deployment' and k.revoked_at is null and k.since <= at and k.until > at
   order by k.since desc, k.kid limit 1;
  if found_kid is not null then
    return found_kid;
  end if;
  insert into public.signing_keys (kid, issuer, public_key, since, until, created_by)
  values (new_kid, 'deployment', new_key, at, ends, '00000000-0000-7000-8000-000000000001');
  return new_kid;
end $$;
revoke all on function first_signing_key(text, jsonb, timestamptz, timestamptz) from public;
grant execute on function first_signing_key(text, jsonb, timestamptz, timestamptz) to acogida_app, acogida_worker;

-- What was said of a key stands; that it is revoked is said once.
create function signing_key_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'key % is kept', old.kid using errcode = 'integrity_constraint_violation';
  end if;
  if (new.kid, new.issuer, new.public_key, new.since, new.until, new.created_by)
     is distinct from (old.kid, old.issuer, old.public_key, old.since, old.until, old.created_by)
     or old.revoked_at is not null then
    raise exception 'key % stands as it was', old.kid using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger signing_key_stands before update or delete on signing_keys
  for each row execute function signing_key_stands();
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "signing_keys",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("public_key", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "issuer = 'deployment' or issuer like 'laptop:%'", name=op.f("ck_signing_keys_issuer")
        ),
        sa.CheckConstraint("until > since", name=op.f("ck_signing_keys_until")),
        sa.CheckConstraint(
            "(revoked_at is null) = (revoked_by is null)", name=op.f("ck_signing_keys_revoked")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_signing_keys_created_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["users.id"], name=op.f("fk_signing_keys_revoked_by")),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_signing_keys")),
    )
    op.create_index("ix_signing_keys_issuer", "signing_keys", ["issuer", "since"])
    op.create_table(
        "status_secrets",
        sa.Column("secret", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_status_secrets")),
    )
    for table in ("signing_keys", "status_secrets"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        # Without a policy of its own the application reads no secret, although it may ask.
        op.execute(f"grant select on {table} to acogida_app, acogida_worker")
    op.execute("create policy worker on signing_keys to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on signing_keys for select to acogida_app using ({ROLE} is not null)")
    op.execute(f"create policy inserts on signing_keys for insert to acogida_app with check ({ADDS})")
    op.execute(
        f"create policy updates on signing_keys for update to acogida_app using ({REVOKES}) with check ({REVOKES})"
    )
    op.execute("grant insert, update on signing_keys to acogida_app, acogida_worker")
    op.execute(
        "insert into status_secrets (secret) values (gen_random_uuid()::text || gen_random_uuid()::text)"
    )
    run(FUNCTIONS)
    op.execute(
        "alter table provisional_documents add column status_index bigint not null default next_status_index()"
    )
    op.create_unique_constraint(
        op.f("uq_provisional_documents_status_index"), "provisional_documents", ["status_index"]
    )
    op.add_column("provisional_documents", sa.Column("printed_until", sa.Date(), nullable=True))
    op.execute("update provisional_documents set printed_until = valid_until")
    op.alter_column("provisional_documents", "printed_until", nullable=False)


def downgrade() -> None:
    op.drop_column("provisional_documents", "printed_until")
    op.drop_column("provisional_documents", "status_index")
    op.drop_table("signing_keys")
    op.execute("drop function signing_key_stands(), first_signing_key, next_status_index()")
    op.execute("drop sequence status_places")
    op.drop_table("status_secrets")
