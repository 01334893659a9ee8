"""Registration with no line: laptops, blocks of numbers, what the laptops send, and photographs.

A laptop is seen by the post and the office that it belongs to. What was sent is seen by who sent it and by the registration
officers and supervisors of the office: they alone decide on what does not fit, and read what was typed.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0120"
down_revision = "0191"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
AUDIENCE = "((select app_audience())::text[])"
HERE = f"(('post:' || post_id) = any {AUDIENCE} or ('office:' || office_id) = any {AUDIENCE})"
ENROLS = f"{ROLE} in ('border_liaison_officer', 'registration_officer')"
OF_LAPTOP = "exists (select from laptops l where l.id = {table}.laptop_id)"
OF_BLOCK = "exists (select from number_blocks b where b.id = reserved_numbers.block_id)"
SENDER = "user_id = (select app_actor())"
DECIDES = f"({ROLE} in ('registration_officer', 'supervisor') and ('office:' || office_id) = any {AUDIENCE})"
OF_ITEM = "exists (select from offline_items i where i.id = offline_photos.item_id)"
SEES_FACES = (
    f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
    " 'documentation_officer', 'legal_representative', 'child_protection_officer')"
)
OF_PERSON = "exists (select from claims k where k.person_id = person_photos.person_id)"
JSON, MOMENT = postgresql.JSONB(), sa.DateTime(timezone=True)

# What is read, what may be inserted, what may be updated.
POLICIES = {
    "laptops": (HERE, f"{HERE} and {ENROLS}", HERE),
    "number_blocks": (
        OF_LAPTOP.format(table="number_blocks"),
        f"{OF_LAPTOP.format(table='number_blocks')} and {ENROLS}",
        OF_LAPTOP.format(table="number_blocks"),
    ),
    "reserved_numbers": (OF_BLOCK, f"{OF_BLOCK} and {ENROLS}", OF_BLOCK),
    "offline_items": (f"{SENDER} or {DECIDES}", f"{SENDER} and {ENROLS}", f"{SENDER} or {DECIDES}"),
    "offline_photos": (OF_ITEM, f"{OF_ITEM} and {ENROLS}", OF_ITEM),
    "person_photos": (
        f"{OF_PERSON} and {SEES_FACES}",
        f"{OF_PERSON} and {SEES_FACES}",
        f"{OF_PERSON} and {SEES_FACES}",
    ),
}


def upgrade() -> None:
    op.create_table(
        "laptops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", JSON, server_default="{}", nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("key_until", MOMENT, nullable=False),
        sa.Column("lost_at", MOMENT, nullable=True),
        sa.Column("lost_by", sa.Uuid(), nullable=True),
        sa.Column("lost_reason", sa.String(), nullable=True),
        sa.Column("last_seen_at", MOMENT, nullable=True),
        sa.Column("last_seen_by", sa.Uuid(), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("oldest_unsent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_laptops_post_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_laptops_office_id")),
        sa.ForeignKeyConstraint(["enrolled_by"], ["users.id"], name=op.f("fk_laptops_enrolled_by")),
        sa.ForeignKeyConstraint(["lost_by"], ["users.id"], name=op.f("fk_laptops_lost_by")),
        sa.ForeignKeyConstraint(["last_seen_by"], ["users.id"], name=op.f("fk_laptops_last_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laptops")),
    )
    op.create_index("ix_laptops_office_id", "laptops", ["office_id"])
    op.create_table(
        "number_blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("laptop_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["laptop_id"], ["laptops.id"], name=op.f("fk_number_blocks_laptop_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_number_blocks_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_blocks")),
    )
    op.create_index(op.f("ix_number_blocks_laptop_id"), "number_blocks", ["laptop_id"])
    op.create_table(
        "reserved_numbers",
        sa.Column("core", sa.String(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status_index", sa.BigInteger(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["block_id"], ["number_blocks.id"], name=op.f("fk_reserved_numbers_block_id")
        ),
        sa.PrimaryKeyConstraint("core", name=op.f("pk_reserved_numbers")),
        sa.UniqueConstraint("code", name=op.f("uq_reserved_numbers_code")),
        sa.UniqueConstraint("status_index", name=op.f("uq_reserved_numbers_status_index")),
    )
    op.create_index(op.f("ix_reserved_numbers_block_id"), "reserved_numbers", ["block_id"])
    op.create_table(
        "offline_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("laptop_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("skew_seconds", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("answer", JSON, server_default="{}", nullable=False),
        sa.Column("reasons", JSON, server_default="[]", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reasons", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('registered', 'joined', 'clash', 'sent_back', 'refused')",
            name=op.f("ck_offline_items_state"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_offline_items_user_id")),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_offline_items_post_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_offline_items_office_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offline_items_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_offline_items_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_items")),
        sa.UniqueConstraint(
            "laptop_id", "user_id", "number", name=op.f("uq_offline_items_laptop_id_user_id_number")
        ),
    )
    op.create_index(op.f("ix_offline_items_case_id"), "offline_items", ["case_id"])
    op.create_index("ix_offline_items_office_id_state", "offline_items", ["office_id", "state"])
    op.create_table(
        "person_photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_photos_person_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_person_photos_taken_by")),
        sa.ForeignKeyConstraint(["replaced_by"], ["users.id"], name=op.f("fk_person_photos_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_photos")),
    )
    op.create_index(op.f("ix_person_photos_person_id"), "person_photos", ["person_id"])
    op.create_index(
        "uq_person_photos_current",
        "person_photos",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.create_table(
        "offline_photos",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("received between 0 and size", name=op.f("ck_offline_photos_received")),
        sa.CheckConstraint(
            "state in ('coming', 'whole', 'kept', 'refused', 'abandoned')",
            name=op.f("ck_offline_photos_state"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["offline_items.id"], name=op.f("fk_offline_photos_item_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["person_photos.id"], name=op.f("fk_offline_photos_photo_id")),
        sa.PrimaryKeyConstraint("item_id", "digest", name=op.f("pk_offline_photos")),
    )
    for column in (
        sa.Column("laptop_id", sa.Uuid(), nullable=True),
        sa.Column("typed_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("received_at", MOMENT, nullable=True),
    ):
        op.add_column("registrations", column)
    op.create_foreign_key(
        op.f("fk_registrations_laptop_id"), "registrations", "laptops", ["laptop_id"], ["id"]
    )
    for table, (reads, inserts, updates) in POLICIES.items():
        _secure(table, reads=reads, inserts=inserts, updates=updates)
    # One number is one person's, whoever gave it: a core that came from a laptop meets one given online here. Asked at the end of
    # the transaction, because two persons who become one move their papers row by row.
    run(
        "alter table provisional_documents add constraint ex_provisional_documents_number_person"
        " exclude using gist (number with =, person_id with <>) deferrable initially deferred"
    )


def _secure(table: str, *, reads: str, inserts: str, updates: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("alter table provisional_documents drop constraint ex_provisional_documents_number_person")
    op.drop_constraint(op.f("fk_registrations_laptop_id"), "registrations")
    for column in ("received_at", "sent_at", "typed_at", "laptop_id"):
        op.drop_column("registrations", column)
    for table in (
        "offline_photos",
        "person_photos",
        "offline_items",
        "reserved_numbers",
        "number_blocks",
        "laptops",
    ):
        op.drop_table(table)
