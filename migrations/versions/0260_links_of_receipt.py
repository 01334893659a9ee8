"""Links by which a person says that they received a decision.

Whoever opens one is not signed in: functions of the database say whether it is open, and write the receipt, once. They say nothing of
the case; the paper itself only after the receipt, and only where the mailbox is the person's own.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0260"
down_revision = "0271"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
MOMENT = sa.DateTime(timezone=True)
OF_CASE = "exists (select from cases c where c.id = service_links.case_id)"
READS = f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')"
WRITES = f"{OF_CASE} and {ROLE} in ('registration_officer', 'commission_secretary', 'appeals_clerk')"
FUNCTIONS = """
create function service_link_state(asked text, moment timestamptz)
  returns table (state text, acknowledged_at timestamptz, has_paper boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select case when l.acknowledged_at is not null then 'acknowledged'
              when l.withdrawn_at is not null
                or exists (select from public.notifications n where n.decision_id = l.decision_id and n.annulled_at is null)
              then 'closed'
              when l.expires_at <= moment then 'expired' else 'open' end,
         l.acknowledged_at,
         l.safe and l.acknowledged_at is not null and l.expires_at > moment
    from public.service_links l where l.digest = asked
$$;
create function acknowledge_service(asked text, moment timestamptz) returns uuid
  language sql security definer set search_path = pg_catalog, public as $$
  update public.service_links l set acknowledged_at = moment
   where l.digest = asked and l.acknowledged_at is null and l.withdrawn_at is null and l.expires_at > moment
     and not exists (select from public.notifications n where n.decision_id = l.decision_id and n.annulled_at is null)
  returning l.id
$$;
create function received_paper(asked text, moment timestamptz)
  returns table (file uuid, digest text, number text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.file, p.digest, d.number
    from public.service_links l
    join public.decisions d on d.id = l.decision_id and d.status = 'signed'
    join public.decision_papers p on p.decision_id = d.id
   where l.digest = asked and l.safe and l.acknowledged_at is not null and l.expires_at > moment
   order by p.revision desc limit 1
$$;
"""
SIGNATURES = (
    "service_link_state(text, timestamptz)",
    "acknowledge_service(text, timestamptz)",
    "received_paper(text, timestamptz)",
)


def upgrade() -> None:
    table = "service_links"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_role", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("noted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f(f"fk_{table}_decision_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["users.id"], name=op.f(f"fk_{table}_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{table}_digest")),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.create_index(op.f(f"ix_{table}_decision_id"), table, ["decision_id"])
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({READS})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({WRITES})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({WRITES}) with check ({WRITES})"
    )
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")
    # Nobody but the function writes a receipt.
    op.execute(f"grant update (withdrawn_at) on {table} to acogida_app")
    op.execute(f"grant update (noted_at) on {table} to acogida_worker")
    run(FUNCTIONS)
    for signature in SIGNATURES:
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to acogida_app, acogida_worker")


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function {signature}")
    op.drop_table("service_links")
