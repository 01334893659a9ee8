"""Finding the same person: what a person is found by, and who may be whom across offices.

`name_keys` is made by `app.people.matching.keys`, the only place that knows how; the rows that are there get theirs from the same
code. The function answers the roles that register, whoever's case it is, with only what a person needs to decide: a paper's number
is shown when the asker has typed it, a phone is only said to be the same, and of the household only how many are known. A record
that was merged stands for the one that it was merged into. Parameters are named by number, because a column of the same name wins.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.people.matching import public as matching
from migrations.statements import run

revision = "0140"
down_revision = "0115"
branch_labels = None
depends_on = None

AT_ONCE = 5000

FUNCTIONS = """
create function matching_persons(
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
"""
ALIKE = """
create function alike_persons(searched text, born date)
  returns table (person_id uuid, given_names text, family_names text, birth_date date, nationalities text[],
                 reference text, registered_at timestamptz, place text, likeness real)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.given_names, p.family_names, p.birth_date, p.nationalities, c.reference, c.registered_at,
         coalesce(b.name, o.name), similarity(p.search_name, searched)
    from public.persons p
    join public.claims k on k.person_id = p.id
    join public.cases c on c.id = k.case_id
    join public.offices o on o.id = c.office_id
    left join public.border_posts b on b.id = c.post_id
   where app_role() in ('border_liaison_officer', 'registration_officer', 'eligibility_officer')
     and p.search_name % searched
     and p.birth_date between born - 731 and born + 731
   order by similarity(p.search_name, searched) desc, abs(p.birth_date - born)
   limit 5
$$;
"""
SIGNATURE = "matching_persons(integer[], text[], text, text, date, integer[])"


def upgrade() -> None:
    op.add_column(
        "persons",
        sa.Column("name_keys", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
    )
    op.add_column("persons", sa.Column("phone_key", sa.String(), server_default="", nullable=False))
    _fill()
    op.create_index("ix_persons_name_keys", "persons", ["name_keys"], postgresql_using="gin")
    op.create_index(
        "ix_persons_phone_key", "persons", ["phone_key"], postgresql_where=sa.text("phone_key <> ''")
    )
    run(FUNCTIONS)
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to acogida_app, acogida_worker")
    op.execute("drop function alike_persons(text, date)")


def _fill() -> None:
    """The keys of those who are there, some thousands at a time."""
    connection = op.get_bind()
    read = sa.text(
        "select id, given_names, family_names, aliases, birth_date, birth_precision, phone from persons"
        " where id > :after order by id limit :most"
    )
    write = sa.text(
        "update persons p set name_keys = w.keys, phone_key = w.phone"
        " from jsonb_to_recordset(:rows) as w(id uuid, keys integer[], phone text) where w.id = p.id"
    ).bindparams(sa.bindparam("rows", type_=postgresql.JSONB))
    after = "00000000-0000-0000-0000-000000000000"
    while rows := connection.execute(read, {"after": after, "most": AT_ONCE}).all():
        written = [
            {
                "id": str(row.id),
                "keys": matching.stored_keys(
                    row.given_names, row.family_names, row.aliases, row.birth_date, row.birth_precision
                ),
                "phone": matching.phone_key(row.phone),
            }
            for row in rows
        ]
        connection.execute(write, {"rows": written})
        after = rows[-1].id


def downgrade() -> None:
    run(ALIKE)
    op.execute("revoke all on function alike_persons(text, date) from public")
    op.execute("grant execute on function alike_persons(text, date) to acogida_app, acogida_worker")
    op.execute(f"drop function {SIGNATURE}")
    op.drop_index("ix_persons_phone_key", table_name="persons")
    op.drop_index("ix_persons_name_keys", table_name="persons")
    op.drop_column("persons", "phone_key")
    op.drop_column("persons", "name_keys")
