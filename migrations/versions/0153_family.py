"""Families across files: who is related to whom and how that is proven, DNA tests, tracing, and requests to bring the family.

Seen by the roles that work on claims and by child protection, where one of the two people is in a case of theirs. Of the other person they
are told a name and where the file is (`relatives_of`), never how to reach them: that is passed on only when both have said yes.
"""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0153"
down_revision = "0193"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ROLES = "('registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer')"
MINE = "exists (select from claims k where k.person_id = {table}.{column})"
MOMENT = sa.DateTime(timezone=True)

DEFINERS = """
-- What may be said of a relative whose file is elsewhere: a name, a year, and where the file is. Nothing of one in a sealed file.
create function relatives_of(persons uuid[])
  returns table (relation_id uuid, of_person uuid, person_id uuid, name text, birth_year integer, sex text, reference text, office text,
                 visible boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, s.one, p.id, trim(p.given_names || ' ' || p.family_names), extract(year from p.birth_date)::integer, p.sex,
         c.reference, o.name, coalesce(c.audience && public.app_audience(), false)
    from public.person_relations r
    cross join lateral (values (r.person_id, r.relative_id), (r.relative_id, r.person_id)) s(one, other)
    join public.persons p on p.id = s.other
    left join lateral (select c.* from public.claims k join public.cases c on c.id = k.case_id
                        where k.person_id = p.id and k.stage <> 'elsewhere' order by c.registered_at desc limit 1) c on true
    left join public.offices o on o.id = c.office_id
   where s.one = any (persons)
     and (c.id is null or not c.sealed or c.audience && public.app_audience())
     and public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer')
     and exists (select from public.claims k join public.cases own on own.id = k.case_id
                  where k.person_id = s.one and own.audience && public.app_audience())
$$;

-- Who is in the file of that reference: only for recording how two people of a family are related, and never of a sealed file.
create function people_of_file(of_reference text) returns table (person_id uuid, name text, birth_year integer)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, trim(p.given_names || ' ' || p.family_names), extract(year from p.birth_date)::integer
    from public.cases c join public.claims k on k.case_id = c.id join public.persons p on p.id = k.person_id
   where c.reference = of_reference and (not c.sealed or c.audience && public.app_audience())
     and public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor', 'child_protection_officer')
   order by k.position
$$;

-- How to reach the person whom somebody looked for: only once both have said yes.
create function traced_contact(of_match uuid) returns table (name text, phone text, email text, language text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select trim(p.given_names || ' ' || p.family_names), p.phone, p.email, p.languages[1]
    from public.tracing_matches m join public.tracing_requests t on t.id = m.request_id
    join public.persons p on p.id = public.person_standing(m.person_id)
   where m.id = of_match and t.seeker_consented_at is not null and m.answer = 'yes' and m.answered_at is not null
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id = t.person_id and c.audience && public.app_audience())
$$;
"""
FUNCTIONS = ("relatives_of(uuid[])", "people_of_file(text)", "traced_contact(uuid)")


def _person(column: str, table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint([column], ["persons.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def _user(column: str, table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}")),
    ]


def upgrade() -> None:
    t = "person_relations"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        *_person("person_id", t),
        *_person("relative_id", t),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("doubts", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        *_user("recorded_by", t),
        sa.Column("ended_at", MOMENT, nullable=True),
        *_user("ended_by", t, nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint("person_id <> relative_id", name=op.f("ck_person_relations_two_people")),
        sa.CheckConstraint(
            "proof in ('document', 'testimony', 'dna', 'presumed', 'not_proven')",
            name=op.f("ck_person_relations_proof"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_relations")),
    )
    op.create_index(
        "uq_person_relations_current",
        t,
        ["person_id", "relative_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    t = "dna_referrals"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("relation_id", sa.Uuid(), nullable=False),
        sa.Column("consent_person", sa.Boolean(), nullable=False),
        sa.Column("consent_relative", sa.Boolean(), nullable=False),
        sa.Column("laboratory", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("referred_at", MOMENT, nullable=False),
        *_user("referred_by", t),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("result_note", sa.String(), nullable=True),
        *_user("result_by", t, nullable=True),
        sa.CheckConstraint("consent_person and consent_relative", name=op.f("ck_dna_referrals_consent")),
        sa.CheckConstraint(
            "result in ('confirms', 'excludes', 'inconclusive')", name=op.f("ck_dna_referrals_result")
        ),
        sa.ForeignKeyConstraint(
            ["relation_id"], ["person_relations.id"], name=op.f("fk_dna_referrals_relation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dna_referrals")),
    )
    op.create_index(op.f("ix_dna_referrals_relation_id"), t, ["relation_id"])
    t = "tracing_requests"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        *_person("person_id", t),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given_names", sa.String(), nullable=False),
        sa.Column("family_names", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_precision", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("nationality", sa.String(), nullable=True),
        sa.Column("known", sa.String(), nullable=False),
        sa.Column("seeker_consented_at", MOMENT, nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        *_user("opened_by", t),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        *_user("closed_by", t, nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint("state in ('open', 'found', 'closed')", name=op.f("ck_tracing_requests_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_requests")),
    )
    t = "tracing_matches"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        *_person("person_id", t),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        *_user("answered_by", t, nullable=True),
        sa.Column("passed_on_at", MOMENT, nullable=True),
        *_user("passed_on_by", t, nullable=True),
        sa.CheckConstraint(
            "answer in ('unasked', 'yes', 'no', 'not_them')", name=op.f("ck_tracing_matches_answer")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["tracing_requests.id"], name=op.f("fk_tracing_matches_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_matches")),
        sa.UniqueConstraint("request_id", "person_id", name=op.f("uq_tracing_matches_request_id_person_id")),
    )
    t = "reunification_requests"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        *_person("person_id", t),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("documents", sa.String(), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        *_user("filed_by", t),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state in ('filed', 'decided', 'closed')", name=op.f("ck_reunification_requests_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reunification_requests")),
    )
    t = "reunification_members"
    op.create_table(
        t,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("birth_year", sa.SmallInteger(), nullable=True),
        sa.Column("papers", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        *_user("decided_by", t, nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "decision in ('granted', 'refused')", name=op.f("ck_reunification_members_decision")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["reunification_requests.id"], name=op.f("fk_reunification_members_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reunification_members")),
    )
    for table, column in (
        ("person_relations", "person_id"),
        ("person_relations", "relative_id"),
        ("tracing_requests", "person_id"),
        ("tracing_matches", "person_id"),
        ("reunification_requests", "person_id"),
        ("reunification_members", "request_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    run(DEFINERS)
    for function in FUNCTIONS:
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")
    one, other = (MINE.format(table="person_relations", column=c) for c in ("person_id", "relative_id"))
    _secure("person_relations", f"({one} or {other})")
    _secure("dna_referrals", "exists (select from person_relations r where r.id = dna_referrals.relation_id)")
    # Whose office has the one who was found must see what is asked of them, and so the request it is about.
    _secure(
        "tracing_requests",
        f"({MINE.format(table='tracing_requests', column='person_id')} or tracing_is_about_mine(tracing_requests.id))",
    )
    _secure(
        "tracing_matches",
        f"({MINE.format(table='tracing_matches', column='person_id')} or"
        " exists (select from tracing_requests t where t.id = tracing_matches.request_id))",
    )
    _secure("reunification_requests", MINE.format(table="reunification_requests", column="person_id"))
    _secure(
        "reunification_members",
        "exists (select from reunification_requests r where r.id = reunification_members.request_id)",
    )


def _secure(table: str, visible: str) -> None:
    condition = f"{ROLE} in {ROLES} and {visible}"
    if table == "tracing_requests":
        run(ABOUT_MINE)
        op.execute("revoke all on function tracing_is_about_mine(uuid) from public")
        op.execute("grant execute on function tracing_is_about_mine(uuid) to acogida_app, acogida_worker")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({condition})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({condition})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({condition}) with check ({condition})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


# A policy that read the matches, whose own policy reads the requests, would go round in a circle.
ABOUT_MINE = """
create function tracing_is_about_mine(of_request uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.tracing_matches m join public.claims k on k.person_id = m.person_id
                   join public.cases c on c.id = k.case_id
                  where m.request_id = of_request and c.audience && public.app_audience())
$$;
"""


def downgrade() -> None:
    for table in (
        "reunification_members",
        "reunification_requests",
        "tracing_matches",
        "tracing_requests",
        "dna_referrals",
        "person_relations",
    ):
        op.execute(f"drop table {table}{' cascade' if table == 'tracing_requests' else ''}")
    op.execute("drop function tracing_is_about_mine(uuid)")
    for function in reversed(FUNCTIONS):
        op.execute(f"drop function {function}")
