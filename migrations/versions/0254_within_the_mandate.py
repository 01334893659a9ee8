"""A mandate for some of a family opens what is theirs and no more; and who wrote a best-interests report is on record.

Counsel for one spouse does not read what the other said alone, nor how the other may be reached safely. What hangs on an interview is
read by who reads that interview: nobody hears a recording of a record that is not open to them. The certificates that people sign
with are their own's and those of who manages keys: another's cannot be read, replaced or revoked.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0254"
down_revision = "0226"
branch_labels = None
depends_on = None

ROLE, ACTOR = "(select app_role())", "(select app_actor())"
# Policies that narrow: they hold beside those that open.
IN_FORCE = f"r.user_id = {ACTOR} and r.until is null"
OF_CLAIM = (
    f"{ROLE} <> 'legal_representative' or exists (select from representations r"
    f" where r.case_id = {{table}}.case_id and {IN_FORCE}"
    " and (r.claims = '{{}}' or {table}.claim_id = any (r.claims)))"
)
OF_MESSAGE = (
    f"{ROLE} <> 'legal_representative' or exists (select from representations r"
    f" where r.case_id = notices.case_id and {IN_FORCE}"
    " and (r.claims = '{}' or exists (select from claims k where k.case_id = notices.case_id"
    " and k.person_id = notices.person_id and k.id = any (r.claims))))"
)
OF_CONTACT = (
    f"{ROLE} <> 'legal_representative' or exists (select from claims k"
    f" join representations r on r.case_id = k.case_id and {IN_FORCE}"
    " where k.person_id = contact_records.person_id and (r.claims = '{}' or k.id = any (r.claims)))"
)
OF_INTERVIEW = (
    "about is null or about not like 'interview:%' or exists (select from interviews i"
    " where i.case_id = attachments.case_id and attachments.about = 'interview:' || i.id::text)"
)
NARROWED = {
    "interviews": OF_CLAIM.format(table="interviews"),
    "referrals": OF_CLAIM.format(table="referrals"),
    "notices": OF_MESSAGE,
    "contact_records": OF_CONTACT,
    "attachments": OF_INTERVIEW,
}
OWN_KEY = f"user_id = {ACTOR} or {ROLE} = 'administrator'"


def upgrade() -> None:
    for table, condition in NARROWED.items():
        op.execute(
            f"create policy within on {table} as restrictive for select to acogida_app using ({condition})"
        )
    _certificates()
    op.add_column(
        "best_interests",
        sa.Column("writers", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )
    # Who wrote before is not known but for who opened it; what was determined does not change.
    op.execute("update best_interests set writers = array[author_id] where state <> 'determined'")


def _certificates() -> None:
    table = "signing_certificates"
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({OWN_KEY})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({OWN_KEY})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({OWN_KEY}) with check ({OWN_KEY})"
    )


def downgrade() -> None:
    for policy in ("updates", "inserts", "reads", "worker", "owner"):
        op.execute(f"drop policy {policy} on signing_certificates")
    op.execute("alter table signing_certificates no force row level security")
    op.execute("alter table signing_certificates disable row level security")
    op.drop_column("best_interests", "writers")
    for table in NARROWED:
        op.execute(f"drop policy within on {table}")
