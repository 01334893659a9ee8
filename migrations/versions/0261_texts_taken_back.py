"""A text that some had signed may be taken back: its signatures and its paper stay and count no more, and it is composed anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0261"
down_revision = "0260"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_DECISION = "exists (select from decisions d where d.id = decision_id)"
OF_DRAFT = "exists (select from decisions d where d.id = decision_id and d.status = 'draft')"
ROLES = "(select app_role()) in ('commission_secretary', 'commission_member', 'appeals_clerk')"
TRIGGER = """
create or replace function refuse_change_of_signed_text() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from public.decision_signatures s where s.decision_id = old.decision_id{standing})
     or exists (select from public.decisions d where d.id = old.decision_id and d.status = 'signed') then
    raise exception 'the text of decision % is signed and cannot be changed', old.decision_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
"""
CHECK = """
create or replace function check_decision(asked text, digests text[])
  returns table (decision_id uuid, code text, number text, signed_at timestamptz, digest text, revision integer, last boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.id, t.code, d.number, d.signed_at, p.digest, p.revision,
         p.revision = (select max(l.revision) from public.decision_papers l where l.decision_id = d.id)
    from public.decisions d
    join public.decision_texts t on t.decision_id = d.id
    join public.decision_papers p on p.decision_id = d.id{paper}
   where d.status = 'signed' and (t.code = asked or p.digest = any (digests))
   order by p.revision desc
$$;
create or replace function signers_of_decision(asked uuid)
  returns table (field text, fingerprint text, means text, at timestamptz, revision integer, distrusted_from timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select s.field, s.fingerprint, s.means, s.at, s.revision, c.distrusted_from
    from public.decision_signatures s
    join public.decisions d on d.id = s.decision_id and d.status = 'signed'
    left join public.signing_certificates c on c.id = s.certificate_id
   where s.decision_id = asked{standing}
   order by s.revision
$$;
"""
STANDING = " and s.withdrawn_at is null"
PAPER = " and p.withdrawn_at is null"


def upgrade() -> None:
    for table in ("decision_signatures", "decision_papers"):
        op.add_column(table, sa.Column("withdrawn_at", MOMENT, nullable=True))
        op.execute(
            f"create policy updates on {table} for update to acogida_app"
            f" using ({OF_DRAFT} and {ROLES}) with check ({OF_DRAFT} and {ROLES})"
        )
        op.execute(f"grant update (withdrawn_at) on {table} to acogida_app, acogida_worker")
    op.drop_constraint("uq_decision_signatures_decision_id_user_id", "decision_signatures")
    op.create_index(
        "uq_decision_signatures_standing",
        "decision_signatures",
        ["decision_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    _withdrawals()
    run(TRIGGER.replace("{standing}", STANDING))
    run(CHECK.replace("{standing}", STANDING).replace("{paper}", PAPER))


def _withdrawals() -> None:
    table = "decision_withdrawals"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("leaving", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cause in ('changed', 'left', 'recused')", name=op.f(f"ck_{table}_cause")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f(f"fk_{table}_decision_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id")),
        sa.ForeignKeyConstraint(["leaving"], ["users.id"], name=op.f(f"fk_{table}_leaving")),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f(f"fk_{table}_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.create_index(op.f(f"ix_{table}_decision_id"), table, ["decision_id"])
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({OF_DECISION})")
    op.execute(
        f"create policy inserts on {table} for insert to acogida_app with check ({OF_DRAFT} and {ROLES})"
    )
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    run(TRIGGER.replace("{standing}", ""))
    run(CHECK.replace("{standing}", "").replace("{paper}", ""))
    op.drop_table("decision_withdrawals")
    # What counted no more is no signature again.
    op.execute("delete from decision_signatures where withdrawn_at is not null")
    op.execute("delete from decision_papers where withdrawn_at is not null")
    op.drop_index("uq_decision_signatures_standing", "decision_signatures")
    op.create_unique_constraint(
        "uq_decision_signatures_decision_id_user_id", "decision_signatures", ["decision_id", "user_id"]
    )
    for table in ("decision_signatures", "decision_papers"):
        op.execute(f"revoke update (withdrawn_at) on {table} from acogida_app, acogida_worker")
        op.execute(f"drop policy updates on {table}")
        op.drop_column(table, "withdrawn_at")
