"""The library of country information: sources, versions, passages, the search, and questions to the unit that looks for them.

A question says nothing of its case; for which case it is stands in a table that the unit cannot read. What answers in confidence is seen
by who sees that case. The search runs with the owner's rights, because the planner uses no text index under row-level security; it says
the scope again. Accents are taken off before the stem, in what is kept and in what is asked alike.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0225"
down_revision = "0220"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
UNIT = f"{ROLE} = 'coi_researcher'"
FIRST = "'eligibility_officer', 'supervisor', 'commission_secretary', 'commission_member'"
TRIBUNAL = "'appeals_clerk', 'appeals_judge'"
READERS = f"'coi_researcher', {FIRST}, {TRIBUNAL}, 'legal_representative', 'child_protection_officer', 'quality_assessor'"
ASKERS = "'eligibility_officer', 'supervisor', 'commission_secretary', 'appeals_clerk', 'appeals_judge'"
# What the first instance asked, the tribunal reads with the file; what the tribunal asks is its own.
OF_ASKERS = (
    "exists (select from cases c where c.id = case_id) and"
    f" (({ROLE} in ({FIRST}) and instance = 'first') or {ROLE} in ({TRIBUNAL}))"
)
ASKED_HERE = "exists (select from coi_request_cases o where o.request_id = coi_requests.id)"
# Asked for in the moment in which it is written down for which case.
ASKS = f"{ROLE} in ({ASKERS})"
SEES_DOCUMENT = (
    f"{ROLE} in ({READERS}) and (request_id is null or {UNIT}"
    " or exists (select from coi_request_cases o where o.request_id = coi_documents.request_id))"
)
OF_DOCUMENT = "exists (select from coi_documents d where d.id = document_id)"
OF_REQUEST = "exists (select from coi_requests r where r.id = request_id)"
WORDS, MOMENT = postgresql.ARRAY(sa.Text()), sa.DateTime(timezone=True)

# table: (who reads, who inserts, who updates, the columns that change; none: every one)
POLICIES: dict[str, tuple[str, str, str | None, str]] = {
    "coi_request_cases": (OF_ASKERS, f"{OF_ASKERS} and {ASKS}", f"{OF_ASKERS} and {ASKS}", "read_at"),
    "coi_requests": (f"{UNIT} or {ASKED_HERE}", ASKS, f"{UNIT} or ({ASKED_HERE} and {ASKS})", ""),
    "coi_documents": (SEES_DOCUMENT, UNIT, UNIT, ""),
    "coi_versions": (OF_DOCUMENT, f"{OF_DOCUMENT} and {UNIT}", None, ""),
    "coi_passages": (OF_DOCUMENT, f"{OF_DOCUMENT} and {UNIT}", UNIT, "current"),
    "coi_reviews": (OF_DOCUMENT, f"{OF_DOCUMENT} and {UNIT}", None, ""),
    "coi_answer_passages": (OF_REQUEST, f"{OF_REQUEST} and {UNIT}", None, ""),
}

SEARCH = """
create text search configuration coi_es (copy = spanish);
alter text search configuration coi_es alter mapping for asciiword, word, hword, hword_part, hword_asciipart, asciihword
  with unaccent, spanish_stem;
create text search configuration coi_en (copy = english);
alter text search configuration coi_en alter mapping for asciiword, word, hword, hword_part, hword_asciipart, asciihword
  with unaccent, english_stem;
create text search configuration coi_other (copy = simple);
alter text search configuration coi_other alter mapping for asciiword, word, hword, hword_part, hword_asciipart, asciihword
  with unaccent, simple;

create function coi_config(language text) returns regconfig language sql immutable
  set search_path = pg_catalog, public as $$
  select case language when 'es' then 'public.coi_es'::regconfig when 'en' then 'public.coi_en'::regconfig
              else 'public.coi_other'::regconfig end
$$;

create function coi_vector(language text, title text, about text, body text) returns tsvector language sql immutable
  set search_path = pg_catalog, public as $$
  select setweight(to_tsvector(coi_config(language), title), 'A') || setweight(to_tsvector(coi_config(language), about), 'B')
      || setweight(to_tsvector(coi_config(language), body), 'C')
$$;

-- The best passage of each source, for words typed as in any search box; where no passage has all of them, those that have any.
create function coi_search(words text, of_countries text[], of_topics text[], in_language text, since date,
                           under double precision, past uuid, most integer)
  returns table (passage_id uuid, document_id uuid, rank double precision, headline text, every_word boolean)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  es tsquery := websearch_to_tsquery('public.coi_es', words);
  en tsquery := websearch_to_tsquery('public.coi_en', words);
  other tsquery := websearch_to_tsquery('public.coi_other', words);
  looser boolean;
begin
  if app_role() is null or app_role() not in (
    'coi_researcher', 'eligibility_officer', 'supervisor', 'commission_secretary', 'commission_member', 'appeals_clerk',
    'appeals_judge', 'legal_representative', 'child_protection_officer', 'quality_assessor', 'system') then
    return;
  end if;
  foreach looser in array array[false, true] loop
    if looser then
      es := replace(replace(es::text, '<->', '|'), '&', '|')::tsquery;
      en := replace(replace(en::text, '<->', '|'), '&', '|')::tsquery;
      other := replace(replace(other::text, '<->', '|'), '&', '|')::tsquery;
      -- "Not this" and "any of these" together would find everything.
      exit when es::text like '%!%';
    end if;
    return query
      with found as (
        select p.id, p.document_id as document, p.position, p.language, p.text as body,
               round(ts_rank_cd('{0.05, 0.15, 0.4, 1.0}', p.search,
                 case p.language when 'es' then es when 'en' then en else other end, 1)::numeric, 6)::double precision as value
          from public.coi_passages p
         where p.current
           and ((p.language = 'es' and p.search @@ es) or (p.language = 'en' and p.search @@ en)
                or (p.language not in ('es', 'en') and p.search @@ other))
      ), best as (
        select distinct on (f.document) f.*
          from found f
          join public.coi_documents d on d.id = f.document
          join public.coi_versions v on v.document_id = d.id and v.number = d.current
         where d.withdrawn_at is null
           and (d.request_id is null or app_role() = 'coi_researcher' or exists (
             select from public.coi_request_cases o join public.cases c on c.id = o.case_id
              where o.request_id = d.request_id and c.audience && app_audience()
                and (app_role() in ('appeals_clerk', 'appeals_judge') or (o.instance = 'first' and app_role() in (
                  'eligibility_officer', 'supervisor', 'commission_secretary', 'commission_member')))))
           and (of_countries = '{}' or v.countries && of_countries)
           and (of_topics = '{}' or v.topics && of_topics)
           and (in_language is null or v.language = in_language)
           and (since is null or v.published_on >= since)
         order by f.document, f.value desc, f.position
      ), shown as (
        select * from best b where under is null or (b.value, b.document) < (under, past)
         order by b.value desc, b.document desc limit most
      )
      select s.id, s.document, s.value,
             ts_headline(coi_config(s.language), s.body, case s.language when 'es' then es when 'en' then en else other end,
               'StartSel=' || chr(57344) || ', StopSel=' || chr(57345) || ', MaxWords=40, MinWords=20, MaxFragments=2'),
             not looser
        from shown s order by s.value desc, s.document desc;
    if found then
      return;
    end if;
  end loop;
end $$;
"""
SIGNATURE = "coi_search(text, text[], text[], text, date, double precision, uuid, integer)"


def upgrade() -> None:
    _requests()
    _documents()
    for table in (
        "coi_requests",
        "coi_request_cases",
        "coi_documents",
        "coi_versions",
        "coi_passages",
        "coi_reviews",
        "coi_answer_passages",
    ):
        _guard(table, *POLICIES[table])
    run(SEARCH)
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to acogida_app, acogida_worker")


def _requests() -> None:
    op.create_table(
        "coi_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("countries", WORDS, server_default="{}", nullable=False),
        sa.Column("topics", WORDS, server_default="{}", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("balance", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('asked', 'taken', 'answered', 'withdrawn')", name=op.f("ck_coi_requests_state")
        ),
        sa.CheckConstraint("instance in ('first', 'appeal')", name=op.f("ck_coi_requests_instance")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_coi_requests_taken_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name=op.f("fk_coi_requests_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coi_requests")),
    )
    op.create_index("ix_coi_requests_due_on", "coi_requests", ["due_on", "id"])
    op.create_table(
        "coi_request_cases",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["coi_requests.id"], name=op.f("fk_coi_request_cases_request_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_coi_request_cases_case_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_coi_request_cases_asked_by")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_coi_request_cases")),
    )
    op.create_index(op.f("ix_coi_request_cases_case_id"), "coi_request_cases", ["case_id"])


def _documents() -> None:
    op.create_table(
        "coi_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("current", sa.SmallInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("review_due_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["coi_requests.id"], name=op.f("fk_coi_documents_request_id")
        ),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_coi_documents_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coi_documents")),
    )
    op.create_index("ix_coi_documents_expires_on", "coi_documents", ["expires_on", "id"])
    op.create_index(
        "ix_coi_documents_request_id",
        "coi_documents",
        ["request_id"],
        postgresql_where=sa.text("request_id is not null"),
    )
    op.create_table(
        "coi_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("publisher_kind", sa.String(), nullable=False),
        sa.Column("reliability", sa.String(), nullable=False),
        sa.Column("reliability_why", sa.String(), nullable=False),
        sa.Column("relays", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("countries", WORDS, server_default="{}", nullable=False),
        sa.Column("topics", WORDS, server_default="{}", nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("what_changed", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["coi_documents.id"], name=op.f("fk_coi_versions_document_id")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_coi_versions_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coi_versions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_coi_versions_document_id_number")),
    )
    op.create_index("ix_coi_versions_published_on", "coi_versions", ["published_on", "id"])
    op.create_table(
        "coi_passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["coi_versions.id"], name=op.f("fk_coi_passages_version_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["coi_documents.id"], name=op.f("fk_coi_passages_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coi_passages")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_coi_passages_version_id_position")),
    )
    op.create_index(op.f("ix_coi_passages_document_id"), "coi_passages", ["document_id"])
    op.create_index(
        "ix_coi_passages_search",
        "coi_passages",
        ["search"],
        postgresql_using="gin",
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "coi_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["coi_documents.id"], name=op.f("fk_coi_reviews_document_id")
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["users.id"], name=op.f("fk_coi_reviews_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coi_reviews")),
    )
    op.create_index(op.f("ix_coi_reviews_document_id"), "coi_reviews", ["document_id"])
    op.create_table(
        "coi_answer_passages",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["coi_requests.id"], name=op.f("fk_coi_answer_passages_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["coi_passages.id"], name=op.f("fk_coi_answer_passages_passage_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "passage_id", name=op.f("pk_coi_answer_passages")),
    )


def _guard(table: str, reads: str, inserts: str, updates: str | None, columns: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        only = f" ({columns})" if columns else ""
        op.execute(f"grant update{only} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    for table, policies in {"coi_requests": ("reads", "updates"), "coi_documents": ("reads",)}.items():
        for policy in policies:
            op.execute(f"drop policy {policy} on {table}")
    op.execute(f"drop function {SIGNATURE}, coi_vector(text, text, text, text), coi_config(text)")
    for configuration in ("coi_other", "coi_en", "coi_es"):
        op.execute(f"drop text search configuration {configuration}")
    for table in (
        "coi_answer_passages",
        "coi_reviews",
        "coi_passages",
        "coi_versions",
        "coi_documents",
        "coi_request_cases",
        "coi_requests",
    ):
        op.drop_table(table)
