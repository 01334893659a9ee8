"""Services, and people referred to them. Where somebody is referred for violence or for the mind is seen by who may read protected needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0162"
down_revision = "0132"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
WORKS = "'border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer'"
SEES = (
    f"{OF_CASE} and {ROLE} in ({WORKS}, 'legal_representative') and (not sensitive or made_by = (select app_actor())"
    f" or {ROLE} in ('eligibility_officer', 'supervisor', 'child_protection_officer', 'legal_representative'))"
)
WRITES = f"{OF_CASE} and {ROLE} in ({WORKS})"
MOMENT, WORDS = sa.DateTime(timezone=True), postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kinds", WORDS, server_default="{}", nullable=False),
        sa.Column("offices", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("languages", WORDS, server_default="{}", nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("response_hours", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel in ('phone', 'email')", name=op.f("ck_services_channel")),
        sa.CheckConstraint("response_hours between 1 and 720", name=op.f("ck_services_response_hours")),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_services_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.execute("grant select, insert, update on services to acogida_app, acogida_worker")
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("sent", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("consent_how", sa.String(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_scope", WORDS, server_default="{}", nullable=False),
        sa.Column("obliged_by", sa.String(), nullable=True),
        sa.Column("obliged_why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("respond_by", MOMENT, nullable=True),
        sa.Column("escalated_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('made', 'accepted', 'refused', 'no_capacity', 'closed', 'withdrawn')",
            name=op.f("ck_referrals_state"),
        ),
        sa.CheckConstraint(
            "(consented and consent_how <> '') or (not consented and obliged_by in ('child_at_risk', 'threat_to_life')"
            " and obliged_why <> '')",
            name=op.f("ck_referrals_consent"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_referrals_claim_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_referrals_service_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_referrals_office_id")),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_referrals_made_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_referrals_answered_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name=op.f("fk_referrals_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    for column in ("case_id", "claim_id", "service_id"):
        op.create_index(op.f(f"ix_referrals_{column}"), "referrals", [column])
    op.create_index(
        "ix_referrals_waiting",
        "referrals",
        ["office_id"],
        postgresql_where=sa.text("state in ('made', 'accepted')"),
    )
    op.execute("alter table referrals enable row level security")
    op.execute("alter table referrals force row level security")
    op.execute("create policy owner on referrals to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on referrals to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on referrals for select to acogida_app using ({SEES})")
    op.execute(f"create policy inserts on referrals for insert to acogida_app with check ({WRITES})")
    op.execute(
        f"create policy updates on referrals for update to acogida_app using ({SEES}) with check ({WRITES})"
    )
    op.execute("grant select, insert, update on referrals to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("referrals")
    op.drop_table("services")
