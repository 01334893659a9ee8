"""The photographs of both sides of a pair, for who judges it: also where the file is another office's."""

from alembic import op

from migrations.statements import run

revision = "0154"
down_revision = "0122"
branch_labels = None
depends_on = None

DEFINERS = """
-- Under which identifiers the latest photographs of a pair's people are kept. Nothing of somebody in a sealed file of another's.
create function pair_photos(of_pair uuid) returns table (side text, photo_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select s.side, f.id
    from public.duplicate_pairs d
    cross join lateral (values ('a', d.person_a), ('b', d.person_b)) s(side, person)
    cross join lateral (select p.id from public.person_photos p
                         where p.person_id = s.person and p.replaced_at is null order by p.taken_at desc limit 1) f
   where d.id = of_pair
     and public.app_role() in ('registration_officer', 'eligibility_officer', 'supervisor')
     and not exists (select from public.claims k join public.cases c on c.id = k.case_id
                      where k.person_id = s.person and c.sealed and not c.audience && public.app_audience())
     and exists (select from public.claims k join public.cases c on c.id = k.case_id
                  where k.person_id in (d.person_a, d.person_b) and c.audience && public.app_audience())
$$;
"""


def upgrade() -> None:
    run(DEFINERS)
    op.execute("revoke all on function pair_photos(uuid) from public")
    op.execute("grant execute on function pair_photos(uuid) to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute("drop function pair_photos(uuid)")
