"""Encounters with what was said and done, corrections that stand beside what they correct, a second look, counts on paper; and what
the access statistics read of them.

A row is written once: a correction is a new row that points to the old one. Of an encounter only the case that came of it later can
be filled in. The auditor counts encounters and opens none.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0131"
down_revision = "0121"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OWN_POST = "('post:' || {post}) = any ((select app_audience())::text[])"
OWN_OFFICE = (
    "(select app_role()) = 'supervisor' and exists (select from border_posts b where b.id = {post}"
    " and ('office:' || b.office_id) = any ((select app_audience())::text[]))"
)
BEFORE = "('post:' || post_id) = any ((select app_audience())::text[]) or (select app_role()) in ('supervisor', 'auditor')"
OUTCOMES = "('registered', 'referred', 'admitted', 'refused_entry', 'mistake')"
MOMENT = sa.DateTime(timezone=True)

VIEW = """
-- One line for each contact that stands, and for each cell of a sheet that stands: no name, no identifier. `cell` is a number that
-- nobody can guess who cannot open the row; the same rows always add up to the same, so that a rounded figure is always rounded alike.
create view access_counts with (security_barrier) as
select c.post_id, b.office_id, c.at, c.day, c.outcome, c.refusal_ground, c.nationality, c.sex, c.age_group, c.number, c.on_paper,
       c.became_case, hashtextextended(c.id::text, 0) & 2147483647 as cell
  from (select e.id, e.post_id, e.at, null::date as day, e.outcome, e.refusal_ground, e.nationality, e.sex, e.age_group,
               1 as number, false as on_paper, (e.case_id is not null)::int as became_case
          from encounters e
         where e.outcome <> 'mistake' and not exists (select from encounters n where n.corrects = e.id)
        union all
        select k.id, s.post_id, null, s.day, k.outcome, k.refusal_ground, k.nationality, k.sex, k.age_group, k.number, true, 0
          from encounter_counts k join encounter_sheets s on s.id = k.sheet_id
         where not exists (select from encounter_sheets n where n.corrects = s.id)) c
  join border_posts b on b.id = c.post_id
 where app_role() in ('auditor', 'commission_secretary', 'quality_assessor')
    or (app_role() = 'supervisor' and ('office:' || b.office_id) = any (app_audience()))
    or (app_role() = 'border_liaison_officer' and ('post:' || c.post_id) = any (app_audience()))
"""


def upgrade() -> None:
    for column in (
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("refusal_words", sa.String(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=True),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
    ):
        op.add_column("encounters", column)
    op.execute("update encounters set recorded_at = at")
    op.alter_column("encounters", "recorded_at", nullable=False)
    op.create_foreign_key(op.f("fk_encounters_corrects"), "encounters", "encounters", ["corrects"], ["id"])
    op.create_unique_constraint(op.f("uq_encounters_corrects"), "encounters", ["corrects"])
    op.create_check_constraint(op.f("ck_encounters_outcome"), "encounters", f"outcome in {OUTCOMES}")
    op.create_check_constraint(
        op.f("ck_encounters_reason"), "encounters", "(corrects is null) = (correction_reason is null)"
    )
    op.create_index(op.f("ix_encounters_case_id"), "encounters", ["case_id"])
    op.create_table(
        "encounter_looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "finding in ('let_in', 'being_followed', 'in_order')", name=op.f("ck_encounter_looks_finding")
        ),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounters.id"], name=op.f("fk_encounter_looks_encounter_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_encounter_looks_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_looks")),
    )
    op.create_index(op.f("ix_encounter_looks_encounter_id"), "encounter_looks", ["encounter_id"])
    op.create_table(
        "encounter_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("correction_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(corrects is null) = (correction_reason is null)", name=op.f("ck_encounter_sheets_reason")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_encounter_sheets_post_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_encounter_sheets_entered_by")),
        sa.ForeignKeyConstraint(
            ["corrects"], ["encounter_sheets.id"], name=op.f("fk_encounter_sheets_corrects")
        ),
        sa.UniqueConstraint("corrects", name=op.f("uq_encounter_sheets_corrects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_sheets")),
    )
    op.create_index(
        "uq_encounter_sheets_number",
        "encounter_sheets",
        ["post_id", "number"],
        unique=True,
        postgresql_where=sa.text("corrects is null"),
    )
    op.create_table(
        "encounter_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("refusal_ground", sa.String(), nullable=True),
        sa.Column("nationality", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_group", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number between 1 and 100000", name=op.f("ck_encounter_counts_number")),
        sa.CheckConstraint(
            "outcome in ('registered', 'referred', 'admitted', 'refused_entry')",
            name=op.f("ck_encounter_counts_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["encounter_sheets.id"], name=op.f("fk_encounter_counts_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_counts")),
    )
    op.create_index(op.f("ix_encounter_counts_sheet_id"), "encounter_counts", ["sheet_id"])
    _encounters_read_by(f"{OWN_POST} or ({OWN_OFFICE})".format(post="encounters.post_id"))
    writes = f"{ROLE} = 'border_liaison_officer' and " + OWN_POST
    op.execute("drop policy inserts on encounters")
    op.execute(
        f"create policy inserts on encounters for insert to acogida_app with check ({writes.format(post='post_id')})"
    )
    op.execute("revoke update on encounters from acogida_app, acogida_worker")
    op.execute("grant update (case_id) on encounters to acogida_app, acogida_worker")
    of_encounter = "exists (select from encounters e where e.id = encounter_id)"
    of_sheet = "exists (select from encounter_sheets s where s.id = sheet_id)"
    sheets = f"{OWN_POST} or ({OWN_OFFICE})".format(post="encounter_sheets.post_id")
    _append_only("encounter_looks", of_encounter, f"{ROLE} = 'supervisor' and {of_encounter}")
    _append_only("encounter_sheets", sheets, writes.format(post="post_id"))
    _append_only("encounter_counts", of_sheet, f"{ROLE} = 'border_liaison_officer' and {of_sheet}")
    run(VIEW + ";")
    op.execute("grant select on access_counts to acogida_app, acogida_worker")


def _encounters_read_by(condition: str) -> None:
    op.execute("drop policy reads on encounters")
    op.execute("drop policy updates on encounters")
    op.execute(f"create policy reads on encounters for select to acogida_app using ({condition})")
    op.execute(
        f"create policy updates on encounters for update to acogida_app using ({condition}) with check ({condition})"
    )


def _append_only(table: str, reads: str, inserts: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop view access_counts")
    for table in ("encounter_counts", "encounter_sheets", "encounter_looks"):
        op.drop_table(table)
    _encounters_read_by(BEFORE)
    op.execute("drop policy inserts on encounters")
    op.execute(f"create policy inserts on encounters for insert to acogida_app with check ({BEFORE})")
    op.execute("revoke update (case_id) on encounters from acogida_app, acogida_worker")
    op.execute("grant update on encounters to acogida_app, acogida_worker")
    op.drop_index(op.f("ix_encounters_case_id"), "encounters")
    op.drop_constraint(op.f("ck_encounters_reason"), "encounters", type_="check")
    op.drop_constraint(op.f("ck_encounters_outcome"), "encounters", type_="check")
    op.drop_constraint(op.f("uq_encounters_corrects"), "encounters", type_="unique")
    op.drop_constraint(op.f("fk_encounters_corrects"), "encounters", type_="foreignkey")
    for column in ("correction_reason", "corrects", "recorded_at", "refusal_words", "age", "name"):
        op.drop_column("encounters", column)
