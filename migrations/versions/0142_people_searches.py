"""A look through everybody for who is registered twice, that a supervisor asks for. One at a time; nobody stands in it."""

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0154"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "people_searches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("pairs", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.Integer(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_people_searches_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_searches")),
    )
    op.create_index(
        "uq_people_searches_unfinished",
        "people_searches",
        [sa.text("(true)")],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.execute("grant select, insert on people_searches to acogida_app")
    op.execute("grant select, insert, update on people_searches to acogida_worker")


def downgrade() -> None:
    op.drop_table("people_searches")
