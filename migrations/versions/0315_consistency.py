"""Decisions by who recommended them and by country, for the comparison with chance: everybody's counts, and the names of those only
whom the reader may see. A person's figures are theirs and their supervisor's."""

from alembic import op

from migrations.statements import run

revision = "0315"
down_revision = "0300"
branch_labels = None
depends_on = None

# The comparison needs all counts, so that whoever reads gets the same answer; a unit that is not the reader's is a number without a
# name. `until` is the first instant after the period; `known` the cut-off in the record, none for all of it; `at` the present.
FUNCTION = """
create function decisions_by_author(since timestamptz, until timestamptz, known timestamptz, at timestamptz)
  returns table (unit integer, author uuid, office_unit integer, office_id uuid, origin text, decided integer, recognised integer)
  language sql stable security definer set search_path = pg_catalog, public as $$
  with mine as (
    select array(select substr(key, 8)::uuid from unnest(public.app_audience()) key where key like 'office:%') as offices
  ), facts as (
    select case_id, office_id, origin, decided_at, first_counts_as from public.claim_facts
     where principal and (known is null or known_from <= known)
    union all
    select case_id, office_id, origin, decided_at, first_counts_as from public.claim_facts_past
     where principal and known_from <= known and known < known_to
  ), counted as (
    select e.actor_id, f.office_id, coalesce(f.origin, 'XXX') as origin, count(*)::int as decided,
           count(*) filter (where f.first_counts_as = 'recognised')::int as recognised
      from facts f
     cross join lateral (select actor_id from public.case_events e
                          where e.case_id = f.case_id and e.name = 'assessment_submitted' and e.at <= f.decided_at
                            and (known is null or e.recorded_at <= known)
                          order by e.number desc limit 1) e
     where f.first_counts_as in ('recognised', 'other', 'rejected') and f.decided_at >= since and f.decided_at < until
       and public.app_role() in ('eligibility_officer', 'supervisor', 'auditor', 'quality_assessor', 'commission_secretary')
     group by 1, 2, 3
  )
  select dense_rank() over (order by c.actor_id)::int,
         case when public.app_role() = 'eligibility_officer' and c.actor_id = public.app_actor()
                or public.app_role() = 'supervisor'
                   and exists (select from public.role_grants g
                                where g.user_id = c.actor_id and g.role = 'eligibility_officer' and g.office_id = any (m.offices)
                                  and (g.until is null or g.until > at))
              then c.actor_id end,
         dense_rank() over (order by c.office_id)::int,
         case when public.app_role() in ('auditor', 'quality_assessor', 'commission_secretary')
                or public.app_role() = 'supervisor' and c.office_id = any (m.offices)
              then c.office_id end,
         c.origin, c.decided, c.recognised
    from counted c cross join mine m
$$;
revoke all on function decisions_by_author from public;
grant execute on function decisions_by_author to acogida_app;
"""


def upgrade() -> None:
    run(FUNCTION)


def downgrade() -> None:
    op.execute("drop function decisions_by_author")
