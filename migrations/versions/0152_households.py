"""Claims that go from one file to another of the same family, with everything that is theirs.

What hangs on a claim, a document or a person in a file is found in the database's own catalogue, so that a table that is new goes with
them. What was held and signed stays where it was held: interviews, and appointments that are over.
"""

from alembic import op

from migrations.statements import run

revision = "0152"
down_revision = "0131"
branch_labels = None
depends_on = None

DEFINERS = """
-- Claims go from one file to another that the asker sees both. Returns, by table, how many rows went with them.
create function carry_claims(which uuid[], from_case uuid, to_case uuid) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  people uuid[];
  at record;
  times integer;
  went jsonb := '{}';
begin
  if public.app_role() is null or public.app_role() not in ('registration_officer', 'eligibility_officer', 'supervisor', 'system')
     or (select count(*) from public.cases c where c.id in (from_case, to_case)
          and (c.audience && public.app_audience() or public.app_role() = 'system')) <> 2 then
    raise exception 'these files are not visible' using errcode = 'insufficient_privilege';
  end if;
  select array_agg(person_id) into people from public.claims where id = any (which) and case_id = from_case;
  update public.claims set case_id = to_case where id = any (which) and case_id = from_case;
  for at in
    select f.conrelid::regclass as in_table, f.confrelid as to_table, a.attname as in_column
      from pg_constraint f
      join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
      join pg_constraint c on c.conrelid = f.conrelid and c.contype = 'f' and c.confrelid = 'public.cases'::regclass
      join pg_attribute k on k.attrelid = c.conrelid and k.attnum = c.conkey[1] and k.attname = 'case_id'
     where f.contype = 'f'
       and f.confrelid in ('public.persons'::regclass, 'public.claims'::regclass, 'public.provisional_documents'::regclass)
       and f.conrelid not in ('public.claims'::regclass, 'public.cases'::regclass, 'public.interviews'::regclass,
                              'public.decisions'::regclass)
     order by f.conrelid::regclass::text, a.attname loop
    execute format('update %s set case_id = $1 where case_id = $2 and %I = any ($3)%s', at.in_table, at.in_column,
                   case when at.in_table = 'public.appointments'::regclass then ' and state = ''booked''' else '' end)
      using to_case, from_case,
        case when at.to_table = 'public.persons'::regclass then people
             when at.to_table = 'public.claims'::regclass then which
             else (select array_agg(d.id) from public.provisional_documents d where d.claim_id = any (which)) end;
    get diagnostics times = row_count;
    if times > 0 then
      went := went || jsonb_build_object(at.in_table::text, times);
    end if;
  end loop;
  return went;
end $$;
"""


def upgrade() -> None:
    run(DEFINERS)
    op.execute("revoke all on function carry_claims(uuid[], uuid, uuid) from public")
    op.execute("grant execute on function carry_claims(uuid[], uuid, uuid) to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop function carry_claims(uuid[], uuid, uuid)")
