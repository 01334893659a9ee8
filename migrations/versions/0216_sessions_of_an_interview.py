"""Sessions of an interview, each with its people, identity check, read-back and signatures; witnesses; signatures drawn and by code.

An interview recorded before this revision was held in one session. Its digest keeps the form that it was made with.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0216"
down_revision = "0241"
branch_labels = None
depends_on = None

OF_INTERVIEW = "exists (select from interviews i where i.id = {table}.interview_id)"
MOMENT = sa.DateTime(timezone=True)
CAUSES = "'illness', 'hunger', 'exhaustion', 'fear', 'discomfort', 'interpreter', 'companion', 'line', 'time', 'other'"

FILL = """
alter table interview_participants disable trigger signed_is_immutable;
alter table interview_entries disable trigger signed_is_immutable;
insert into interview_sessions (id, case_id, interview_id, number, appointment_id, started_at, ended_at, ending,
                                continues, format, cause_note, identity, identity_by, place, others, read_back_at)
  select gen_random_uuid(), case_id, id, 1, appointment_id, started_at, signed_at,
         case when status = 'signed' then 'signed' end, false, 'in_person', '', '', '', '', '', read_back_at
    from interviews;
update interview_participants p set session_id = s.id from interview_sessions s where s.interview_id = p.interview_id;
update interview_entries e set session_id = s.id from interview_sessions s where s.interview_id = e.interview_id;
alter table interview_participants enable trigger signed_is_immutable;
alter table interview_entries enable trigger signed_is_immutable;
"""

# What was signed or added is never changed, whoever asks; wrapping a drawing's key anew (a new master key) leaves the drawing as it is.
IMMUTABLE = """
create trigger signed_is_immutable before insert or update or delete on interview_sessions
  for each row execute function refuse_change_of_signed_interview();
create trigger added_is_immutable before update or delete on interview_addenda
  for each row execute function refuse_change();
create function refuse_change_of_signature() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(old) - 'drawing' = to_jsonb(new) - 'drawing' then
    return new;
  end if;
  raise exception 'signature % cannot be changed', old.id using errcode = 'integrity_constraint_violation';
end $$;
create trigger given_is_immutable before update or delete on interview_signatures
  for each row execute function refuse_change_of_signature();
"""


def upgrade() -> None:
    _sessions()
    _interviews()
    _signatures()
    run(FILL)
    for table in ("interview_participants", "interview_entries"):
        op.alter_column(table, "session_id", nullable=False)
        op.create_index(op.f(f"ix_{table}_session_id"), table, ["session_id"])
    run(IMMUTABLE)


def _sessions() -> None:
    op.create_table(
        "interview_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Uuid()),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ending", sa.String()),
        sa.Column("continues", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String()),
        sa.Column("cause_note", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("identity_by", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("others", sa.String(), nullable=False),
        sa.Column("line", sa.String()),
        sa.Column("read_back_at", MOMENT),
        sa.CheckConstraint("(ended_at is null) = (ending is null)", name=op.f("ck_interview_sessions_ended")),
        sa.CheckConstraint(
            "ending in ('signed', 'continues', 'postponed')", name=op.f("ck_interview_sessions_ending")
        ),
        sa.CheckConstraint(f"cause in ({CAUSES})", name=op.f("ck_interview_sessions_cause")),
        sa.CheckConstraint(
            "format in ('in_person', 'video', 'telephone')", name=op.f("ck_interview_sessions_format")
        ),
        sa.CheckConstraint(
            "format = 'in_person' or (identity <> '' and identity_by <> '' and place <> '' and others <> ''"
            " and line in ('good', 'fair', 'poor'))",
            name=op.f("ck_interview_sessions_remote"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_sessions_case_id")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_sessions_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_interview_sessions_appointment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_sessions")),
        sa.UniqueConstraint("interview_id", "number", name=op.f("uq_interview_sessions_interview_id_number")),
    )
    for column in ("case_id", "interview_id", "appointment_id"):
        op.create_index(op.f(f"ix_interview_sessions_{column}"), "interview_sessions", [column])
    # One session of an interview is under way at a time, whoever asks.
    op.create_index(
        "uq_interview_sessions_open",
        "interview_sessions",
        ["interview_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    _guarded("interview_sessions", "select, insert, update")
    for table in ("interview_participants", "interview_entries"):
        op.add_column(table, sa.Column("session_id", sa.Uuid()))
        op.create_foreign_key(
            op.f(f"fk_{table}_session_id"), table, "interview_sessions", ["session_id"], ["id"]
        )


def _interviews() -> None:
    op.add_column("interviews", sa.Column("kind", sa.String(), nullable=False, server_default="applicant"))
    op.add_column("interviews", sa.Column("instrument", sa.String(), nullable=False, server_default="adult"))
    op.add_column("interviews", sa.Column("digest_form", sa.Integer(), nullable=False, server_default="1"))
    for column in ("kind", "instrument", "digest_form"):
        op.alter_column("interviews", column, server_default=None)
    op.create_check_constraint(op.f("ck_interviews_kind"), "interviews", "kind in ('applicant', 'witness')")
    op.create_check_constraint(
        op.f("ck_interviews_instrument"), "interviews", "instrument in ('adult', 'child')"
    )
    op.drop_constraint(op.f("ck_interviews_status"), "interviews")
    op.create_check_constraint(
        op.f("ck_interviews_status"),
        "interviews",
        "status in ('draft', 'paused', 'read_back', 'adjourned', 'signed')",
    )


def _signatures() -> None:
    op.add_column("interview_signatures", sa.Column("drawing", sa.LargeBinary()))
    op.add_column("interview_signatures", sa.Column("drawing_digest", sa.String()))
    op.execute("grant update (drawing) on interview_signatures to acogida_worker")
    op.create_table(
        "interview_signing_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("good_until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_signing_codes_case_id")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_interview_signing_codes_interview_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["interview_participants.id"],
            name=op.f("fk_interview_signing_codes_participant_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_signing_codes")),
    )
    for column in ("case_id", "interview_id", "participant_id"):
        op.create_index(op.f(f"ix_interview_signing_codes_{column}"), "interview_signing_codes", [column])
    _guarded("interview_signing_codes", "select, insert, update")


def _guarded(table: str, granted: str) -> None:
    visible = OF_INTERVIEW.format(table=table)
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({visible})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({visible})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({visible}) with check ({visible})"
    )
    op.execute(f"grant {granted} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop trigger given_is_immutable on interview_signatures")
    op.execute("drop function refuse_change_of_signature()")
    op.execute("drop trigger added_is_immutable on interview_addenda")
    op.drop_table("interview_signing_codes")
    op.execute("revoke update (drawing) on interview_signatures from acogida_worker")
    op.drop_column("interview_signatures", "drawing_digest")
    op.drop_column("interview_signatures", "drawing")
    op.drop_constraint(op.f("ck_interviews_status"), "interviews")
    op.create_check_constraint(
        op.f("ck_interviews_status"), "interviews", "status in ('draft', 'paused', 'read_back', 'signed')"
    )
    for column in ("digest_form", "instrument", "kind"):
        op.drop_column("interviews", column)
    for table in ("interview_entries", "interview_participants"):
        op.drop_column(table, "session_id")
    op.drop_table("interview_sessions")
