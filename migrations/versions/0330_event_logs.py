"""What process maps and extracts of the event log read: no name, no word that somebody wrote, and each view for those it is for.

The views run with their owner's rights, past the rows that their reader may open one by one. `log_cases` and `log_steps` are counted,
by whoever may see figures; `log_events` and `log_claims` are extracted, by the auditor alone, and sealed cases are in neither of them.
Of what an event says, only codes are let through.
"""

from alembic import op

revision = "0330"
down_revision = "0320"
branch_labels = None
depends_on = None

COUNTS = """app_role() in ('auditor', 'commission_secretary', 'quality_assessor')
    or (app_role() = 'supervisor' and ('office:' || c.office_id) = any (app_audience()))"""
EXTRACTS = "app_role() = 'auditor' and not c.sealed"
AGE = """case when a.years < 5 then '0-4' when a.years < 12 then '5-11' when a.years < 18 then '12-17'
            when a.years < 60 then '18-59' when a.years is null then 'unknown' else '60+' end"""
# A code, and never a sentence, whatever an event may have been given.
CODE = "case when e.data->>'{key}' ~ '^[a-z][a-z0-9_]{{0,39}}$' then e.data->>'{key}' end"
IDENTIFIER = "case when e.data->>'{key}' ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' then (e.data->>'{key}')::uuid end"

VIEWS = {
    "log_cases": f"""
select c.id as case_id, c.office_id, o.code as office, c.filed_on, p.nationalities[1] as origin, p.sex, {AGE} as age_group,
       case when c.prima_facie then 'prima_facie' when c.simplified then 'simplified' when c.accelerated then 'accelerated'
            else 'ordinary' end as modality,
       c.sealed, hashtextextended(c.id::text, 0) & 2147483647 as cell
  from cases c
  join offices o on o.id = c.office_id
  join persons p on p.id = c.principal_person_id
 cross join lateral (select extract(year from age(c.filed_on, p.birth_date)) as years) a
 where {COUNTS}""",
    "log_steps": f"""
select e.case_id, e.number, e.name, e.at, e.recorded_at, e.stage_before, e.stage_after
  from case_events e join cases c on c.id = e.case_id
 where {COUNTS}""",
    "log_events": f"""
select e.id, e.case_id, e.number, e.name, e.at, e.recorded_at, e.actor_id, e.actor_role, e.claims, e.stage_before, e.stage_after,
       e.data->'outcomes' as outcomes, {IDENTIFIER.format(key="decision")} as decision_id,
       {IDENTIFIER.format(key="remedy")} as remedy_id, {CODE.format(key="result")} as result, {CODE.format(key="kind")} as kind
  from case_events e join cases c on c.id = e.case_id
 where {EXTRACTS}""",
    "log_claims": f"""
select l.id as claim_id, l.case_id, l.position, l.basis, l.derivative_of, p.nationalities[1] as origin, p.sex, {AGE} as age_group
  from claims l
  join cases c on c.id = l.case_id
  join persons p on p.id = l.person_id
 cross join lateral (select extract(year from age(l.filed_on, p.birth_date)) as years) a
 where {EXTRACTS}""",
}


def upgrade() -> None:
    for name, statement in VIEWS.items():
        op.execute(f"create view {name} with (security_barrier) as {statement}")
        op.execute(f"grant select on {name} to acogida_app, acogida_worker")


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"drop view {name}")
