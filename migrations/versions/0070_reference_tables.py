"""Row-level security on the tables of people and places, too: read by who is signed in, written by the roles whose work it is.

Before this revision any request could have changed a grant of a role, had some other wall failed first.
"""

from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ANYBODY = f"{ROLE} is not null"
STAFF = f"{ROLE} not in ('anonymous', 'machine')"
ADMINISTRATION = f"{ROLE} in ('administrator', 'system')"
OFFICE = f"{ROLE} in ('administrator', 'supervisor', 'system')"
BODIES = f"{ROLE} in ('commission_secretary', 'commission_member', 'system')"

# table: who reads it, who writes it
TABLES = {
    "offices": (ANYBODY, ADMINISTRATION),
    "border_posts": (ANYBODY, ADMINISTRATION),
    "users": (STAFF, ADMINISTRATION),
    "role_grants": (STAFF, ADMINISTRATION),
    "rooms": (STAFF, OFFICE),
    "interpreters": (STAFF, OFFICE),
    "sittings": (STAFF, BODIES),
    "sitting_members": (STAFF, BODIES),
}


def upgrade() -> None:
    for table, (reads, writes) in TABLES.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({writes})")
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({writes}) with check ({writes})"
        )


def downgrade() -> None:
    for table in TABLES:
        for policy in ("updates", "inserts", "reads", "worker", "owner"):
            op.execute(f"drop policy {policy} on {table}")
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
