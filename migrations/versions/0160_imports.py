"""Imports of existing caseloads: column maps, files and their rows, where a claim came from, and what a case was called before.

The database shows an import to who may prepare one, of their own office or of the whole deployment; the worker writes the rows and
the cases. Where a claim came from is seen by nobody but the worker and who decides on a difference; an old reference is seen with its case.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0160"
down_revision = "0151"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
PREPARES = f"{ROLE} in ('supervisor', 'administrator')"
OWN = (
    f"({ROLE} = 'administrator' or ({ROLE} = 'supervisor' and scope = any ((select app_audience())::text[])))"
)
OF_IMPORT = "exists (select from imports i where i.id = import_id)"
OF_CASE = "exists (select from cases c where c.id = case_id)"
JSON, MOMENT = postgresql.JSONB(), sa.DateTime(timezone=True)
TABLES = ("imported_claims", "import_rows", "import_files", "imports", "column_maps", "old_references")


def upgrade() -> None:
    op.add_column(
        "cases",
        sa.Column("to_complete", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.create_table(
        "old_references",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_old_references_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_references")),
        sa.UniqueConstraint("case_id", "source", "key", name=op.f("uq_old_references_case_id_source_key")),
    )
    op.create_index("ix_old_references_key", "old_references", ["key"])
    op.create_table(
        "column_maps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("label_es", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_column_maps_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_maps")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_column_maps_name_version")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("map_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("said", JSON, server_default="{}", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_role", sa.String(), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_role", sa.String(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("problem", JSON, server_default="{}", nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('reading', 'unreadable', 'checked', 'running', 'stopped', 'done', 'discarded')",
            name=op.f("ck_imports_state"),
        ),
        sa.CheckConstraint(
            "state not in ('running', 'done') or approved_by is not null", name=op.f("ck_imports_approved")
        ),
        sa.ForeignKeyConstraint(["map_id"], ["column_maps.id"], name=op.f("fk_imports_map_id")),
        sa.ForeignKeyConstraint(["prepared_by"], ["users.id"], name=op.f("fk_imports_prepared_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_imports_approved_by")),
        sa.ForeignKeyConstraint(["stopped_by"], ["users.id"], name=op.f("fk_imports_stopped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(
        "uq_imports_open",
        "imports",
        ["source", "scope"],
        unique=True,
        postgresql_where=sa.text("state in ('reading', 'checked', 'running', 'stopped')"),
    )
    op.create_table(
        "import_files",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_files_import_id")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_files")),
    )
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("household", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("warns", sa.Boolean(), nullable=False),
        sa.Column("becomes", JSON, server_default="{}", nullable=False),
        sa.Column("said", JSON, server_default="{}", nullable=False),
        sa.Column("problems", JSON, server_default="[]", nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('ready', 'broken', 'unchanged', 'changed', 'kept', 'done', 'refused')",
            name=op.f("ck_import_rows_state"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_import_rows_case_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    op.create_index(op.f("ix_import_rows_case_id"), "import_rows", ["case_id"])
    op.create_index("ix_import_rows_household", "import_rows", ["import_id", "household", "position"])
    op.create_index(
        "ix_import_rows_ready",
        "import_rows",
        ["import_id", "household"],
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_table(
        "imported_claims",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("said", JSON, server_default="{}", nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_imported_claims_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_imported_claims_claim_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_imported_claims_import_id")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_imported_claims")),
    )
    for column in ("case_id", "claim_id", "import_id"):
        op.create_index(op.f(f"ix_imported_claims_{column}"), "imported_claims", [column])
    _secure("old_references", reads=OF_CASE)
    _secure("column_maps", reads=PREPARES, inserts=PREPARES)
    _secure("imports", reads=OWN, inserts=OWN, updates=OWN)
    _secure("import_files", reads=OF_IMPORT, inserts=OF_IMPORT, updates=OF_IMPORT)
    _secure("import_rows", reads=OF_IMPORT, updates=OF_IMPORT)
    _secure("imported_claims", reads=OF_IMPORT, updates=OF_IMPORT)


def _secure(table: str, *, reads: str, inserts: str | None = None, updates: str | None = None) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    rights = ["select"]
    if inserts:
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
        rights.append("insert")
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        rights.append("update")
    op.execute(f"grant {', '.join(rights)} on {table} to acogida_app")
    op.execute(f"grant select, insert, update on {table} to acogida_worker")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("cases", "to_complete")
