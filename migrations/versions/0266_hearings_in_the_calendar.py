"""A hearing is booked like any other time: it says what it is about, and takes the time of those who are called to it besides.

Who judges a remedy and who represents the person have a place in `appointments.attending`; each is taken in `taken` like a room.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0266"
down_revision = "0265"
branch_labels = None
depends_on = None

TAKES = """
create or replace function take_for_appointment() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    delete from public.taken where appointment_id = new.id;
  end if;
  if new.state = 'booked' then
    perform public.take(new.id, null, new.during,
      array['room', 'room', 'interviewer', 'interpreter', 'person'] || array_fill('attending'::text, array[cardinality(new.attending)]),
      array[new.room_id, new.video_room_id, new.interviewer_id, new.interpreter_id, new.person_id] || new.attending);
  end if;
  return null;
end $$;
"""
TOOK = """
create or replace function take_for_appointment() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    delete from public.taken where appointment_id = new.id;
  end if;
  if new.state = 'booked' then
    perform public.take(new.id, null, new.during, array['room', 'room', 'interviewer', 'interpreter', 'person'],
      array[new.room_id, new.video_room_id, new.interviewer_id, new.interpreter_id, new.person_id]);
  end if;
  return null;
end $$;
"""
TRIGGER = """
drop trigger takes_time on appointments;
create trigger takes_time after insert or update of state, during, room_id, video_room_id, interviewer_id, interpreter_id, person_id{more}
  on appointments for each row execute function take_for_appointment();
"""


def upgrade() -> None:
    op.add_column("appointments", sa.Column("about", sa.String(), nullable=True))
    op.add_column(
        "appointments",
        sa.Column("attending", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )
    op.create_index(
        "uq_appointments_about_booked",
        "appointments",
        ["about"],
        unique=True,
        postgresql_where=sa.text("about is not null and state = 'booked'"),
    )
    run(TAKES)
    run(TRIGGER.format(more=", attending"))


def downgrade() -> None:
    run(TRIGGER.format(more=""))
    run(TOOK)
    op.drop_index("uq_appointments_about_booked", "appointments")
    op.drop_column("appointments", "attending")
    op.drop_column("appointments", "about")
