"""A laptop at the border with a line that can be cut: a browser of its own behind a proxy, and the person in front of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import choice
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import Row, text

from app.core.actor import SYSTEM
from app.edge.identification import cookie_name
from app.identity import public as identity
from tests.browser.serving import PATIENCE, WIDE, Served, Visitor
from tests.offline.sending import jpeg
from tests.site import grant_of

PAGE = "/register/offline"
PASSPHRASE = "mi portátil verde del puesto"
OFFICER = "border_liaison_officer"


@dataclass
class Line:
    """A proxy in front of the server. `cut()`: nobody answers any more. `swallow`: an item arrives, and no answer to it
    comes back. `pieces`: so many pieces of photographs get through, and each that follows is cut in its middle, on
    whatever connection (a browser tries again by itself on a new one)."""

    port: int
    upstream: int = 0
    swallow: bool = False
    pieces: int | None = None
    server: asyncio.Server | None = None
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def mend(self) -> None:
        self.swallow, self.pieces = False, None
        if self.server is None:
            self.server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
            self.port = self.server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None
        self._drop()

    def _drop(self) -> None:
        for writer in list(self.open):
            writer.transport.abort()
        self.open.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        pair = {writer, there_writer}
        self.open |= pair
        silent = asyncio.Event()
        await asyncio.gather(
            self._asks(reader, there_writer, silent), self._answers(there_reader, writer, silent)
        )
        for each in pair:
            each.transport.abort()
        self.open -= pair

    async def _asks(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, silent: asyncio.Event
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(4096):
                if self.swallow and piece.startswith(b"PUT /api/v1/offline/items/"):
                    silent.set()
                writer.write(piece)
                await writer.drain()
                if self.pieces is not None and piece.startswith(b"PATCH "):
                    if self.pieces == 0:
                        break
                    self.pieces -= 1
        writer.transport.close()

    async def _answers(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, silent: asyncio.Event
    ) -> None:
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(4096):
                if not silent.is_set():
                    writer.write(piece)
                    await writer.drain()
        writer.transport.close()


@asynccontextmanager
async def line_to(served: Served) -> AsyncIterator[Line]:
    line = Line(0, upstream=int(urlsplit(served.address).port or 0))
    await line.mend()
    try:
        yield line
    finally:
        await line.cut()


@dataclass
class Laptop:
    """A browser with its own storage. `page` is the tab that is open; a tab can be killed and another opened."""

    served: Served
    line: Line
    context: BrowserContext
    page: Page

    async def sign_in(self, who: str = OFFICER) -> None:
        actor = self.served.world.actor(who)
        async with self.served.world.system.writing(actor) as db:
            opened = await identity.open_session(db, actor.user_id, await grant_of(db, actor))
        address = f"http://127.0.0.1:{self.line.port}"
        await self.context.add_cookies([{"name": cookie_name(), "value": opened.token, "url": address}])

    async def sign_out(self) -> None:
        await self.context.clear_cookies()

    async def prepare(self, passphrase: str = PASSPHRASE) -> None:
        await self.page.goto(PAGE)
        await self.page.get_by_label("Cómo se llama este equipo").fill("portátil de prueba")
        await self.page.locator("#prepare-passphrase").fill(passphrase)
        await self.page.locator("#prepare-again").fill(passphrase)
        await self.page.locator("#prepare-understood").check()
        await self.page.locator("#prepare button").click()
        await expect(self.page.locator("#work")).to_be_visible()
        await self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    async def open(self, who: str = OFFICER, passphrase: str = PASSPHRASE, *, part: str = "") -> None:
        """The page from what the browser keeps, and one's own files in it."""
        await self.page.goto(PAGE + part)
        await self.page.locator("#unlock-username").fill(self.served.world.username(who))
        await self.page.locator("#unlock-passphrase").fill(passphrase)
        await self.page.locator("#unlock button").click()

    async def another_tab(self) -> None:
        """The tab is killed as it stands; a new one begins."""
        await self.page.close(run_before_unload=False)
        self.page = await self.context.new_page()

    async def types(self, *people: dict[str, str], first: int = 0) -> None:
        visitor = Visitor(self.page)
        for n, person in enumerate(people, first):
            if n:
                await self.page.locator("#add-person").click()
            await visitor.enter({f"people-{n}-{name}": value for name, value in person.items()})

    async def photograph(self, n: int) -> None:
        await self.page.locator(f"button[data-photo='{n}']").click()
        picture = {"name": "cara.jpg", "mimeType": "image/jpeg", "buffer": jpeg(900, 1200)}
        await self.page.locator("#camera-file").set_input_files(picture)  # type: ignore[arg-type]
        await self.page.locator("[data-camera-use]").click()
        await expect(self.page.locator("#camera")).to_be_hidden()

    async def registers(self) -> list[str]:
        """Press the button; the numbers on the papers that come."""
        await self.page.get_by_role("button", name="Registrar e imprimir").click()
        await expect(self.page.locator("#papers-title")).to_be_visible()
        sheets = self.page.locator(".ac-sheet[data-number]")
        return [str(await sheet.get_attribute("data-number")) for sheet in await sheets.all()]

    async def sends(self) -> None:
        await self.part("outbox")
        await self.page.locator("#send-now").click()

    async def part(self, name: str) -> None:
        await self.page.evaluate("name => { location.hash = name }", name)

    async def states(self) -> list[str]:
        """Of everything in the list, in its order on the page."""
        await self.part("outbox")
        rows = self.page.locator("[data-outbox] tr")
        return [str(await row.get_attribute("data-state")) for row in await rows.all()]

    async def comes_to(self, *states: str) -> None:
        await self.part("outbox")
        shown = "rows => rows.map(row => row.dataset.state).join()"
        for _attempt in range(300):
            if await self.page.locator("[data-outbox] tr").evaluate_all(shown) == ",".join(states):
                return
            await asyncio.sleep(0.1)
        raise AssertionError((await self.states(), await self.page.locator("main").inner_text()))

    async def shows(self, *words: str) -> None:
        for each in words:
            await expect(self.page.locator("body")).to_contain_text(each)

    async def lacks(self, words: str) -> None:
        await expect(self.page.locator("body")).not_to_contain_text(words)


@asynccontextmanager
async def laptop_on(served: Served, line: Line) -> AsyncIterator[Laptop]:
    context = await served.browser.new_context(
        base_url=f"http://127.0.0.1:{line.port}",
        viewport={"width": WIDE, "height": 900},
        locale="es-CR",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield Laptop(served, line, context, await context.new_page())
    finally:
        await context.close()


def a_name() -> str:
    """A family name that nobody else in the tests' database has."""
    return "".join(choice("abcdefghijklmnopqrstuvwxyz") for _ in range(12)).title()


def someone(family: str, year: str = "1991", relation: str = "principal", **more: str) -> dict[str, str]:
    """The fields of a row."""
    return {
        "given_names": a_name(),
        "family_names": family,
        "birth-year": year,
        "sex": "female",
        "nationality": "VEN",
        "relation": relation,
    } | more


async def until(look: Callable[[], Awaitable[list[Any]]], wanted: list[Any]) -> None:
    """Look until it is so, for half a minute."""
    seen: list[Any] = []
    for _attempt in range(300):
        seen = [tuple(row) if isinstance(row, Row) else row for row in await look()]
        if seen == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError((seen, wanted))


async def rows(served: Served, statement: str, **values: Any) -> list[Any]:
    """What the database says, whoever may see it."""
    async with served.world.system.reading(SYSTEM) as db:
        return list(await db.rows(text(statement), values))


async def registered(served: Served, *names: str) -> list[str]:
    """The family names of the principal applicants registered, once for each file, in the order of registration."""
    found = await rows(
        served,
        "select p.family_names from claims c join persons p on p.id = c.person_id"
        " where c.basis = 'principal' and p.family_names = any(:names) order by c.id",
        names=list(names),
    )
    return [row[0] for row in found]
