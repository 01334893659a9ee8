"""Comments at a passage of an analysis, and a second signature where the outcome asks for one.

What was handed in stays as it was while it awaits that signature. Who may give it sees it then: a supervisor, or the seats that the
procedure names (`second_by`).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0221"
down_revision = "0252"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ACTOR = "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = assessments.case_id)"
FIRST = "('eligibility_officer', 'supervisor')"
LATER = "('commission_secretary', 'commission_member', 'appeals_clerk', 'appeals_judge', 'quality_assessor')"
BEFORE = f"{OF_CASE} and ({ROLE} in {FIRST} or (assessments.status = 'endorsed' and {ROLE} in {LATER}))"
SECOND = f"(assessments.second_by @> array[{ROLE}] and assessments.status in ('to_countersign', 'endorsed', 'returned'))"
AFTER = f"{OF_CASE} and ({ROLE} in {FIRST} or (assessments.status = 'endorsed' and {ROLE} in {LATER}) or {SECOND})"
OF_COMMENT = f"exists (select from cases c where c.id = case_id) and {ROLE} in {FIRST}"
REVIEWS = f"exists (select from cases c where c.id = reviews.case_id) and {ROLE} in {FIRST}"
REVIEWS_TOO = (
    "exists (select from cases c where c.id = reviews.case_id) and"
    f" ({ROLE} in {FIRST} or exists (select from assessments a where a.id = reviews.assessment_id and a.second_by @> array[{ROLE}]))"
)
MOMENT = sa.DateTime(timezone=True)
REFUSE = """
drop trigger reviewed_is_immutable on assessments;
create trigger reviewed_is_immutable before update on assessments
  for each row when (
    old.status in ('returned', 'endorsed')
    or (old.status in ({before}) and (
      new.status not in ({after})
      or (old.case_id, old.number, old.author_id, old.summary, old.facts, old.analysis, old.recommendations, old.submitted_at)
         is distinct from
         (new.case_id, new.number, new.author_id, new.summary, new.facts, new.analysis, new.recommendations, new.submitted_at)
    ))
  ) execute function refuse_change_of_assessment();
"""


def upgrade() -> None:
    words = postgresql.ARRAY(sa.Text())
    op.add_column("assessments", sa.Column("second_for", words, server_default="{}", nullable=False))
    op.add_column("assessments", sa.Column("second_by", words, server_default="{}", nullable=False))
    op.drop_constraint("ck_assessments_status", "assessments")
    op.create_check_constraint(
        op.f("ck_assessments_status"),
        "assessments",
        "status in ('draft', 'submitted', 'to_countersign', 'returned', 'endorsed')",
    )
    run(
        REFUSE.format(
            before="'submitted', 'to_countersign'",
            after="'submitted', 'to_countersign', 'returned', 'endorsed'",
        )
    )
    _policies("assessments", AFTER)
    _policies("reviews", REVIEWS_TOO, updates=False)
    _comments()


def _policies(table: str, condition: str, *, updates: bool = True) -> None:
    op.execute(f"alter policy reads on {table} using ({condition})")
    op.execute(f"alter policy inserts on {table} with check ({condition})")
    if updates:
        op.execute(f"alter policy updates on {table} using ({condition}) with check ({condition})")


def _comments() -> None:
    op.create_table(
        "review_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'answered', 'resolved')", name=op.f("ck_review_comments_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_review_comments_case_id")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_review_comments_assessment_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_review_comments_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_review_comments_answered_by")),
        sa.ForeignKeyConstraint(["resolved_by"], ["users.id"], name=op.f("fk_review_comments_resolved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    for column in ("case_id", "assessment_id"):
        op.create_index(op.f(f"ix_review_comments_{column}"), "review_comments", [column])
    op.execute("alter table review_comments enable row level security")
    op.execute("alter table review_comments force row level security")
    op.execute("create policy owner on review_comments to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on review_comments to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on review_comments for select to acogida_app using ({OF_COMMENT})")
    op.execute(
        f"create policy inserts on review_comments for insert to acogida_app with check ({OF_COMMENT} and by = {ACTOR})"
    )
    op.execute(
        f"create policy updates on review_comments for update to acogida_app using ({OF_COMMENT}) with check ({OF_COMMENT})"
    )
    op.execute("grant select, insert, update on review_comments to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("review_comments")
    _policies("reviews", REVIEWS, updates=False)
    _policies("assessments", BEFORE)
    run(REFUSE.format(before="'submitted'", after="'submitted', 'returned', 'endorsed'"))
    op.execute("update assessments set status = 'submitted' where status = 'to_countersign'")
    op.drop_constraint("ck_assessments_status", "assessments")
    op.create_check_constraint(
        op.f("ck_assessments_status"),
        "assessments",
        "status in ('draft', 'submitted', 'returned', 'endorsed')",
    )
    op.drop_column("assessments", "second_by")
    op.drop_column("assessments", "second_for")
