"""What the metrics read: one row for each case, without names, for the roles that may see figures and for nobody else.

The view runs with its owner's rights, past the rows that its reader may open one by one; its own condition says who reads
it, and that a supervisor counts the own office alone.
"""

from alembic import op

revision = "0050"
down_revision = "0030"
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    op.execute(VIEW)
    op.execute("grant select on case_times to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop view case_times")
