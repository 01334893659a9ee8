"""Pairs of records that may be one person, and what people answered. And which person a record was merged into.

Who judges sees a pair when a case of either person is theirs; what they are shown of the other comes from `pair_sides` alone,
which says no more than the decision needs. A pair comes into being through `propose_duplicate_pair` alone: whoever registers
may propose two people that they cannot both see.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0150"
down_revision = "0110"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
JUDGES = "('registration_officer', 'eligibility_officer', 'supervisor')"
PAIR = (
    f"{ROLE} in {JUDGES} and (exists (select from claims k where k.person_id = duplicate_pairs.person_a)"
    " or exists (select from claims k where k.person_id = duplicate_pairs.person_b))"
)
OF_PAIR = "exists (select from duplicate_pairs p where p.id = pair_judgements.pair_id)"
JSON, MOMENT = postgresql.JSONB(), sa.DateTime(timezone=True)

DEFINERS = """
-- The record that stands for a person: itself, or the one that it was merged into.
create function person_standing(of_person uuid) returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  standing uuid := of_person;
  further uuid;
begin
  loop
    select merged_into into further from public.persons where id = standing;
    exit when further is null;
    standing := further;
  end loop;
  return standing;
end $$;

-- Two records that may be one person are put before people, once; told apart, they come back only with something new.
create function propose_duplicate_pair(new_id uuid, one uuid, other uuid, new_score double precision, new_reasons jsonb,
                                       how text, moment timestamptz, by_user uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  first_one uuid := public.person_standing(one);
  second_one uuid := public.person_standing(other);
  pair public.duplicate_pairs;
  said jsonb;
  news boolean;
begin
  if public.app_role() is null or public.app_role() not in ('border_liaison_officer', 'registration_officer',
      'eligibility_officer', 'supervisor', 'child_protection_officer', 'administrator', 'system') then
    raise exception 'this role proposes no pairs' using errcode = 'insufficient_privilege';
  end if;
  if first_one = second_one then
    return null;
  end if;
  if first_one > second_one then
    select second_one, first_one into first_one, second_one;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('code', r -> 'code', 'values', r -> 'values')), '[]')
    into said from jsonb_array_elements(new_reasons) r;
  insert into public.duplicate_pairs
    (id, person_a, person_b, score, reasons, known, found_by, found_at, proposed_by, state, round, version)
  values (new_id, first_one, second_one, new_score, new_reasons, said, how, moment, by_user, 'open', 1, 1)
  on conflict (person_a, person_b) do nothing
  returning * into pair;
  if pair.id is not null then
    return pair.id;
  end if;
  select * into pair from public.duplicate_pairs
   where person_a = first_one and person_b = second_one for update;
  news := exists (
    select from jsonb_array_elements(said) r
     where r ->> 'code' in ('same_paper', 'same_number', 'same_biometric_reference', 'same_phone', 'household_overlap',
                            'birth_same')
       and not pair.known @> jsonb_build_array(r));
  if not news then
    return null;
  end if;
  if pair.state in ('different', 'undecided') then
    update public.duplicate_pairs
       set state = 'open', round = round + 1, score = new_score, reasons = new_reasons, known = known || said, found_by = how,
           found_at = moment, proposed_by = by_user, back_on = null, missing = null, settled_at = null, version = version + 1
     where id = pair.id;
    return pair.id;
  end if;
  if pair.state = 'open' then
    update public.duplicate_pairs
       set reasons = new_reasons, score = greatest(score, new_score), known = known || said, version = version + 1
     where id = pair.id;
  end if;
  return null;
end $$;

-- What a person needs to see of both sides of a pair, wherever their cases are. Nothing of a sealed case that is not the asker's.
create function pair_sides(pairs uuid[])
  returns table (pair_id uuid, side text, person_id uuid, shown jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.id, s.side, p.id,
         jsonb_build_object(
           'given_names', p.given_names, 'family_names', p.family_names, 'aliases', to_jsonb(p.aliases),
           'birth_date', p.birth_date, 'birth_precision', p.birth_precision, 'sex', p.sex,
           'nationalities', to_jsonb(p.nationalities), 'stateless', p.stateless, 'languages', to_jsonb(p.languages),
           'phone', p.phone, 'merged_into', p.merged_into,
           'papers', coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'number', i.number, 'country', i.country)
                                order by i.kind, i.number)
                       from public.identity_papers i where i.person_id = p.id), '[]'),
           'documents', coalesce((select jsonb_agg(distinct v.number) from public.provisional_documents v
                                   where v.person_id = p.id), '[]'),
           'cases', coalesce((select jsonb_agg(jsonb_build_object(
                         'case_id', c.id, 'reference', c.reference, 'office', o.name, 'post', b.name, 'office_id', o.id,
                         'stage', k.stage, 'registered_at', c.registered_at, 'relation', k.relation, 'claim_id', k.id,
                         'visible', c.audience && public.app_audience() or public.app_role() = 'system',
                         'household', (select coalesce(jsonb_agg(jsonb_build_object(
                                'name', trim(m.given_names || ' ' || m.family_names), 'relation', n.relation,
                                'birth_date', m.birth_date, 'precision', m.birth_precision) order by n.position), '[]')
                            from public.claims n join public.persons m on m.id = n.person_id
                           where n.case_id = c.id and n.person_id <> p.id)) order by c.registered_at)
                       from public.claims k join public.cases c on c.id = k.case_id
                       join public.offices o on o.id = c.office_id
                       left join public.border_posts b on b.id = c.post_id
                      where k.person_id = p.id
                        and (not c.sealed or c.audience && public.app_audience())), '[]'),
           'sealed', exists (select from public.claims k join public.cases c on c.id = k.case_id
                      where k.person_id = p.id and c.sealed and not c.audience && public.app_audience()))
    from public.duplicate_pairs d
    cross join lateral (values ('a', d.person_a), ('b', d.person_b)) s(side, person)
    join public.persons p on p.id = s.person
   where d.id = any (pairs)
     and (public.app_role() = 'system' or (public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor')
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id in (d.person_a, d.person_b) and c.audience && public.app_audience())))
$$;
"""
FUNCTIONS = (
    "person_standing(uuid)",
    "propose_duplicate_pair(uuid, uuid, uuid, double precision, jsonb, text, timestamptz, uuid)",
    "pair_sides(uuid[])",
)


def upgrade() -> None:
    op.add_column("persons", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_persons_merged_into"), "persons", "persons", ["merged_into"], ["id"])
    op.create_index(
        "ix_persons_merged_into",
        "persons",
        ["merged_into"],
        postgresql_where=sa.text("merged_into is not null"),
    )
    op.create_table(
        "duplicate_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_a", sa.Uuid(), nullable=False),
        sa.Column("person_b", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", JSON, server_default="[]", nullable=False),
        sa.Column("known", JSON, server_default="[]", nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("missing", sa.String(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("person_a < person_b", name=op.f("ck_duplicate_pairs_order")),
        sa.CheckConstraint(
            "state in ('open', 'judged', 'disputed', 'undecided', 'same', 'different', 'merged')",
            name=op.f("ck_duplicate_pairs_state"),
        ),
        sa.CheckConstraint(
            "found_by in ('typing', 'registration', 'offline', 'import', 'link')",
            name=op.f("ck_duplicate_pairs_found_by"),
        ),
        sa.ForeignKeyConstraint(["person_a"], ["persons.id"], name=op.f("fk_duplicate_pairs_person_a")),
        sa.ForeignKeyConstraint(["person_b"], ["persons.id"], name=op.f("fk_duplicate_pairs_person_b")),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_duplicate_pairs_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pairs")),
        sa.UniqueConstraint("person_a", "person_b", name=op.f("uq_duplicate_pairs_person_a_person_b")),
    )
    op.create_index(op.f("ix_duplicate_pairs_person_a"), "duplicate_pairs", ["person_a"])
    op.create_index(op.f("ix_duplicate_pairs_person_b"), "duplicate_pairs", ["person_b"])
    op.create_index("ix_duplicate_pairs_state_score", "duplicate_pairs", ["state", "score"])
    op.create_table(
        "pair_judgements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pair_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("missing", sa.String(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=False),
        sa.Column("judged_role", sa.String(), nullable=False),
        sa.Column("judged_at", MOMENT, nullable=False),
        sa.CheckConstraint("look in ('first', 'second', 'third')", name=op.f("ck_pair_judgements_look")),
        sa.CheckConstraint(
            "verdict in ('same', 'different', 'undecided')", name=op.f("ck_pair_judgements_verdict")
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["duplicate_pairs.id"], name=op.f("fk_pair_judgements_pair_id")),
        sa.ForeignKeyConstraint(["judged_by"], ["users.id"], name=op.f("fk_pair_judgements_judged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_judgements")),
        sa.UniqueConstraint("pair_id", "round", "look", name=op.f("uq_pair_judgements_pair_id_round_look")),
        sa.UniqueConstraint("pair_id", "round", "judged_by", name="uq_pair_judgements_one_person_one_look"),
    )
    run(DEFINERS)
    for function in FUNCTIONS:
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")
    _secure("duplicate_pairs", reads=PAIR, updates=PAIR)
    _secure("pair_judgements", reads=OF_PAIR, inserts=f"{OF_PAIR} and judged_by = (select app_actor())")


def _secure(table: str, *, reads: str, inserts: str | None = None, updates: str | None = None) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    rights = "select"
    if inserts:
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
        rights += ", insert"
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        rights += ", update"
    op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    for function in reversed(FUNCTIONS):
        op.execute(f"drop function {function}")
    op.drop_table("pair_judgements")
    op.drop_table("duplicate_pairs")
    op.drop_index("ix_persons_merged_into", "persons")
    op.drop_constraint(op.f("fk_persons_merged_into"), "persons")
    op.drop_column("persons", "merged_into")
