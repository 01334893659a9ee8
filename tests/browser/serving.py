"""The real application on a free port of this machine, and people who sit down in front of it with a real browser."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from playwright.async_api import Browser, Page, expect

from app.edge.identification import cookie_name
from app.identity import public as identity
from app.web.build import PACKAGES
from tests.site import Site, grant_of
from tests.world import PASSWORD, World

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = 1280, 360
# Milliseconds. Sealing what is typed and the first answer of a server take seconds on a busy machine.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Visitor:
    """Somebody at a browser: one tab, and what it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def open(self, address: str) -> None:
        answer = await self.page.goto(address)
        assert answer is not None
        assert answer.ok, (address, answer.status)

    async def follow(self, name: str, *, within: str = "main") -> None:
        """Follow the link that is called so."""
        await (
            self.page.locator(within)
            .get_by_role("link", name=name)
            .or_(self.page.locator(within).get_by_role("button", name=name))
            .first.click()
        )

    async def press(self, name: str, *, within: str = "body") -> None:
        """Press the button that is called so, and wait for the page that it leads to."""
        button = self.page.locator(within).get_by_role("button", name=name).first
        async with self.page.expect_navigation():
            await button.click()

    async def fill(self, label: str, text: str, *, within: str = "body") -> None:
        await self.page.locator(within).get_by_label(label, exact=True).first.fill(text)

    async def choose(self, label: str, *, within: str = "body") -> None:
        """Tick a box, or pick one of several."""
        await self.page.locator(within).get_by_label(label).first.check()

    async def enter(self, fields: Mapping[str, str | list[str]]) -> None:
        """Fill a form by the names of its fields, whatever each of them is."""
        for name, value in fields.items():
            field = self.page.locator(f'[name="{name}"]')
            kind = await field.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                wanted = [value] if isinstance(value, str) else value
                for box in await field.all():
                    if kind == "checkbox" and await box.get_attribute("value") not in wanted:
                        await box.uncheck()
                for each in wanted:
                    await self.page.locator(f'[name="{name}"][value="{each}"]').check()
            elif kind.startswith("select"):
                await field.select_option(value)
            else:
                await field.fill(str(value))

    async def reads(self, *texts: str) -> None:
        """These words are on the page."""
        for text in texts:
            await expect(self.page.locator("body")).to_contain_text(text)

    async def lacks(self, text: str) -> None:
        await expect(self.page.locator("body")).not_to_contain_text(text)

    async def sideways(self, width: int = NARROW) -> int:
        """How many pixels of the page are beyond the right edge of a window of that width."""
        await self.page.set_viewport_size({"width": width, "height": 900})
        return int(await self.page.evaluate("document.documentElement.scrollWidth")) - width

    async def violations(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        await self.page.evaluate(AXE)
        found: dict[str, Any] = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            json.dumps([rule["id"], [node["html"][:160] for node in rule["nodes"]]])
            for rule in found["violations"]
        ]


AXE = (PACKAGES / "axe-core/axe.min.js").read_text("utf-8")


@dataclass
class Served:
    address: str
    site: Site
    browser: Browser

    @property
    def world(self) -> World:
        return self.site.world

    @asynccontextmanager
    async def visitor(
        self, *, width: int = WIDE, language: str = "es", cookie: str | None = None
    ) -> AsyncIterator[Visitor]:
        """Nobody yet. At the end, whatever the browser complained about fails the test."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            locale={"es": "es-CR", "en": "en-GB"}[language],
            extra_http_headers={"Accept-Language": language},
        )
        context.set_default_timeout(PATIENCE)
        if cookie:
            await context.add_cookies([{"name": cookie_name(), "value": cookie, "url": self.address}])
        visitor = Visitor(await context.new_page())
        _listen(visitor)
        try:
            yield visitor
        finally:
            await context.close()
        assert not visitor.complaints

    @asynccontextmanager
    async def person(self, who: str) -> AsyncIterator[Visitor]:
        """One of the cast, signed in by name and password."""
        async with self.visitor() as visitor:
            await visitor.open("/sign-in")
            await visitor.fill("Usuario", self.world.username(who))
            await visitor.fill("Contraseña", PASSWORD)
            await visitor.press("Entrar")
            yield visitor

    @asynccontextmanager
    async def seated(self, who: str, **options: Any) -> AsyncIterator[Visitor]:
        """One of the cast who is already signed in, in the role under which the world knows them."""
        actor = self.world.actor(who)
        async with self.world.system.writing(actor) as db:
            opened = await identity.open_session(db, actor.user_id, await grant_of(db, actor))
        async with self.visitor(cookie=opened.token, **options) as visitor:
            yield visitor


def _listen(visitor: Visitor) -> None:
    """A refusal that the test provokes is no complaint; everything else that the console says is one."""

    def said(message: Any) -> None:
        if message.type in ("error", "warning") and "responded with a status of 4" not in message.text:
            visitor.complaints.append(f"{visitor.page.url}: {message.text}")

    visitor.page.on("console", said)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"{visitor.page.url}: {error}"))


@asynccontextmanager
async def serving(site: Site, browser: Browser) -> AsyncIterator[Served]:
    """The application behind uvicorn, in this loop and on the test's own database."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app, log_config=None, access_log=False, lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", site, browser)
    finally:
        server.should_exit = True
        await running
