"""A vote is the voter's own: the database itself refuses one by somebody not called to the sitting, recused, or for another."""

from alembic import op

revision = "0031"
down_revision = "0050"
branch_labels = None
depends_on = None

OF_CASE = "exists (select from cases c where c.id = votes.case_id)"
OWN = """
    user_id = (select app_actor()) and (select app_role()) = 'commission_member'
    and exists (select from agenda_items i join sitting_members m on m.sitting_id = i.sitting_id
                 where i.id = votes.item_id and i.status = 'pending' and m.user_id = votes.user_id)
    and not exists (select from recusals r where r.item_id = votes.item_id and r.user_id = votes.user_id)
"""


def upgrade() -> None:
    op.create_check_constraint("choice", "votes", "choice in ('for', 'against', 'abstain')")
    op.execute(f"alter policy inserts on votes with check ({OF_CASE} and {OWN})")


def downgrade() -> None:
    op.execute(
        f"alter policy inserts on votes with check ({OF_CASE} and (select app_role()) in"
        " ('commission_secretary', 'commission_member'))"
    )
    op.drop_constraint("ck_votes_choice", "votes")
