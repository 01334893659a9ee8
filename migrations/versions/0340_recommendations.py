"""Findings of quality, recommendations that come of them, and their steps. No case and no person stand in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0340"
down_revision = "0335"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OWN_OFFICE = "('office:' || office_id) = any ((select app_audience())::text[])"
EVERYWHERE = f"{ROLE} in ('quality_assessor', 'commission_secretary', 'auditor')"
# A supervisor sees what concerns the own office, and what concerns none in particular.
READS = f"({EVERYWHERE} or ({ROLE} = 'supervisor' and (office_id is null or {OWN_OFFICE})))"
PROPOSES = f"{ROLE} = 'quality_assessor'"
ANSWERS = (
    f"({PROPOSES} or ({ROLE} = 'supervisor' and addressee = 'supervisor' and {OWN_OFFICE})"
    f" or ({ROLE} = 'commission_secretary' and addressee = 'commission_secretary'))"
)
# Whoever may see the recommendation sees its steps; a step is written by whoever takes it.
OF_IT = "exists (select from quality_recommendations r where r.id = recommendation_id)"
STEPS = f"{OF_IT} and by_user = (select app_actor()) and {ROLE} in ('quality_assessor', 'supervisor', 'commission_secretary')"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _findings()
    _recommendations()
    _moves()


def _findings() -> None:
    op.create_table(
        "quality_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("period_since", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("of_files", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint("files between 0 and of_files", name=op.f("ck_quality_findings_files")),
        sa.CheckConstraint("period_since <= period_until", name=op.f("ck_quality_findings_period")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_quality_findings_office_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_quality_findings_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_findings")),
    )
    op.create_index("ix_quality_findings_indicator", "quality_findings", ["instrument", "indicator"])
    _guard("quality_findings", reads=READS, inserts=PROPOSES)


def _recommendations() -> None:
    op.create_table(
        "quality_recommendations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("figure", sa.String(), nullable=True),
        sa.Column("figure_filters", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("implemented_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'accepted', 'declined', 'in_progress', 'implemented', 'verified')",
            name=op.f("ck_quality_recommendations_state"),
        ),
        sa.CheckConstraint(
            "addressee in ('supervisor', 'commission_secretary')",
            name=op.f("ck_quality_recommendations_addressee"),
        ),
        sa.CheckConstraint(
            "(addressee = 'supervisor') = (office_id is not null)",
            name=op.f("ck_quality_recommendations_office"),
        ),
        sa.CheckConstraint(
            "(figure is null) = (direction is null)", name=op.f("ck_quality_recommendations_figure")
        ),
        sa.CheckConstraint("direction in ('up', 'down')", name=op.f("ck_quality_recommendations_direction")),
        sa.CheckConstraint(
            "(state in ('implemented', 'verified')) = (implemented_at is not null)",
            name=op.f("ck_quality_recommendations_done"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["quality_findings.id"], name=op.f("fk_quality_recommendations_finding_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_quality_recommendations_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["users.id"], name=op.f("fk_quality_recommendations_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_recommendations")),
        sa.UniqueConstraint("number", name=op.f("uq_quality_recommendations_number")),
    )
    for column in ("finding_id", "office_id"):
        op.create_index(op.f(f"ix_quality_recommendations_{column}"), "quality_recommendations", [column])
    op.create_index(
        "ix_quality_recommendations_open",
        "quality_recommendations",
        ["due_on"],
        postgresql_where=sa.text("state in ('proposed', 'accepted', 'in_progress')"),
    )
    _guard("quality_recommendations", reads=READS, inserts=PROPOSES, updates=ANSWERS)


def _moves() -> None:
    op.create_table(
        "quality_recommendation_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("by_user", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["quality_recommendations.id"],
            name=op.f("fk_quality_recommendation_moves_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["by_user"], ["users.id"], name=op.f("fk_quality_recommendation_moves_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_recommendation_moves")),
    )
    op.create_index(
        op.f("ix_quality_recommendation_moves_recommendation_id"),
        "quality_recommendation_moves",
        ["recommendation_id"],
    )
    _guard("quality_recommendation_moves", reads=OF_IT, inserts=STEPS)


def _guard(table: str, *, reads: str, inserts: str, updates: str | None = None) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    rights = "select, insert"
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        rights += ", update"
    op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("quality_recommendation_moves")
    op.drop_table("quality_recommendations")
    op.drop_table("quality_findings")
