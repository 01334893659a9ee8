"""Calibration sessions over a sampled file, and marks without a name for the figures of quality.

Who takes part in a session and what each found are reviews for that purpose (0335): blind until everybody has submitted, and the
database sees to it. `quality_marked` gives those who may see figures of quality every mark of what is complete, under numbers that
name no case, no assessor and no author; a supervisor those of the own office.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0341"
down_revision = "0340"
branch_labels = None
depends_on = None

ASSESSES = "(select app_role()) = 'quality_assessor'"
ACTOR = "(select app_actor())"
CONVENES = f"{ASSESSES} and convened_by = {ACTOR}"
OF_IT = f"{ASSESSES} and exists (select from calibrations c where c.id = calibration_id)"
DISCUSSED = (
    f"{ASSESSES} and settled_by = {ACTOR} and exists (select from calibrations c where c.id = calibration_id and c.settled_at is null"
    " and quality_all_done(c.file_id, c.instrument, 'calibration'))"
)
MARK = "mark in ('correct', 'minor_error', 'significant_error', 'not_applicable')"
MOMENT = sa.DateTime(timezone=True)

MARKED = """
create function quality_marked(since date, until date, zone text, of_office uuid)
  returns table (file bigint, sample text, stratum text, weight double precision, office text, instrument text, slot smallint,
                 indicator text, mark text, failed boolean, correct smallint, applicable smallint)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select dense_rank() over (order by r.file_id), s.number, f.stratum,
         t.size::double precision / (dense_rank() over seen + dense_rank() over seen_back - 1), o.name, r.instrument, r.slot,
         m.indicator, m.mark, r.failed, r.correct, r.applicable
    from public.quality_reviews r
    join public.quality_files f on f.id = r.file_id
    join public.quality_samples s on s.id = r.sample_id
    join public.quality_strata t on t.sample_id = f.sample_id and t.key = f.stratum
    join public.offices o on o.id = r.office_id
    join public.quality_marks m on m.review_id = r.id
   where r.purpose = 'assessment' and r.state in ('submitted', 'released') and s.state <> 'cancelled'
     and (r.submitted_at at time zone zone)::date between since and until
     and (of_office is null or r.office_id = of_office)
     and public.quality_all_done(r.file_id, r.instrument, 'assessment')
     and (public.app_role() in ('quality_assessor', 'auditor', 'commission_secretary', 'system')
          or (public.app_role() = 'supervisor' and ('office:' || r.office_id) = any (public.app_audience())))
  -- Distinct files of the stratum that were assessed by the instrument: their ranks from both ends.
  window seen as (partition by f.sample_id, f.stratum, r.instrument order by f.id),
         seen_back as (partition by f.sample_id, f.stratum, r.instrument order by f.id desc)
$$;
"""
SIGNATURE = "quality_marked(date, date, text, uuid)"


def upgrade() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("convened_by", sa.Uuid(), nullable=False),
        sa.Column("convened_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(settled_at is null) = (conclusion = '')", name=op.f("ck_calibrations_settled")),
        sa.ForeignKeyConstraint(["file_id"], ["quality_files.id"], name=op.f("fk_calibrations_file_id")),
        sa.ForeignKeyConstraint(["convened_by"], ["users.id"], name=op.f("fk_calibrations_convened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
        sa.UniqueConstraint("file_id", "instrument", name=op.f("uq_calibrations_file_id_instrument")),
    )
    op.create_table(
        "calibration_settlements",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=False),
        sa.CheckConstraint(MARK, name=op.f("ck_calibration_settlements_mark")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_calibration_settlements_note")),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibrations.id"], name=op.f("fk_calibration_settlements_calibration_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["users.id"], name=op.f("fk_calibration_settlements_settled_by")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "indicator", name=op.f("pk_calibration_settlements")),
    )
    _guard("calibrations", reads=ASSESSES, inserts=CONVENES, updates=ASSESSES)
    _guard("calibration_settlements", reads=OF_IT, inserts=DISCUSSED, updates=OF_IT, to=DISCUSSED)
    run(MARKED)
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to acogida_app, acogida_worker")


def _guard(table: str, *, reads: str, inserts: str, updates: str, to: str | None = None) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({to or updates})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute(f"drop function {SIGNATURE}")
    op.drop_table("calibration_settlements")
    op.drop_table("calibrations")
