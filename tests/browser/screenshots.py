"""Pictures of the pages for the documentation: `make screenshots`. Visits the demonstration that `make demo` serves."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from app.demonstration.deployment import PASSWORD, sign_ins
from app.overrides.public import shipped
from tests.browser.serving import CHROMIUM, FLAGS, NARROW, WIDE

ADDRESS = os.environ.get("ACOGIDA_ADDRESS", "http://127.0.0.1:8000")
FOLDER = Path(__file__).parents[2] / "docs/screenshots"
USERS = {one.role: one.username for one in sign_ins(shipped())}
TALLEST = 1200
OVERRIDE = """
[override]
of = "CRI/2024-06"
label = { es = "Ajuste sintético", en = "Synthetic override" }
synthetic = true

[limits.review]
length = "8 working_days"
verification = "unknown"
synthetic = true

[[calendars.administration.years.2026]]
on = 2026-12-24
holiday = true
label = { es = "Cierre de fin de año", en = "Year-end closure" }
verification = "unknown"
synthetic = true
"""


async def main() -> None:
    """Take all of them. What the caseload happens not to have is said and left out."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        number = await _register(browser)
        await _officer(browser)
        await _sitting(browser)
        async with _signed_in(browser, "supervisor") as page:
            await _take(page, "/", "supervisor-1280")
            await _take(page, "/metrics", "metrics-1280")
        async with _signed_in(browser, "auditor") as page:
            await _take(page, "/metrics/flow", "figure-flow-1280")
            await _take(page, "/metrics/consistency", "consistency-1280")
            await _take(page, "/process-map", "process-map-1280")
        async with _signed_in(browser, "quality_assessor") as page:
            await _take(page, "/quality/board", "quality-board-1280")
        async with _visitor(browser, width=NARROW) as page:
            await _take(page, "/statistics", "statistics-360")
        await _override(browser)
        async with _signed_in(browser, "data_protection_officer") as page:
            await _take(page, "/record", "record-1280")
        async with _visitor(browser, width=NARROW) as page:
            await _take(page, f"/verify/{number}", "verify-360")
        await browser.close()


@asynccontextmanager
async def _visitor(browser: Browser, *, width: int = WIDE) -> AsyncIterator[Page]:
    context = await browser.new_context(
        base_url=ADDRESS, viewport={"width": width, "height": 900}, locale="es-CR"
    )
    yield await context.new_page()
    await context.close()


@asynccontextmanager
async def _signed_in(browser: Browser, role: str) -> AsyncIterator[Page]:
    async with _visitor(browser) as page:
        await page.goto("/sign-in")
        await page.fill('[name="username"]', USERS[role])
        await page.fill('[name="password"]', PASSWORD)
        await _press(page, page.locator("main button"))
        yield page


async def _press(page: Page, button: Locator) -> None:
    async with page.expect_navigation():
        await button.click()


async def _take(page: Page, address: str | None, name: str) -> None:
    if address is not None:
        await page.goto(address)
    width = page.viewport_size["width"] if page.viewport_size else WIDE
    height = min(TALLEST, int(await page.evaluate("document.documentElement.scrollHeight")))
    # A window as tall as the page: what sticks to the edge of a window is then where it belongs.
    await page.set_viewport_size({"width": width, "height": height})
    await page.evaluate("window.scrollTo(0, 0)")
    await page.evaluate("Promise.all([...document.images].map((image) => image.decode().catch(() => null)))")
    file = FOLDER / f"{name}.png"
    await page.screenshot(path=file)
    await page.set_viewport_size({"width": width, "height": 900})
    print(file.relative_to(FOLDER.parents[1]))  # noqa: T201


async def _register(browser: Browser) -> str:
    """The form half filled, and the number of a document that was handed out."""
    async with _signed_in(browser, "border_liaison_officer") as page:
        await page.goto("/register")
        for field, text in {
            "given_names": "Maribel del Socorro",
            "family_names": "Téllez Rugama",
            "birth-day": "4",
            "birth-month": "8",
            "birth-year": "1994",
        }.items():
            await page.fill(f'[name="people-0-{field}"]', text)
        await page.select_option('[name="people-0-nationality"]', "NIC")
        await page.select_option('[name="people-0-sex"]', "female")
        await page.locator('button[value="add"]').click()
        await page.wait_for_selector('[name="people-1-given_names"]')
        await _take(page, None, "register-1280")
    async with _signed_in(browser, "eligibility_officer") as page:
        await page.goto(f"{await _first_case(page)}/documents")
        text = await page.inner_text("main")
        found = re.search(r"\d{4} \d{4} \d{4}", text)
        return found[0].replace(" ", "") if found else "000000000000"


async def _first_case(page: Page, stage: str = "", need: str = "") -> str | None:
    await page.goto(f"/?stage={stage}&need={need}")
    rows = page.locator("[data-row] .c-who a")
    return await rows.first.get_attribute("href") if await rows.count() else None


async def _officer(browser: Browser) -> None:
    async with _signed_in(browser, "eligibility_officer") as page:
        await _take(page, "/", "my-day-1280")
        case = await _first_case(page, need="SV") or await _first_case(page)
        await _take(page, case, "case-1280")
        await _take(page, f"/procedure?case={str(case).rpartition('/')[2]}", "procedure-1280")
        await page.set_viewport_size({"width": NARROW, "height": 900})
        await _take(page, "/", "my-day-360")
        await _take(page, case, "case-360")
        await page.set_viewport_size({"width": WIDE, "height": 900})
        if case := await _first_case(page, "assessment"):
            await page.goto(f"{case}/assessment")
            await _press(page, page.locator("main form button, main a.govuk-button").first)
            await _take(page, None, "assessment-1280")
        if case := await _first_case(page, "awaiting_interview"):
            await page.goto(f"{case}/interviews/new")
            await _press(page, page.locator("main form button.govuk-button").last)
            await _asked(page)
            await _take(page, None, "interview-1280")


async def _override(browser: Browser) -> None:
    """An override as the administrator sees it before it is put in force: what it changes, in words."""
    async with _signed_in(browser, "administrator") as page:
        await page.goto("/procedure/overrides/new")
        await page.fill('[name="content"]', OVERRIDE)
        await page.fill('[name="because"]', "Para la fotografía: valores sintéticos.")
        await _press(page, page.locator("main form button.govuk-button").first)
        await _take(page, None, "override-1280")


async def _asked(page: Page) -> None:
    """Two questions and their answers, by the keys that an officer uses."""
    oath = page.get_by_role("button", name="Prestó juramento")
    if await oath.count():
        await _press(page, oath)
    for question, answer in (
        (
            "¿A qué se dedicaba en su comunidad?",
            "Era promotora de salud. Iba de casa en casa con las vacunas.",
        ),
        ("¿Qué pasó en febrero?", "Me tuvieron tres días en la estación. Querían saber quién organizaba."),
    ):
        await page.fill("#question", question)
        await page.fill("#answer", answer)
        await _press(page, page.locator("button", has_text="Siguiente"))


async def _sitting(browser: Browser) -> None:
    async with _signed_in(browser, "commission_secretary") as page:
        await page.goto("/sittings")
        held = page.locator("main table tr", has_text="cerrada").locator("a[href^='/sittings/']")
        if await held.count():
            await _take(page, await held.first.get_attribute("href"), "sitting-1280")


if __name__ == "__main__":
    asyncio.run(main())
