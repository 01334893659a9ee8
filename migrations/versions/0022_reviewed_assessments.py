"""What was handed in stays as it was: the database refuses to rewrite an assessment under review, returned or endorsed."""

from alembic import op

from migrations.statements import run

revision = "0022"
down_revision = "0041"
branch_labels = None
depends_on = None

REFUSE = """
create function refuse_change_of_assessment() returns trigger language plpgsql as $$
begin
  raise exception 'assessment % was handed in and cannot be changed', old.id
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger reviewed_is_immutable before update on assessments
  for each row when (
    old.status in ('returned', 'endorsed')
    or (old.status = 'submitted' and (
      new.status not in ('submitted', 'returned', 'endorsed')
      or (old.case_id, old.number, old.author_id, old.summary, old.facts, old.analysis, old.recommendations, old.submitted_at)
         is distinct from
         (new.case_id, new.number, new.author_id, new.summary, new.facts, new.analysis, new.recommendations, new.submitted_at)
    ))
  ) execute function refuse_change_of_assessment();
create trigger handed_in_is_kept before delete on assessments
  for each row when (old.status <> 'draft') execute function refuse_change_of_assessment();
"""


def upgrade() -> None:
    run(REFUSE)


def downgrade() -> None:
    op.execute("drop trigger handed_in_is_kept on assessments")
    op.execute("drop trigger reviewed_is_immutable on assessments")
    op.execute("drop function refuse_change_of_assessment()")
