"""What the law attaches to a limit: extensions, escalation, proposals to a person; and what a filing limit counts from."""

from alembic import op

from migrations.statements import run

revision = "0090"
down_revision = "0100"
branch_labels = None
depends_on = None

OF_CASE = "exists (select from cases c where c.id = proposals.case_id)"

COLUMNS = """
alter table deadlines
  add column extensions smallint not null default 0,
  add column extension_cause varchar,
  add column first_due_on date,
  add column escalated_at timestamptz,
  add column settled_by uuid constraint fk_deadlines_settled_by references case_events;
alter table cases
  add column open_proposals smallint not null default 0,
  add column escalated_at timestamptz,
  add column escalated_rule varchar,
  add column escalated_to varchar;
create index ix_cases_escalated_to_escalated_at on cases (escalated_to, escalated_at, id) where escalated_at is not null;
alter table registrations
  add column learned_of date,
  add column became_possible date;
"""

PROPOSALS = """
create table proposals (
  id uuid constraint pk_proposals primary key,
  case_id uuid not null constraint fk_proposals_case_id references cases,
  claims uuid[] not null,
  event varchar not null,
  because varchar not null,
  kind varchar not null constraint ck_proposals_kind check (kind in ('limit', 'trigger', 'event')),
  roles text[] not null default '{}',
  state varchar not null constraint ck_proposals_state check (state in ('open', 'taken', 'dismissed', 'lapsed')),
  proposed_at timestamptz not null,
  proposed_by uuid not null constraint fk_proposals_proposed_by references case_events,
  ended_at timestamptz,
  ended_by uuid constraint fk_proposals_ended_by references users,
  ended_with uuid constraint fk_proposals_ended_with references case_events,
  reasons varchar
);
create index ix_proposals_case_id on proposals (case_id);
create unique index uq_proposals_open on proposals (case_id, event, because) where state = 'open';
create index ix_proposals_open_roles on proposals using gin (roles) where state = 'open';
"""


def upgrade() -> None:
    run(COLUMNS)
    run(PROPOSALS)
    op.execute("alter table proposals enable row level security")
    op.execute("alter table proposals force row level security")
    op.execute("create policy owner on proposals to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on proposals to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on proposals for select to acogida_app using ({OF_CASE})")
    op.execute(f"create policy inserts on proposals for insert to acogida_app with check ({OF_CASE})")
    op.execute(
        f"create policy updates on proposals for update to acogida_app using ({OF_CASE}) with check ({OF_CASE})"
    )
    op.execute("grant select, insert, update on proposals to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop table proposals")
    op.execute("drop index ix_cases_escalated_to_escalated_at")
    op.execute("alter table registrations drop column learned_of, drop column became_possible")
    op.execute(
        "alter table cases drop column open_proposals, drop column escalated_at, drop column escalated_rule,"
        " drop column escalated_to"
    )
    op.execute(
        "alter table deadlines drop column extensions, drop column extension_cause, drop column first_due_on,"
        " drop column escalated_at, drop column settled_by"
    )
