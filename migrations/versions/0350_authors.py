"""Who submitted the last analysis before the first decision stands in the facts, and is no longer looked up in the log for each decision.

Moves from stage to stage that still hold have an index like those that were followed by others.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0350"
down_revision = "0349"
branch_labels = None
depends_on = None

COUNTED = (
    *("claim_id", "office_id", "open", "resolved_on", "document_days", "interview_days"),
    *("recommendation_days", "decision_days", "service_days", "final_days", "closed_days"),
    *("decided_at", "final_at", "closed_at", "resolved_as", "first_counts_as", "origin", "sex", "age_group"),
)
MOVED = ("stage_before", "stage", "stage_days", "office_id", "known_from")
TABLES = ("claim_facts", "claim_facts_past")
# The function of 0315; in braces what differs.
FUNCTION = """
create or replace function decisions_by_author(since timestamptz, until timestamptz, known timestamptz, at timestamptz)
  returns table (unit integer, author uuid, office_unit integer, office_id uuid, origin text, decided integer, recognised integer)
  language sql stable security definer set search_path = pg_catalog, public as $$
  with mine as (
    select array(select substr(key, 8)::uuid from unnest(public.app_audience()) key where key like 'office:%') as offices
  ), facts as (
    select {columns} from public.claim_facts
     where principal and (known is null or known_from <= known)
    union all
    select {columns} from public.claim_facts_past
     where principal and known_from <= known and known < known_to
  ), counted as (
    select {counted}, f.office_id, coalesce(f.origin, 'XXX') as origin, count(*)::int as decided,
           count(*) filter (where f.first_counts_as = 'recognised')::int as recognised
      from facts f
{joined}     where {having}f.first_counts_as in ('recognised', 'other', 'rejected') and f.decided_at >= since and f.decided_at < until
       and public.app_role() in ('eligibility_officer', 'supervisor', 'auditor', 'quality_assessor', 'commission_secretary')
     group by 1, 2, 3
  )
  select dense_rank() over (order by c.{author})::int,
         case when public.app_role() = 'eligibility_officer' and c.{author} = public.app_actor()
                or public.app_role() = 'supervisor'
                   and exists (select from public.role_grants g
                                where g.user_id = c.{author} and g.role = 'eligibility_officer' and g.office_id = any (m.offices)
                                  and (g.until is null or g.until > at))
              then c.{author} end,
         dense_rank() over (order by c.office_id)::int,
         case when public.app_role() in ('auditor', 'quality_assessor', 'commission_secretary')
                or public.app_role() = 'supervisor' and c.office_id = any (m.offices)
              then c.office_id end,
         c.origin, c.decided, c.recognised
    from counted c cross join mine m
$$;
"""
LOOKED_UP = """
     cross join lateral (select actor_id from public.case_events e
                          where e.case_id = f.case_id and e.name = 'assessment_submitted' and e.at <= f.decided_at
                            and (known is null or e.recorded_at <= known)
                          order by e.number desc limit 1) e
""".lstrip("\n")
FROM_FACTS = {
    "columns": "office_id, origin, decided_at, first_counts_as, author",
    "counted": "f.author",
    "author": "author",
    "joined": "",
    "having": "f.author is not null and ",
}
FROM_THE_LOG = {
    "columns": "case_id, office_id, origin, decided_at, first_counts_as",
    "counted": "e.actor_id",
    "author": "actor_id",
    "joined": LOOKED_UP,
    "having": "",
}


def _index_counted(included: tuple[str, ...]) -> None:
    op.create_index(
        "ix_claim_facts_counted",
        "claim_facts",
        ["filed_on"],
        postgresql_include=included,
        postgresql_where=sa.text("principal"),
    )


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("author", sa.Uuid()))
        op.execute(
            f"""update {table} f set author =
                  (select actor_id from case_events e
                    where e.case_id = f.case_id and e.name = 'assessment_submitted' and e.at <= f.decided_at
                    order by e.number desc limit 1)
                 where f.decided_at is not null"""
        )
    op.drop_index("ix_claim_facts_counted", "claim_facts")
    _index_counted((*COUNTED, "author", "officer", "late_on"))
    op.create_index(
        "ix_claim_facts_moved",
        "claim_facts",
        ["stage_since"],
        postgresql_include=MOVED,
        postgresql_where=sa.text("moved and principal"),
    )
    run(FUNCTION.format(**FROM_FACTS))


def downgrade() -> None:
    run(FUNCTION.format(**FROM_THE_LOG))
    op.drop_index("ix_claim_facts_moved", "claim_facts")
    op.drop_index("ix_claim_facts_counted", "claim_facts")
    _index_counted(COUNTED)
    for table in TABLES:
        op.drop_column(table, "author")
