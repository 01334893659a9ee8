"""Keys of institutions, which an administrator issues and withdraws; how often one has asked of late is counted at each ask."""

import sqlalchemy as sa
from alembic import op

revision = "0192"
down_revision = "0152"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ADMINISTRATION = f"{ROLE} in ('administrator', 'system')"


def upgrade() -> None:
    for what in ("issued", "withdrawn"):
        op.add_column("api_clients", sa.Column(f"{what}_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column("api_clients", sa.Column(f"{what}_by", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_api_clients_{what}_by"), "api_clients", "users", [f"{what}_by"], ["id"]
        )
    op.execute("drop policy reads on api_clients")
    op.execute(
        f"create policy reads on api_clients for select to acogida_app using ({ROLE} = 'sign_in' or {ADMINISTRATION})"
    )
    op.execute(
        f"create policy inserts on api_clients for insert to acogida_app with check ({ADMINISTRATION})"
    )
    op.execute(
        f"create policy updates on api_clients for update to acogida_app using ({ADMINISTRATION}) with check ({ADMINISTRATION})"
    )
    op.execute("grant insert, update on api_clients to acogida_app")
    op.execute(
        "create index ix_access_records_document_verifications on access_records (actor_id, at) where action = 'document.verify'"
    )


def downgrade() -> None:
    op.execute("drop index ix_access_records_document_verifications")
    op.execute("revoke insert, update on api_clients from acogida_app")
    for policy in ("updates", "inserts", "reads"):
        op.execute(f"drop policy {policy} on api_clients")
    op.execute(f"create policy reads on api_clients for select to acogida_app using ({ROLE} = 'sign_in')")
    for what in ("withdrawn", "issued"):
        op.drop_column("api_clients", f"{what}_by")
        op.drop_column("api_clients", f"{what}_at")
