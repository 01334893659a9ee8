"""What the status list says, places that a lost laptop can no longer use, and the check by number, code or place."""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0191"
down_revision = "0130"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
WITHDRAWS = (
    f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'supervisor', 'administrator', 'system')"
)

FUNCTIONS = """
-- As app/documents/tokens/initials.py writes them.
create function initials_of(given_names text, family_names text) returns text
  language sql immutable parallel safe set search_path = pg_catalog, public as $$
  select coalesce(string_agg(upper(left(word, 1)) || '.', ' ' order by side, place), '')
    from (select side, place, word, row_number() over (partition by side order by plain, place) as rank
            from (select side, place, word,
                         lower(word) in ('da', 'das', 'de', 'del', 'di', 'do', 'dos', 'el', 'la', 'las', 'los', 'van', 'von', 'y')
                         and bool_or(lower(word) not in ('da', 'das', 'de', 'del', 'di', 'do', 'dos', 'el', 'la', 'las', 'los',
                                                         'van', 'von', 'y')) over (partition by side) as plain
                    from (values (1, given_names), (2, family_names)) names(side, words)
                   cross join regexp_split_to_table(replace(words, '-', ' '), '\\s+') with ordinality as split(word, place)
                   where word <> '') told
           where not plain) telling
   where rank <= 2
$$;

-- The public check of a document: what its holder's paper shows anyway, and nothing else. By its code, its number, or its
-- place in the status list.
drop function check_document(text);
create function check_document(asked text, place bigint)
  returns table (number text, initials text, status text, may_work boolean, valid_from date, valid_until date, by_number boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.number, public.initials_of(p.given_names, p.family_names), d.status, d.may_work, d.valid_from, d.valid_until,
         d.code is distinct from asked and d.status_index is distinct from place
    from public.provisional_documents d join public.persons p on p.id = d.person_id
   where d.code = asked or d.status_index = place or (d.number = asked and d.status in ('active', 'suspended'))
   order by d.status, d.valid_until desc limit 1
$$;
revoke all on function check_document(text, bigint) from public;
grant execute on function check_document(text, bigint) to acogida_app, acogida_worker;

create function place_is_withdrawn(place bigint) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.withdrawn_places where status_index = place)
$$;
revoke all on function place_is_withdrawn(bigint) from public;
grant execute on function place_is_withdrawn(bigint) to acogida_app, acogida_worker;

-- Every place of one list that is not plainly valid: 1 invalid, 2 suspended, 3 valid although the day printed on the paper has passed.
-- `until` is the last day of the list's own life. What has ended by date alone is in no list: the paper says so itself.
create function document_states(of_list bigint, today date, until date) returns table (place integer, state smallint)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select (d.status_index % 1048576)::integer,
         case when d.status = 'suspended' then 2 when d.status <> 'active' then 1 else 3 end::smallint
    from public.provisional_documents d
   where d.status_index between of_list * 1048576 and of_list * 1048576 + 1048575
     and case when d.status = 'active' then d.printed_until < until and d.valid_until >= until
              else greatest(d.printed_until, d.valid_until) >= today end
  union all
  select (w.status_index % 1048576)::integer, 1::smallint
    from public.withdrawn_places w
   where w.status_index between of_list * 1048576 and of_list * 1048576 + 1048575
$$;
revoke all on function document_states(bigint, date, date) from public;
grant execute on function document_states(bigint, date, date) to acogida_app, acogida_worker;

create function status_lists() returns bigint
  language sql stable security definer set search_path = pg_catalog, public as $$
  select last_value / 1048576 + 1 from public.status_places
$$;
revoke all on function status_lists() from public;
grant execute on function status_lists() to acogida_app, acogida_worker;
"""

BEFORE = """
drop function status_lists(), document_states(bigint, date, date), place_is_withdrawn(bigint), check_document(text, bigint);
create function check_document(by_code text)
  returns table (number text, initials text, status text, may_work boolean, valid_from date, valid_until date)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.number, left(p.given_names, 1) || '. ' || left(p.family_names, 1) || '.', d.status, d.may_work,
         d.valid_from, d.valid_until
    from public.provisional_documents d join public.persons p on p.id = d.person_id
   where d.code = by_code or (d.number = by_code and d.status = 'active')
$$;
revoke all on function check_document(text) from public;
grant execute on function check_document(text) to acogida_app, acogida_worker;
drop function initials_of(text, text);
"""


def upgrade() -> None:
    op.create_table(
        "withdrawn_places",
        sa.Column("status_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("status_index", name=op.f("pk_withdrawn_places")),
    )
    op.execute("alter table withdrawn_places enable row level security")
    op.execute("alter table withdrawn_places force row level security")
    op.execute("create policy owner on withdrawn_places to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on withdrawn_places to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on withdrawn_places for select to acogida_app using ({WITHDRAWS})")
    op.execute(
        f"create policy inserts on withdrawn_places for insert to acogida_app with check ({WITHDRAWS})"
    )
    op.execute("grant select, insert on withdrawn_places to acogida_app, acogida_worker")
    run(FUNCTIONS)


def downgrade() -> None:
    run(BEFORE)
    op.drop_table("withdrawn_places")
