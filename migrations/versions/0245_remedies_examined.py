"""A remedy answers each reason of the decision, may ask to be heard, is examined before it is judged, and says why a decision fell.

What a judgment tells the first instance to do is a list that the new analysis answers point by point.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0245"
down_revision = "0240"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
TRIBUNAL = "'appeals_clerk', 'appeals_judge'"
FILES = "'registration_officer', 'legal_representative'"
ANSWERS = "'eligibility_officer', 'supervisor', 'commission_secretary'"
READS = f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')"
MOMENT, WORDS = sa.DateTime(timezone=True), postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    _remedies()
    _corrections()
    _answers()
    _instructions()


def _remedies() -> None:
    for column in (
        sa.Column("lodged_by", sa.String(), server_default="representative", nullable=False),
        sa.Column("points", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("hearing_reasons", sa.String(), nullable=True),
        sa.Column("hearing_ruling", sa.String(), nullable=True),
        sa.Column("hearing_ruling_reasons", sa.String(), nullable=True),
        sa.Column("admitted_at", MOMENT, nullable=True),
        sa.Column("instructions", WORDS, server_default="{}", nullable=False),
        sa.Column("reversal_grounds", WORDS, server_default="{}", nullable=False),
    ):
        op.add_column("remedies", column)
    op.execute("update remedies set instructions = array[instruction] where instruction is not null")
    op.drop_column("remedies", "instruction")
    op.alter_column("remedies", "lodged_by", server_default=None)
    op.create_check_constraint(
        "ck_remedies_lodged_by", "remedies", "lodged_by in ('person', 'representative', 'guardian')"
    )
    op.create_check_constraint(
        "ck_remedies_hearing_ruling", "remedies", "hearing_ruling in ('granted', 'refused')"
    )


def _corrections() -> None:
    op.create_table(
        "remedy_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("lacking", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        *_keys("remedy_corrections", "case_id", "remedy_id", "asked_by", "answered_by"),
        sa.UniqueConstraint("remedy_id", name=op.f("uq_remedy_corrections_remedy_id")),
    )
    _secure("remedy_corrections", inserts=TRIBUNAL, updates=FILES)


def _answers() -> None:
    op.create_table(
        "remedy_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        *_keys("remedy_answers", "case_id", "remedy_id", "given_by"),
        sa.UniqueConstraint("remedy_id", name=op.f("uq_remedy_answers_remedy_id")),
    )
    _secure("remedy_answers", inserts=ANSWERS, updates=None)


def _instructions() -> None:
    op.create_table(
        "analysis_instructions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        *_keys("analysis_instructions", "case_id", "remedy_id", "answered_by"),
        sa.UniqueConstraint(
            "remedy_id", "position", name=op.f("uq_analysis_instructions_remedy_id_position")
        ),
    )
    _secure("analysis_instructions", inserts="'appeals_judge'", updates="'eligibility_officer', 'supervisor'")


def _keys(table: str, *columns: str) -> list[sa.Constraint]:
    of = {"case_id": "cases.id", "remedy_id": "remedies.id"}
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [of.get(column, "users.id")], name=op.f(f"fk_{table}_{column}"))
            for column in columns
        ),
    ]


def _secure(table: str, *, inserts: str, updates: str | None) -> None:
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({READS})")
    op.execute(
        f"create policy inserts on {table} for insert to acogida_app with check ({OF_CASE} and {ROLE} in ({inserts}))"
    )
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({READS})"
            f" with check ({OF_CASE} and {ROLE} in ({updates}))"
        )
    op.execute(f"grant select, insert{', update' if updates else ''} on {table} to acogida_app")
    op.execute(f"grant select, insert, update on {table} to acogida_worker")


def downgrade() -> None:
    for table in ("analysis_instructions", "remedy_answers", "remedy_corrections"):
        op.drop_table(table)
    op.add_column("remedies", sa.Column("instruction", sa.String(), nullable=True))
    op.execute(
        "update remedies set instruction = array_to_string(instructions, E'\\n') where instructions <> '{}'"
    )
    for column in (
        "lodged_by",
        "points",
        "hearing_reasons",
        "hearing_ruling",
        "hearing_ruling_reasons",
        "admitted_at",
        "instructions",
        "reversal_grounds",
    ):
        op.drop_column("remedies", column)
