"""The first steps of a case on the pages: asked for, taken, and refused with what was typed kept."""

from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

REASONS = "La familia vive ahora en Upala y no puede viajar."


async def step(site: Site, who: str, path: str, **typed: str) -> tuple[int, str, str]:
    """Open the page of a step, send its form; (status, where it leads, body)."""
    async with site.pages(who) as pages:
        asked = await pages.get(path)
        assert asked.status_code == 200, asked.text
        assert_sound(asked.text)
        version = asked.text.split('name="version" value="')[1].split('"')[0]
        done = await pages.post(path, data={"version": version, **typed})
    return done.status_code, done.headers.get("location", ""), done.text


def officer(world: World) -> str:
    return str(world.actor("eligibility_officer").user_id)


async def test_taken_over_admitted_and_assigned(site: Site) -> None:
    registered = await site.world.register()
    case = f"/cases/{registered.reference}"
    assert (await step(site, "registration_officer", f"{case}/take-over"))[:2] == (
        303,
        f"{case}?said=taken_over",
    )
    assert (await step(site, "registration_officer", f"{case}/admit"))[:2] == (303, f"{case}?said=admitted")
    status, _, body = await step(site, "supervisor", f"{case}/assign")
    assert status == 422
    assert "Elija a quién se asigna." in body
    assert "0 expedientes abiertos" in body
    assert (await step(site, "supervisor", f"{case}/assign", officer=officer(site.world)))[0] == 303
    async with site.pages("supervisor") as pages:
        assert "1 expediente abierto" in (await pages.get(f"{case}/assign")).text
    async with site.pages("eligibility_officer") as pages:
        assert registered.reference in (await pages.get("/")).text


async def test_a_step_out_of_turn_is_refused_on_its_own_page_in_words(site: Site) -> None:
    registered = await site.world.register()
    status, _, body = await step(site, "registration_officer", f"/cases/{registered.reference}/admit")
    assert status == 409
    assert "no se puede hacer en la etapa" in body
    assert_sound(body)


async def test_a_transfer_keeps_what_was_typed_and_then_leads_to_the_list(site: Site) -> None:
    registered = await site.world.register()
    path, there = f"/cases/{registered.reference}/transfer", str(site.world.other_office)
    status, _, body = await step(site, "supervisor", path, office=there, reasons="Muy corto")
    assert status == 422
    assert "Muy corto" in body
    assert f'value="{there}" selected' in body
    assert (await step(site, "supervisor", path, office=there, reasons=REASONS, danger="1"))[:2] == (
        303,
        "/cases?said=transferred",
    )
    async with site.pages("supervisor") as pages:
        assert (await pages.get(path)).status_code == 404


async def test_declaring_inadmissible_names_its_consequence(site: Site) -> None:
    registered = await site.world.register()
    case = f"/cases/{registered.reference}"
    await step(site, "registration_officer", f"{case}/take-over")
    async with site.pages("supervisor") as pages:
        assert "sin verificar" in (await pages.get(f"{case}/declare-inadmissible")).text
    assert (await step(site, "supervisor", f"{case}/declare-inadmissible", reasons=REASONS))[0] == 303
    async with site.pages("registration_officer") as pages:
        assert (await pages.get(f"{case}/declare-inadmissible")).status_code == 403
