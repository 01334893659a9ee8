"""Of somebody in a sealed file of others nobody is told where it is, how to reach them, or anything by a merge; and rows of new tables
that more roles could read than use.

The looks for the same person go across offices: they name the one who resembles, and of a sealed file no reference and no place.
A merge would show a hidden person's record to every reader of the other file: only who sees the sealed one merges.
"""

from alembic import op

from migrations.statements import run

revision = "0200"
down_revision = "0163"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
OF_PERSON = "exists (select from claims k where k.person_id = biometric_references.person_id)"
WORKS = "'border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor'"
ASKED = f"({ROLE} = 'supervisor' and (('office:' || to_office) = any ((select app_audience())::text[]) or ('office:' || from_office) = any ((select app_audience())::text[])))"

HIDDEN = """
create or replace function matching_persons(
  keys integer[], numbers text[], phone text, searched text, born date, household integer[])
  returns table (person_id uuid, given_names text, family_names text, birth_date date, birth_precision text, sex text,
                 nationalities text[], aliases text[], papers jsonb, same_phone boolean, companions bigint,
                 reference text, place text, registered_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  with holders as materialized (
    select i.person_id as id from public.identity_papers i where i.number_key = any ($2)
    union
    select d.person_id from public.provisional_documents d where d.number = any ($2)
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
                  select 'provisional', '', d.number from public.provisional_documents d
                   where d.person_id = p.id and d.number = any ($2)) i),
         p.phone_key = $3 and p.phone_key <> '',
         case when $6 = '{}' then 0 else
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
$$;

create or replace function pair_sides(pairs uuid[])
  returns table (pair_id uuid, side text, person_id uuid, shown jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.id, s.side, p.id,
         jsonb_build_object(
           'given_names', p.given_names, 'family_names', p.family_names, 'aliases', to_jsonb(p.aliases),
           'birth_date', p.birth_date, 'birth_precision', p.birth_precision, 'sex', p.sex,
           'nationalities', to_jsonb(p.nationalities), 'stateless', p.stateless, 'languages', to_jsonb(p.languages),
           'phone', case when not away then p.phone end, 'merged_into', p.merged_into,
           'papers', coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'number', i.number, 'country', i.country)
                                order by i.kind, i.number)
                       from public.identity_papers i where i.person_id = p.id), '[]'),
           'documents', coalesce((select jsonb_agg(distinct v.number) from public.provisional_documents v
                                   where v.person_id = p.id), '[]'),
           'cases', coalesce((select jsonb_agg(jsonb_build_object(
                         'case_id', c.id, 'reference', c.reference, 'office', o.name, 'post', b.name, 'office_id', o.id,
                         'stage', k.stage, 'registered_at', c.registered_at, 'relation', k.relation, 'claim_id', k.id,
                         'visible', c.audience && public.app_audience() or public.app_role() = 'system',
                         'household', (select coalesce(jsonb_agg(jsonb_build_object(
                                'name', trim(m.given_names || ' ' || m.family_names), 'relation', n.relation,
                                'birth_date', m.birth_date, 'precision', m.birth_precision) order by n.position), '[]')
                            from public.claims n join public.persons m on m.id = n.person_id
                           where n.case_id = c.id and n.person_id <> p.id)) order by c.registered_at)
                       from public.claims k join public.cases c on c.id = k.case_id
                       join public.offices o on o.id = c.office_id
                       left join public.border_posts b on b.id = c.post_id
                      where k.person_id = p.id
                        and (not c.sealed or c.audience && public.app_audience())), '[]'),
           'sealed', away)
    from public.duplicate_pairs d
    cross join lateral (values ('a', d.person_a), ('b', d.person_b)) s(side, person)
    join public.persons p on p.id = s.person
    cross join lateral (
      select exists (select from public.claims k join public.cases c on c.id = k.case_id
                      where k.person_id = p.id and c.sealed and not c.audience && public.app_audience())
             and public.app_role() <> 'system' as away) seal
   where d.id = any (pairs)
     and (public.app_role() = 'system' or (public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor')
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id in (d.person_a, d.person_b) and c.audience && public.app_audience())))
$$;

create or replace function open_cases_of_pair(of_pair uuid) returns uuid[]
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  found uuid[];
begin
  if public.app_role() is null or public.app_role() not in ('registration_officer', 'supervisor')
     or not exists (select from public.duplicate_pairs d join public.claims k on k.person_id in (d.person_a, d.person_b)
                      join public.cases c on c.id = k.case_id
                     where d.id = of_pair and c.audience && public.app_audience()) then
    raise exception 'pair % is not visible', of_pair using errcode = 'insufficient_privilege';
  end if;
  select array_agg(distinct k.case_id) into found
    from public.duplicate_pairs d join public.claims k on k.person_id in
         (d.person_a, d.person_b, public.person_standing(d.person_a), public.person_standing(d.person_b))
   where d.id = of_pair;
  if exists (select from public.cases c where c.id = any (found) and c.sealed and not c.audience && public.app_audience()) then
    raise exception 'a case of pair % is sealed', of_pair using errcode = 'insufficient_privilege';
  end if;
  perform from public.cases where id = any (found) order by id for update;
  update public.cases set audience = array_append(audience, 'pair:' || of_pair)
   where id = any (found) and not ('pair:' || of_pair) = any (audience);
  return found;
end $$;
"""

PRINTED = """
-- The core that was set aside at that place for that laptop, while neither it nor the place is withdrawn.
create function core_of_laptop(place bigint, laptop text) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
  select n.core
    from public.reserved_numbers n join public.number_blocks b on b.id = n.block_id
   where n.status_index = place and b.laptop_id::text = laptop and b.withdrawn_at is null
     and not exists (select from public.withdrawn_places w where w.status_index = place)
$$;
revoke all on function core_of_laptop(bigint, text) from public;
grant execute on function core_of_laptop(bigint, text) to acogida_app, acogida_worker;
"""

BEFORE = """
create or replace function matching_persons(
  keys integer[], numbers text[], phone text, searched text, born date, household integer[])
  returns table (person_id uuid, given_names text, family_names text, birth_date date, birth_precision text, sex text,
                 nationalities text[], aliases text[], papers jsonb, same_phone boolean, companions bigint,
                 reference text, place text, registered_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  with holders as materialized (
    select i.person_id as id from public.identity_papers i where i.number_key = any ($2)
    union
    select d.person_id from public.provisional_documents d where d.number = any ($2)
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
                  select 'provisional', '', d.number from public.provisional_documents d
                   where d.person_id = p.id and d.number = any ($2)) i),
         p.phone_key = $3 and p.phone_key <> '',
         case when $6 = '{}' then 0 else
           (select count(*) from public.claims k join public.persons o on o.id = k.person_id
             where k.case_id = c.id and o.id <> p.id and o.name_keys && $6) end,
         c.reference, coalesce(b.name, o.name), c.registered_at
    from nearest p
    join lateral (select k.case_id from public.claims k where k.person_id = p.id order by k.id desc limit 1) k on true
    join public.cases c on c.id = k.case_id
    join public.offices o on o.id = c.office_id
    left join public.border_posts b on b.id = c.post_id
$$;

create or replace function pair_sides(pairs uuid[])
  returns table (pair_id uuid, side text, person_id uuid, shown jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.id, s.side, p.id,
         jsonb_build_object(
           'given_names', p.given_names, 'family_names', p.family_names, 'aliases', to_jsonb(p.aliases),
           'birth_date', p.birth_date, 'birth_precision', p.birth_precision, 'sex', p.sex,
           'nationalities', to_jsonb(p.nationalities), 'stateless', p.stateless, 'languages', to_jsonb(p.languages),
           'phone', p.phone, 'merged_into', p.merged_into,
           'papers', coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'number', i.number, 'country', i.country)
                                order by i.kind, i.number)
                       from public.identity_papers i where i.person_id = p.id), '[]'),
           'documents', coalesce((select jsonb_agg(distinct v.number) from public.provisional_documents v
                                   where v.person_id = p.id), '[]'),
           'cases', coalesce((select jsonb_agg(jsonb_build_object(
                         'case_id', c.id, 'reference', c.reference, 'office', o.name, 'post', b.name, 'office_id', o.id,
                         'stage', k.stage, 'registered_at', c.registered_at, 'relation', k.relation, 'claim_id', k.id,
                         'visible', c.audience && public.app_audience() or public.app_role() = 'system',
                         'household', (select coalesce(jsonb_agg(jsonb_build_object(
                                'name', trim(m.given_names || ' ' || m.family_names), 'relation', n.relation,
                                'birth_date', m.birth_date, 'precision', m.birth_precision) order by n.position), '[]')
                            from public.claims n join public.persons m on m.id = n.person_id
                           where n.case_id = c.id and n.person_id <> p.id)) order by c.registered_at)
                       from public.claims k join public.cases c on c.id = k.case_id
                       join public.offices o on o.id = c.office_id
                       left join public.border_posts b on b.id = c.post_id
                      where k.person_id = p.id
                        and (not c.sealed or c.audience && public.app_audience())), '[]'),
           'sealed', exists (select from public.claims k join public.cases c on c.id = k.case_id
                      where k.person_id = p.id and c.sealed and not c.audience && public.app_audience()))
    from public.duplicate_pairs d
    cross join lateral (values ('a', d.person_a), ('b', d.person_b)) s(side, person)
    join public.persons p on p.id = s.person
   where d.id = any (pairs)
     and (public.app_role() = 'system' or (public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor')
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id in (d.person_a, d.person_b) and c.audience && public.app_audience())))
$$;

create or replace function open_cases_of_pair(of_pair uuid) returns uuid[]
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  found uuid[];
begin
  if public.app_role() is null or public.app_role() not in ('registration_officer', 'supervisor')
     or not exists (select from public.duplicate_pairs d join public.claims k on k.person_id in (d.person_a, d.person_b)
                      join public.cases c on c.id = k.case_id
                     where d.id = of_pair and c.audience && public.app_audience()) then
    raise exception 'pair % is not visible', of_pair using errcode = 'insufficient_privilege';
  end if;
  select array_agg(distinct k.case_id) into found
    from public.duplicate_pairs d join public.claims k on k.person_id in
         (d.person_a, d.person_b, public.person_standing(d.person_a), public.person_standing(d.person_b))
   where d.id = of_pair;
  perform from public.cases where id = any (found) order by id for update;
  update public.cases set audience = array_append(audience, 'pair:' || of_pair)
   where id = any (found) and not ('pair:' || of_pair) = any (audience);
  return found;
end $$;
"""


def upgrade() -> None:
    run(HIDDEN)
    run(PRINTED)
    op.execute(
        f"alter policy reads on transfer_requests using (({OF_CASE} and {ROLE} in ({WORKS}, 'child_protection_officer')) or {ASKED})"
    )
    # Whose case, from where and to where is said once: the answer is all that is added.
    op.execute("revoke update on transfer_requests from acogida_app")
    op.execute("grant update (state, decided_by, decided_at, answer) on transfer_requests to acogida_app")
    op.execute(f"alter policy reads on biometric_references using ({OF_PERSON} and {ROLE} in ({WORKS}))")


def downgrade() -> None:
    op.execute(f"alter policy reads on biometric_references using ({OF_PERSON})")
    op.execute("revoke update (state, decided_by, decided_at, answer) on transfer_requests from acogida_app")
    op.execute("grant update on transfer_requests to acogida_app")
    op.execute(f"alter policy reads on transfer_requests using (({OF_CASE}) or {ASKED})")
    op.execute("drop function core_of_laptop(bigint, text)")
    run(BEFORE)
