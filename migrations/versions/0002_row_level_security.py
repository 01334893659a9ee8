"""Who sees what, enforced by the database.

Every table with a person or a case behind it is forced under row-level security. A case is visible exactly when its `audience`
shares a key with the actor's; what hangs on a case is visible with it, less what the role may not read (domain.md, "Roles").
`app.actor`, `app.role` and `app.audience` are set at the start of each transaction (app/core/database.py) and read as null when unset:
a connection without a context sees nothing.
"""

from alembic import op

from migrations.statements import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CONTEXT_FUNCTIONS = """
create function app_actor() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.actor', true), '')::uuid $$;
create function app_role() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.role', true), '') $$;
create function app_audience() returns text[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.audience', true), ''), ',') $$;
"""

OF_CASE = "exists (select from cases c where c.id = {table}.case_id)"
ROLE = "(select app_role())"
FIRST_INSTANCE = "('eligibility_officer', 'supervisor')"
COMMISSION = "('commission_secretary', 'commission_member')"
TRIBUNAL = "('appeals_clerk', 'appeals_judge')"
NOT_ON_PAPER_DESK = f"{ROLE} <> 'documentation_officer'"

READS_INTERVIEW = (
    f"({ROLE} in {FIRST_INSTANCE} or ({{table}}.status = 'signed' and {ROLE} in"
    " ('commission_secretary', 'commission_member', 'appeals_clerk', 'appeals_judge', 'legal_representative',"
    " 'child_protection_officer', 'quality_assessor')))"
)
OF_INTERVIEW = "exists (select from interviews i where i.id = {table}.interview_id)"
READS_ASSESSMENT = (
    f"({ROLE} in {FIRST_INSTANCE} or ({{table}}.status = 'endorsed' and {ROLE} in"
    " ('commission_secretary', 'commission_member', 'appeals_clerk', 'appeals_judge', 'quality_assessor')))"
)
READS_DECISION = (
    f"(({{table}}.status = 'signed' and {ROLE} not in ('border_liaison_officer', 'documentation_officer'))"
    f" or ({{table}}.instance = 'first' and {ROLE} in {COMMISSION})"
    f" or ({{table}}.instance <> 'first' and {ROLE} in {TRIBUNAL})"
    f" or ({{table}}.instance = 'first' and {ROLE} = 'supervisor'))"
)

# table: what makes a row visible. The same condition guards what is written.
VISIBLE = {
    "cases": "audience && (select app_audience())",
    "claims": OF_CASE,
    "case_events": OF_CASE,
    "deadlines": OF_CASE,
    "representations": OF_CASE,
    "guardianships": OF_CASE,
    "notices": f"{OF_CASE} and {ROLE} <> 'quality_assessor'",
    "registrations": f"{OF_CASE} and {NOT_ON_PAPER_DESK}",
    "provisional_documents": OF_CASE,
    "appointments": OF_CASE,
    "interviews": f"{OF_CASE} and {READS_INTERVIEW}",
    "interview_participants": OF_INTERVIEW,
    "interview_entries": OF_INTERVIEW,
    "interview_signatures": OF_INTERVIEW,
    "interview_addenda": OF_INTERVIEW,
    "assessments": f"{OF_CASE} and {READS_ASSESSMENT}",
    "reviews": f"{OF_CASE} and {ROLE} in {FIRST_INSTANCE}",
    "agenda_items": OF_CASE,
    "votes": f"{OF_CASE} and {ROLE} in {COMMISSION}",
    "recusals": f"{OF_CASE} and {ROLE} in {COMMISSION}",
    "decisions": f"{OF_CASE} and {READS_DECISION}",
    "notifications": f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')",
    "remedies": f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')",
    "persons": "exists (select from claims k where k.person_id = {table}.id)",
    "identity_papers": "exists (select from claims k where k.person_id = {table}.person_id)",
    "specific_needs": (
        f"{NOT_ON_PAPER_DESK} and exists (select from claims k where k.person_id = {{table}}.person_id)"
    ),
    "encounters": f"('post:' || post_id) = any ((select app_audience())::text[]) or {ROLE} in ('supervisor', 'auditor')",
    "access_records": (
        f"actor_id = (select app_actor()) or {ROLE} in ('auditor', 'data_protection_officer')"
        f" or ({ROLE} in {FIRST_INSTANCE} and exists (select from cases c where c.id = {{table}}.case_id))"
    ),
    "kept_answers": "actor_id = (select app_actor())",
    "credentials": f"{ROLE} = 'sign_in' or user_id = (select app_actor())",
    "sign_ins": f"{ROLE} = 'sign_in' or user_id = (select app_actor())",
}
# What may be written before it can be seen: a person and a case come into being together.
WRITABLE = {
    "persons": f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer')",
    "identity_papers": f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer')",
    "specific_needs": (
        f"{ROLE} in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
        " 'child_protection_officer')"
    ),
    "access_records": "actor_id = (select app_actor())",
}
APPEND_ONLY = {
    "case_events",
    "access_records",
    "kept_answers",
    "interview_signatures",
    "interview_addenda",
    "reviews",
    "votes",
    "recusals",
    "notifications",
    "registrations",
}
MAY_DELETE = {"sign_ins"}
REFERENCE = (
    "offices",
    "border_posts",
    "users",
    "role_grants",
    "rooms",
    "interpreters",
    "sittings",
    "sitting_members",
)

DEFINERS = """
-- A case changes hands: the one way an audience changes. Only who sees the case now may hand it over.
create function set_case_audience(of_case uuid, keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.cases set audience = keys
   where id = of_case and (audience && app_audience() or app_role() = 'system');
  if not found then
    raise exception 'case % is not visible', of_case using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Is a case reference in use? Its holder may be a case that the asker cannot see.
create function reference_is_taken(candidate text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.cases where reference = candidate)
$$;

-- The public check of a document: what its holder's paper shows anyway, and nothing else.
create function check_document(by_code text)
  returns table (number text, initials text, status text, may_work boolean, valid_from date, valid_until date)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.number, left(p.given_names, 1) || '. ' || left(p.family_names, 1) || '.', d.status, d.may_work,
         d.valid_from, d.valid_until
    from public.provisional_documents d join public.persons p on p.id = d.person_id
   where d.code = by_code or (d.number = by_code and d.status = 'active')
$$;

-- Is removal barred? Asked by document number, or by exact family name, given names and birth date. Yes, or no record.
create function removal_is_barred(by_number text, family text, given text, born date) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.cases c join public.claims k on k.case_id = c.id join public.persons p on p.id = k.person_id
     where c.removal_barred
       and (exists (select from public.provisional_documents d where d.claim_id = k.id and d.number = by_number)
            or (p.birth_date = born and lower(p.family_names) = lower(family) and lower(p.given_names) = lower(given))))
$$;

-- Search by name, also misspelt. Under row-level security the planner cannot use the trigram index; here the scope is said again.
create function cases_by_name(typed text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.case_id
    from public.persons p
    join public.claims k on k.person_id = p.id
    join public.cases c on c.id = k.case_id
   where (p.search_name like '%' || typed || '%' or typed <% p.search_name)
     and c.audience && app_audience()
   group by k.case_id
   order by max(word_similarity(typed, p.search_name)) desc, k.case_id
   limit most
$$;

-- When an office's rooms are taken, without a word about whom for: a free time must be free of cases one cannot see, too.
create function taken_times(of_office uuid, after timestamptz, before timestamptz)
  returns table (room_id uuid, interviewer_id uuid, starts_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select a.room_id, a.interviewer_id, lower(a.during), upper(a.during)
    from public.appointments a
   where a.office_id = of_office and a.state = 'booked' and a.during && tstzrange(after, before)
$$;

-- Who may be the same person: for the registering roles, across posts and offices, with only what a person needs to decide.
create function alike_persons(searched text, born date)
  returns table (person_id uuid, given_names text, family_names text, birth_date date, nationalities text[],
                 reference text, registered_at timestamptz, place text, likeness real)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.given_names, p.family_names, p.birth_date, p.nationalities, c.reference, c.registered_at,
         coalesce(b.name, o.name), similarity(p.search_name, searched)
    from public.persons p
    join public.claims k on k.person_id = p.id
    join public.cases c on c.id = k.case_id
    join public.offices o on o.id = c.office_id
    left join public.border_posts b on b.id = c.post_id
   where app_role() in ('border_liaison_officer', 'registration_officer', 'eligibility_officer')
     and p.search_name % searched
     and p.birth_date between born - 731 and born + 731
   order by similarity(p.search_name, searched) desc, abs(p.birth_date - born)
   limit 5
$$;
"""

IMMUTABLE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% % is signed and cannot be changed', tg_table_name, old.id using errcode = 'integrity_constraint_violation';
end $$;
create trigger signed_is_immutable before update or delete on decisions
  for each row when (old.status = 'signed') execute function refuse_change();
create trigger signed_is_immutable before update or delete on interviews
  for each row when (old.status = 'signed') execute function refuse_change();

create function refuse_change_of_signed_interview() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from public.interviews i where i.id = coalesce(old.interview_id, new.interview_id)
             and i.status = 'signed') then
    raise exception 'interview % is signed and cannot be changed', coalesce(old.interview_id, new.interview_id)
      using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger signed_is_immutable before insert or update or delete on interview_entries
  for each row execute function refuse_change_of_signed_interview();
create trigger signed_is_immutable before insert or update or delete on interview_participants
  for each row execute function refuse_change_of_signed_interview();
"""


def upgrade() -> None:
    op.execute("grant usage on schema public to acogida_app, acogida_worker")
    run(CONTEXT_FUNCTIONS)
    for table, visible in VISIBLE.items():
        read = visible.format(table=table)
        write = WRITABLE.get(table, visible).format(table=table)
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        # Without its own policy the owner, too, sees nothing: data migrations and the definer functions below need it.
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({read})")
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({write})")
        rights = "select, insert"
        if table not in APPEND_ONLY:
            op.execute(
                f"create policy updates on {table} for update to acogida_app using ({read}) with check ({write})"
            )
            rights += ", update"
        if table in MAY_DELETE:
            op.execute(f"create policy deletes on {table} for delete to acogida_app using ({read})")
            rights += ", delete"
        op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")
    for table in REFERENCE:
        op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")
    # The secrets of machine clients are compared at sign-in only.
    op.execute("alter table api_clients enable row level security")
    op.execute("alter table api_clients force row level security")
    op.execute("create policy owner on api_clients to acogida_owner using (true) with check (true)")
    op.execute(
        "create policy reads on api_clients for select to acogida_app using ((select app_role()) = 'sign_in')"
    )
    op.execute("create policy worker on api_clients to acogida_worker using (true) with check (true)")
    op.execute("grant select on api_clients to acogida_app")
    op.execute("grant select, insert, update on api_clients to acogida_worker")
    # What the calendar does is recorded under this name (app/core/actor.py, SYSTEM); nobody can sign in as it.
    op.execute(
        "insert into users (id, username, name, language, active)"
        " values ('00000000-0000-7000-8000-000000000001', 'acogida', 'Acogida', 'es', false)"
    )
    op.execute("create sequence document_numbers")
    op.execute("create sequence decision_numbers")
    op.execute("grant usage on sequence document_numbers, decision_numbers to acogida_app, acogida_worker")
    run(DEFINERS)
    for function in (
        "set_case_audience(uuid, text[])",
        "reference_is_taken(text)",
        "check_document(text)",
        "removal_is_barred(text, text, text, date)",
        "alike_persons(text, date)",
        "cases_by_name(text, integer)",
        "taken_times(uuid, timestamptz, timestamptz)",
    ):
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")
    run(IMMUTABLE)


def downgrade() -> None:
    for table in ("interview_entries", "interview_participants", "interviews", "decisions"):
        op.execute(f"drop trigger signed_is_immutable on {table}")
    op.execute("drop function refuse_change_of_signed_interview(), refuse_change()")
    op.execute(
        "drop function taken_times, cases_by_name, alike_persons, removal_is_barred, check_document, reference_is_taken, set_case_audience"
    )
    op.execute("delete from users where username = 'acogida'")
    op.execute("drop sequence decision_numbers, document_numbers")
    op.execute("revoke all on api_clients from acogida_app, acogida_worker")
    for policy in ("reads", "worker", "owner"):
        op.execute(f"drop policy {policy} on api_clients")
    op.execute("alter table api_clients disable row level security")
    op.execute("alter table api_clients no force row level security")
    for table in REFERENCE:
        op.execute(f"revoke all on {table} from acogida_app, acogida_worker")
    for table in VISIBLE:
        op.execute(f"revoke all on {table} from acogida_app, acogida_worker")
        for policy in ("deletes", "updates", "inserts", "reads", "worker", "owner"):
            op.execute(f"drop policy if exists {policy} on {table}")
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
    op.execute("drop function app_audience, app_role, app_actor")
    op.execute("revoke usage on schema public from acogida_app, acogida_worker")
