"""Whose removal is barred is said of each claim, not of the whole household; and who voted is known to who must not judge."""

from alembic import op

from migrations.statements import run

revision = "0040"
down_revision = "0003"
branch_labels = None
depends_on = None

BY_CLAIM = """
create or replace function removal_is_barred(by_number text, family text, given text, born date) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.claims k join public.persons p on p.id = k.person_id
     where k.removal_barred
       and (exists (select from public.provisional_documents d where d.claim_id = k.id and d.number = by_number)
            or (p.birth_date = born and lower(p.family_names) = lower(family) and lower(p.given_names) = lower(given))))
$$;
-- Did this person vote on the case? The votes themselves stay closed to whoever asks.
create function voted_on(of_case uuid, by_user uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.votes v join public.cases c on c.id = v.case_id
     where v.case_id = of_case and v.user_id = by_user and c.audience && app_audience())
$$;
revoke all on function voted_on(uuid, uuid) from public;
grant execute on function voted_on(uuid, uuid) to acogida_app, acogida_worker;
"""

BY_CASE = """
create or replace function removal_is_barred(by_number text, family text, given text, born date) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.cases c join public.claims k on k.case_id = c.id join public.persons p on p.id = k.person_id
     where c.removal_barred
       and (exists (select from public.provisional_documents d where d.claim_id = k.id and d.number = by_number)
            or (p.birth_date = born and lower(p.family_names) = lower(family) and lower(p.given_names) = lower(given))))
$$;
drop function voted_on(uuid, uuid);
"""


def upgrade() -> None:
    op.execute("alter table claims add column removal_barred boolean not null default true")
    op.execute("alter table claims alter column removal_barred drop default")
    op.execute("alter table remedies add column instruction varchar")
    run(BY_CLAIM)


def downgrade() -> None:
    run(BY_CASE)
    op.execute("alter table remedies drop column instruction")
    op.execute("alter table claims drop column removal_barred")
