"""Permission on the route: the first of three walls. The policy on the object and the database's own are behind it.

Every route declares one of `requires(…)`, `requires(…, reads=True)`, `signed_in()` or `public()`; a test over the router fails on one that does not.
"""

from abc import ABC, abstractmethod
from typing import Any

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.edge.transaction import Db, ReadDb
from app.edge.uploads import refuse_malware_in_form
from app.identity import public as identity

ANYBODY = "anybody"
SIGNED_IN = "signed in"


class Gate(ABC):
    """What a route demands; `permission` is what the matrix test reads off the router."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    @abstractmethod
    async def __call__(self, *args: Any, **kwargs: Any) -> None: ...

    def check(self, actor: Actor) -> None:
        if self.permission == ANYBODY:
            return
        if actor.role == "anonymous":
            raise identity.NotSignedIn
        if self.permission != SIGNED_IN and not identity.may(actor, self.permission):
            raise Forbidden


class WritingGate(Gate):
    async def __call__(self, request: Request, db: Db) -> None:
        self.check(db.actor)
        await refuse_malware_in_form(request, db)


class ReadingGate(Gate):
    async def __call__(self, request: Request, db: ReadDb) -> None:
        self.check(db.actor)
        await refuse_malware_in_form(request, db)


def requires(permission: str, *, reads: bool = False) -> Any:
    """Only who holds `permission` in the matrix. `reads=True` on routes that take `ReadDb`. Raises `KeyError` for an unknown one."""
    if permission not in identity.matrix():
        raise KeyError(permission)
    return _depends((ReadingGate if reads else WritingGate)(permission))


def signed_in(*, reads: bool = False) -> Any:
    """Anybody with a session, in whatever role."""
    return _depends((ReadingGate if reads else WritingGate)(SIGNED_IN))


def public(*, reads: bool = False) -> Any:
    """Anybody at all."""
    return _depends((ReadingGate if reads else WritingGate)(ANYBODY))


def _depends(gate: Gate) -> Dependency:
    dependency: Dependency = Depends(gate, scope="function")
    return dependency


class NoGate(Gate):
    async def __call__(self) -> None:
        """Nothing is asked, not even the database."""


def open_to_all() -> Any:
    """Anybody, without a transaction: health checks and static pages."""
    return _depends(NoGate(ANYBODY))
