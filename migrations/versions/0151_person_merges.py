"""Two records become one person, and can be told apart again; and references to an outside matcher.

The rows of a person are moved by the database itself, which finds them by its own catalogue: every foreign key to `persons`, so that no
table can be forgotten. What the constraints do not let move stays with the merged record and is said. The undo list says for each row
which it was; rows that came since stay with the person who is left.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0151"
down_revision = "0180"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_PAIR = "exists (select from duplicate_pairs p where p.id = person_merges.pair_id)"
OF_PERSON = "exists (select from claims k where k.person_id = biometric_references.person_id)"
JSON, MOMENT = postgresql.JSONB(), sa.DateTime(timezone=True)

DEFINERS = """
-- The cases of both people of a pair, opened for this transaction to who merges them by one more key, locked in the order of their
-- identifiers. The gate takes the key away again with the event that it records.
create function open_cases_of_pair(of_pair uuid) returns uuid[]
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

-- Where people are pointed at: every foreign key to `persons`, with the key of the table.
create function person_references()
  returns table (in_table regclass, in_column name, keys text[])
  language sql stable security definer set search_path = pg_catalog, public as $$
  select f.conrelid::regclass, a.attname,
         (select array_agg(k.attname::text order by k.attname) from pg_index i
            join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
           where i.indrelid = f.conrelid and i.indisprimary and k.attname <> a.attname)
    from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
   where f.contype = 'f' and f.confrelid = 'public.persons'::regclass and array_length(f.conkey, 1) = 1
   order by f.conrelid::regclass::text, a.attname
$$;

-- Every row of `merged` goes to `survivor`, less those of `stays` (`table.column`). Returns what moved, what could not, what was there.
create function merge_person_rows(of_pair uuid, survivor uuid, merged uuid, chosen jsonb, stays text[]) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  at record;
  one jsonb;
  moved jsonb := '[]';
  kept jsonb := '[]';
  had jsonb := '[]';
  before jsonb;
  wrote jsonb;
begin
  if not exists (select from public.duplicate_pairs d
                  where d.id = of_pair and d.state = 'same'
                    and array[public.person_standing(d.person_a), public.person_standing(d.person_b)] @> array[survivor, merged]
                    and survivor <> merged)
     or public.app_role() is null or public.app_role() not in ('registration_officer', 'supervisor') then
    raise exception 'pair % is not confirmed', of_pair using errcode = 'insufficient_privilege';
  end if;
  perform from public.persons where id in (survivor, merged) order by id for update;
  select jsonb_object_agg(p.id, to_jsonb(p)) into before from public.persons p where p.id in (survivor, merged);
  for at in select * from public.person_references() loop
    continue when at.in_table || '.' || at.in_column = any (stays);
    for one in execute format(
      'select (select coalesce(jsonb_object_agg(k, to_jsonb(x) -> k), ''{}'') from unnest($2) k) from %s x where %I = $1',
      at.in_table, at.in_column) using survivor, coalesce(at.keys, '{}') loop
      had := had || jsonb_build_object('table', at.in_table::text, 'column', at.in_column, 'key', one);
    end loop;
    for one in execute format(
      'select (select coalesce(jsonb_object_agg(k, to_jsonb(x) -> k), ''{}'') from unnest($2) k) from %s x where %I = $1 order by ctid',
      at.in_table, at.in_column) using merged, coalesce(at.keys, '{}') loop
      begin
        execute format('update %s x set %I = $1 where %I = $2 and to_jsonb(x) @> $3', at.in_table, at.in_column, at.in_column)
          using survivor, merged, one;
        moved := moved || jsonb_build_object('table', at.in_table::text, 'column', at.in_column, 'key', one);
      exception when integrity_constraint_violation then
        kept := kept || jsonb_build_object('table', at.in_table::text, 'column', at.in_column, 'key', one);
      end;
    end loop;
  end loop;
  execute format('update public.persons p set %s from jsonb_populate_record(null::public.persons, $1) n where p.id = $2',
    (select string_agg(format('%I = n.%I', k, k), ', ') from jsonb_object_keys(chosen) k))
    using (before -> survivor::text) || chosen, survivor;
  update public.persons set merged_into = survivor where id = merged;
  select to_jsonb(p) into wrote from public.persons p where p.id = survivor;
  return jsonb_build_object('moved', moved, 'kept', kept, 'had', had, 'before', before, 'wrote', wrote);
end $$;

-- Every row that a merge moved goes back; each field of the survivor that nobody has changed since is what it was. Returns what is
-- with somebody else or gone since (`missing`), what came since and stays with the survivor (`since`), and the fields that stay.
create function unmerge_person_rows(of_merge uuid, stays text[]) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  m public.person_merges;
  at record;
  one jsonb;
  times integer;
  missing jsonb := '[]';
  since jsonb := '[]';
  changed jsonb;
  back jsonb;
  now_is jsonb;
begin
  select * into m from public.person_merges where id = of_merge for update;
  if public.app_role() is distinct from 'supervisor' or m.state is distinct from 'undo_asked'
     or m.undo_asked_by = public.app_actor()
     or not exists (select from public.duplicate_pairs d join public.claims k on k.person_id in (d.person_a, d.person_b)
                      join public.cases c on c.id = k.case_id where d.id = m.pair_id and c.audience && public.app_audience()) then
    raise exception 'merge % is not to be undone', of_merge using errcode = 'insufficient_privilege';
  end if;
  perform from public.persons where id in (m.survivor_id, m.merged_id) order by id for update;
  if exists (select from public.persons where id = m.survivor_id and merged_into is not null) then
    raise exception 'merge % is not the last', of_merge using errcode = 'object_not_in_prerequisite_state';
  end if;
  for one in select * from jsonb_array_elements(m.moved) loop
    execute format('update %s x set %I = $1 where %I = $2 and to_jsonb(x) @> $3', one ->> 'table', one ->> 'column', one ->> 'column')
      using m.merged_id, m.survivor_id, one -> 'key';
    get diagnostics times = row_count;
    if times = 0 then
      missing := missing || one;
    end if;
  end loop;
  for at in select * from public.person_references() loop
    continue when at.in_table || '.' || at.in_column = any (stays);
    for one in execute format(
      'select (select coalesce(jsonb_object_agg(k, to_jsonb(x) -> k), ''{}'') from unnest($2) k) from %s x where %I = $1',
      at.in_table, at.in_column) using m.survivor_id, coalesce(at.keys, '{}') loop
      one := jsonb_build_object('table', at.in_table::text, 'column', at.in_column, 'key', one);
      if not m.had @> jsonb_build_array(one) then
        since := since || one;
      end if;
    end loop;
  end loop;
  select to_jsonb(p) into now_is from public.persons p where p.id = m.survivor_id;
  select coalesce(jsonb_agg(w.key), '[]') into changed from jsonb_each(m.wrote) w
   where now_is -> w.key is distinct from w.value and w.key <> 'version';
  select coalesce(jsonb_object_agg(b.key, b.value), '{}') into back from jsonb_each(m.before -> m.survivor_id::text) b
   where b.value is distinct from m.wrote -> b.key and now_is -> b.key is not distinct from m.wrote -> b.key;
  if changed <> '[]' then
    back := back - 'version';
  end if;
  if back <> '{}' then
    execute format('update public.persons p set %s from jsonb_populate_record(null::public.persons, $1) n where p.id = $2',
      (select string_agg(format('%I = n.%I', k, k), ', ') from jsonb_object_keys(back) k)) using now_is || back, m.survivor_id;
  end if;
  update public.persons set merged_into = null where id = m.merged_id;
  -- What was closed with the merge in a file that had both claims: as it was, unless somebody has touched it since.
  for one in select * from jsonb_array_elements(m.closed) loop
    execute format(
      'update %s x set %s from jsonb_populate_record(null::%s, $1) n where x.id = ($1 ->> ''id'')::uuid and to_jsonb(x) = $2',
      one ->> 'table',
      (select string_agg(format('%I = n.%I', k, k), ', ') from jsonb_object_keys(one -> 'before') k where k <> 'id'), one ->> 'table')
      using one -> 'before', one -> 'after';
  end loop;
  return jsonb_build_object('missing', missing, 'since', since, 'fields', changed);
end $$;

-- The other files of a case's people: what a person must know to act, and no more. Nothing of a sealed one.
create function other_cases_of(of_case uuid)
  returns table (person_id uuid, reference text, office text, stage text, visible boolean, claim_open_since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.person_id, c.reference, o.name, n.stage, c.audience && public.app_audience(), n.stage_since
    from public.claims k join public.claims n on n.person_id = k.person_id and n.case_id <> k.case_id
    join public.cases c on c.id = n.case_id join public.offices o on o.id = c.office_id
   where k.case_id = of_case and (not c.sealed or c.audience && public.app_audience()) and n.stage <> 'elsewhere'
     and exists (select from public.cases own where own.id = of_case and own.audience && public.app_audience())
     and public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer')
$$;

-- Who else carries the same identifier of the same outside system.
create function same_biometric(of_person uuid) returns table (person_id uuid, system text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct public.person_standing(other.person_id), own.system
    from public.biometric_references own
    join public.biometric_references other on other.system = own.system and other.identifier = own.identifier
   where own.person_id = of_person and public.person_standing(other.person_id) <> public.person_standing(of_person)
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id = of_person and c.audience && public.app_audience())
$$;

-- Whoever carries one of those identifiers of a system: what an outside matcher's answer means here.
create function persons_with_biometric(of_system text, identifiers text[]) returns table (person_id uuid, identifier text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct public.person_standing(b.person_id), b.identifier from public.biometric_references b
   where b.system = of_system and b.identifier = any (identifiers)
     and public.app_role() in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor', 'system')
$$;
"""
FUNCTIONS = (
    "open_cases_of_pair(uuid)",
    "person_references()",
    "merge_person_rows(uuid, uuid, uuid, jsonb, text[])",
    "unmerge_person_rows(uuid, text[])",
    "other_cases_of(uuid)",
    "same_biometric(uuid)",
    "persons_with_biometric(text, text[])",
)


def upgrade() -> None:
    op.create_table(
        "person_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("choices", JSON, server_default="{}", nullable=False),
        sa.Column("also", JSON, server_default="{}", nullable=False),
        sa.Column("before", JSON, server_default="{}", nullable=False),
        sa.Column("wrote", JSON, server_default="{}", nullable=False),
        sa.Column("moved", JSON, server_default="[]", nullable=False),
        sa.Column("kept", JSON, server_default="[]", nullable=False),
        sa.Column("had", JSON, server_default="[]", nullable=False),
        sa.Column("closed", JSON, server_default="[]", nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("merged_by", sa.Uuid(), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("undo_asked_by", sa.Uuid(), nullable=True),
        sa.Column("undo_asked_at", MOMENT, nullable=True),
        sa.Column("undo_reasons", sa.String(), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("left_over", JSON, server_default="{}", nullable=False),
        sa.CheckConstraint("state in ('done', 'undo_asked', 'undone')", name=op.f("ck_person_merges_state")),
        sa.CheckConstraint(
            "undone_by is null or undone_by <> undo_asked_by", name=op.f("ck_person_merges_two_people")
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["duplicate_pairs.id"], name=op.f("fk_person_merges_pair_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["persons.id"], name=op.f("fk_person_merges_survivor_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["persons.id"], name=op.f("fk_person_merges_merged_id")),
        sa.ForeignKeyConstraint(["merged_by"], ["users.id"], name=op.f("fk_person_merges_merged_by")),
        sa.ForeignKeyConstraint(["undo_asked_by"], ["users.id"], name=op.f("fk_person_merges_undo_asked_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["users.id"], name=op.f("fk_person_merges_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merges")),
    )
    op.create_index(op.f("ix_person_merges_pair_id"), "person_merges", ["pair_id"])
    op.create_index(op.f("ix_person_merges_survivor_id"), "person_merges", ["survivor_id"])
    op.create_index(op.f("ix_person_merges_merged_id"), "person_merges", ["merged_id"])
    op.create_table(
        "biometric_references",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("identifier", sa.String(100), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_biometric_references_person_id")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_biometric_references_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_biometric_references")),
        sa.UniqueConstraint(
            "person_id",
            "system",
            "identifier",
            name=op.f("uq_biometric_references_person_id_system_identifier"),
        ),
    )
    op.create_index(op.f("ix_biometric_references_person_id"), "biometric_references", ["person_id"])
    op.create_index(
        "ix_biometric_references_system_identifier", "biometric_references", ["system", "identifier"]
    )
    run(DEFINERS)
    for function in FUNCTIONS:
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")
    _secure(
        "person_merges",
        reads=OF_PAIR,
        inserts=f"{OF_PAIR} and merged_by = (select app_actor())",
        updates=OF_PAIR,
    )
    taking = (
        f"{OF_PERSON} and {ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer')"
    )
    _secure("biometric_references", reads=OF_PERSON, inserts=taking, updates=None)


def _secure(table: str, *, reads: str, inserts: str, updates: str | None) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    rights = "select, insert"
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        rights += ", update"
    op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    for function in reversed(FUNCTIONS):
        op.execute(f"drop function {function}")
    op.drop_table("biometric_references")
    op.drop_table("person_merges")
