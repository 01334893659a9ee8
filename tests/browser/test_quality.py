"""Quality in a browser: a sample is drawn, two assess its files, blind; the author answers; what recurs becomes a recommendation."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from app.identity import public as identity
from tests.browser.serving import NARROW, Served, Visitor
from tests.quality.test_samples import team

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASSESSORS = ("quality_assessor", "second_assessor")
INDICATOR = "reception.information"
FORM: dict[str, str | list[str]] = {
    "title": "Registros de noviembre, caso O'Neill", "kinds": ["registration"], "work": "registration", "size": "2",
    "double_share": "100", "since-day": "1", "since-month": "11", "since-year": "2026", "until-day": "30", "until-month": "11",
    "until-year": "2026",
}  # fmt: skip


async def test_from_the_draw_to_what_should_change(served: Served) -> None:
    world = served.world
    await team(world, ("second_assessor",))
    await world.register()
    await world.register()
    async with served.seated("quality_assessor") as lead:
        sample = await _draw(lead, str(world.office), [str(world.actor(who).user_id) for who in ASSESSORS])
        for who in ASSESSORS:
            async with served.seated(who) as assessor:
                await _assess(assessor, sample, last=who == ASSESSORS[-1])
        await lead.open(sample)
        await lead.reads("4 de 4", "Sobre 2 de 2 expedientes", "Leer")
        await lead.press("Entregar 4 evaluaciones")
        await _sound(lead)
    async with served.seated("border_liaison_officer") as author:
        await author.open("/quality/mine")
        await author.follow("CR26-")
        await author.reads("Falta la lengua de O'Neill.")
        await author.enter({"agrees": "no"})
        await author.press("Responder")
        await author.reads("Escriba en qué no está de acuerdo")
        await author.enter({"text": "Consta en la nota."})
        await author.press("Responder")
        await _sound(author)
    async with world.reading("quality_assessor") as db:
        office = next(one.code for one in await identity.offices(db) if one.id == world.office)
    async with served.seated("quality_assessor") as lead:
        recommendation = await _recommend(lead, office)
    async with served.seated("supervisor") as supervisor:
        await supervisor.open("/quality")
        await supervisor.reads("Entregadas en la oficina", "En desacuerdo")
        await supervisor.open(recommendation)
        await supervisor.choose("Aceptarla")
        await supervisor.enter({"reason": "Se cambia la hoja."})
        await supervisor.press("Registrarlo")
        await supervisor.reads("aceptada", "Se cambia la hoja.")


async def _draw(lead: Visitor, office: str, assessors: list[str]) -> str:
    """Drawn and given to both, and to nobody of another test. The calculator leaves what is typed."""
    await lead.open("/quality")
    await lead.follow("Sortear una muestra")
    await lead.enter(FORM | {"office": office})
    await lead.page.get_by_role("button", name="Contar y calcular").click()
    await lead.reads("El marco tiene 2 expedientes.")
    await expect(lead.page.locator("[name=title]")).to_have_value(str(FORM["title"]))
    await _sound(lead)
    await lead.press("Sortear", within="main")
    sample = lead.page.url.split("?")[0]
    for one in assessors:
        await lead.page.check(f"[name=assessors][value='{one}']")
    await lead.press("Repartir 4 evaluaciones")
    await lead.reads("Todo está asignado.")
    await lead.lacks("Leer")
    return sample


async def _assess(assessor: Visitor, sample: str, *, last: bool) -> None:
    page = assessor.page
    for turn in range(2):
        await assessor.open("/quality")
        await page.locator("section", has_text="Por evaluar").locator("tbody a").first.click()
        await page.wait_for_selector("[data-indicator]")
        await page.keyboard.press("j")
        for _ in range(await page.locator("[data-indicator]").count()):
            await page.keyboard.press("1")
        await page.check(f'[name="mark-{INDICATOR}"][value=minor_error]')
        if first := turn == 0 and not last:
            await assessor.press("Presentar")
            await assessor.reads("Explique el error")
            await _sound(assessor)
            await page.route("**/quality/reviews/*", _slow_line)
        await page.fill(f'[name="comment-{INDICATOR}"]', "Falta la lengua de O'Neill.")
        if first:
            # Pressed while what was typed is on its way: it is not taken for somebody else's.
            await expect(page.locator("[data-autosave-state]")).to_have_text("Guardando…")
        await assessor.press("Presentar")
        await assessor.reads("Hecho.")
        await page.unroute_all()
    await assessor.open(sample)
    await (assessor.reads if last else assessor.lacks)("Leer")


async def _slow_line(route: Route) -> None:
    """What is saved by itself has arrived, and the answer takes its time."""
    if "x-autosave" not in route.request.headers:
        await route.continue_()
        return
    answer = await route.fetch()
    await asyncio.sleep(0.7)
    await route.fulfill(response=answer)


async def _recommend(lead: Visitor, office: str) -> str:
    await lead.open(f"/quality/board?office={office}")
    await lead.reads("Kappa de Cohen", "Evaluados dos veces", "2 de 2")
    await _sound(lead)
    await lead.follow("Anotarlo")
    await lead.enter({"summary": "No consta la lengua"})
    await lead.press("Anotarlo y recomendar")
    await lead.reads("No consta la lengua. En 2 de 2 expedientes evaluados.")
    await lead.enter({"what": "Añadir la lengua a la hoja", "addressee": "supervisor"})
    await lead.press("Proponerla")
    await lead.reads("Elija la oficina", "Escriba para cuándo")
    await lead.page.locator("[name=office]").select_option(office)
    await lead.enter({"due_on-day": "29", "due_on-month": "2", "due_on-year": "2028"})
    await lead.press("Proponerla")
    await lead.reads("Añadir la lengua a la hoja", "propuesta")
    return lead.page.url.split("?")[0]


async def _sound(visitor: Visitor) -> None:
    """Nothing wrong for a screen reader, nothing beyond the edge of a telephone."""
    assert await visitor.violations() == []
    assert await visitor.sideways(NARROW) <= 0
    await visitor.page.set_viewport_size({"width": 1280, "height": 900})
