"""Needs with a sensitivity, what they ask of an interview, a day of review and a reason for their end; and reviews, kept.

Who reads a need depends on its sensitivity: a sensitive one not the secretaries, a protected one only who hears, assesses,
decides or protects, and who wrote it down. What it asks of an interview is told without the need itself (`need_asks`).
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0130"
down_revision = "0140"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_PERSON = "exists (select from claims k where k.person_id = specific_needs.person_id)"
HEARS = (
    "'eligibility_officer', 'supervisor', 'child_protection_officer', 'legal_representative', 'commission_member',"
    " 'appeals_judge', 'quality_assessor'"
)
AT_THE_DESK = "'border_liaison_officer', 'registration_officer'"
READS = (
    f"{ROLE} <> 'documentation_officer' and {OF_PERSON} and (sensitivity = 'ordinary'"
    f" or (sensitivity = 'sensitive' and {ROLE} in ({HEARS}, {AT_THE_DESK}))"
    f" or (sensitivity = 'protected' and ({ROLE} in ({HEARS}) or found_by = (select app_actor()))))"
)
BEFORE = f"{ROLE} <> 'documentation_officer' and {OF_PERSON}"
WRITES = f"{ROLE} in ({AT_THE_DESK}, 'eligibility_officer', 'supervisor', 'child_protection_officer')"
OF_NEED = "exists (select from specific_needs n where n.id = need_id)"

# As the data had it when this was written; later changes of the data come with a revision of their own.
PROTECTED = "code ~ '^(TR|SV)(-|$)' or code in ('CR-AF', 'WR-GM', 'LP-AN', 'LP-RP', 'LP-IH', 'LP-WP', 'LP-AP', 'LP-CR', 'LP-ST', 'LP-AF', 'LP-VP', 'LP-TA', 'LP-TO', 'LP-VA', 'LP-VF', 'LP-VO')"
SENSITIVE = "code ~ '^(WR|SM|PG)(-|$)' or code in ('CR-CS', 'CR-TP', 'CR-LW', 'CR-CL', 'SC-NC', 'DS-MM', 'DS-MS', 'DS-EB', 'DS-RC', 'DS-SC')"

ASKS = """
-- What the needs of people whose case the asker sees ask of an interview, and not one word of which needs they are.
create function need_asks(people uuid[]) returns table (person_id uuid, asks text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct n.person_id, a.asks
    from public.specific_needs n cross join unnest(n.asks) a(asks)
   where n.ended_at is null and n.person_id = any (people) and app_role() is not null
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id = n.person_id and c.audience && app_audience())
$$;
"""


def upgrade() -> None:
    op.add_column(
        "specific_needs", sa.Column("sensitivity", sa.String(), server_default="ordinary", nullable=False)
    )
    op.add_column(
        "specific_needs", sa.Column("asks", sa.ARRAY(sa.Text()), server_default="{}", nullable=False)
    )
    op.add_column("specific_needs", sa.Column("review_on", sa.Date(), nullable=True))
    op.add_column("specific_needs", sa.Column("review_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("specific_needs", sa.Column("end_reason", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_specific_needs_sensitivity"),
        "specific_needs",
        "sensitivity in ('ordinary', 'sensitive', 'protected')",
    )
    op.create_index(
        "ix_specific_needs_review_asked_at",
        "specific_needs",
        ["review_asked_at"],
        postgresql_where=sa.text("review_asked_at is not null"),
    )
    op.execute(f"update specific_needs set sensitivity = 'sensitive' where {SENSITIVE}")
    op.execute(f"update specific_needs set sensitivity = 'protected' where {PROTECTED}")
    op.create_table(
        "need_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("still", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_need_reviews_by")),
        sa.ForeignKeyConstraint(["need_id"], ["specific_needs.id"], name=op.f("fk_need_reviews_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_reviews")),
    )
    op.create_index(op.f("ix_need_reviews_need_id"), "need_reviews", ["need_id"])
    op.execute("alter table need_reviews enable row level security")
    op.execute("alter table need_reviews force row level security")
    op.execute("create policy owner on need_reviews to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on need_reviews to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on need_reviews for select to acogida_app using ({OF_NEED})")
    op.execute(
        f"create policy inserts on need_reviews for insert to acogida_app with check ({OF_NEED} and {WRITES})"
    )
    op.execute("grant select, insert on need_reviews to acogida_app, acogida_worker")
    _read_by(READS)
    run(ASKS)
    op.execute("revoke all on function need_asks(uuid[]) from public")
    op.execute("grant execute on function need_asks(uuid[]) to acogida_app, acogida_worker")


def _read_by(condition: str) -> None:
    op.execute("drop policy reads on specific_needs")
    op.execute("drop policy updates on specific_needs")
    op.execute(f"create policy reads on specific_needs for select to acogida_app using ({condition})")
    op.execute(
        f"create policy updates on specific_needs for update to acogida_app using ({condition}) with check ({WRITES})"
    )


def downgrade() -> None:
    op.execute("drop function need_asks")
    _read_by(BEFORE)
    op.drop_table("need_reviews")
    op.drop_index("ix_specific_needs_review_asked_at", "specific_needs")
    for column in ("end_reason", "review_asked_at", "review_on", "asks", "sensitivity"):
        op.drop_column("specific_needs", column)
