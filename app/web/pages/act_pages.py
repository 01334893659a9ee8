"""Acts on one thing of a case, each on a page of its own that names what follows, below the thing's own address."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Path, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.pages.case_step import Describe, ask, take
from app.web.pages.form import Typed, typed_of


class Thing(Protocol):
    """What is acted on: a remedy, a procedure of loss."""

    @property
    def id(self) -> UUID: ...

    @property
    def reference(self) -> str: ...

    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its address below the thing's, who may do it, what its page says of that thing, the act itself, and what is said of it
    afterwards, unless the act says more."""

    path: str
    permission: str
    words: Callable[[Any], dict[str, Any]]
    do: Callable[[Session, UUID, Typed], Awaitable[object]]
    said: str


def add_pages(
    router: Router,
    base: str,
    key: str,
    load: Callable[[Session, UUID], Awaitable[Thing]],
    acts: Iterable[Act],
) -> None:
    """Give each act its page and its form, at `{base}/{key}/{path}`; `key` is the name of the thing's identifier."""
    for act in acts:
        _add(router, base, key, load, act)


def _add(
    router: Router,
    base: str,
    key: str,
    load: Callable[[Session, UUID], Awaitable[Thing]],
    act: Act,
) -> None:
    address = f"{base}/{{{key}}}/{act.path}"

    @router.get(address, dependencies=[requires(act.permission)])
    async def show(request: Request, db: Db, thing_id: Annotated[UUID, Path(alias=key)]) -> HTMLResponse:
        thing = await load(db, thing_id)
        return await ask(request, db, thing.reference, _describe(act, thing, base))

    @router.post(address, dependencies=[requires(act.permission)])
    async def do(request: Request, db: Db, thing_id: Annotated[UUID, Path(alias=key)]) -> Response:
        thing = await load(db, thing_id)
        typed = await typed_of(request)

        async def carry_out(_case: cases.CaseView) -> object:
            return await act.do(db, thing_id, typed)

        describe, after = _describe(act, thing, base), f"{base}/{thing_id}"
        return await take(
            request, db, thing.reference, describe, carry_out, said=act.said, typed=typed.values, after=after
        )


def _describe(act: Act, thing: Thing, base: str) -> Describe:
    async def describe(_db: Session, _case: cases.CaseView) -> dict[str, Any]:
        common: dict[str, Any] = {
            "kind": None,
            "points": [],
            "back": f"{base}/{thing.id}",
            "version": thing.version,
            "values": {},
        }
        return common | act.words(thing)

    return describe
