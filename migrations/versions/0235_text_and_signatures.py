"""The text of a decision, its paper at each signature, the signatures, and the certificates of those who sign.

What hangs on a decision is read with it. A text cannot change once somebody signed it; a paper and a signature never. Anyone may ask
by its code whether a decision is authentic, through functions that say the number, the day and the digests and nothing else.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0235"
down_revision = "0216"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_DECISION = "exists (select from decisions d where d.id = decision_id)"
TABLES = {
    "decision_texts": "select, insert, update",
    "decision_papers": "select, insert",
    "decision_signatures": "select, insert",
}
IMMUTABLE = """
create function refuse_change_of_signed_text() returns trigger language plpgsql
  security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from public.decision_signatures s where s.decision_id = old.decision_id)
     or exists (select from public.decisions d where d.id = old.decision_id and d.status = 'signed') then
    raise exception 'the text of decision % is signed and cannot be changed', old.decision_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger signed_is_immutable before update or delete on decision_texts
  for each row execute function refuse_change_of_signed_text();
"""
CHECK = """
create function check_decision(asked text, digests text[])
  returns table (decision_id uuid, code text, number text, signed_at timestamptz, digest text, revision integer, last boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.id, t.code, d.number, d.signed_at, p.digest, p.revision,
         p.revision = (select max(l.revision) from public.decision_papers l where l.decision_id = d.id)
    from public.decisions d
    join public.decision_texts t on t.decision_id = d.id
    join public.decision_papers p on p.decision_id = d.id
   where d.status = 'signed' and (t.code = asked or p.digest = any (digests))
   order by p.revision desc
$$;
create function signers_of_decision(asked uuid)
  returns table (field text, fingerprint text, means text, at timestamptz, revision integer, distrusted_from timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select s.field, s.fingerprint, s.means, s.at, s.revision, c.distrusted_from
    from public.decision_signatures s
    join public.decisions d on d.id = s.decision_id and d.status = 'signed'
    left join public.signing_certificates c on c.id = s.certificate_id
   where s.decision_id = asked
   order by s.revision
$$;
revoke all on function check_decision(text, text[]) from public;
revoke all on function signers_of_decision(uuid) from public;
grant execute on function check_decision(text, text[]) to acogida_app, acogida_worker;
grant execute on function signers_of_decision(uuid) to acogida_app, acogida_worker;
"""
DROP = """
drop function signers_of_decision(uuid);
drop function check_decision(text, text[]);
drop trigger signed_is_immutable on decision_texts;
drop function refuse_change_of_signed_text();
"""


def upgrade() -> None:
    _texts()
    _certificates()
    _papers()
    _signatures()
    for table, may in TABLES.items():
        op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({OF_DECISION})")
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({OF_DECISION})")
        op.execute(f"grant {may} on {table} to acogida_app, acogida_worker")
    op.execute(
        f"create policy updates on decision_texts for update to acogida_app using ({OF_DECISION})"
        f" with check ({OF_DECISION})"
    )
    op.execute("grant select, insert, update on signing_certificates to acogida_app, acogida_worker")
    run(IMMUTABLE)
    run(CHECK)


def _texts() -> None:
    op.create_table(
        "decision_texts",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("told", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("parts", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("spoken", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("composed_at", MOMENT, nullable=False),
        sa.Column("composed_by", sa.Uuid(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_texts_decision_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decision_texts_case_id")),
        sa.ForeignKeyConstraint(["composed_by"], ["users.id"], name=op.f("fk_decision_texts_composed_by")),
        sa.ForeignKeyConstraint(["edited_by"], ["users.id"], name=op.f("fk_decision_texts_edited_by")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_texts")),
        sa.UniqueConstraint("code", name=op.f("uq_decision_texts_code")),
    )


def _certificates() -> None:
    table = "signing_certificates"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.Uuid(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
        sa.Column("distrusted_from", MOMENT, nullable=True),
        sa.CheckConstraint("kind in ('pkcs12', 'pkcs11')", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint("until > since", name=op.f(f"ck_{table}_until")),
        sa.CheckConstraint(
            "(revoked_at is null) = (distrusted_from is null)", name=op.f(f"ck_{table}_revoked")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.ForeignKeyConstraint(["enrolled_by"], ["users.id"], name=op.f(f"fk_{table}_enrolled_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["users.id"], name=op.f(f"fk_{table}_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("fingerprint", name=op.f(f"uq_{table}_fingerprint")),
    )
    op.create_index(
        f"uq_{table}_current",
        table,
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null and replaced_at is null"),
    )


def _papers() -> None:
    op.create_table(
        "decision_papers",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_papers_decision_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decision_papers_case_id")),
        sa.PrimaryKeyConstraint("decision_id", "revision", name=op.f("pk_decision_papers")),
        sa.UniqueConstraint("file", name=op.f("uq_decision_papers_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_decision_papers_digest")),
    )


def _signatures() -> None:
    table = "decision_signatures"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("presides", sa.Boolean(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("scan", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("means in ('certificate', 'token', 'by_hand')", name=op.f(f"ck_{table}_means")),
        sa.CheckConstraint("stamp in ('none', 'granted', 'unanswered')", name=op.f(f"ck_{table}_stamp")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f(f"fk_{table}_decision_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["signing_certificates.id"], name=op.f(f"fk_{table}_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("decision_id", "user_id", name=op.f(f"uq_{table}_decision_id_user_id")),
        sa.UniqueConstraint("decision_id", "revision", name=op.f(f"uq_{table}_decision_id_revision")),
    )
    op.create_index(op.f(f"ix_{table}_decision_id"), table, ["decision_id"])


def downgrade() -> None:
    run(DROP)
    for table in ("decision_signatures", "decision_papers", "signing_certificates", "decision_texts"):
        op.drop_table(table)
