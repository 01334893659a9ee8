"""Somebody looks for the cases behind a number, by pointer and by keys; and reads the figures on a phone."""

import pytest

from app.statistics import public as statistics
from tests.browser.serving import NARROW, Served
from tests.statistics.test_metrics import two_pending_and_one_decided

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_from_the_menu_to_a_drawing_to_the_cases_behind_it(served: Served) -> None:
    await two_pending_and_one_decided(served.world)
    async with served.seated("supervisor") as person:
        await person.open("/")
        await person.follow("Métricas", within="header")
        await person.follow("Pendientes", within=".ac-topic")
        await person.reads("Todo lo registrado está contado.", "Por etapa")
        plot = person.page.locator("[data-plot]").first
        await plot.focus()
        await plot.press("ArrowDown")
        await person.reads("Registrada: 2 / 2")
        async with person.page.expect_navigation():
            await plot.press("Enter")
        await person.reads("2 casos", "Guédez", "Fuera de plazo", "queda en la bitácora")
        assert await person.violations() == []
        await person.follow("Pendientes")
        await person.reads("Comparar con otro período u oficina")
        async with person.page.expect_download() as kept:
            await person.page.get_by_role("link", name="PNG").first.click()
        assert (await kept.value).suggested_filename == "pending.png"


async def test_the_figures_fit_a_phone_in_both_languages(served: Served) -> None:
    await two_pending_and_one_decided(served.world)
    async with served.seated("auditor", width=NARROW, language="en") as person:
        for name in ("", *(f"/{name}" for name in statistics.NAMES), "/pending/cases?column=pending"):
            await person.open(f"/metrics{name}")
            assert await person.sideways() <= 0, name
        await person.open("/metrics/pending?vs_sex=male")
        assert await person.sideways() <= 0
        assert await person.violations() == []
