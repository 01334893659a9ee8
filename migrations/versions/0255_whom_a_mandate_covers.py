"""A representative is shown the people whom the mandate covers, and of the others of the file that they are there.

One function says whose claims those are, and every table with a person or a claim in it asks that function. What the house does when
a representative acts concerns the whole file (its limits, its stage, a child who would be left alone): an action that has taken a case
in hand names it in `app.whole`, and sees it whole until its transaction ends or is taken back. What a page shows is read without it.
"""

from alembic import op

from migrations.statements import run

revision = "0255"
down_revision = "0266"
branch_labels = None
depends_on = None

COUNSEL = "(select app_role()) <> 'legal_representative'"
CLAIMS, CLIENTS, FILES = (
    "((select own_claims())::uuid[])",
    "((select own_clients())::uuid[])",
    "((select own_files())::uuid[])",
)
ACTOR = "(select app_actor())"

FUNCTIONS = """
-- The claims that the actor's mandates in force cover; and every claim of the case that an action of theirs has in hand.
create function own_claims() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(k.id), '{}')
    from public.claims k join public.cases c on c.id = k.case_id
   where c.audience && public.app_audience()
     and (c.id::text = current_setting('app.whole', true)
          or exists (select from public.representations r
                      where r.case_id = k.case_id and r.user_id = public.app_actor() and r.until is null
                        and (r.claims = '{}' or k.id = any (r.claims))))
$$;

-- The people who made those claims.
create function own_clients() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(k.person_id), '{}') from public.claims k where k.id = any ((select public.own_claims())::uuid[])
$$;

-- The files in which everybody is the actor's client.
create function own_files() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(id), '{}')
    from (select k.case_id as id from public.claims k, (select public.own_claims() as claims) own
           where k.case_id in (select o.case_id from public.claims o where o.id = any (own.claims))
           group by k.case_id having bool_and(k.id = any (own.claims))) whole
$$;
"""
GIVEN = ("own_claims()", "own_clients()", "own_files()")

OF_CLAIM = "claim_id = any {claims}"
OF_PERSON = "person_id = any {clients}"
OF_TEXT = (
    "exists (select from decisions d where d.id = decision_id and not exists"
    " (select from jsonb_array_elements(d.outcomes) o where (o ->> 'claim_id')::uuid <> all {claims}))"
)
# By table: what of it a representative is shown.
SHOWN = {
    "claims": "id = any {claims}",
    "persons": "id = any {clients}",
    "identity_papers": OF_PERSON,
    "person_photos": OF_PERSON,
    "specific_needs": OF_PERSON,
    "interview_wishes": OF_PERSON,
    "interpreter_conflicts": OF_PERSON,
    "guardianships": "child_id = any {clients}",
    "appointments": "person_id is null or person_id = any {clients}",
    "waiting_list": OF_PERSON,
    "deadlines": "claim_id is null or claim_id = any {claims}",
    "case_events": "claims = '{{}}' or claims && {claims}",
    "provisional_documents": OF_CLAIM,
    "document_prints": "exists (select from provisional_documents d where d.id = document_prints.document_id)",
    # How a whole family came is told in one account.
    "registrations": "case_id = any {files}",
    "representations": "user_id = {actor} or claims = '{{}}' or claims && {claims}",
    "filings": "filed_by = {actor} or claims && {claims} or claims = '{{}}' and case_id = any {files}",
    "losses": "claims && {claims}::text[]",
    "decisions": (
        "case_id = any {files} or exists (select from jsonb_array_elements(outcomes) o"
        " where (o ->> 'claim_id')::uuid = any {claims})"
    ),
    # One text for several people names them all: it is open to whoever speaks for each of them.
    **dict.fromkeys(("decision_texts", "decision_papers", "decision_signatures"), OF_TEXT),
    "notifications": "exists (select from decisions d where d.id = notifications.decision_id)",
    # The event of its filing says whose it is, and is itself shown only to whom it concerns.
    "remedies": (
        "filed_by = {actor} or exists (select from case_events e where e.case_id = remedies.case_id"
        " and e.data ->> 'remedy' = remedies.id::text)"
    ),
    "remedy_answers": "exists (select from remedies r where r.id = remedy_answers.remedy_id)",
    "remedy_corrections": "exists (select from remedies r where r.id = remedy_corrections.remedy_id)",
    "hearings": (
        "exists (select from remedies r where r.id = hearings.remedy_id)"
        " or exists (select from losses l where l.id = hearings.loss_id)"
    ),
}
# Narrowed since 0254, now by the same function.
NARROWED_BEFORE = {
    "interviews": OF_CLAIM,
    "referrals": OF_CLAIM,
    "notices": "person_id = any {clients} or person_id is null and case_id = any {files}",
    "contact_records": OF_PERSON,
}
OF_INTERVIEW = (
    "about is null or about not like 'interview:%' or exists (select from interviews i"
    " where i.case_id = attachments.case_id and attachments.about = 'interview:' || i.id::text)"
)
# What is about one thing is read with it; what is about nothing in particular, by whose file it is as a whole.
OF_ATTACHMENT = (
    "added_by = {actor} or case_id = any {files}"
    " or exists (select from interviews i where attachments.about = 'interview:' || i.id::text)"
    " or exists (select from filings f where attachments.about = 'filing:' || f.id::text)"
    " or exists (select from remedies r where attachments.about = 'remedy:' || r.id::text)"
    " or exists (select from claims k where attachments.about = 'claim:' || k.id::text)"
)
SEARCHED = "(app_role() is distinct from 'legal_representative' or k.id = any ((select public.own_claims())::uuid[]))"


def upgrade() -> None:
    run(FUNCTIONS)
    for function in GIVEN:
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to acogida_app, acogida_worker")
    for table in ("interviews", "referrals", "notices", "contact_records", "attachments"):
        op.execute(f"drop policy within on {table}")
    for table, condition in (SHOWN | NARROWED_BEFORE).items():
        _narrow(table, f"{COUNSEL} or {_filled(condition)}")
    _narrow("attachments", f"({OF_INTERVIEW}) and ({COUNSEL} or {_filled(OF_ATTACHMENT)})")
    _search("c.audience && scope", f"c.audience && scope and {SEARCHED}")
    _search("c.audience && $2", f"c.audience && $2 and {SEARCHED.replace(chr(39), chr(39) * 2)}")


def _filled(condition: str) -> str:
    return condition.format(claims=CLAIMS, clients=CLIENTS, files=FILES, actor=ACTOR)


def _narrow(table: str, condition: str) -> None:
    op.execute(
        f"create policy within on {table} as restrictive for select to acogida_app using ({condition})"
    )


def _search(was: str, becomes: str) -> None:
    """A name that only somebody else of the file has finds nothing."""
    escaped = [part.replace("'", "''") for part in (was, becomes)]
    op.execute(
        "do $do$ begin execute replace(pg_get_functiondef("
        "'cases_by_name(text, text[], text, integer)'::regprocedure), "
        f"'{escaped[0]}', '{escaped[1]}'); end $do$"
    )


def downgrade() -> None:
    _search(f"c.audience && $2 and {SEARCHED.replace(chr(39), chr(39) * 2)}", "c.audience && $2")
    _search(f"c.audience && scope and {SEARCHED}", "c.audience && scope")
    for table in (*SHOWN, *NARROWED_BEFORE, "attachments"):
        op.execute(f"drop policy within on {table}")
    for table, condition in BEFORE.items():
        _narrow(table, condition)
    for function in reversed(GIVEN):
        op.execute(f"drop function {function}")


IN_FORCE = f"r.user_id = {ACTOR} and r.until is null"
_OF_CLAIM = (
    f"{COUNSEL} or exists (select from representations r where r.case_id = {{table}}.case_id and {IN_FORCE}"
    " and (r.claims = '{{}}' or {table}.claim_id = any (r.claims)))"
)
BEFORE = {
    "interviews": _OF_CLAIM.format(table="interviews"),
    "referrals": _OF_CLAIM.format(table="referrals"),
    "notices": (
        f"{COUNSEL} or exists (select from representations r where r.case_id = notices.case_id and {IN_FORCE}"
        " and (r.claims = '{}' or exists (select from claims k where k.case_id = notices.case_id"
        " and k.person_id = notices.person_id and k.id = any (r.claims))))"
    ),
    "contact_records": (
        f"{COUNSEL} or exists (select from claims k join representations r on r.case_id = k.case_id and {IN_FORCE}"
        " where k.person_id = contact_records.person_id and (r.claims = '{}' or k.id = any (r.claims)))"
    ),
    "attachments": OF_INTERVIEW,
}
