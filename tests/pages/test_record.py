"""The record of access: names for data protection, pseudonyms for the auditor, nobody else."""

from datetime import timedelta

import pytest

from tests.site import Site
from tests.web_foundation.soundness import assert_sound


@pytest.fixture(autouse=True)
def _after_everybody_else(site: Site) -> None:
    """The record is one for the whole database: later than any other test's clock, ours is its newest."""
    site.world.clock.advance(timedelta(days=7300))


async def _look(site: Site) -> str:
    filed = await site.world.register()
    async with site.pages("border_liaison_officer") as client:
        await client.get(f"/cases/{filed.reference}")
    return filed.reference


async def test_data_protection_reads_names(site: Site) -> None:
    reference = await _look(site)
    async with site.pages("data_protection_officer") as client:
        shown = await client.get("/record")
    assert_sound(shown.text)
    assert reference in shown.text
    assert "Border Liaison Officer" in shown.text


async def test_the_auditor_reads_pseudonyms(site: Site) -> None:
    reference = await _look(site)
    async with site.pages("auditor") as client:
        shown = await client.get("/record")
    assert reference in shown.text
    assert "Border Liaison Officer" not in shown.text
    assert "Persona 1" in shown.text


async def test_what_is_read_on_paper_is_in_the_record_too(site: Site) -> None:
    filed = await site.world.register()
    async with site.api("border_liaison_officer") as api:
        number = (await api.get(f"/api/v1/cases/{filed.reference}")).json()["claims"][0]["document"]["number"]
        assert (await api.get(f"/api/v1/documents/{number}.pdf")).status_code == 200
    async with site.pages("border_liaison_officer") as client:
        assert (await client.get(f"/documents/{number}.pdf")).status_code == 200
    async with site.pages("data_protection_officer") as client:
        shown = (await client.get("/record")).text
    assert shown.count("Imprimió un documento") == 2
    assert shown.count(number) == 2


async def test_looking_at_the_record_is_in_the_record(site: Site) -> None:
    async with site.pages("data_protection_officer") as client:
        await client.get("/record")
        shown = await client.get("/record")
    assert "Vio esta bitácora" in shown.text


async def test_nobody_else_reads_it(site: Site) -> None:
    async with site.pages("supervisor") as client:
        assert (await client.get("/record")).status_code == 403
