"""The life of a document: suspended ones, what was printed and handed over, who comes to the counter, numbers of its own form.

The paper desk sees of a case's events what concerns documents, and what it did itself: reasons and statements are the claim's.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0180"
down_revision = "0120"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENTS = "provisional_documents"
OPEN_VISIT = "state in ('requested', 'waiting', 'called')"
ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
AT_COUNTER = f"{OF_CASE} and {ROLE} in ('documentation_officer', 'registration_officer', 'supervisor')"
PRINTS = (
    f"{OF_CASE} and {ROLE} in ('documentation_officer', 'registration_officer', 'border_liaison_officer',"
    " 'eligibility_officer', 'supervisor', 'legal_representative')"
)
OF_OFFICE = (
    f"('office:' || office_id) = any ((select app_audience())::text[]) and {ROLE} in"
    " ('documentation_officer', 'registration_officer', 'supervisor')"
)
NOT_THE_CLAIM = (
    f"({ROLE} <> 'documentation_officer' or name like 'document%' or name = 'registered'"
    " or actor_id = (select app_actor()))"
)
FUNCTIONS = """
-- The next number of a series of the deployment's own. Waits for whoever is taking one: a series has no holes.
create function next_in_series(of_series text) returns bigint
  language sql volatile security definer set search_path = pg_catalog, public as $$
  insert into public.number_series as s (series, latest) values (of_series, 1)
      on conflict (series) do update set latest = s.latest + 1
  returning latest
$$;

-- Is a number on a document of somebody else? Its holder may be a person that the asker cannot see.
create function document_number_is_anothers(candidate text, holder uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.provisional_documents where number = candidate and person_id <> holder)
$$;
"""


def upgrade() -> None:
    _documents()
    _tables()
    op.execute("drop policy reads on case_events")
    op.execute(
        f"create policy reads on case_events for select to acogida_app using ({OF_CASE} and {NOT_THE_CLAIM})"
    )
    run(FUNCTIONS)
    for function in ("next_in_series(text)", "document_number_is_anothers(text, uuid)"):
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")


def _documents() -> None:
    for name, kind in (
        ("issue_reason", sa.String()),
        ("extended_at", MOMENT),
        ("suspended_at", MOMENT),
        ("told_until", sa.Date()),
        ("handed_over_at", MOMENT),
        ("handed_over_by", sa.Uuid()),
    ):
        op.add_column(DOCUMENTS, sa.Column(name, kind, nullable=True))
    op.create_foreign_key(
        op.f("fk_provisional_documents_handed_over_by"), DOCUMENTS, "users", ["handed_over_by"], ["id"]
    )
    # What was issued before anybody wrote this down was given in the hand when it was printed.
    op.execute(f"update {DOCUMENTS} set handed_over_at = issued_at, handed_over_by = issued_by")
    op.drop_constraint(op.f("ck_provisional_documents_status"), DOCUMENTS)
    op.create_check_constraint(
        op.f("ck_provisional_documents_status"),
        DOCUMENTS,
        "status in ('active', 'suspended', 'replaced', 'revoked', 'closed')",
    )
    op.create_check_constraint(
        op.f("ck_provisional_documents_ended"),
        DOCUMENTS,
        "(status in ('active', 'suspended')) = (ended_at is null)",
    )
    op.drop_index("uq_provisional_documents_active_claim", table_name=DOCUMENTS)
    op.create_index(
        "uq_provisional_documents_active_claim",
        DOCUMENTS,
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("status in ('active', 'suspended')"),
    )
    for index, columns, where in (
        ("ending", ["valid_until", "id"], "status = 'active'"),
        ("suspended", ["suspended_at", "id"], "status = 'suspended'"),
        ("undelivered", ["issued_at", "id"], "status = 'active' and handed_over_at is null"),
    ):
        op.create_index(
            f"ix_provisional_documents_{index}", DOCUMENTS, columns, postgresql_where=sa.text(where)
        )


def _tables() -> None:
    op.create_table(
        "print_batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("printer", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("printed_until", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form in ('a4', 'card', 'card_sheet')", name=op.f("ck_print_batches_form")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_print_batches_office_id")),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_print_batches_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batches")),
    )
    op.create_index(op.f("ix_print_batches_office_id"), "print_batches", ["office_id"])
    op.create_table(
        "document_prints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("printer", sa.String(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("printed_at", MOMENT, nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=False),
        sa.Column("spoilt_at", MOMENT, nullable=True),
        sa.Column("spoilt_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("form in ('a4', 'card', 'card_sheet')", name=op.f("ck_document_prints_form")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_document_prints_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], [f"{DOCUMENTS}.id"], name=op.f("fk_document_prints_document_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["print_batches.id"], name=op.f("fk_document_prints_batch_id")),
        sa.ForeignKeyConstraint(["printed_by"], ["users.id"], name=op.f("fk_document_prints_printed_by")),
        sa.ForeignKeyConstraint(["spoilt_by"], ["users.id"], name=op.f("fk_document_prints_spoilt_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_prints")),
        sa.UniqueConstraint("document_id", "copy", name=op.f("uq_document_prints_document_id_copy")),
    )
    op.create_index(op.f("ix_document_prints_case_id"), "document_prints", ["case_id"])
    op.create_index("ix_document_prints_batch_id_position", "document_prints", ["batch_id", "position"])
    op.create_table(
        "counter_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "wants in ('renewal', 'replacement', 'pick_up', 'first', 'photo', 'other')",
            name=op.f("ck_counter_visits_wants"),
        ),
        sa.CheckConstraint(
            "state in ('requested', 'waiting', 'called', 'done', 'left')",
            name=op.f("ck_counter_visits_state"),
        ),
        sa.CheckConstraint("(state = 'requested') = (number is null)", name=op.f("ck_counter_visits_number")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_counter_visits_office_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_counter_visits_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_counter_visits_claim_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_counter_visits_asked_by")),
        sa.ForeignKeyConstraint(["called_by"], ["users.id"], name=op.f("fk_counter_visits_called_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_counter_visits_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_visits")),
        sa.UniqueConstraint(
            "office_id", "day", "number", name=op.f("uq_counter_visits_office_id_day_number")
        ),
    )
    op.create_index(op.f("ix_counter_visits_case_id"), "counter_visits", ["case_id"])
    op.create_index(op.f("ix_counter_visits_claim_id"), "counter_visits", ["claim_id"])
    op.create_index(
        "uq_counter_visits_open_claim",
        "counter_visits",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text(OPEN_VISIT),
    )
    op.create_index(
        "ix_counter_visits_open",
        "counter_visits",
        ["office_id", "asked_at", "id"],
        postgresql_where=sa.text(OPEN_VISIT),
    )
    # Numbers that a profile makes by itself: how far each series has come. Taken by `next_in_series` alone.
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("latest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_series")),
    )
    _secure("print_batches", OF_OFFICE)
    _secure("document_prints", PRINTS)
    _secure("counter_visits", AT_COUNTER)
    _force("number_series")
    # No policy lets the application see a row; it reads and writes by `next_in_series`.
    op.execute("grant select on number_series to acogida_app")


def _force(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"grant select, insert, update on {table} to acogida_worker")


def _secure(table: str, visible: str) -> None:
    _force(table)
    op.execute(f"create policy reads on {table} for select to acogida_app using ({visible})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({visible})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({visible}) with check ({visible})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app")


def downgrade() -> None:
    op.execute("drop function next_in_series(text), document_number_is_anothers(text, uuid)")
    op.execute("drop policy reads on case_events")
    op.execute(f"create policy reads on case_events for select to acogida_app using ({OF_CASE})")
    op.drop_table("number_series")
    op.drop_table("counter_visits")
    op.drop_table("document_prints")
    op.drop_table("print_batches")
    for index in ("ending", "suspended", "undelivered"):
        op.drop_index(f"ix_provisional_documents_{index}", table_name=DOCUMENTS)
    op.drop_index("uq_provisional_documents_active_claim", table_name=DOCUMENTS)
    op.execute(
        f"update {DOCUMENTS} set status = 'revoked', ended_at = suspended_at, end_reason = 'suspended'"
        " where status = 'suspended'"
    )
    op.create_index(
        "uq_provisional_documents_active_claim",
        DOCUMENTS,
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.drop_constraint(op.f("ck_provisional_documents_ended"), DOCUMENTS)
    op.drop_constraint(op.f("ck_provisional_documents_status"), DOCUMENTS)
    op.create_check_constraint(
        op.f("ck_provisional_documents_status"),
        DOCUMENTS,
        "status in ('active', 'replaced', 'revoked', 'closed')",
    )
    for column in (
        "handed_over_by",
        "handed_over_at",
        "told_until",
        "suspended_at",
        "extended_at",
        "issue_reason",
    ):
        op.drop_column(DOCUMENTS, column)
