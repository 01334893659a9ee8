"""The search by name finds misspelt names by their keys; and how common each name is, as last counted.

The search takes each word's keys (as it sounds, or one letter away) and looks in order for: a number of a document or paper; people
with all the words; with all but one; the words as a part of the name; names alike by trigrams. The first that finds somebody answers.
Under row-level security the planner cannot use these indexes; here the scope is said again.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0141"
down_revision = "0160"
branch_labels = None
depends_on = None

FUNCTIONS = """
create function cases_by_name(typed text, words text[], number text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  scope text[] := app_audience();
  all_of text;
  but_one text;
  condition text;
begin
  if length($3) >= 5 then
    return query
      select distinct k.case_id
        from (select i.person_id as id from public.identity_papers i where i.number_key = $3
              union select d.person_id from public.provisional_documents d where d.number = $3) p
        join public.claims k on k.person_id = p.id
        join public.cases c on c.id = k.case_id
       where c.audience && scope
       limit most;
    if found then
      return;
    end if;
  end if;
  select string_agg(format('p.name_keys && %L::integer[]', w), ' and ') into all_of from unnest(words) w;
  select string_agg('(' || one || ')', ' or ') into but_one
    from (select string_agg(format('p.name_keys && %L::integer[]', w), ' and ') as one
            from generate_subscripts(words, 1) out_of, unnest(words) with ordinality as u (w, n)
           where n <> out_of and cardinality(words) between 2 and 6
           group by out_of) ways;
  foreach condition in array array[
    all_of, but_one, 'p.search_name like ''%'' || $1 || ''%''', '$1 <% p.search_name'
  ] loop
    if condition is not null then
      return query execute format(
        -- People first: nobody can estimate how many share a key, and from the cases the way is long.
        'with named as materialized'
        ' (select p.id, similarity($1, p.search_name) as likeness from public.persons p where %s)'
        ' select k.case_id'
        '  from named n join public.claims k on k.person_id = n.id join public.cases c on c.id = k.case_id'
        ' where c.audience && $2'
        ' group by k.case_id order by max(n.likeness) desc, k.case_id limit $3', condition)
        using typed, scope, most;
      if found then
        return;
      end if;
    end if;
  end loop;
end $$;
"""
SIGNATURE = "cases_by_name(text, text[], text, integer)"


def upgrade() -> None:
    op.create_table(
        "name_frequencies",
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("sound", name=op.f("pk_name_frequencies")),
    )
    op.execute("grant select on name_frequencies to acogida_app")
    op.execute("grant select, insert, update, delete on name_frequencies to acogida_worker")
    run(FUNCTIONS)
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to acogida_app, acogida_worker")
    op.execute("drop function cases_by_name(text, integer)")


BEFORE = """
create function cases_by_name(typed text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.case_id
    from public.persons p
    join public.claims k on k.person_id = p.id
    join public.cases c on c.id = k.case_id
   where (p.search_name like '%' || typed || '%' or typed <% p.search_name)
     and c.audience && app_audience()
   group by k.case_id
   order by max(word_similarity(typed, p.search_name)) desc, k.case_id
   limit most
$$;
"""


def downgrade() -> None:
    run(BEFORE)
    op.execute("revoke all on function cases_by_name(text, integer) from public")
    op.execute("grant execute on function cases_by_name(text, integer) to acogida_app, acogida_worker")
    op.execute(f"drop function {SIGNATURE}")
    op.drop_table("name_frequencies")
