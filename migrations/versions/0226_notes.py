"""Notes, mentions, tasks and hand-overs: what colleagues tell each other about a case.

Each side reads its own: who examines, who decides, and each instance of remedy. Who speaks for the person reads none of it. An officer to
whom a case is offered reads the sheet, not the case; in the moment in which they accept, the case is opened to them.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0226"
down_revision = "0211"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(select app_role())", "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
FIRST = "'border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer'"
OF_SIDE = (
    f"((side = 'first' and {ROLE} in ({FIRST}))"
    f" or (side = 'commission' and {ROLE} in ('commission_secretary', 'commission_member'))"
    f" or (side = any ((select app_audience())::text[]) and {ROLE} in ('appeals_clerk', 'appeals_judge')))"
)
READS = f"{OF_CASE} and {OF_SIDE}"
OF_NOTE = "exists (select from case_notes n where n.id = note_id)"
OFFICER = f"{ROLE} = 'eligibility_officer'"
PARTIES = f"{OFFICER} and (from_user = {ACTOR} or to_user = {ACTOR})"
READS_HANDOVER = f"({PARTIES}) or ({OF_CASE} and {ROLE} in ('eligibility_officer', 'supervisor'))"
MOMENT = sa.DateTime(timezone=True)

# table: (who reads, who inserts, who updates, the columns that change; none: every one)
POLICIES: dict[str, tuple[str, str, str | None, str]] = {
    "case_notes": (READS, f"{READS} and written_by = {ACTOR}", None, ""),
    "case_mentions": (OF_NOTE, OF_NOTE, f"{OF_NOTE} and user_id = {ACTOR}", "seen_at"),
    "case_tasks": (READS, f"{READS} and made_by = {ACTOR}", READS, "done_at, done_by, assignee, version"),
    "case_handovers": (
        READS_HANDOVER,
        f"{OF_CASE} and {OFFICER} and from_user = {ACTOR}",
        PARTIES,
        "state, decided_at, answer, version",
    ),
}

DEFINER = """
-- The officer to whom a case is offered opens it, to take it. The gate then says whose it is.
create function receive_handed_over_case(handover uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.cases c set audience = array_append(c.audience, 'eligibility_officer:' || h.to_user)
    from public.case_handovers h
   where h.id = handover and c.id = h.case_id and h.state = 'proposed' and c.assigned_to = h.from_user
     and app_role() = 'eligibility_officer' and h.to_user = app_actor();
  return found;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id")),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name=op.f("fk_case_notes_written_by")),
        sa.ForeignKeyConstraint(["corrects"], ["case_notes.id"], name=op.f("fk_case_notes_corrects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id", "written_at", "id"])
    op.create_index(
        "uq_case_notes_corrects",
        "case_notes",
        ["corrects"],
        unique=True,
        postgresql_where=sa.text("corrects is not null"),
    )
    op.create_table(
        "case_mentions",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["case_notes.id"], name=op.f("fk_case_mentions_note_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_case_mentions_user_id")),
        sa.PrimaryKeyConstraint("note_id", "user_id", name=op.f("pk_case_mentions")),
    )
    op.create_index(
        "ix_case_mentions_unseen", "case_mentions", ["user_id"], postgresql_where=sa.text("seen_at is null")
    )
    _tasks()
    _handovers()
    for table, rules in POLICIES.items():
        _guard(table, *rules)
    run(DEFINER)
    op.execute("revoke all on function receive_handed_over_case(uuid) from public")
    op.execute("grant execute on function receive_handed_over_case(uuid) to acogida_app, acogida_worker")


def _tasks() -> None:
    op.create_table(
        "case_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(done_at is null) = (done_by is null)", name=op.f("ck_case_tasks_done")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_tasks_case_id")),
        sa.ForeignKeyConstraint(["assignee"], ["users.id"], name=op.f("fk_case_tasks_assignee")),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_case_tasks_made_by")),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_case_tasks_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_tasks")),
    )
    op.create_index(op.f("ix_case_tasks_case_id"), "case_tasks", ["case_id"])
    op.create_index(
        "ix_case_tasks_open",
        "case_tasks",
        ["assignee", "due_on", "id"],
        postgresql_where=sa.text("done_at is null"),
    )


def _handovers() -> None:
    op.create_table(
        "case_handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("from_user", sa.Uuid(), nullable=False),
        sa.Column("to_user", sa.Uuid(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("pending", sa.String(), nullable=False),
        sa.Column("promises", sa.String(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_due_rule", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'accepted', 'refused', 'withdrawn')", name=op.f("ck_case_handovers_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_handovers_case_id")),
        sa.ForeignKeyConstraint(["from_user"], ["users.id"], name=op.f("fk_case_handovers_from_user")),
        sa.ForeignKeyConstraint(["to_user"], ["users.id"], name=op.f("fk_case_handovers_to_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handovers")),
    )
    op.create_index(op.f("ix_case_handovers_case_id"), "case_handovers", ["case_id"])
    op.create_index(
        "uq_case_handovers_open",
        "case_handovers",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_index(
        "ix_case_handovers_to_user",
        "case_handovers",
        ["to_user"],
        postgresql_where=sa.text("state = 'proposed'"),
    )


def _guard(table: str, reads: str, inserts: str, updates: str | None, columns: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        op.execute(f"grant update ({columns}) on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop function receive_handed_over_case(uuid)")
    for table in ("case_handovers", "case_tasks", "case_mentions", "case_notes"):
        op.drop_table(table)
