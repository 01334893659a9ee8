"""Time that is taken: one table and one constraint for rooms, interviewers, interpreters and people, for appointments and holds.

Until now four constraints on `appointments` kept each column free of overlaps; a room used by video, and a time that is only held,
escaped them. Rows of `taken` are written by triggers alone, which take the locks of all that an appointment needs in one order: two
who want the same wait for each other and never in a ring. And with it what a search for times must know: hours, absences, what
rooms have, what interviewers and interpreters speak, and what a person asked for.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0210"
down_revision = "0251"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
STAFF = f"{ROLE} not in ('anonymous', 'machine')"
OFFICE = f"{ROLE} in ('administrator', 'supervisor', 'system')"
OWN = "user_id = (select app_actor())"
BOOKS = (
    f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
    " 'appeals_clerk', 'system')"
)
OF_CASE = "exists (select from cases c where c.id = case_id)"
OF_PERSON = "exists (select from claims k where k.person_id = {table}.person_id)"
MOMENT, WORDS, JSON = sa.DateTime(timezone=True), postgresql.ARRAY(sa.Text()), postgresql.JSONB()
IDS = postgresql.ARRAY(sa.Uuid())
KINDS = ("interpreter", "interviewer", "person", "room")

TRIGGERS = """
-- What an appointment or a hold takes, while it stands. Locks first, in one order for everybody.
create function take(of_appointment uuid, of_hold uuid, at tstzrange, kinds text[], resources uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  at_kind text;
  at_resource uuid;
begin
  perform pg_advisory_xact_lock(h)
     from (select distinct hashtextextended(r::text, 210) as h from unnest(resources) r where r is not null order by 1) keys;
  for at_kind, at_resource in select k, r from unnest(kinds, resources) u(k, r) where r is not null order by k, r loop
    begin
      insert into public.taken (kind, resource, during, appointment_id, hold_id)
        values (at_kind, at_resource, at, of_appointment, of_hold);
    exception when exclusion_violation then
      raise exception 'taken %', at_kind using errcode = 'exclusion_violation';
    end;
  end loop;
end $$;

create function take_for_appointment() returns trigger
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

create function take_for_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    delete from public.taken where hold_id = new.id;
  end if;
  if new.released_at is null then
    perform public.take(null, new.id, new.during, array['room', 'interviewer', 'interpreter'],
      array[new.room_id, new.interviewer_id, new.interpreter_id]);
  end if;
  return null;
end $$;

create trigger takes_time after insert or update of state, during, room_id, video_room_id, interviewer_id, interpreter_id, person_id
  on appointments for each row execute function take_for_appointment();
create trigger takes_time after insert or update of released_at, during on holds for each row execute function take_for_hold();

-- When rooms and people are taken, without a word about whom for: a free time must be free of cases that one cannot see, too.
create function busy_times(of_resources uuid[], after timestamptz, before timestamptz)
  returns table (resource uuid, starts_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select t.resource, lower(t.during), upper(t.during)
    from public.taken t
   where t.resource = any (of_resources) and t.during && tstzrange(after, before) and app_role() is not null
   order by 1, 2
$$;
"""

BEFORE = """
create function taken_times(of_office uuid, after timestamptz, before timestamptz)
  returns table (room_id uuid, interviewer_id uuid, starts_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select a.room_id, a.interviewer_id, lower(a.during), upper(a.during)
    from public.appointments a
   where a.office_id = of_office and a.state = 'booked' and a.during && tstzrange(after, before)
$$;
"""


def upgrade() -> None:
    _columns()
    _taken()
    _hours()
    _staff()
    _wishes()
    for kind in KINDS:
        op.execute(f"alter table appointments drop constraint ex_appointments_{kind}")
    run(TRIGGERS)
    for function in (
        "take(uuid, uuid, tstzrange, text[], uuid[])",
        "take_for_appointment()",
        "take_for_hold()",
        "busy_times(uuid[], timestamptz, timestamptz)",
    ):
        op.execute(f"revoke all on function {function} from public")
    op.execute(
        "grant execute on function busy_times(uuid[], timestamptz, timestamptz) to acogida_app, acogida_worker"
    )
    # What was booked before takes its time from now on in the one table.
    op.execute("update appointments set state = state where state = 'booked'")
    op.execute("drop function taken_times")


def _columns() -> None:
    op.add_column("rooms", sa.Column("video", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("rooms", sa.Column("active", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("rooms", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    for name in ("communities", "trained_for"):
        op.add_column("interpreters", sa.Column(name, WORDS, server_default="{}", nullable=False))
    op.add_column("interpreters", sa.Column("offices", IDS, server_default="{}", nullable=False))
    op.add_column("interpreters", sa.Column("user_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_interpreters_user_id"), "interpreters", "users", ["user_id"], ["id"])
    op.add_column("interpreters", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.add_column("interpreters", sa.Column("suspended_why", sa.String(), nullable=True))
    op.add_column("interpreters", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("appointments", sa.Column("video_room_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_appointments_video_room_id"), "appointments", "rooms", ["video_room_id"], ["id"]
    )
    op.add_column("appointments", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_appointments_series_id"), "appointments", ["series_id"])
    op.add_column("appointments", sa.Column("waived", JSON, server_default="[]", nullable=False))
    op.add_column("appointments", sa.Column("cause", sa.String(), nullable=True))
    op.add_column("appointments", sa.Column("justified", sa.Boolean(), nullable=True))
    op.add_column("appointments", sa.Column("justified_why", sa.String(), nullable=True))
    op.add_column("appointments", sa.Column("justified_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_appointments_justified_by"), "appointments", "users", ["justified_by"], ["id"]
    )
    op.add_column("appointments", sa.Column("justified_at", MOMENT, nullable=True))


def _taken() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("interviewer_id", sa.Uuid(), nullable=True),
        sa.Column("interpreter_id", sa.Uuid(), nullable=True),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_holds_office_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_holds_room_id")),
        sa.ForeignKeyConstraint(["interviewer_id"], ["users.id"], name=op.f("fk_holds_interviewer_id")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"], ["interpreters.id"], name=op.f("fk_holds_interpreter_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_holds_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_until", "holds", ["until"], postgresql_where=sa.text("released_at is null"))
    _guard("holds", reads=STAFF, writes=BOOKS)
    op.create_table(
        "taken",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resource", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("resource"), "="), (sa.column("during"), "&&"), using="gist", name="ex_taken_resource"
        ),
        sa.CheckConstraint("num_nonnulls(appointment_id, hold_id) = 1", name=op.f("ck_taken_by_one")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_taken_appointment_id")
        ),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_taken_hold_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken")),
    )
    op.create_index(op.f("ix_taken_appointment_id"), "taken", ["appointment_id"])
    op.create_index(op.f("ix_taken_hold_id"), "taken", ["hold_id"])
    # Nobody writes here but the triggers, which run with the owner's rights.
    _guard("taken", reads=f"{ROLE} = 'system'", writes=None)


def _hours() -> None:
    whose = ("office_id", "user_id", "interpreter_id")

    def table(name: str, *columns: sa.Column[object], unique: bool = False) -> None:
        op.create_table(
            name,
            sa.Column("id", sa.Uuid(), nullable=False),
            *(sa.Column(column, sa.Uuid(), nullable=True) for column in whose),
            *columns,
            sa.CheckConstraint(
                "num_nonnulls(office_id, user_id, interpreter_id) = 1", name=op.f(f"ck_{name}_of_one")
            ),
            sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f(f"fk_{name}_office_id")),
            sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{name}_user_id")),
            sa.ForeignKeyConstraint(
                ["interpreter_id"], ["interpreters.id"], name=op.f(f"fk_{name}_interpreter_id")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        for column in whose:
            op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=unique)
        _guard(name, reads=STAFF, writes=f"{OFFICE} or {OWN}")

    table(
        "timetables",
        sa.Column("week", JSON, server_default="[]", nullable=False),
        sa.Column(
            "changed_by",
            sa.Uuid(),
            sa.ForeignKey("users.id", name="fk_timetables_changed_by"),
            nullable=False,
        ),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        unique=True,
    )
    table(
        "day_changes",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "made_by", sa.Uuid(), sa.ForeignKey("users.id", name="fk_day_changes_made_by"), nullable=False
        ),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_day_changes_in_order")),
        sa.CheckConstraint(
            "(opens is null) = (closes is null) and (opens is null or opens < closes) and (not works or opens is not null)",
            name=op.f("ck_day_changes_hours"),
        ),
    )


def _staff() -> None:
    op.create_table(
        "interviewers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("languages", WORDS, server_default="{}", nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("trained_for", WORDS, server_default="{}", nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("sex in ('female', 'male', 'other', 'unknown')", name=op.f("ck_interviewers_sex")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interviewers_user_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_interviewers_changed_by")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_interviewers")),
    )
    _guard("interviewers", reads=STAFF, writes=OFFICE)
    op.create_table(
        "interpreter_ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interpreter_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("score between 1 and 5", name=op.f("ck_interpreter_ratings_score")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"], ["interpreters.id"], name=op.f("fk_interpreter_ratings_interpreter_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interpreter_ratings_case_id")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_interpreter_ratings_appointment_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_interpreter_ratings_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter_ratings")),
        sa.UniqueConstraint("appointment_id", "by", name=op.f("uq_interpreter_ratings_appointment_id_by")),
    )
    op.create_index(op.f("ix_interpreter_ratings_interpreter_id"), "interpreter_ratings", ["interpreter_id"])
    op.create_index(op.f("ix_interpreter_ratings_case_id"), "interpreter_ratings", ["case_id"])
    rates = f"{OF_CASE} and {ROLE} in ('eligibility_officer', 'supervisor', 'quality_assessor', 'system')"
    _guard("interpreter_ratings", reads=rates, writes=rates, updates=False)
    run(QUALITY)
    op.execute("revoke all on function interpreter_quality() from public")
    op.execute("grant execute on function interpreter_quality() to acogida_app, acogida_worker")


QUALITY = """
-- How interpreters were rated, by all offices: a number and how many it stands on, and nothing of the interviews.
create function interpreter_quality() returns table (interpreter_id uuid, ratings int, score real)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.interpreter_id, count(*)::int, avg(r.score)::real
    from public.interpreter_ratings r
   where app_role() not in ('anonymous', 'machine')
   group by r.interpreter_id
$$;
"""


def _wishes() -> None:
    op.create_table(
        "interview_wishes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("interviewer_sex", sa.String(), nullable=True),
        sa.Column("interpreter_sex", sa.String(), nullable=True),
        sa.Column("refuses_own_community", sa.Boolean(), nullable=False),
        sa.Column("communities", WORDS, server_default="{}", nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "interviewer_sex in ('female', 'male')", name=op.f("ck_interview_wishes_interviewer_sex")
        ),
        sa.CheckConstraint(
            "interpreter_sex in ('female', 'male')", name=op.f("ck_interview_wishes_interpreter_sex")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_interview_wishes_person_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_interview_wishes_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_wishes")),
    )
    op.create_index(op.f("ix_interview_wishes_person_id"), "interview_wishes", ["person_id"], unique=True)
    of_person = OF_PERSON.format(table="interview_wishes")
    _guard("interview_wishes", reads=of_person, writes=f"{of_person} and {BOOKS}")
    op.create_table(
        "interpreter_conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interpreter_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind in ('knows_the_person', 'refused_by_the_person')",
            name=op.f("ck_interpreter_conflicts_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["interpreter_id"], ["interpreters.id"], name=op.f("fk_interpreter_conflicts_interpreter_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_interpreter_conflicts_person_id")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_interpreter_conflicts_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter_conflicts")),
    )
    op.create_index(op.f("ix_interpreter_conflicts_person_id"), "interpreter_conflicts", ["person_id"])
    of_person = OF_PERSON.format(table="interpreter_conflicts")
    _guard("interpreter_conflicts", reads=of_person, writes=f"{of_person} and {BOOKS}")


def _guard(table: str, *, reads: str, writes: str | None, updates: bool = True) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    rights = "select"
    if writes:
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({writes})")
        rights += ", insert"
    if writes and updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({writes}) with check ({writes})"
        )
        rights += ", update"
    op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop trigger takes_time on appointments")
    op.execute("drop trigger takes_time on holds")
    op.execute("drop function busy_times, take_for_hold, take_for_appointment, take, interpreter_quality")
    for table in (
        "interpreter_conflicts", "interview_wishes", "interpreter_ratings", "interviewers", "day_changes", "timetables",
        "taken", "holds",
    ):  # fmt: skip
        op.drop_table(table)
    for column in (
        "justified_at",
        "justified_by",
        "justified_why",
        "justified",
        "cause",
        "waived",
        "series_id",
    ):
        op.drop_column("appointments", column)
    op.drop_column("appointments", "video_room_id")
    for column in (
        "version",
        "suspended_why",
        "suspended_on",
        "user_id",
        "offices",
        "trained_for",
        "communities",
    ):
        op.drop_column("interpreters", column)
    for column in ("version", "active", "video"):
        op.drop_column("rooms", column)
    for kind in KINDS:
        op.execute(
            f"alter table appointments add constraint ex_appointments_{kind} exclude using gist"
            f" ({kind}_id with =, during with &&) where (state = 'booked')"
        )
    run(BEFORE)
    op.execute("revoke all on function taken_times(uuid, timestamptz, timestamptz) from public")
    op.execute(
        "grant execute on function taken_times(uuid, timestamptz, timestamptz) to acogida_app, acogida_worker"
    )
