"""What does not fit goes to the office that has the other file, without whoever sends it there seeing that file; and of
two photographs of one person the newest is shown."""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0121"
down_revision = "0141"
branch_labels = None
depends_on = None

FUNCTION = """
create function clash_goes_to_office_of(item uuid, in_case text) returns text
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  found_office uuid;
  found_name text;
begin
  select o.id, o.name into found_office, found_name
    from public.cases c join public.offices o on o.id = c.office_id where c.reference = in_case;
  update public.offline_items set office_id = found_office
   where id = item and state = 'clash' and found_office is not null
     and reasons @> jsonb_build_array(jsonb_build_object('reference', in_case))
     and (user_id = public.app_actor()
          or (public.app_role() in ('registration_officer', 'supervisor') and ('office:' || office_id) = any (public.app_audience())));
  if not found then
    return null;
  end if;
  return found_name;
end $$;
revoke all on function clash_goes_to_office_of(uuid, text) from public;
grant execute on function clash_goes_to_office_of(uuid, text) to acogida_app, acogida_worker;
"""


def upgrade() -> None:
    run(FUNCTION)
    # Two records that become one bring a photograph each: the newest is shown.
    op.drop_index("uq_person_photos_current", table_name="person_photos")


def downgrade() -> None:
    op.create_index(
        "uq_person_photos_current",
        "person_photos",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.execute("drop function clash_goes_to_office_of(uuid, text)")
