"""Samples, blind assessments and their authors' answers.

A frame is counted past the rows that its reader may open one by one, without a name. Who assesses a file has its key while the
assessment is open and not a moment longer: the trigger `quality_key` gives and takes it. Whoever had a part in a case never assesses
it: `quality_touched` looks through everything that was done there, with the case locked as the gate locks it, so that an act and an
assignment at the same time cannot pass each other; whoever gets a part afterwards loses the assessment.

What another found is read when everybody who assesses the file by that instrument has submitted, and not before (`quality_all_done`).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0335"
down_revision = "0330"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ACTOR = "(select app_actor())"
ASSESSOR = f"{ROLE} = 'quality_assessor'"
FIGURES = f"{ROLE} in ('quality_assessor', 'supervisor', 'auditor', 'commission_secretary')"
OWN_OFFICE = f"({ROLE} = 'supervisor' and ('office:' || office_id) = any ((select app_audience())::text[]))"
OPEN = "('assigned', 'started')"
SEES_REVIEW = (
    f"({ASSESSOR} and (assessor_id = {ACTOR} or state not in ('submitted', 'released')"
    " or quality_all_done(file_id, instrument, purpose)))"
    f" or (state = 'released' and (author_id = {ACTOR} or {OWN_OFFICE}))"
)
OF_REVIEW = "exists (select from quality_reviews r where r.id = review_id)"
# A draft is its assessor's alone.
READS_MARK = f"exists (select from quality_reviews r where r.id = review_id and (r.assessor_id = {ACTOR} or r.state in ('submitted', 'released')))"
OWN_OPEN = f"exists (select from quality_reviews r where r.id = review_id and r.assessor_id = {ACTOR} and r.state in {OPEN})"
ANSWERS = (
    f"author_id = {ACTOR} and exists (select from quality_reviews r"
    f" where r.id = review_id and r.author_id = {ACTOR} and r.state = 'released')"
)
# table: (who reads, who inserts, who updates)
POLICIES: dict[str, tuple[str, str, str | None]] = {
    "quality_samples": (FIGURES, f"{ASSESSOR} and drawn_by = {ACTOR}", ASSESSOR),
    "quality_strata": (FIGURES, ASSESSOR, None),
    "quality_frame_units": (FIGURES, ASSESSOR, None),
    "quality_files": (ASSESSOR, ASSESSOR, None),
    "quality_reviews": (SEES_REVIEW, f"{ASSESSOR} and assigned_by = {ACTOR}", ASSESSOR),
    "quality_marks": (READS_MARK, OWN_OPEN, OWN_OPEN),
    "quality_conclusions": (READS_MARK, OWN_OPEN, OWN_OPEN),
    "quality_answers": (OF_REVIEW, ANSWERS, None),
}
TABLES = tuple(POLICIES)

FUNCTIONS = """
-- Everything by which somebody has a part in a case: what they did there, and what was given to them.
create function quality_touched(of_case uuid, of_user uuid) returns boolean
  language sql volatile security definer set search_path = pg_catalog, public as $$
  select exists (select from public.case_events where case_id = of_case and actor_id = of_user)
      or exists (select from public.cases where id = of_case and of_user in (assigned_to, registered_by))
      or exists (select from public.interviews where case_id = of_case and interviewer_id = of_user)
      or exists (select from public.appointments where case_id = of_case and interviewer_id = of_user)
      or exists (select from public.assessments where case_id = of_case and author_id = of_user)
      or exists (select from public.reviews where case_id = of_case and reviewer_id = of_user)
      or exists (select from public.review_comments where case_id = of_case and by = of_user)
      or exists (select from public.best_interests where case_id = of_case and (author_id = of_user or of_user = any (writers)))
      or exists (select from public.agenda_items i join public.sitting_members m on m.sitting_id = i.sitting_id
                  where i.case_id = of_case and m.user_id = of_user)
      or exists (select from public.votes where case_id = of_case and user_id = of_user)
      or exists (select from public.recusals where case_id = of_case and user_id = of_user)
      or exists (select from public.decisions where case_id = of_case and drafted_by = of_user)
      or exists (select from public.decision_signatures where case_id = of_case and user_id = of_user)
      or exists (select from public.notifications where case_id = of_case and recorded_by = of_user)
      or exists (select from public.remedies where case_id = of_case and of_user in (filed_by, admitted_by, decided_by))
      or exists (select from public.remedy_seats
                  where case_id = of_case and user_id = of_user)
      or exists (select from public.representations where case_id = of_case and user_id = of_user)
      or exists (select from public.case_notes where case_id = of_case and written_by = of_user)
      or exists (select from public.conflict_declarations where case_id = of_case and user_id = of_user)
$$;

-- May this person assess this case? Asked before an assignment; the trigger asks again, with the case locked.
create function quality_barred(of_cases uuid[], of_users uuid[]) returns table (case_id uuid, user_id uuid)
  language sql volatile security definer set search_path = pg_catalog, public as $$
  select c, u from unnest(of_cases) c cross join unnest(of_users) u
   where app_role() in ('quality_assessor', 'system') and public.quality_touched(c, u)
$$;

-- Whose work an instrument looks at; none when nobody is known.
create function quality_author(of_case uuid, instrument text) returns uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select case instrument
    when 'registration' then (select registered_by from public.cases where id = of_case)
    when 'interview' then (select interviewer_id from public.interviews
                            where case_id = of_case and status = 'signed' and kind = 'applicant' order by signed_at, id limit 1)
    when 'decision' then coalesce(
      (select author_id from public.assessments where case_id = of_case and status = 'endorsed' order by number desc limit 1),
      (select drafted_by from public.decisions where case_id = of_case and status = 'signed' and instance = 'first'
        order by signed_at, id limit 1))
    when 'notification' then (select recorded_by from public.notifications
                               where case_id = of_case and annulled_at is null order by recorded_at, id limit 1)
  end
   where app_role() in ('quality_assessor', 'system')
$$;

-- The frame: files whose work of this kind was done in the period, without a name. `work`: by which instrument's work the period counts.
create function quality_frame(work text, since date, until date, zone text, offices uuid[], stages text[], outcomes text[], origins text[])
  returns table (case_id uuid, reference text, office_id uuid, office text, stage text, outcome text, origin text, done_at timestamptz,
                 child boolean, survivor boolean, rejected boolean, sealed boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  with done as (
    select c.id as of_case, c.registered_at as at from public.cases c where work = 'registration'
    union all
    select i.case_id, min(i.signed_at) from public.interviews i
     where work = 'interview' and i.status = 'signed' and i.kind = 'applicant' group by i.case_id
    union all
    select d.case_id, min(d.signed_at) from public.decisions d
     where work = 'decision' and d.status = 'signed' and d.instance = 'first' group by d.case_id
    union all
    select n.case_id, min(n.served_at) from public.notifications n
     where work = 'notification' and n.annulled_at is null group by n.case_id
  )
  select c.id, c.reference, c.office_id, o.name, c.stage, k.outcome, coalesce(p.nationalities[1], ''), d.at,
         extract(year from age(c.filed_on, p.birth_date)) < 18,
         exists (select from public.claims h join public.specific_needs n on n.person_id = h.person_id
                  where h.case_id = c.id
                    and (n.code like 'SV%' or n.code like 'TR%' or n.code in ('LP-TO', 'LP-TA'))),
         coalesce(k.outcome in ('rejected', 'excluded', 'inadmissible'), false), c.sealed
    from done d
    join public.cases c on c.id = d.of_case
    join public.offices o on o.id = c.office_id
    join public.persons p on p.id = c.principal_person_id
    join lateral (select outcome from public.claims where case_id = c.id order by position limit 1) k on true
   where app_role() in ('quality_assessor', 'system')
     and (d.at at time zone zone)::date between since and until
     and (offices = '{}' or c.office_id = any (offices))
     and (stages = '{}' or c.stage = any (stages))
     and (outcomes = '{}' or k.outcome = any (outcomes))
     and (origins = '{}' or p.nationalities && origins)
$$;

-- Has everybody who assesses the file by this instrument submitted?
create function quality_all_done(of_file uuid, by_instrument text, of_purpose text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select count(*) filter (where r.state in ('submitted', 'released')) >= case of_purpose when 'calibration' then 2 else f.reviews end
         and count(*) filter (where r.state in ('assigned', 'started')) = 0
    from public.quality_files f
    join public.quality_reviews r on r.file_id = f.id and r.instrument = by_instrument and r.purpose = of_purpose
   where f.id = of_file
   group by f.reviews
$$;

-- Who assesses what, and how far they are, without a word of what they found.
create function quality_assignments(of_sample uuid)
  returns table (id uuid, file_id uuid, instrument text, purpose text, slot smallint, assessor_id uuid, state text,
                 assigned_at timestamptz, due_at timestamptz, submitted_at timestamptz, released_at timestamptz, all_done boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, r.file_id, r.instrument, r.purpose, r.slot, r.assessor_id, r.state, r.assigned_at, r.due_at, r.submitted_at,
         r.released_at, coalesce(public.quality_all_done(r.file_id, r.instrument, r.purpose), false)
    from public.quality_reviews r
   where r.sample_id = of_sample and app_role() in ('quality_assessor', 'system')
$$;

create function quality_independent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.state in ('assigned', 'started', 'submitted') then
    -- As the gate locks it: an act that is being written is waited for, and seen; one that comes later sees this row.
    perform 1 from public.cases where id = new.case_id for update;
    if new.assessor_id = new.author_id or public.quality_touched(new.case_id, new.assessor_id) then
      raise exception 'whoever had a part in a case does not assess it'
        using errcode = 'integrity_constraint_violation', constraint = 'quality_independence';
    end if;
  end if;
  return new;
end $$;

create function quality_found_stays() returns trigger language plpgsql as $$
begin
  if old.state in ('submitted', 'released') and (
       new.state not in ('submitted', 'released') or (old.state = 'released' and new.state <> 'released')
       or (new.correct, new.minor, new.significant, new.applicable, new.failed, new.assessor_id, new.author_id, new.submitted_at)
          is distinct from
          (old.correct, old.minor, old.significant, old.applicable, old.failed, old.assessor_id, old.author_id, old.submitted_at)) then
    raise exception 'what was submitted does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create function quality_key() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  key text := 'quality_assessor:' || new.assessor_id;
begin
  if new.state in ('assigned', 'started') then
    update public.cases set audience = array_append(audience, key) where id = new.case_id and not key = any (audience);
  elsif not exists (select from public.quality_reviews
                     where case_id = new.case_id and assessor_id = new.assessor_id and state in ('assigned', 'started')) then
    update public.cases set audience = array_remove(audience, key) where id = new.case_id and key = any (audience);
  end if;
  return null;
end $$;

create function quality_stand_aside() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.quality_reviews r set state = 'conflicted', ended_at = f.recorded_at, version = r.version + 1
    from fresh f
   where r.case_id = f.case_id and r.assessor_id = f.actor_id and r.state in ('assigned', 'started');
  return null;
end $$;

create function quality_stand_aside_for_work() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.quality_reviews r set state = 'conflicted', ended_at = r.assigned_at, version = r.version + 1
   where r.case_id = new.id and r.assessor_id = new.assigned_to and r.state in ('assigned', 'started');
  return null;
end $$;
"""
# The gate gives and takes every key but these, which are there exactly while an assessment is open, whatever the gate read before.
HANDS_OVER = """
create or replace function set_case_audience(of_case uuid, keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.cases
     set audience = array(select k from unnest(keys) k where k not like 'quality_assessor:%'
                          union
                          select 'quality_assessor:' || r.assessor_id from public.quality_reviews r
                           where r.case_id = of_case and r.state in ('assigned', 'started')
                          order by 1)
   where id = of_case and (audience && app_audience() or app_role() = 'system');
  if not found then
    raise exception 'case % is not visible', of_case using errcode = 'insufficient_privilege';
  end if;
end $$;
"""
HANDED_OVER = """
create or replace function set_case_audience(of_case uuid, keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.cases set audience = keys
   where id = of_case and (audience && app_audience() or app_role() = 'system');
  if not found then
    raise exception 'case % is not visible', of_case using errcode = 'insufficient_privilege';
  end if;
end $$;
"""
TRIGGERS = """
create trigger independence before insert or update of state, assessor_id on quality_reviews
  for each row execute function quality_independent();
create trigger found_stays before update on quality_reviews for each row execute function quality_found_stays();
create trigger key after insert or update of state on quality_reviews for each row execute function quality_key();
create trigger quality_stands_aside after insert on case_events
  referencing new table as fresh for each statement execute function quality_stand_aside();
create trigger quality_stands_aside after update of assigned_to on cases
  for each row when (new.assigned_to is distinct from old.assigned_to and new.assigned_to is not null)
  execute function quality_stand_aside_for_work();
"""
CALLED = {
    "quality_barred": "uuid[], uuid[]",
    "quality_author": "uuid, text",
    "quality_frame": "text, date, date, text, uuid[], text[], text[], text[]",
    "quality_all_done": "uuid, text, text",
    "quality_assignments": "uuid",
}
OTHERS = (
    "quality_touched(uuid, uuid)",
    "quality_independent()",
    "quality_found_stays()",
    "quality_key()",
    "quality_stand_aside()",
    "quality_stand_aside_for_work()",
)
MOMENT, JSONB, WORDS = sa.DateTime(timezone=True), postgresql.JSONB(), postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    _samples()
    _reviews()
    _found()
    run(FUNCTIONS)
    run(HANDS_OVER)
    run(TRIGGERS)
    for table in TABLES:
        _guard(table)
    for name in OTHERS:
        op.execute(f"revoke all on function {name} from public")
    for name, taken in CALLED.items():
        op.execute(f"revoke all on function {name}({taken}) from public")
        op.execute(f"grant execute on function {name}({taken}) to acogida_app, acogida_worker")


def _samples() -> None:
    op.create_table(
        "quality_samples",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("instruments", WORDS, server_default="{}", nullable=False),
        sa.Column("versions", JSONB, server_default="{}", nullable=False),
        sa.Column("frame", JSONB, server_default="{}", nullable=False),
        sa.Column("design", sa.String(), nullable=False),
        sa.Column("strata_by", WORDS, server_default="{}", nullable=False),
        sa.Column("factors", JSONB, server_default="{}", nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("frame_size", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("frame_digest", sa.String(), nullable=False),
        sa.Column("double_share", sa.Numeric(4, 3), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("design in ('simple', 'stratified', 'oversampled')", name=op.f("ck_quality_samples_design")),
        sa.CheckConstraint("state in ('drawn', 'closed', 'cancelled')", name=op.f("ck_quality_samples_state")),
        sa.CheckConstraint("size > 0 and size <= frame_size", name=op.f("ck_quality_samples_size")),
        sa.CheckConstraint("double_share between 0 and 1", name=op.f("ck_quality_samples_double_share")),
        sa.ForeignKeyConstraint(["drawn_by"], ["users.id"], name=op.f("fk_quality_samples_drawn_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_quality_samples_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_samples")),
        sa.UniqueConstraint("number", name=op.f("uq_quality_samples_number")),
    )  # fmt: skip
    op.create_table(
        "quality_strata",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("traits", JSONB, server_default="{}", nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("drawn between 1 and size", name=op.f("ck_quality_strata_drawn")),
        sa.ForeignKeyConstraint(["sample_id"], ["quality_samples.id"], name=op.f("fk_quality_strata_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", "key", name=op.f("pk_quality_strata")),
    )  # fmt: skip
    op.create_table(
        "quality_frame_units",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["quality_samples.id"], name=op.f("fk_quality_frame_units_sample_id")
        ),
        sa.PrimaryKeyConstraint("sample_id", "code", name=op.f("pk_quality_frame_units")),
    )
    op.create_table(
        "quality_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("traits", JSONB, server_default="{}", nullable=False),
        sa.Column("reviews", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("reviews in (1, 2)", name=op.f("ck_quality_files_reviews")),
        sa.ForeignKeyConstraint(["sample_id"], ["quality_samples.id"], name=op.f("fk_quality_files_sample_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_quality_files_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_quality_files_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_files")),
        sa.UniqueConstraint("sample_id", "code", name=op.f("uq_quality_files_sample_id_code")),
        sa.UniqueConstraint("sample_id", "position", name=op.f("uq_quality_files_sample_id_position")),
    )  # fmt: skip
    op.create_index(op.f("ix_quality_files_case_id"), "quality_files", ["case_id"])


def _reviews() -> None:
    live = sa.text("state in ('assigned', 'started', 'submitted', 'released')")
    op.create_table(
        "quality_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("slot", sa.SmallInteger(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("correct", sa.SmallInteger(), nullable=True),
        sa.Column("minor", sa.SmallInteger(), nullable=True),
        sa.Column("significant", sa.SmallInteger(), nullable=True),
        sa.Column("applicable", sa.SmallInteger(), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('assigned', 'started', 'submitted', 'released', 'withdrawn', 'conflicted', 'lapsed')",
            name=op.f("ck_quality_reviews_state"),
        ),
        sa.CheckConstraint("purpose in ('assessment', 'calibration')", name=op.f("ck_quality_reviews_purpose")),
        sa.CheckConstraint("slot between 1 and 12", name=op.f("ck_quality_reviews_slot")),
        sa.CheckConstraint(
            "(state not in ('submitted', 'released')) or (submitted_at is not null and applicable is not null)",
            name=op.f("ck_quality_reviews_submitted"),
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["quality_samples.id"], name=op.f("fk_quality_reviews_sample_id")),
        sa.ForeignKeyConstraint(["file_id"], ["quality_files.id"], name=op.f("fk_quality_reviews_file_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_quality_reviews_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_quality_reviews_office_id")),
        sa.ForeignKeyConstraint(["assessor_id"], ["users.id"], name=op.f("fk_quality_reviews_assessor_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_quality_reviews_author_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["users.id"], name=op.f("fk_quality_reviews_assigned_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_reviews")),
    )  # fmt: skip
    op.create_index(op.f("ix_quality_reviews_sample_id"), "quality_reviews", ["sample_id"])
    op.create_index(
        "uq_quality_reviews_slot",
        "quality_reviews",
        ["file_id", "instrument", "purpose", "slot"],
        unique=True,
        postgresql_where=live,
    )
    op.create_index(
        "uq_quality_reviews_assessor",
        "quality_reviews",
        ["file_id", "instrument", "purpose", "assessor_id"],
        unique=True,
        postgresql_where=live,
    )
    op.create_index(
        "ix_quality_reviews_open",
        "quality_reviews",
        ["case_id", "assessor_id"],
        postgresql_where=sa.text("state in ('assigned', 'started')"),
    )
    op.create_index(
        "ix_quality_reviews_assessor_id_due_on", "quality_reviews", ["assessor_id", "due_at", "id"]
    )
    op.create_index(
        "ix_quality_reviews_author_id",
        "quality_reviews",
        ["author_id", "released_at"],
        postgresql_where=sa.text("state = 'released'"),
    )


def _found() -> None:
    of_review = {"columns": ["review_id"], "refcolumns": ["quality_reviews.id"]}
    op.create_table(
        "quality_marks",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.CheckConstraint(
            "mark in ('correct', 'minor_error', 'significant_error', 'not_applicable')",
            name=op.f("ck_quality_marks_mark"),
        ),
        sa.ForeignKeyConstraint(**of_review, name=op.f("fk_quality_marks_review_id")),
        sa.PrimaryKeyConstraint("review_id", "indicator", name=op.f("pk_quality_marks")),
    )
    op.create_table(
        "quality_conclusions",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(**of_review, name=op.f("fk_quality_conclusions_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_quality_conclusions")),
    )
    op.create_table(
        "quality_answers",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(**of_review, name=op.f("fk_quality_answers_review_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_quality_answers_author_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_quality_answers")),
    )


def _guard(table: str) -> None:
    reads, inserts, updates = POLICIES[table]
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    rights = "select, insert"
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
        rights += ", update"
    op.execute(f"grant {rights} on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop trigger quality_stands_aside on case_events")
    op.execute("drop trigger quality_stands_aside on cases")
    run(HANDED_OVER)
    # The keys go with what gave them.
    op.execute(
        "update cases set audience = (select coalesce(array_agg(k), '{}') from unnest(audience) k where k not like 'quality_assessor:%')"
        " where exists (select from unnest(audience) k where k like 'quality_assessor:%')"
    )
    for table in reversed(TABLES):
        op.execute(f"drop table {table} cascade")
    for name in reversed(OTHERS):
        op.execute(f"drop function {name}")
    for name, taken in reversed(CALLED.items()):
        op.execute(f"drop function {name}({taken})")
