"""What is counted: a row for each claim, as it stands and as it was known to stand; what was done; and counts of them.

The database notes each case of which something was recorded; the worker projects its events anew (app/statistics/facts). Who may read
figures reads them: a supervisor the own office's, others those of all; nobody else any, and names stand in none.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0300"
down_revision = "0290"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLE = "(select app_role())"
OFFICES = "(select array(select substr(key, 8) from unnest(app_audience()) key where key like 'office:%'))"
WHOLE = f"{ROLE} in ('auditor', 'commission_secretary', 'quality_assessor')"
READS = f"{WHOLE} or ({ROLE} = 'supervisor' and office_id = any ({OFFICES}::uuid[]))"
COUNTS = f"{WHOLE} or ({ROLE} = 'supervisor' and dimension = 'office' and value = any ({OFFICES}::text[]))"

TRIGGERS = """
create function note_event_due() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into public.facts_due (case_id, noted_at) values (new.case_id, new.recorded_at);
  return null;
end $$;
create function note_claim_due() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into public.facts_due (case_id) select distinct unnest(array[old.case_id, new.case_id]);
  return null;
end $$;
create function note_person_due() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into public.facts_due (case_id) select distinct case_id from public.claims where person_id = new.id;
  return null;
end $$;
create trigger facts_due after insert on case_events for each row execute function note_event_due();
create trigger facts_due after update of case_id, person_id, position, basis on claims for each row
  when (old.case_id is distinct from new.case_id or old.person_id is distinct from new.person_id
        or old.position is distinct from new.position or old.basis is distinct from new.basis)
  execute function note_claim_due();
create trigger facts_due after update of sex, birth_date, nationalities on persons for each row
  when (old.sex is distinct from new.sex or old.birth_date is distinct from new.birth_date
        or old.nationalities is distinct from new.nationalities)
  execute function note_person_due();
revoke all on function note_event_due(), note_claim_due(), note_person_due() from public;
"""


def upgrade() -> None:
    op.create_table(
        "claim_facts",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        *_known(),
        sa.Column("known_from", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_facts")),
    )
    op.create_index("ix_claim_facts_case_id", "claim_facts", ["case_id"])
    op.create_index("ix_claim_facts_office_id", "claim_facts", ["office_id", "filed_on"])
    op.create_table(
        "claim_facts_past",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        *_known(),
        sa.Column("known_from", MOMENT, nullable=False),
        sa.Column("known_to", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "known_from", name=op.f("pk_claim_facts_past")),
    )
    op.create_index("ix_claim_facts_past_case_id", "claim_facts_past", ["case_id"])
    op.create_table(
        "claim_acts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        *_words("code", "result", "codes", "instance"),
        sa.Column("officer", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_acts")),
    )
    op.create_index("ix_claim_acts_case_id", "claim_acts", ["case_id"])
    op.create_index("ix_claim_acts_kind_day", "claim_acts", ["kind", "day"])
    op.create_table(
        "claim_traits",
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        *_words("sex", "age_group"),
        *_moments("decision_due_at", "remedy_due_at"),
        sa.PrimaryKeyConstraint("claim_id", "since", name=op.f("pk_claim_traits")),
    )
    op.create_table(
        "fact_counts",
        *_words("dimension", "value", "unit", "measure"),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        *_words("label"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("dimension", "value", "unit", "measure", "month", "day", "due", "label"),
            name=op.f("pk_fact_counts"),
        ),
    )
    op.create_index("ix_fact_counts_none", "fact_counts", ["dimension"], postgresql_where=sa.text("n = 0"))
    op.create_table(
        "facts_due",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts_due")),
    )
    _secure()
    run(TRIGGERS)
    # What was recorded before is projected by the worker, as what is recorded from now on.
    op.execute("insert into facts_due (case_id) select id from cases order by id")
    op.execute("drop view case_times")


def _known() -> list[sa.Column[object]]:
    """The columns of a fact, in the order of `values.Fact`."""
    return [
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        *_words("country"),
        sa.Column("origin", sa.String(), nullable=True),
        *_words("sex", "age_group", "modality", "needs", "instance"),
        sa.Column("officer", sa.Uuid(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        *_moments("documented_at", "interviewed_at", "recommended_at", "decided_at"),
        *_words("first_outcome", "first_counts_as", missing=True),
        *_moments("served_at", "final_at"),
        *_words("final_outcome", "final_counts_as", missing=True),
        *_moments("closed_at"),
        *_words("closed_as", missing=True),
        *_words("stage", "standard"),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("stage_since", MOMENT, nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        *_words("stage_before", missing=True),
        *_days("stage_days"),
        *_moments("decision_due_at", "remedy_due_at"),
        sa.Column("late_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        *_words("resolved_as", missing=True),
        *_days("document_days", "interview_days", "recommendation_days", "decision_days", "service_days"),
        *_days("final_days", "closed_days"),
        sa.Column("missed_interviews", sa.SmallInteger(), nullable=False),
    ]


def _words(*names: str, missing: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=missing) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, MOMENT, nullable=True) for name in names]


def _days(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Integer(), nullable=True) for name in names]


def _secure() -> None:
    reads = {
        "claim_facts": READS,
        "claim_facts_past": READS,
        "claim_acts": READS,
        "claim_traits": "exists (select from claim_facts f where f.claim_id = claim_traits.claim_id)",
        "fact_counts": COUNTS,
        # How far behind the figures are, for everybody who reads them.
        "facts_due": f"{WHOLE} or {ROLE} = 'supervisor'",
    }
    for table, condition in reads.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({condition})")
        op.execute(f"grant select on {table} to acogida_app")
        rights = "select, insert" if table == "claim_traits" else "select, insert, update, delete"
        op.execute(f"grant {rights} on {table} to acogida_worker")


def downgrade() -> None:
    for table in ("case_events", "claims", "persons"):
        op.execute(f"drop trigger facts_due on {table}")
    op.execute("drop function note_event_due, note_claim_due, note_person_due")
    for table in (
        "facts_due", "fact_counts", "claim_traits", "claim_acts", "claim_facts_past", "claim_facts",
    ):  # fmt: skip
        op.drop_table(table)
    run(VIEW)
    op.execute("grant select on case_times to acogida_app, acogida_worker")


# As it was (0050).
VIEW = """
create view case_times with (security_barrier) as
select c.office_id, c.country, c.profile_version, c.filed_on, c.registered_at, c.stage, c.stage_since,
       p.nationalities[1] as origin, p.sex,
       case when a.years < 5 then '0-4' when a.years < 12 then '5-11' when a.years < 18 then '12-17'
            when a.years < 60 then '18-59' else '60+' end as age_group,
       d.decided_at, l.decision_due_at, l.remedy_due_at
  from cases c
  join persons p on p.id = c.principal_person_id
 cross join lateral (select extract(year from age(c.filed_on, p.birth_date)) as years) a
  left join (select case_id, min(at) as decided_at from case_events
              where name in ('decided', 'declared_inadmissible') group by case_id) d on d.case_id = c.id
  left join (select case_id, min(due_at) filter (where rule = 'first_decision') as decision_due_at,
                    max(due_at) filter (where rule = 'tribunal_decision') as remedy_due_at
               from deadlines where rule in ('first_decision', 'tribunal_decision') group by case_id) l on l.case_id = c.id
 where app_role() in ('auditor', 'commission_secretary', 'quality_assessor')
    or (app_role() = 'supervisor' and ('office:' || c.office_id) = any (app_audience()))
"""
