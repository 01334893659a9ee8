"""A transfer is asked for and answered. The office that receives sees of the case what it needs to decide, and no more."""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0163"
down_revision = "0142"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
ASKED = f"({ROLE} = 'supervisor' and (('office:' || to_office) = any ((select app_audience())::text[]) or ('office:' || from_office) = any ((select app_audience())::text[])))"
MOMENT = sa.DateTime(timezone=True)

DEFINERS = """
-- What the two offices see of a case that one asks the other to take: no name, no ground, nothing that was said.
create function transfer_requests_seen(today date)
  returns table (id uuid, reference text, stage text, country text, profile_version text, household_size int, children int,
                 priority int, filed_on date, next_due_at timestamptz, languages text[], from_office uuid, from_name text,
                 to_office uuid, to_name text, reasons text, urgent boolean, state text, proposed_at timestamptz,
                 proposer text, decided_at timestamptz, answer text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, c.reference, c.stage, c.country, c.profile_version, c.household_size::int,
         (select count(*)::int from public.claims k join public.persons p on p.id = k.person_id
           where k.case_id = c.id and p.birth_date > today - interval '18 years'),
         c.priority::int, c.filed_on, nullif(c.next_due_at, timestamptz '9999-12-31 00:00:00+00'),
         (select coalesce(array_agg(distinct l order by l), '{}') from public.claims k join public.persons p on p.id = k.person_id
           cross join unnest(p.languages) l where k.case_id = c.id),
         r.from_office, f.name, r.to_office, t.name, r.reasons, r.urgent, r.state, r.proposed_at, u.name, r.decided_at, r.answer
    from public.transfer_requests r
    join public.cases c on c.id = r.case_id
    join public.offices f on f.id = r.from_office
    join public.offices t on t.id = r.to_office
    join public.users u on u.id = r.proposed_by
   where app_role() = 'supervisor'
     and (('office:' || r.to_office) = any (app_audience()) or ('office:' || r.from_office) = any (app_audience()))
   order by r.proposed_at desc, r.id
   limit 200
$$;

-- The supervisor of the office that was asked opens the case, to take it or to refuse it. The gate then says whose it is.
create function receive_transferred_case(of_request uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.cases c set audience = array_append(c.audience, 'office:' || r.to_office)
    from public.transfer_requests r
   where r.id = of_request and c.id = r.case_id and r.state = 'proposed' and c.office_id = r.from_office
     and app_role() = 'supervisor' and ('office:' || r.to_office) = any (app_audience());
  return found;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "transfer_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_office", sa.Uuid(), nullable=False),
        sa.Column("to_office", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'accepted', 'refused', 'withdrawn', 'lapsed')",
            name=op.f("ck_transfer_requests_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_transfer_requests_case_id")),
        sa.ForeignKeyConstraint(
            ["from_office"], ["offices.id"], name=op.f("fk_transfer_requests_from_office")
        ),
        sa.ForeignKeyConstraint(["to_office"], ["offices.id"], name=op.f("fk_transfer_requests_to_office")),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_transfer_requests_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_transfer_requests_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_requests")),
    )
    op.create_index(op.f("ix_transfer_requests_case_id"), "transfer_requests", ["case_id"])
    op.create_index("ix_transfer_requests_to_office", "transfer_requests", ["to_office", "proposed_at"])
    op.create_index("ix_transfer_requests_from_office", "transfer_requests", ["from_office", "proposed_at"])
    op.create_index(
        "uq_transfer_requests_open",
        "transfer_requests",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.execute("alter table transfer_requests enable row level security")
    op.execute("alter table transfer_requests force row level security")
    op.execute("create policy owner on transfer_requests to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on transfer_requests to acogida_worker using (true) with check (true)")
    op.execute(
        f"create policy reads on transfer_requests for select to acogida_app using (({OF_CASE}) or {ASKED})"
    )
    op.execute(
        f"create policy inserts on transfer_requests for insert to acogida_app with check ({OF_CASE} and {ROLE} = 'supervisor')"
    )
    op.execute(
        f"create policy updates on transfer_requests for update to acogida_app using ({ASKED}) with check ({ASKED})"
    )
    op.execute("grant select, insert, update on transfer_requests to acogida_app, acogida_worker")
    run(DEFINERS)
    for function in ("transfer_requests_seen(date)", "receive_transferred_case(uuid)"):
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop function receive_transferred_case(uuid), transfer_requests_seen(date)")
    op.drop_table("transfer_requests")
