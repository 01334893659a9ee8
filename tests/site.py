"""The application over HTTP for tests: a client for each member of the cast, on the programming interface or on the pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from app.core.actor import Actor
from app.edge.guesses import Guesses, certificates
from app.edge.identification import cookie_name
from app.identity import public as identity
from app.main import create_app
from tests.world import World


@dataclass
class Site:
    app: FastAPI
    world: World

    def _client(self, **options: Any) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", **options)

    @asynccontextmanager
    async def api(self, who: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """The programming interface as one of the cast (by a real token), or as nobody."""
        headers = {"Authorization": f"Bearer {await self.token(who)}"} if who else {}
        async with self._client(headers=headers) as client:
            yield client

    async def token(self, who: str) -> str:
        actor = self.world.actor(who)
        async with self.world.system.reading(actor) as db:
            grant = await grant_of(db, actor)
        tokens: identity.Tokens = self.app.state.tokens
        return tokens.issue(identity.TokenClaims(actor.user_id, grant, frozenset()), self.world.clock.now())

    @asynccontextmanager
    async def pages(self, who: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """The pages as one of the cast, signed in; `X-CSRF-Token` is sent as the pages' own script does."""
        if who is None:
            async with self._client() as client:
                yield client
            return
        actor = self.world.actor(who)
        async with self.world.system.writing(actor) as db:
            opened = await identity.open_session(db, actor.user_id, await grant_of(db, actor))
        async with self._client(
            cookies={cookie_name(): opened.token}, headers={"X-CSRF-Token": opened.csrf}
        ) as client:
            yield client


async def grant_of(db: Any, actor: Actor) -> UUID:
    return next(g.id for g in await identity.grants_of(db, actor.user_id) if g.role == actor.role)


@asynccontextmanager
async def open_site(world: World, kept: list[FastAPI]) -> AsyncIterator[Site]:
    """The application on the test's database. It is made for the first test and `kept` for the others: FastAPI prepares each of
    some 300 routes at its first request, which takes longer than most tests."""
    if not kept:
        kept.append(create_app(database=world.app))
    kept[0].state.database = world.app
    kept[0].state.guesses, kept[0].state.certificates = Guesses(), certificates()
    yield Site(kept[0], world)
