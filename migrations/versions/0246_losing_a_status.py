"""Cessation, cancellation and revocation as procedures, and the record of a hearing, which cannot be changed once signed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0246"
down_revision = "0231"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
DECIDES = "'eligibility_officer', 'supervisor', 'commission_secretary', 'commission_member'"
TRIBUNAL = "'appeals_clerk', 'appeals_judge'"
WORKS = f"{DECIDES}, 'registration_officer', 'legal_representative'"
OPEN_TO = f"{ROLE} not in ('border_liaison_officer', 'documentation_officer')"
SEES_HEARING = (
    f"{OF_CASE} and ((status = 'signed' and {OPEN_TO}) or (remedy_id is not null and {ROLE} in ({TRIBUNAL}))"
    f" or (loss_id is not null and {ROLE} in ({DECIDES})))"
)
MOMENT, WORDS, JSON = sa.DateTime(timezone=True), postgresql.ARRAY(sa.Text()), postgresql.JSONB()

FIXED = """
create function refuse_change_of_signed_hearing() returns trigger language plpgsql as $$
begin
  raise exception 'hearing % is signed and cannot be changed', old.id
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger signed_hearing_is_fixed before update or delete on hearings
  for each row when (old.status = 'signed') execute function refuse_change_of_signed_hearing();
"""


def upgrade() -> None:
    _losses()
    _hearings()
    run(FIXED)


def _losses() -> None:
    op.create_table(
        "losses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("grounds", JSON, server_default="[]", nullable=False),
        sa.Column("claims", WORDS, server_default="{}", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("told_how", sa.String(), nullable=True),
        sa.Column("told_in", sa.String(), nullable=True),
        sa.Column("answer_until", MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("hearing_waived", sa.String(), nullable=True),
        sa.Column("before", JSON, server_default="{}", nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("decision_reasons", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("sitting", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('cessation', 'cancellation', 'revocation', 'complementary')",
            name=op.f("ck_losses_kind"),
        ),
        sa.CheckConstraint(
            "state in ('opened', 'told', 'signed', 'kept', 'lost', 'restored')", name=op.f("ck_losses_state")
        ),
        sa.CheckConstraint("state <> 'signed' or decision_id is not null", name=op.f("ck_losses_signed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_losses")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_losses_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_losses_decision_id")),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_losses_{column}"))
            for column in ("opened_by", "answered_by", "decided_by")
        ),
    )
    op.create_index(
        "uq_losses_open_case",
        "losses",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state in ('opened', 'told', 'signed')"),
    )
    _secure(
        "losses",
        reads=f"{OF_CASE} and {OPEN_TO}",
        inserts=f"{OF_CASE} and {ROLE} in ({DECIDES})",
        # Who judges a remedy gives back what was lost.
        updates=f"{OF_CASE} and {ROLE} in ({WORKS}, {TRIBUNAL})",
    )


def _hearings() -> None:
    op.create_table(
        "hearings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=True),
        sa.Column("loss_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interpreter", sa.String(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("people", JSON, server_default="[]", nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("signatures", JSON, server_default="[]", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status in ('open', 'signed')", name=op.f("ck_hearings_status")),
        sa.CheckConstraint("num_nonnulls(remedy_id, loss_id) = 1", name=op.f("ck_hearings_about")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearings")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_hearings_{column}"))
            for column, table in (
                ("case_id", "cases"),
                ("remedy_id", "remedies"),
                ("loss_id", "losses"),
                ("appointment_id", "appointments"),
                ("recorded_by", "users"),
            )
        ),
    )
    op.create_index(
        "uq_hearings_open_case",
        "hearings",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    _secure(
        "hearings",
        reads=SEES_HEARING,
        inserts=f"{OF_CASE} and ((remedy_id is not null and {ROLE} in ({TRIBUNAL}))"
        f" or (loss_id is not null and {ROLE} in ({DECIDES})))",
        updates=f"{OF_CASE} and ((remedy_id is not null and {ROLE} in ({TRIBUNAL}))"
        f" or (loss_id is not null and {ROLE} in ({DECIDES})))",
    )


def _secure(table: str, *, reads: str, inserts: str, updates: str) -> None:
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("hearings")
    op.execute("drop function refuse_change_of_signed_hearing()")
    op.drop_table("losses")
