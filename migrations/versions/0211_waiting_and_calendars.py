"""Who waits for an earlier time, and calendars that a telephone can read."""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0211"
down_revision = "0247"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
BOOKS = (
    f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
    " 'appeals_clerk', 'system')"
)
OF_CASE = "exists (select from cases c where c.id = case_id)"
OWN = "user_id = (select app_actor())"
MOMENT = sa.DateTime(timezone=True)

FEED = """
-- What a calendar by secret address shows: times and rooms of who it belongs to, and nobody's name. No rows, no calendar.
create function calendar_feed(of_digest text, after timestamptz)
  returns table (feed_id uuid, id uuid, starts_at timestamptz, ends_at timestamptz, kind text, office text, room text,
                 state text, booked_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select f.id, a.id, lower(a.during), upper(a.during), a.kind, o.name, r.name, a.state, a.booked_at
    from public.calendar_feeds f
    join public.users u on u.id = f.user_id and u.active
    left join (public.appointments a join public.offices o on o.id = a.office_id join public.rooms r on r.id = a.room_id)
      on a.interviewer_id = f.user_id and upper(a.during) > after
   where f.token_digest = of_digest and f.revoked_at is null
   order by 3, 2
$$;
"""


def upgrade() -> None:
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("adult_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("state in ('waiting', 'filled', 'left')", name=op.f("ck_waiting_list_state")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_waiting_list_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_waiting_list_person_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_waiting_list_office_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_waiting_list_asked_by")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_waiting_list_appointment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_list")),
    )
    op.create_index(op.f("ix_waiting_list_case_id"), "waiting_list", ["case_id"])
    op.create_index(op.f("ix_waiting_list_person_id"), "waiting_list", ["person_id"])
    op.create_index(
        "uq_waiting_list_once",
        "waiting_list",
        ["person_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
    )
    op.create_index(op.f("ix_calendar_feeds_user_id"), "calendar_feeds", ["user_id"])
    op.create_index(op.f("ix_calendar_feeds_token_digest"), "calendar_feeds", ["token_digest"], unique=True)
    _guard("waiting_list", OF_CASE, f"{OF_CASE} and {BOOKS}")
    _guard("calendar_feeds", OWN, OWN)
    run(FEED)
    op.execute("revoke all on function calendar_feed(text, timestamptz) from public")
    op.execute("grant execute on function calendar_feed(text, timestamptz) to acogida_app, acogida_worker")


def _guard(table: str, reads: str, writes: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({writes})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({reads}) with check ({writes})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop function calendar_feed")
    op.drop_table("calendar_feeds")
    op.drop_table("waiting_list")
