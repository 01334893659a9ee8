"""Seats with their holders and alternates, who was there when, votes that change until the item is closed, private notes, minutes,
lists put to a vote, and what a single authority answered.

A deliberation note has one reader: the policy of the worker that every table has is left out here on purpose.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0230"
down_revision = "0210"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
BODIES = f"{ROLE} in ('commission_secretary', 'commission_member')"
SECRETARY = f"{ROLE} = 'commission_secretary'"
STAFF = f"{ROLE} not in ('anonymous', 'machine')"
ACTOR = "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = {table}.case_id)"
AGENDA_READERS = f"{ROLE} in ('commission_secretary', 'commission_member', 'eligibility_officer', 'supervisor', 'quality_assessor')"
OWN_NOTE = f"user_id = {ACTOR} and {ROLE} = 'commission_member'"
OWN_VOTE = f"""
    user_id = {ACTOR} and {ROLE} = 'commission_member'
    and exists (select from agenda_items i join sitting_members m on m.sitting_id = i.sitting_id
                 where i.id = votes.item_id and i.status = 'pending' and m.user_id = votes.user_id)
    and not exists (select from recusals r where r.item_id = votes.item_id and r.user_id = votes.user_id)
"""
OWN_GROUP_VOTE = f"""
    user_id = {ACTOR} and {ROLE} = 'commission_member'
    and exists (select from group_items i join sitting_members m on m.sitting_id = i.sitting_id
                 where i.id = group_votes.item_id and i.status = 'pending' and m.user_id = group_votes.user_id)
"""
OF_RULING = OF_CASE.format(table="rulings")
RULES = f"{OF_RULING} and {ROLE} = 'commission_member' and user_id = {ACTOR}"
# table: who reads it, who inserts, who updates (None: nobody), and whether the worker works on it.
TABLES: dict[str, tuple[str, str, str | None, bool]] = {
    "seat_holders": (
        STAFF,
        f"{ROLE} in ('commission_secretary', 'administrator', 'system')",
        f"{ROLE} in ('commission_secretary', 'administrator', 'system')",
        True,
    ),
    "attendances": (BODIES, SECRETARY, SECRETARY, True),
    "deliberation_notes": (OWN_NOTE, f"{OWN_NOTE} and {OF_CASE}", OWN_NOTE, False),
    "minutes": (BODIES, SECRETARY, BODIES, True),
    "group_items": (BODIES, SECRETARY, SECRETARY, True),
    "group_votes": (BODIES, OWN_GROUP_VOTE, OWN_GROUP_VOTE, True),
    "rulings": (f"{OF_RULING} and {AGENDA_READERS}", RULES, RULES, True),
}
MOMENT = sa.DateTime(timezone=True)
JSON, EMPTY, NOTHING = postgresql.JSONB(), sa.text("'{}'"), sa.text("'[]'")
DAYS = "daterange(since, until, '[]') with &&"

FUNCTIONS = """
-- Who of those called has opened which file since it was put on the agenda: the record of access, as far as that goes and no further.
create function files_opened(of_sitting uuid)
  returns table (item_id uuid, user_id uuid, first_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select i.id, r.actor_id, min(r.at)
    from public.agenda_items i
    join public.cases c on c.id = i.case_id
    join public.sitting_members m on m.sitting_id = i.sitting_id
    join public.access_records r on r.case_id = i.case_id and r.actor_id = m.user_id
                                and r.actor_role = 'commission_member' and r.at >= i.put_at
   where i.sitting_id = of_sitting and app_role() in ('commission_secretary', 'commission_member')
     and c.audience && app_audience()
   group by i.id, r.actor_id
$$;
revoke all on function files_opened(uuid) from public;
grant execute on function files_opened(uuid) to acogida_app, acogida_worker;

create function refuse_change_of_counted_vote() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from public.agenda_items i where i.id = old.item_id and i.status <> 'pending') then
    raise exception 'the item of vote % is closed', old.item_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger counted_is_immutable before update or delete on votes
  for each row execute function refuse_change_of_counted_vote();

create function refuse_change_of_minutes() returns trigger language plpgsql as $$
begin
  raise exception 'the minutes of % are signed and cannot be changed', old.sitting_id
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger signed_is_immutable before update or delete on minutes
  for each row when (old.status = 'signed') execute function refuse_change_of_minutes();
"""


def upgrade() -> None:
    _columns()
    _seats()
    _notes_and_minutes()
    _groups_and_rulings()
    for table, (reads, inserts, updates, worked) in TABLES.items():
        _secure(table, reads.format(table=table), inserts.format(table=table), updates, worked=worked)
    op.execute("grant update on votes to acogida_app, acogida_worker")
    op.execute(
        f"create policy updates on votes for update to acogida_app using ({OWN_VOTE}) with check ({OWN_VOTE})"
    )
    run(FUNCTIONS)


def _columns() -> None:
    op.drop_constraint("ck_sittings_status", "sittings")
    op.create_check_constraint(
        "status", "sittings", "status in ('convened', 'open', 'suspended', 'closed', 'cancelled')"
    )
    for column in (
        sa.Column("kind", sa.String(), server_default="ordinary", nullable=False),
        sa.Column("grounds", sa.String(), server_default="", nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("circulated_at", MOMENT, nullable=True),
        sa.Column("because", sa.String(), server_default="", nullable=False),
        sa.Column("resumes_at", MOMENT, nullable=True),
    ):
        op.add_column("sittings", column)
    op.create_foreign_key("fk_sittings_called_by", "sittings", "users", ["called_by"], ["id"])
    op.create_check_constraint("kind", "sittings", "kind in ('ordinary', 'extraordinary')")
    op.create_check_constraint(
        "grounds", "sittings", "kind = 'ordinary' or (grounds <> '' and called_by is not null)"
    )
    op.add_column(
        "sitting_members", sa.Column("place", sa.SmallInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "sitting_members", sa.Column("remote", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("agenda_items", sa.Column("put_at", MOMENT, nullable=True))
    op.add_column("agenda_items", sa.Column("asked", JSON, server_default=EMPTY, nullable=False))
    op.add_column("agenda_items", sa.Column("count", JSON, server_default=EMPTY, nullable=False))
    op.add_column("votes", sa.Column("concurring", sa.String(), server_default="", nullable=False))
    op.add_column("votes", sa.Column("changed_at", MOMENT, nullable=True))


def _seats() -> None:
    op.create_table(
        "seat_holders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("ended_by_act", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("place >= 0", name=op.f("ck_seat_holders_place")),
        sa.CheckConstraint("until is null or until >= since", name=op.f("ck_seat_holders_in_order")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_seat_holders_user_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_seat_holders_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_holders")),
    )
    held = (
        "alter table seat_holders add constraint ex_seat_holders_{name} exclude using gist ({what}, {days})"
    )
    op.execute(held.format(name="place", what="body with =, seat with =, place with =", days=DAYS))
    op.execute(held.format(name="person", what="body with =, user_id with =", days=DAYS))
    op.create_table(
        "attendances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_attendances_sitting_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_attendances_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
    )
    op.create_index(op.f("ix_attendances_sitting_id"), "attendances", ["sitting_id"])
    op.create_index(
        "uq_attendances_in_the_room",
        "attendances",
        ["sitting_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("left_at is null"),
    )
    op.execute(
        "insert into attendances (id, sitting_id, user_id, came_at, remote)"
        " select gen_random_uuid(), sitting_id, user_id, present_at, false from sitting_members"
        " where present_at is not null"
    )


def _notes_and_minutes() -> None:
    op.create_table(
        "deliberation_notes",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_deliberation_notes_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_deliberation_notes_user_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deliberation_notes_case_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_deliberation_notes")),
    )
    op.create_index(op.f("ix_deliberation_notes_case_id"), "deliberation_notes", ["case_id"])
    op.create_table(
        "minutes",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("drawn_up_at", MOMENT, nullable=False),
        sa.Column("drawn_up_by", sa.Uuid(), nullable=False),
        sa.Column("approved_in", sa.Uuid(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approvals", JSON, server_default=NOTHING, nullable=False),
        sa.Column("signatures", JSON, server_default=NOTHING, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status in ('drawn_up', 'approved', 'signed')", name=op.f("ck_minutes_status")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_minutes_sitting_id")),
        sa.ForeignKeyConstraint(["drawn_up_by"], ["users.id"], name=op.f("fk_minutes_drawn_up_by")),
        sa.ForeignKeyConstraint(["approved_in"], ["sittings.id"], name=op.f("fk_minutes_approved_in")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_minutes")),
    )


def _groups_and_rulings() -> None:
    op.create_table(
        "group_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.Uuid(), nullable=False),
        sa.Column("count", JSON, server_default=EMPTY, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "status in ('pending', 'recognised', 'not_recognised')", name=op.f("ck_group_items_status")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_group_items_sitting_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_group_items_batch_id")),
        sa.ForeignKeyConstraint(["put_by"], ["users.id"], name=op.f("fk_group_items_put_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_items")),
    )
    op.create_index(op.f("ix_group_items_sitting_id"), "group_items", ["sitting_id"])
    op.create_index(
        "uq_group_items_pending",
        "group_items",
        ["batch_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "group_votes",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("choice in ('for', 'against', 'abstain')", name=op.f("ck_group_votes_choice")),
        sa.ForeignKeyConstraint(["item_id"], ["group_items.id"], name=op.f("fk_group_votes_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_group_votes_user_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_group_votes")),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("outcomes", JSON, server_default=NOTHING, nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "answer in ('agrees', 'in_part', 'disagrees', 'returns')", name=op.f("ck_rulings_answer")
        ),
        sa.CheckConstraint("answer = 'agrees' or reasons <> ''", name=op.f("ck_rulings_reasons")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rulings_case_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_rulings_assessment_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rulings_user_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_rulings_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(op.f("ix_rulings_case_id"), "rulings", ["case_id"])


def _secure(table: str, reads: str, inserts: str, updates: str | None, *, worked: bool) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
    rights = "select, insert, update" if updates else "select, insert"
    op.execute(f"grant {rights} on {table} to acogida_app")
    if worked:
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"grant {rights} on {table} to acogida_worker")
    else:
        # It may ask, and without a policy is shown nothing.
        op.execute(f"grant select on {table} to acogida_worker")


def downgrade() -> None:
    op.execute("drop trigger counted_is_immutable on votes")
    op.execute("drop function refuse_change_of_counted_vote(), files_opened(uuid)")
    op.execute("drop policy updates on votes")
    op.execute("revoke update on votes from acogida_app, acogida_worker")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("drop function refuse_change_of_minutes()")
    for column in ("changed_at", "concurring"):
        op.drop_column("votes", column)
    for column in ("count", "asked", "put_at"):
        op.drop_column("agenda_items", column)
    for column in ("remote", "place"):
        op.drop_column("sitting_members", column)
    for constraint in ("ck_sittings_grounds", "ck_sittings_kind", "ck_sittings_status"):
        op.drop_constraint(constraint, "sittings")
    op.execute("update sittings set status = 'open' where status = 'suspended'")
    op.create_check_constraint("status", "sittings", "status in ('convened', 'open', 'closed', 'cancelled')")
    for column in ("resumes_at", "because", "circulated_at", "urgent", "called_by", "grounds", "kind"):
        op.drop_column("sittings", column)
