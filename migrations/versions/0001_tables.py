"""Every table of the foundation, room by room."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # All three are trusted extensions: the database's owner may create them without being a superuser.
    for extension in ("btree_gist", "pg_trgm", "unaccent"):
        op.execute(f"create extension if not exists {extension}")
    op.create_table(
        "access_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column(
            "detail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_records")),
    )
    op.create_index(
        "ix_access_records_case_id_at",
        "access_records",
        ["case_id", "at"],
        unique=False,
    )
    op.create_table(
        "api_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("ck_api_clients_has_scopes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_clients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_api_clients_client_id")),
    )
    op.create_table(
        "interpreters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column(
            "languages",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreters")),
    )
    op.create_table(
        "kept_answers",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name=op.f("pk_kept_answers")),
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("code", name=op.f("uq_offices_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "border_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_border_posts_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_border_posts")),
        sa.UniqueConstraint("code", name=op.f("uq_border_posts_code")),
    )
    op.create_table(
        "credentials",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_credentials_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_names", sa.String(), nullable=False),
        sa.Column("family_names", sa.String(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("search_name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_precision", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("gender_identity", sa.String(), nullable=True),
        sa.Column(
            "nationalities",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("stateless", sa.Boolean(), nullable=False),
        sa.Column(
            "languages",
            postgresql.ARRAY(sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("lodging", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "birth_precision in ('day', 'month', 'year', 'estimated')",
            name=op.f("ck_persons_birth_precision"),
        ),
        sa.CheckConstraint("sex in ('female', 'male', 'other', 'unknown')", name=op.f("ck_persons_sex")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_persons_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(
        "ix_persons_birth_date_search_name",
        "persons",
        ["birth_date", "search_name"],
        unique=False,
    )
    op.create_index(
        "ix_persons_search_name_trgm",
        "persons",
        ["search_name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_name": "gin_trgm_ops"},
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("child_friendly", sa.Boolean(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_rooms_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
    )
    op.create_table(
        "sittings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("convened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('convened', 'open', 'closed', 'cancelled')",
            name=op.f("ck_sittings_status"),
        ),
        sa.ForeignKeyConstraint(["convened_by"], ["users.id"], name=op.f("fk_sittings_convened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("body", "number", name=op.f("uq_sittings_body_number")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("profile_version", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("accelerated", sa.Boolean(), nullable=False),
        sa.Column("simplified", sa.Boolean(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("removal_barred", sa.Boolean(), nullable=False),
        sa.Column("missed_interviews", sa.SmallInteger(), nullable=False),
        sa.Column("household_size", sa.SmallInteger(), nullable=False),
        sa.Column("principal_person_id", sa.Uuid(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_rule", sa.String(), nullable=True),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assigned_to"], ["users.id"], name=op.f("fk_cases_assigned_to")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_cases_office_id")),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_cases_post_id")),
        sa.ForeignKeyConstraint(
            ["principal_person_id"],
            ["persons.id"],
            name=op.f("fk_cases_principal_person_id"),
        ),
        sa.ForeignKeyConstraint(["registered_by"], ["users.id"], name=op.f("fk_cases_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(
        "ix_cases_assigned_to_next_due_at",
        "cases",
        ["assigned_to", "next_due_at", "id"],
        unique=False,
    )
    op.create_index("ix_cases_audience", "cases", ["audience"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_cases_office_id_next_due_at",
        "cases",
        ["office_id", "next_due_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_post_id_registered_at",
        "cases",
        ["post_id", "registered_at"],
        unique=False,
    )
    op.create_index(
        "ix_cases_at_post_next_due_at",
        "cases",
        ["post_id", "next_due_at", "id"],
        unique=False,
        postgresql_where=sa.text("taken_over_at is null"),
    )
    op.create_index(
        "ix_cases_stage_next_due_at",
        "cases",
        ["stage", "next_due_at", "id"],
        unique=False,
    )
    op.create_table(
        "identity_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_identity_papers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_papers")),
    )
    op.create_index("ix_identity_papers_number_key", "identity_papers", ["number_key"], unique=False)
    op.create_index(
        op.f("ix_identity_papers_person_id"),
        "identity_papers",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_role_grants_office_id")),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_role_grants_post_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index("ix_role_grants_user_id", "role_grants", ["user_id"], unique=False)
    op.create_table(
        "sitting_members",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("presides", sa.Boolean(), nullable=False),
        sa.Column("present_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_sitting_members_sitting_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sitting_members_user_id")),
        sa.PrimaryKeyConstraint("sitting_id", "user_id", name=op.f("pk_sitting_members")),
    )
    op.create_table(
        "specific_needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["found_by"], ["users.id"], name=op.f("fk_specific_needs_found_by")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_specific_needs_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specific_needs")),
    )
    op.create_index(
        op.f("ix_specific_needs_person_id"),
        "specific_needs",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("interviewer_id", sa.Uuid(), nullable=True),
        sa.Column("interpreter_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by", sa.Uuid(), nullable=False),
        sa.Column("moved_to", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("interpreter_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("state = 'booked'"),
            using="gist",
            name="ex_appointments_interpreter",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("interviewer_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("state = 'booked'"),
            using="gist",
            name="ex_appointments_interviewer",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("person_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("state = 'booked'"),
            using="gist",
            name="ex_appointments_person",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("room_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("state = 'booked'"),
            using="gist",
            name="ex_appointments_room",
        ),
        sa.CheckConstraint(
            "state in ('booked', 'kept', 'missed', 'moved', 'cancelled')",
            name=op.f("ck_appointments_state"),
        ),
        sa.ForeignKeyConstraint(["booked_by"], ["users.id"], name=op.f("fk_appointments_booked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appointments_case_id")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"],
            ["interpreters.id"],
            name=op.f("fk_appointments_interpreter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["interviewer_id"],
            ["users.id"],
            name=op.f("fk_appointments_interviewer_id"),
        ),
        sa.ForeignKeyConstraint(["moved_to"], ["appointments.id"], name=op.f("fk_appointments_moved_to")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_appointments_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_appointments_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_case_id"), "appointments", ["case_id"], unique=False)
    op.create_index(
        "ix_appointments_office_id_during",
        "appointments",
        ["office_id", "during"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_index(op.f("ix_appointments_person_id"), "appointments", ["person_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column(
            "facts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column(
            "analysis",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column(
            "recommendations",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'submitted', 'returned', 'endorsed')",
            name=op.f("ck_assessments_status"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_assessments_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_assessments_case_id_number")),
    )
    op.create_index(op.f("ix_assessments_case_id"), "assessments", ["case_id"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_role", sa.String(), nullable=False),
        sa.Column("claims", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("stage_before", sa.String(), nullable=True),
        sa.Column("stage_after", sa.String(), nullable=False),
        sa.Column(
            "data",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_case_events_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_events_case_id_number")),
    )
    op.create_index("ix_case_events_name_at", "case_events", ["name", "at"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("derivative_of", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_before", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_instance", sa.String(), nullable=True),
        sa.Column("grounds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("basis in ('principal', 'derivative')", name=op.f("ck_claims_basis")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_claims_case_id")),
        sa.ForeignKeyConstraint(["derivative_of"], ["claims.id"], name=op.f("fk_claims_derivative_of")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_claims_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_claims_case_id_person_id")),
    )
    op.create_index(op.f("ix_claims_case_id"), "claims", ["case_id"], unique=False)
    op.create_index(op.f("ix_claims_person_id"), "claims", ["person_id"], unique=False)
    op.create_table(
        "encounters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("nationality", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_group", sa.String(), nullable=False),
        sa.Column("refusal_ground", sa.String(), nullable=True),
        sa.Column("referred_to", sa.String(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_encounters_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_encounters_case_id")),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_encounters_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounters")),
    )
    op.create_index("ix_encounters_post_id_at", "encounters", ["post_id", "at"], unique=False)
    op.create_table(
        "guardianships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_guardianships_case_id")),
        sa.ForeignKeyConstraint(["child_id"], ["persons.id"], name=op.f("fk_guardianships_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianships")),
    )
    op.create_index(op.f("ix_guardianships_case_id"), "guardianships", ["case_id"], unique=False)
    op.create_index(op.f("ix_guardianships_child_id"), "guardianships", ["child_id"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("entry_place", sa.String(), nullable=True),
        sa.Column("route", sa.String(), nullable=True),
        sa.Column("circumstances", sa.String(), nullable=False),
        sa.Column(
            "screening",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_registrations_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_registrations_case_id")),
        sa.ForeignKeyConstraint(["post_id"], ["border_posts.id"], name=op.f("fk_registrations_post_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_registrations")),
    )
    op.create_table(
        "representations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_representations_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_representations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representations")),
    )
    op.create_index(op.f("ix_representations_case_id"), "representations", ["case_id"], unique=False)
    op.create_index(op.f("ix_representations_user_id"), "representations", ["user_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["role_grants.id"], name=op.f("fk_sign_ins_grant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sign_ins")),
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status in ('pending', 'decided', 'sent_back', 'deferred')",
            name=op.f("ck_agenda_items_status"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_agenda_items_assessment_id"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agenda_items_case_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_agenda_items_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("sitting_id", "case_id", name=op.f("uq_agenda_items_sitting_id_case_id")),
    )
    op.create_index(op.f("ix_agenda_items_case_id"), "agenda_items", ["case_id"], unique=False)
    op.create_index(
        "uq_agenda_items_pending_case",
        "agenda_items",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("binds", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("verification", sa.String(), nullable=False),
        sa.Column(
            "explanation",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state in ('running', 'suspended', 'met', 'missed', 'cancelled')",
            name=op.f("ck_deadlines_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deadlines_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_deadlines_claim_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["case_events.id"], name=op.f("fk_deadlines_ended_by")),
        sa.ForeignKeyConstraint(["started_by"], ["case_events.id"], name=op.f("fk_deadlines_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    op.create_index("ix_deadlines_case_id", "deadlines", ["case_id"], unique=False)
    op.create_index(
        "ix_deadlines_running_due_at",
        "deadlines",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("interviewer_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oath_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'paused', 'read_back', 'signed')",
            name=op.f("ck_interviews_status"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_interviews_appointment_id"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interviews_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_interviews_claim_id")),
        sa.ForeignKeyConstraint(["interviewer_id"], ["users.id"], name=op.f("fk_interviews_interviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index(op.f("ix_interviews_case_id"), "interviews", ["case_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.ForeignKeyConstraint(["event_id"], ["case_events.id"], name=op.f("fk_notices_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_case_id"), "notices", ["case_id"], unique=False)
    op.create_table(
        "provisional_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("may_work", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status in ('active', 'replaced', 'revoked', 'closed')",
            name=op.f("ck_provisional_documents_status"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_provisional_documents_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_provisional_documents_claim_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name=op.f("fk_provisional_documents_issued_by")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_provisional_documents_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["provisional_documents.id"],
            name=op.f("fk_provisional_documents_replaces"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provisional_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_provisional_documents_code")),
    )
    op.create_index(
        op.f("ix_provisional_documents_case_id"),
        "provisional_documents",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        "ix_provisional_documents_number",
        "provisional_documents",
        ["number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_provisional_documents_person_id"),
        "provisional_documents",
        ["person_id"],
        unique=False,
    )
    op.create_index(
        "uq_provisional_documents_active_claim",
        "provisional_documents",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column(
            "checklist",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_reviews_assessment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reviews_case_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name=op.f("fk_reviews_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_assessment_id"), "reviews", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_reviews_case_id"), "reviews", ["case_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("remedy_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column(
            "outcomes",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column(
            "signatories",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column(
            "tally",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.CheckConstraint("status in ('draft', 'signed')", name=op.f("ck_decisions_status")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decisions_case_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["users.id"], name=op.f("fk_decisions_drafted_by")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_decisions_item_id")),
        sa.ForeignKeyConstraint(
            ["remedy_id"],
            ["remedies.id"],
            name=op.f("fk_decisions_remedy_id"),
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("number", name=op.f("uq_decisions_number")),
    )
    op.create_index(op.f("ix_decisions_case_id"), "decisions", ["case_id"], unique=False)
    op.create_index(
        "uq_decisions_remedy",
        "decisions",
        ["remedy_id"],
        unique=True,
        postgresql_where=sa.text("remedy_id is not null"),
    )
    op.create_index(
        "uq_decisions_sitting_item",
        "decisions",
        ["item_id"],
        unique=True,
        postgresql_where=sa.text("item_id is not null"),
    )
    op.create_table(
        "interview_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_entries_case_id")),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["interview_entries.id"],
            name=op.f("fk_interview_entries_corrects"),
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_entries_interview_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_entries")),
        sa.UniqueConstraint(
            "interview_id",
            "position",
            name=op.f("uq_interview_entries_interview_id_position"),
        ),
    )
    op.create_index(
        op.f("ix_interview_entries_case_id"),
        "interview_entries",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_interview_entries_interview_id"),
        "interview_entries",
        ["interview_id"],
        unique=False,
    )
    op.create_table(
        "interview_participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("interpreter_id", sa.Uuid(), nullable=True),
        sa.Column("identified_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_participants_case_id")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"],
            ["interpreters.id"],
            name=op.f("fk_interview_participants_interpreter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_participants_interview_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_participants")),
    )
    op.create_index(
        op.f("ix_interview_participants_case_id"),
        "interview_participants",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_interview_participants_interview_id"),
        "interview_participants",
        ["interview_id"],
        unique=False,
    )
    op.create_table(
        "recusals",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("found_in_record", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recusals_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_recusals_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recusals_user_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_recusals")),
    )
    op.create_index(op.f("ix_recusals_case_id"), "recusals", ["case_id"], unique=False)
    op.create_table(
        "votes",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_votes_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_votes_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_votes")),
    )
    op.create_index(op.f("ix_votes_case_id"), "votes", ["case_id"], unique=False)
    op.create_table(
        "interview_addenda",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_interview_addenda_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_addenda_case_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["interview_entries.id"],
            name=op.f("fk_interview_addenda_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_addenda_interview_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_addenda")),
    )
    op.create_index(
        op.f("ix_interview_addenda_case_id"),
        "interview_addenda",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_interview_addenda_interview_id"),
        "interview_addenda",
        ["interview_id"],
        unique=False,
    )
    op.create_table(
        "interview_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("refusal_reason", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interview_signatures_case_id")),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_signatures_interview_id"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["interview_participants.id"],
            name=op.f("fk_interview_signatures_participant_id"),
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_interview_signatures_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_signatures")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_interview_signatures_participant_id")),
    )
    op.create_index(
        op.f("ix_interview_signatures_case_id"),
        "interview_signatures",
        ["case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_interview_signatures_interview_id"),
        "interview_signatures",
        ["interview_id"],
        unique=False,
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_to", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notifications_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_notifications_decision_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_notifications_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_notifications_decision_id")),
    )
    op.create_index(op.f("ix_notifications_case_id"), "notifications", ["case_id"], unique=False)
    op.create_table(
        "remedies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_as", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("late_reasons", sa.String(), nullable=True),
        sa.Column("admitted_by", sa.Uuid(), nullable=True),
        sa.Column("admission_reasons", sa.String(), nullable=True),
        sa.Column("suspensive", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('awaiting_admission', 'pending', 'decided', 'refused_as_late', 'withdrawn')",
            name=op.f("ck_remedies_status"),
        ),
        sa.ForeignKeyConstraint(["admitted_by"], ["users.id"], name=op.f("fk_remedies_admitted_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_remedies_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_remedies_decided_by")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_remedies_decision_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name=op.f("fk_remedies_filed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedies")),
    )
    op.create_index(op.f("ix_remedies_case_id"), "remedies", ["case_id"], unique=False)
    op.create_index(
        "uq_remedies_open_decision",
        "remedies",
        ["decision_id"],
        unique=True,
        postgresql_where=sa.text("status in ('awaiting_admission', 'pending')"),
    )
    op.create_foreign_key("fk_decisions_remedy_id", "decisions", "remedies", ["remedy_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint("fk_decisions_remedy_id", "decisions")
    op.drop_index(
        "uq_remedies_open_decision",
        table_name="remedies",
        postgresql_where=sa.text("status in ('awaiting_admission', 'pending')"),
    )
    op.drop_index(op.f("ix_remedies_case_id"), table_name="remedies")
    op.drop_table("remedies")
    op.drop_index(op.f("ix_notifications_case_id"), table_name="notifications")
    op.drop_table("notifications")
    op.drop_index(op.f("ix_interview_signatures_interview_id"), table_name="interview_signatures")
    op.drop_index(op.f("ix_interview_signatures_case_id"), table_name="interview_signatures")
    op.drop_table("interview_signatures")
    op.drop_index(op.f("ix_interview_addenda_interview_id"), table_name="interview_addenda")
    op.drop_index(op.f("ix_interview_addenda_case_id"), table_name="interview_addenda")
    op.drop_table("interview_addenda")
    op.drop_index(op.f("ix_votes_case_id"), table_name="votes")
    op.drop_table("votes")
    op.drop_index(op.f("ix_recusals_case_id"), table_name="recusals")
    op.drop_table("recusals")
    op.drop_index(
        op.f("ix_interview_participants_interview_id"),
        table_name="interview_participants",
    )
    op.drop_index(op.f("ix_interview_participants_case_id"), table_name="interview_participants")
    op.drop_table("interview_participants")
    op.drop_index(op.f("ix_interview_entries_interview_id"), table_name="interview_entries")
    op.drop_index(op.f("ix_interview_entries_case_id"), table_name="interview_entries")
    op.drop_table("interview_entries")
    op.drop_index(
        "uq_decisions_sitting_item",
        table_name="decisions",
        postgresql_where=sa.text("item_id is not null"),
    )
    op.drop_index(
        "uq_decisions_remedy",
        table_name="decisions",
        postgresql_where=sa.text("remedy_id is not null"),
    )
    op.drop_index(op.f("ix_decisions_case_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_reviews_case_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_assessment_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(
        "uq_provisional_documents_active_claim",
        table_name="provisional_documents",
        postgresql_where=sa.text("status = 'active'"),
    )
    op.drop_index(op.f("ix_provisional_documents_person_id"), table_name="provisional_documents")
    op.drop_index("ix_provisional_documents_number", table_name="provisional_documents")
    op.drop_index(op.f("ix_provisional_documents_case_id"), table_name="provisional_documents")
    op.drop_table("provisional_documents")
    op.drop_index(op.f("ix_notices_case_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_interviews_case_id"), table_name="interviews")
    op.drop_table("interviews")
    op.drop_index(
        "ix_deadlines_running_due_at",
        table_name="deadlines",
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index("ix_deadlines_case_id", table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index(
        "uq_agenda_items_pending_case",
        table_name="agenda_items",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index(op.f("ix_agenda_items_case_id"), table_name="agenda_items")
    op.drop_table("agenda_items")
    op.drop_index("ix_sign_ins_user_id", table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_representations_user_id"), table_name="representations")
    op.drop_index(op.f("ix_representations_case_id"), table_name="representations")
    op.drop_table("representations")
    op.drop_table("registrations")
    op.drop_index(op.f("ix_guardianships_child_id"), table_name="guardianships")
    op.drop_index(op.f("ix_guardianships_case_id"), table_name="guardianships")
    op.drop_table("guardianships")
    op.drop_index("ix_encounters_post_id_at", table_name="encounters")
    op.drop_table("encounters")
    op.drop_index(op.f("ix_claims_person_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_case_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_index("ix_case_events_name_at", table_name="case_events")
    op.drop_table("case_events")
    op.drop_index(op.f("ix_assessments_case_id"), table_name="assessments")
    op.drop_table("assessments")
    op.drop_index(op.f("ix_appointments_person_id"), table_name="appointments")
    op.drop_index(
        "ix_appointments_office_id_during",
        table_name="appointments",
        postgresql_using="gist",
    )
    op.drop_index(op.f("ix_appointments_case_id"), table_name="appointments")
    op.drop_table("appointments")
    op.drop_index(op.f("ix_specific_needs_person_id"), table_name="specific_needs")
    op.drop_table("specific_needs")
    op.drop_table("sitting_members")
    op.drop_index("ix_role_grants_user_id", table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_index(op.f("ix_identity_papers_person_id"), table_name="identity_papers")
    op.drop_index("ix_identity_papers_number_key", table_name="identity_papers")
    op.drop_table("identity_papers")
    op.drop_index("ix_cases_stage_next_due_at", table_name="cases")
    op.drop_index("ix_cases_at_post_next_due_at", table_name="cases")
    op.drop_index("ix_cases_post_id_registered_at", table_name="cases")
    op.drop_index("ix_cases_office_id_next_due_at", table_name="cases")
    op.drop_index("ix_cases_audience", table_name="cases", postgresql_using="gin")
    op.drop_index("ix_cases_assigned_to_next_due_at", table_name="cases")
    op.drop_table("cases")
    op.drop_table("sittings")
    op.drop_table("rooms")
    op.drop_index(
        "ix_persons_search_name_trgm",
        table_name="persons",
        postgresql_using="gin",
        postgresql_ops={"search_name": "gin_trgm_ops"},
    )
    op.drop_index("ix_persons_birth_date_search_name", table_name="persons")
    op.drop_table("persons")
    op.drop_table("credentials")
    op.drop_table("border_posts")
    op.drop_table("users")
    op.drop_table("offices")
    op.drop_table("kept_answers")
    op.drop_table("interpreters")
    op.drop_table("api_clients")
    op.drop_index("ix_access_records_case_id_at", table_name="access_records")
    op.drop_table("access_records")
    for extension in ("unaccent", "pg_trgm", "btree_gist"):
        op.execute(f"drop extension if exists {extension}")
