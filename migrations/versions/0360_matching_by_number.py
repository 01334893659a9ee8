"""Who holds a document of a number is looked up by the number alone.

Of each who looks alike the documents were asked for by person and number, which the planner read from the index of the exclusion
constraint: it is sorted by number, and by person it is read from end to end, for each of them anew.
"""

from alembic import op

revision = "0360"
down_revision = "0350"
branch_labels = None
depends_on = None

FUNCTION = """
create or replace function matching_persons(
  keys integer[], numbers text[], phone text, searched text, born date, household integer[])
  returns table (person_id uuid, given_names text, family_names text, birth_date date, birth_precision text, sex text,
                 nationalities text[], aliases text[], papers jsonb, same_phone boolean, companions bigint,
                 reference text, place text, registered_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
  with {held}holders as materialized (
    select i.person_id as id from public.identity_papers i where i.number_key = any ($2)
    union
    {holding}
    union
    select p.id from public.persons p where p.phone_key = $3 and p.phone_key <> ''
  ), found as (
    select coalesce(p.merged_into, p.id) as id from public.persons p where p.name_keys && $1
    union
    select h.id from holders h
  ), nearest as materialized (
    select p.*
      from found f join public.persons p on p.id = f.id
     where app_role() in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor', 'system')
       and p.merged_into is null
     order by (p.id in (select h.id from holders h))::int + similarity(p.search_name, $4)
              + case when p.birth_date = $5 then 0.4 when abs(p.birth_date - $5) < 800 then 0.2 else 0 end desc
     limit 25
  )
  select p.id, p.given_names, p.family_names, p.birth_date, p.birth_precision, p.sex, p.nationalities, p.aliases,
         (select jsonb_agg(jsonb_build_array(
                   i.kind, i.country, case when i.number_key = any ($2) then i.number_key else '' end))
            from (select i.kind, i.country, i.number_key from public.identity_papers i where i.person_id = p.id
                  union all
                  {documents}) i),
         p.phone_key = $3 and p.phone_key <> '',
         case when $6 = '{{}}' then 0 else
           (select count(*) from public.claims k join public.persons o on o.id = k.person_id
             where k.case_id = c.id and o.id <> p.id and o.name_keys && $6) end,
         case when told then c.reference else '' end, case when told then coalesce(b.name, o.name) else '' end, c.registered_at
    from nearest p
    join lateral (select k.case_id from public.claims k where k.person_id = p.id order by k.id desc limit 1) k on true
    join public.cases c on c.id = k.case_id
    join public.offices o on o.id = c.office_id
    left join public.border_posts b on b.id = c.post_id
   cross join lateral (
     select not c.sealed or coalesce(c.audience && app_audience(), false) or app_role() = 'system' as told) seal
$$
"""


def upgrade() -> None:
    op.execute(
        FUNCTION.format(
            held="held as materialized (\n"
            "    select d.person_id, d.number from public.provisional_documents d where d.number = any ($2)\n"
            "  ), ",
            holding="select d.person_id from held d",
            documents="select 'provisional', '', d.number from held d where d.person_id = p.id",
        )
    )


def downgrade() -> None:
    op.execute(
        FUNCTION.format(
            held="",
            holding="select d.person_id from public.provisional_documents d where d.number = any ($2)",
            documents="select 'provisional', '', d.number from public.provisional_documents d\n"
            "                   where d.person_id = p.id and d.number = any ($2)",
        )
    )
