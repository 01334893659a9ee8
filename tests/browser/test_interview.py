"""An interview in a browser: written by keyboard over a line that is cut, signed by hand and by code; and a child's."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.serving import NARROW, WIDE, Served, Visitor
from tests.hearing import awaiting
from tests.world import adult, relative

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICER = "eligibility_officer"
# Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("ACOGIDA_PICTURES")


async def look(person: Visitor, name: str) -> None:
    """Nothing beyond the edge and nothing that axe finds wrong, wide and narrow."""
    for width in (WIDE, NARROW):
        assert await person.sideways(width) <= 0, (name, width)
        assert await person.violations() == [], (name, width)
        if PICTURES:
            await person.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    await person.page.set_viewport_size({"width": WIDE, "height": 900})


async def begin(person: Visitor, reference: str, fields: dict[str, str]) -> None:
    await person.open(f"/cases/{reference}/interviews/new")
    await person.enter(fields)
    await person.press("Iniciar la entrevista")


async def sign_by_hand(person: Visitor) -> None:
    """Draw on the first box that is there, and sign."""
    canvas = person.page.locator("[data-draw] canvas").first
    await canvas.scroll_into_view_if_needed()
    box = await canvas.bounding_box()
    assert box
    mouse = person.page.mouse
    await mouse.move(box["x"] + 40, box["y"] + 90)
    await mouse.down()
    await mouse.move(box["x"] + 120, box["y"] + 30, steps=5)
    await mouse.move(box["x"] + 220, box["y"] + 100, steps=5)
    await mouse.up()
    async with person.page.expect_navigation():
        await person.page.get_by_role("button", name="Firmar", exact=True).first.click()


async def read_everything(person: Visitor) -> None:
    while await person.page.get_by_role("button", name="Leída y conforme").count():
        await person.press("Leída y conforme")


async def test_an_interview_is_written_over_a_cut_line_and_signed(served: Served) -> None:
    scene = await awaiting(served.world)
    async with served.seated(OFFICER) as person:
        page = person.page
        await person.open(f"/cases/{scene.reference}/interviews/new?appointment={scene.appointment_id}")
        await look(person, "start")
        await person.enter(
            {"language": "ht", "present-0-role": "interpreter", "present-0-name": "Intérprete de prueba"}
        )
        await person.press("Iniciar la entrevista")
        await person.press("Prestó juramento")
        await page.get_by_label("Pregunta", exact=True).fill("¿Por qué salió?")
        await page.locator("#answer").fill("Me amenazaron.")
        await page.locator("#answer_words").fill("Yo te menase m.")
        await expect(page.locator("[data-autosave-state]")).to_contain_text("Guardado")
        async with page.expect_navigation():
            await page.keyboard.press("Control+Enter")
        await page.keyboard.type("En el registro dijo febrero. ¿Cuándo fue?")
        await page.keyboard.press("Control+b")
        await page.keyboard.type("Febrero o marzo")
        # The line is cut while something is typed, and the window is closed before it comes back.
        await page.context.set_offline(True)
        await page.locator("#answer").fill("Fue en marzo.")
        await expect(page.locator("[data-autosave-state]")).to_contain_text("Sin guardar")
        address = page.url.partition("?")[0]
        kept = await page.evaluate(
            "Object.entries(localStorage).filter(([k]) => k.startsWith('acogida-unsent'))"
        )
        assert len(kept) == 1
        assert "marzo" not in kept[0][1]
        person.complaints.clear()
        again = await page.context.new_page()
        await page.close(run_before_unload=False)
        await again.context.set_offline(False)
        person.page = page = again
        await person.open(address)
        await expect(page.locator("[data-unsent-notice]")).to_contain_text("Se envió")
        await person.open(address)
        await person.reads("Fue en marzo.", "Se planteó: Febrero o marzo")
        await look(person, "questions")
        await person.press("Terminar las preguntas y leer el acta")
        await look(person, "reading")
        await read_everything(person)
        await sign_by_hand(person)
        await look(person, "signing")
        await page.locator('[name="method"][value="code"]').first.check()
        await person.press("Entregar un código nuevo")
        code = await page.locator(".ac-handed output").inner_text()
        await page.locator('[name="code"]').first.fill(code)
        async with page.expect_navigation():
            await page.get_by_role("button", name="Firmar", exact=True).first.click()
        await sign_by_hand(person)
        await person.reads("Íntegra", "Yo te menase m.")
        assert await page.locator("svg.ac-signs__drawn path").count() == 2
        await look(person, "closed")
        await page.locator("#find").fill("amenazaron")
        await person.press("Buscar")
        await person.reads("1 respuesta con")


async def test_a_child_is_heard_with_questions_of_its_own(served: Served) -> None:
    child = relative("Keyla", date(2015, 5, 20), "child")
    scene = await awaiting(served.world, booking=False, household=[adult(), child])
    async with served.seated(OFFICER) as person:
        page = person.page
        await person.open(f"/cases/{scene.reference}/interviews/new")
        claim = await page.locator("#claim option", has_text="Keyla").get_attribute("value")
        fields = {"claim": claim or "", "language": "es"}
        fields |= {"present-0-role": "guardian", "present-0-name": "Tutora de prueba"}
        await begin(person, scene.reference, fields)
        await person.reads("hacen falta las dos personas")
        fields |= {"present-1-role": "best_interests_officer", "present-1-name": "Oficial de prueba"}
        await begin(person, scene.reference, fields)
        await person.reads("Conocernos", "Pausa en")
        await page.get_by_role("button", name="Me llamo").click()
        await expect(page.locator("#question")).to_have_value(
            "Me llamo … y hoy te voy a escuchar. ¿Cómo te gusta que te digan?"
        )
        await page.locator("#answer").fill("Key.")
        await person.press("Siguiente")
        await look(person, "child")
        await page.get_by_text("No puede seguir hoy").click()
        await person.enter({"cause": "exhaustion", "note": "Tiene sueño."})
        await person.press("Aplazar la entrevista")
        await person.reads("La entrevista está aplazada.", "agotamiento. Tiene sueño.")
        await look(person, "adjourned")
