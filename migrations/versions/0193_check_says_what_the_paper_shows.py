"""The check says the end that stands on the paper: how much longer the law keeps it alive is nobody's business."""

from migrations.statements import run

revision = "0193"
down_revision = "0181"
branch_labels = None
depends_on = None

COLUMNS = "number text, initials text, status text, may_work boolean, valid_from date, valid_until date"
CHECK = """
drop function check_document(text, bigint);
create function check_document(asked text, place bigint) returns table ({columns}, {more}by_number boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.number, public.initials_of(p.given_names, p.family_names), d.status, d.may_work, d.valid_from, d.valid_until,{value}
         d.code is distinct from asked and d.status_index is distinct from place
    from public.provisional_documents d join public.persons p on p.id = d.person_id
   where d.code = asked or d.status_index = place or (d.number = asked and d.status in ('active', 'suspended'))
   order by d.status, d.valid_until desc limit 1
$$;
revoke all on function check_document(text, bigint) from public;
grant execute on function check_document(text, bigint) to acogida_app, acogida_worker;
"""


def upgrade() -> None:
    run(CHECK.format(columns=COLUMNS, more="printed_until date, ", value=" d.printed_until,"))


def downgrade() -> None:
    run(CHECK.format(columns=COLUMNS, more="", value=""))
