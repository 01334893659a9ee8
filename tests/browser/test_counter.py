"""A morning at the counter, in a browser: somebody comes, is called, renews, is printed for, loses it, and goes home with a paper."""

import os
from pathlib import Path

import pytest

from tests.browser.serving import NARROW, Served, Visitor
from tests.world import adult, family_of_five

pytestmark = pytest.mark.browser

COUNTER = "documentation_officer"


async def looked_at(visitor: Visitor, name: str) -> None:
    """Nothing wrong for a screen reader, nothing beyond the edge of a telephone."""
    assert await visitor.violations() == []
    if folder := os.environ.get("ACOGIDA_PICTURES"):
        await visitor.page.screenshot(path=Path(folder) / f"{name}-1280.png", full_page=True)
    assert await visitor.sideways(NARROW) == 0
    if folder := os.environ.get("ACOGIDA_PICTURES"):
        await visitor.page.screenshot(path=Path(folder) / f"{name}-360.png", full_page=True)
    await visitor.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.slow
async def test_a_morning_at_the_counter(served: Served) -> None:
    world = served.world
    family = await world.register(family_of_five())
    await world.register([adult("Ada Lucía", "Mostrador")])
    async with served.seated(COUNTER) as visitor:
        await visitor.open("/")
        assert visitor.page.url.endswith("/documents")
        await visitor.open("/documents?q=Ada+Lucia")
        await looked_at(visitor, "search")
        await visitor.press("Está aquí")
        await visitor.press("Llamar al siguiente")
        await visitor.reads("En su ventanilla: n.º 1", "Ada Lucía Mostrador", "Sin fotografía")
        await looked_at(visitor, "called")
        await visitor.follow("Ada Lucía Mostrador")
        await visitor.follow("Renovar")
        await visitor.reads("el anterior deja de valer")
        await looked_at(visitor, "renew")
        await visitor.press("Renovar el documento")
        await visitor.reads("Repuesto", "Renovación")
        await visitor.follow("Imprimir")
        await visitor.choose("Tarjeta (impresora de tarjetas)")
        await visitor.press("Imprimir el documento")
        await visitor.press("Entregado")
        await visitor.follow("Reponer")
        await visitor.choose("Robo")
        await visitor.press("Reponer el documento")
        await visitor.reads("Robo", "Sin imprimir")
        await visitor.follow("Suspender")
        await visitor.enter({"reasons": "Sí"})
        await visitor.press("Suspender el documento")
        await visitor.reads("Hay algo que corregir")
        await visitor.enter({"reasons": "La policía devolvió el papel robado."})
        await visitor.press("Suspender el documento")
        await visitor.reads("Suspendido", "Primero hay que restablecerlo")
        await visitor.page.locator("summary").first.click()
        await looked_at(visitor, "case")

        await visitor.open("/documents?show=unprinted")
        for box in await visitor.page.locator('input[name="documents"]').all():
            await box.check()
        await looked_at(visitor, "unprinted")
        await visitor.press("Imprimir los marcados")
        await visitor.reads("Impresos bien", "0 de 5")
        await visitor.enter({"position": "4"})
        await visitor.press("Seguir desde ahí")
        await visitor.reads("3 de 5", "Abrir el PDF desde el n.º 4")
        await looked_at(visitor, "batch")
        await visitor.press("Terminar la tanda")
        await visitor.reads("todo salió bien")
        await visitor.open("/documents?show=undelivered")
        await visitor.reads("Yorlenis Beatriz")

        # The paper desk has the paper and nothing else of the case.
        refused = await visitor.page.goto(f"/cases/{family.reference}")
        assert refused is not None
        assert refused.status == 403
        await visitor.open(f"/cases/{family.reference}/documents")
        await visitor.lacks("Cronología")
        await visitor.lacks("No devolución vigente")
        visitor.complaints.clear()
