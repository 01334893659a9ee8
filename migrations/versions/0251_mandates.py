"""Mandates with powers, for whom, until when, and how they ended; guardianships that end with a reason."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0251"
down_revision = "0245"
branch_labels = None
depends_on = None

# What was recorded before said no limits.
ALL = "{file,attend,be_served,appeal,withdraw}"


def upgrade() -> None:
    words, ids = postgresql.ARRAY(sa.Text()), postgresql.ARRAY(sa.Uuid())
    op.add_column("representations", sa.Column("kind", sa.String(), server_default="chosen", nullable=False))
    op.add_column("representations", sa.Column("powers", words, server_default=ALL, nullable=False))
    op.alter_column("representations", "powers", server_default="{}")
    op.alter_column("representations", "kind", server_default=None)
    op.add_column("representations", sa.Column("claims", ids, server_default="{}", nullable=False))
    op.add_column("representations", sa.Column("substitute_of", sa.Uuid(), nullable=True))
    op.add_column("representations", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column("representations", sa.Column("recorded_by", sa.Uuid(), nullable=True))
    # Who recorded the earlier ones is in the case's own events.
    op.execute(
        "update representations r set recorded_by = coalesce((select e.actor_id from case_events e"
        " where e.case_id = r.case_id and e.name = 'representation_recorded'"
        " and e.data ->> 'representative' = r.user_id::text order by e.number limit 1), r.user_id)"
    )
    op.alter_column("representations", "recorded_by", nullable=False)
    for table in ("representations", "guardianships"):
        op.add_column(table, sa.Column("ended_by", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("end_reason", sa.String(), nullable=True))
        op.create_foreign_key(op.f(f"fk_{table}_ended_by"), table, "users", ["ended_by"], ["id"])
    op.create_foreign_key(
        op.f("fk_representations_recorded_by"), "representations", "users", ["recorded_by"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_representations_substitute_of"),
        "representations",
        "representations",
        ["substitute_of"],
        ["id"],
    )
    op.create_check_constraint(
        op.f("ck_representations_kind"), "representations", "kind in ('chosen', 'assigned')"
    )
    op.create_index(
        "uq_representations_in_force",
        "representations",
        ["case_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("until is null"),
    )


def downgrade() -> None:
    op.drop_index("uq_representations_in_force", table_name="representations")
    op.drop_constraint(op.f("ck_representations_kind"), "representations")
    for column in ("kind", "powers", "claims", "substitute_of", "valid_until", "recorded_by"):
        op.drop_column("representations", column)
    for table in ("representations", "guardianships"):
        op.drop_column(table, "ended_by")
        op.drop_column(table, "end_reason")
