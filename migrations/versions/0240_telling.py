"""How people may be reached, and what becomes of each message: tries, answers, and what nobody could hand over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0240"
down_revision = "0225"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
MOMENT = sa.DateTime(timezone=True)
OF_PERSON = (
    "exists (select from claims k where k.person_id = contact_records.person_id)"
    f" and {ROLE} <> 'quality_assessor'"
)
TELLS = (
    f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
    " 'child_protection_officer', 'documentation_officer')"
)
OF_NOTICE = "exists (select from notices n where n.id = notice_tries.notice_id)"
SAFETY = "('safe', 'shared', 'unsafe', 'unknown')"
STATES = "('waiting', 'to_do', 'sent', 'delivered', 'failed', 'called_off')"


def upgrade() -> None:
    _notices()
    _tries()
    _contact()


def _notices() -> None:
    op.execute("update notices set channel = 'sms' where channel = 'phone'")
    op.add_column("notices", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("notices", sa.Column("facts", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("notices", sa.Column("address", sa.String(), server_default="", nullable=False))
    op.add_column("notices", sa.Column("extent", sa.String(), server_default="full", nullable=False))
    op.add_column("notices", sa.Column("due_at", MOMENT, nullable=True))
    op.execute("update notices set due_at = created_at")
    op.alter_column("notices", "due_at", nullable=False)
    op.add_column("notices", sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("notices", sa.Column("fault", sa.String(), nullable=True))
    op.add_column("notices", sa.Column("done_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_notices_person_id"), "notices", "persons", ["person_id"], ["id"])
    op.create_foreign_key(op.f("fk_notices_done_by"), "notices", "users", ["done_by"], ["id"])
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"])
    op.create_index(
        "ix_notices_unfinished",
        "notices",
        ["state", "created_at", "id"],
        postgresql_where=sa.text("state in ('to_do', 'failed')"),
    )
    op.create_check_constraint(op.f("ck_notices_state"), "notices", f"state in {STATES}")
    op.create_check_constraint(
        op.f("ck_notices_channel"), "notices", "channel in ('sms', 'email', 'letter', 'call', 'in_person')"
    )


def _tries() -> None:
    op.create_table(
        "notice_tries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_tries_notice_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notice_tries_case_id")),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_notice_tries_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_tries")),
    )
    op.create_index(op.f("ix_notice_tries_notice_id"), "notice_tries", ["notice_id"])
    op.create_index(op.f("ix_notice_tries_case_id"), "notice_tries", ["case_id"])
    _guard("notice_tries", OF_NOTICE, OF_NOTICE)


def _contact() -> None:
    op.create_table(
        "contact_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *_texts("told_by", "phone", "email", "letter"),
        sa.Column("no_messages", sa.Boolean(), nullable=False),
        sa.Column("reads", sa.Boolean(), nullable=False),
        *_texts("language"),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("from_hour", sa.Time(), nullable=True),
        sa.Column("to_hour", sa.Time(), nullable=True),
        sa.Column("electronic_since", sa.Date(), nullable=True),
        *_texts("note"),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        *(
            sa.CheckConstraint(f"{each} in {SAFETY}", name=op.f(f"ck_contact_records_{each}"))
            for each in ("phone", "email", "letter")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contact_records_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_contact_records_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_records")),
    )
    op.create_index(op.f("ix_contact_records_person_id"), "contact_records", ["person_id"])
    _guard("contact_records", OF_PERSON, f"{OF_PERSON} and {TELLS}")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _guard(table: str, reads: str, inserts: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("contact_records")
    op.drop_table("notice_tries")
    op.drop_constraint(op.f("ck_notices_channel"), "notices")
    op.drop_constraint(op.f("ck_notices_state"), "notices")
    op.drop_index("ix_notices_unfinished", "notices")
    for column in ("done_by", "fault", "tries", "due_at", "extent", "address", "facts", "person_id"):
        op.drop_column("notices", column)
    op.execute("update notices set channel = 'phone' where channel = 'sms'")
