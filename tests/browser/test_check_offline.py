"""The check page on a telephone whose line is really cut: the server is gone, and the page still answers, or says that it cannot."""

import io
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import segno
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from app.core.secrets import new_pem
from app.documents import public as documents
from app.documents.tokens import keys, token
from tests.browser.serving import NARROW, PATIENCE, Served, serving
from tests.features.test_checking import ZONE, ended, later, printed
from tests.site import open_site
from tests.world import World

pytestmark = pytest.mark.browser


@asynccontextmanager
async def telephone(browser: Browser, served: Served, **options: Any) -> AsyncIterator[Page]:
    """A narrow screen whose clock is the test's; what its console says of the missing server is no complaint."""
    context = await browser.new_context(
        base_url=served.address, viewport={"width": NARROW, "height": 800}, locale="es-CR", extra_http_headers={"Accept-Language": "es"},
        **options,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.clock.set_fixed_time(served.world.clock.now())
    yield page
    await context.close()


async def read(page: Page, text: str) -> str:
    """Open the address as a telephone's camera does, and say what the page answers."""
    await page.goto("about:blank")
    await page.goto(f"/verify{text[text.index('#') :]}")
    await expect(page.locator("[data-verdict] h1")).to_be_visible()
    # The token stays in no address bar and no history.
    assert "#" not in page.url
    return await page.locator("[data-verdict]").inner_text()


async def test_without_a_line_the_installed_page_answers_or_says_that_it_cannot(
    world: World, browser: Browser, built_application: list[FastAPI]
) -> None:
    good, written = await printed(world, (await world.register()).case_id)
    gone, of_gone = await printed(world, (await world.register()).case_id)
    alive = (await world.register()).case_id
    lives, _ = await printed(world, alive)
    today = world.clock.now().date()
    await ended(world, lives.id, valid_until=today, printed_until=today)
    _, of_lives = await printed(world, alive)
    stranger = new_pem()
    claims = token.opened(written, ZONE).claims
    foreign = token.signed(claims, stranger, keys.raw_kid(keys.kid_of(keys.public_jwk(stranger))), ZONE)
    # Signed by somebody else under the name of a key that is known.
    forged = token.signed(replace(claims, may_work=False), stranger, token.opened(written, ZONE).kid, ZONE)
    await ended(world, gone.id, status="revoked")
    await ended(world, lives.id, valid_until=today + timedelta(days=300))
    address = documents.check_address
    async with AsyncExitStack() as line, open_site(world, built_application) as site:
        served = await line.enter_async_context(serving(site, browser))
        async with telephone(browser, served) as page:
            await page.goto("/verify")
            await expect(page.locator("[data-ready='true']")).to_be_attached()
            online = await read(page, address(written))
            assert "Documento válido" in online
            assert "Comprobado en línea" in online
            # Something changes after the list was fetched: it is known where there is a line.
            late, of_late = await printed(world, (await world.register()).case_id)
            await ended(world, late.id, status="suspended")
            assert "No vale este documento" in await read(page, address(of_late))
            await line.aclose()

            valid = await read(page, address(written))
            assert "Documento válido" in valid
            assert "Puede trabajar" in valid
            assert claims.initials in valid
            assert "Comprobado sin conexión" in valid
            assert "Lista de estados de" in valid
            assert "Yorlenis" not in valid
            assert "No vale este documento" in await read(page, address(of_gone))
            assert "alterado" in await read(page, address(forged))
            assert "Sin conexión no se puede saber" in await read(page, address(foreign))
            assert "Ese código no es" in await read(page, "#ACO1:NADA")
            # The printed day passes; the law kept the document alive.
            later(world, timedelta(days=2))
            await page.clock.set_fixed_time(world.clock.now())
            extended = await read(page, address(of_lives))
            assert "Documento válido" in extended
            assert "Tiene más de un día" in extended
            # From a photo, without any address.
            photo = io.BytesIO()
            segno.make(address(written), error="q").save(photo, kind="png", scale=6, border=6)
            await page.goto("/verify")
            await page.get_by_text("Usar una foto del código").click()
            await page.locator("#photo").set_input_files(
                {"name": "foto.png", "mimeType": "image/png", "buffer": photo.getvalue()}
            )
            await expect(page.locator("[data-verdict] h1")).to_have_text("Documento válido")
            # A number needs the line, and says so.
            await page.goto(f"/verify?number={good.number}")
            await expect(page.locator("[data-verdict]")).to_contain_text(
                "Un número solo se comprueba con conexión"
            )
            # A list that is too old proves nothing good any more, and still what is not.
            later(world, timedelta(days=6))
            await page.clock.set_fixed_time(world.clock.now())
            assert "demasiado vieja" in await read(page, address(written))
            assert "No vale este documento" in await read(page, address(of_gone))


async def test_what_the_check_page_keeps_on_the_device_is_nobodys(
    world: World, browser: Browser, built_application: list[FastAPI]
) -> None:
    async with (
        open_site(world, built_application) as site,
        serving(site, browser) as served,
        served.seated("supervisor") as visitor,
    ):
        await visitor.open("/verify")
        await visitor.page.evaluate("navigator.serviceWorker.ready")
        await visitor.open("/verify")
        await visitor.page.wait_for_timeout(500)
        live = await visitor.page.content()
        kept = await visitor.page.evaluate(KEPT_PAGE)
    token = re.search(r'name="csrf[^"]*"[^>]*value="([^"]{16,})"', live)
    assert token
    assert "Comprobar" in kept
    assert token[1] not in kept
    assert world.actor("supervisor").name not in kept


KEPT_PAGE = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("check-"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match("/verify", {ignoreVary: true})));
  return (await kept.find(Boolean).text());
}"""
