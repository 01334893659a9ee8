"""Writings handed in to a case, and legal aid by rota."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0252"
down_revision = "0230"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(select app_role())", "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
READS_FILINGS = (
    f"{OF_CASE} and {ROLE} in ('registration_officer', 'eligibility_officer', 'supervisor', 'commission_secretary',"
    " 'commission_member', 'appeals_clerk', 'appeals_judge', 'legal_representative', 'child_protection_officer')"
)
HANDS_IN = (
    f"{OF_CASE} and filed_by = {ACTOR} and {ROLE} in ('registration_officer', 'eligibility_officer', 'supervisor',"
    " 'appeals_clerk', 'legal_representative')"
)
ANSWERS = f"{READS_FILINGS} and {ROLE} not in ('legal_representative', 'child_protection_officer', 'commission_member')"
SEES_ROTA = f"user_id = {ACTOR} or {ROLE} in ('supervisor', 'appeals_clerk')"
KEEPS_ROTA = f"{ROLE} in ('supervisor', 'appeals_clerk')"
SEES_REQUEST = f"{OF_CASE} and {ROLE} <> 'quality_assessor'"
MOMENT = sa.DateTime(timezone=True)

FUNCTIONS = """
create function filing_stays() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null
     or (to_jsonb(new) - array['answer', 'answered_at', 'answered_by', 'version'])
        is distinct from (to_jsonb(old) - array['answer', 'answered_at', 'answered_by', 'version']) then
    raise exception 'a filing does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
-- How many legal-aid cases each has now, among all cases, also those that whoever gives the turn cannot see: a number and no case.
create function legal_aid_load(members uuid[]) returns table (user_id uuid, open_cases bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.user_id, count(*) from public.representations r
   where r.user_id = any(members) and r.kind = 'assigned' and r.until is null group by r.user_id
$$;
revoke all on function legal_aid_load(uuid[]) from public;
grant execute on function legal_aid_load(uuid[]) to acogida_app, acogida_worker;
"""


def upgrade() -> None:
    op.execute("create sequence filing_numbers")
    op.execute("grant usage on sequence filing_numbers to acogida_app, acogida_worker")
    op.create_table(
        "filings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("claims", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_as", sa.String(), nullable=False),
        sa.Column("handed_in_by", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("counts_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_filings_case_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name=op.f("fk_filings_filed_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_filings_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("number", name=op.f("uq_filings_number")),
    )
    op.create_index(op.f("ix_filings_case_id"), "filings", ["case_id"])
    op.create_index(
        "ix_filings_unanswered", "filings", ["case_id"], postgresql_where=sa.text("answered_at is null")
    )
    op.create_table(
        "legal_aid_rota",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("instances", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("most", sa.SmallInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("last_turn_at", MOMENT, nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("most between 1 and 500", name=op.f("ck_legal_aid_rota_most")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_legal_aid_rota_user_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_legal_aid_rota_changed_by")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_legal_aid_rota")),
    )
    op.create_table(
        "legal_aid_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("for_child", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", MOMENT, nullable=True),
        sa.Column("excused", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("excuses", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'assigned', 'withdrawn')", name=op.f("ck_legal_aid_requests_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_legal_aid_requests_case_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_legal_aid_requests_asked_by")),
        sa.ForeignKeyConstraint(
            ["assigned_to"], ["users.id"], name=op.f("fk_legal_aid_requests_assigned_to")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_aid_requests")),
    )
    op.create_index(op.f("ix_legal_aid_requests_case_id"), "legal_aid_requests", ["case_id"])
    op.create_index(
        "uq_legal_aid_requests_waiting",
        "legal_aid_requests",
        ["case_id", "instance"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    run(FUNCTIONS)
    op.execute(
        "create trigger filing_stays before update on filings for each row execute function filing_stays()"
    )
    _secure("filings", READS_FILINGS, HANDS_IN, ANSWERS)
    _secure("legal_aid_rota", SEES_ROTA, KEEPS_ROTA, KEEPS_ROTA)
    _secure("legal_aid_requests", SEES_REQUEST, SEES_REQUEST, SEES_REQUEST)


def _secure(table: str, reads: str, inserts: str, updates: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({reads}) with check ({updates})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    for table in ("legal_aid_requests", "legal_aid_rota", "filings"):
        op.drop_table(table)
    op.execute("drop function legal_aid_load(uuid[])")
    op.execute("drop function filing_stays()")
    op.execute("drop sequence filing_numbers")
