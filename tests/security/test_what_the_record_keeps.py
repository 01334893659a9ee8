"""The record of access has identifiers and no names: it is never changed, and an auditor reads it."""

from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.spreadsheet import safe_cell
from tests.site import Site
from tests.world import adult


async def test_what_is_typed_at_the_counter_is_not_written_down_but_whose_papers_came_up_is(
    site: Site,
) -> None:
    name = f"Graciela{site.world.tag}"
    case = await site.world.register([adult(name, "Mostrador")])
    async with site.pages("documentation_officer") as pages:
        assert (await pages.get("/documents", params={"q": name})).status_code == 200
        assert (await pages.get("/documents", params={"q": f"Nadie{name}"})).status_code == 200
    async with site.world.system.reading(SYSTEM) as db:
        seen = await db.scalars(
            text("select subject from access_records where action = 'page.counter' and actor_id = :who"),
            {"who": site.world.actor("documentation_officer").user_id},
        )
    assert case.reference in seen
    assert not [subject for subject in seen if site.world.tag in subject]


async def test_names_from_the_file_of_another_office_are_in_the_record(site: Site) -> None:
    mine, other = await site.world.register([adult()]), await site.world.register([adult("Otra", "Persona")])
    async with site.pages("supervisor") as pages:
        address = f"/cases/{mine.reference}/family/relate"
        assert (await pages.get(address, params={"file": other.reference})).status_code == 200
    async with site.world.system.reading(SYSTEM) as db:
        seen = await db.scalars(text("select subject from access_records where action = 'family.other_file'"))
    assert other.reference in seen


def test_no_cell_of_a_downloaded_file_runs_in_a_spreadsheet() -> None:
    assert [safe_cell(each) for each in ("=1+1", "+1", "-1", "@a", "\t=1", "Ana", -1, None)] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@a",
        "'\t=1",
        "Ana",
        -1,
        None,
    ]
