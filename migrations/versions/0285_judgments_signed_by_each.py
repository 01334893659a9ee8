"""A judgment of several is a draft until each of them signed: one for each remedy, beside whatever is drafted elsewhere in the case.

One that was put aside, because a seat changed hands, leaves room for the next. Who hears remedies takes their own texts back, and the
clerk who changes a seat puts the judges' draft aside, which is all that a clerk does to one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0285"
down_revision = "0280"
branch_labels = None
depends_on = None

OF_DRAFT = "exists (select from decisions d where d.id = decision_id and d.status = 'draft')"
PUTS_ASIDE = "exists (select from cases c where c.id = judgment_drafts.case_id) and (select app_role()) = 'appeals_clerk'"
BEFORE = ("commission_secretary", "commission_member", "appeals_clerk")
NOW = (*BEFORE, "appeals_judge")
INDEXES = {
    "uq_decisions_draft_case": ("case_id", "status = 'draft' and remedy_id is null", "status = 'draft'"),
    "uq_decisions_remedy": (
        "remedy_id",
        "remedy_id is not null and status <> 'discarded'",
        "remedy_id is not null",
    ),
}


def upgrade() -> None:
    for name, (column, where, _) in INDEXES.items():
        _index(name, column, where)
    _taken_back_by(NOW)
    op.execute(
        f"create policy put_aside on judgment_drafts for update to acogida_app using ({PUTS_ASIDE})"
        f" with check ({PUTS_ASIDE} and status = 'rejected')"
    )


def downgrade() -> None:
    # Of judgments that were put aside, or are not signed by all, nothing is left: there was one signature, and one row.
    unsigned = "select id from decisions where remedy_id is not null and status <> 'signed'"
    for table in ("decision_withdrawals", "decision_signatures", "decision_papers", "decision_texts"):
        op.execute(f"delete from {table} where decision_id in ({unsigned})")
    op.execute("delete from decisions where remedy_id is not null and status <> 'signed'")
    op.execute("drop policy put_aside on judgment_drafts")
    _taken_back_by(BEFORE)
    for name, (column, _, where) in INDEXES.items():
        _index(name, column, where)


def _index(name: str, column: str, where: str) -> None:
    op.drop_index(name, table_name="decisions")
    op.create_index(name, "decisions", [column], unique=True, postgresql_where=sa.text(where))


def _taken_back_by(roles: tuple[str, ...]) -> None:
    given = ", ".join(f"'{role}'" for role in roles)
    rule = f"{OF_DRAFT} and (select app_role()) in ({given})"
    for table in ("decision_signatures", "decision_papers"):
        op.execute(f"alter policy updates on {table} using ({rule}) with check ({rule})")
    op.execute(f"alter policy inserts on decision_withdrawals with check ({rule})")
