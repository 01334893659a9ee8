"""The permission matrix, read from `matrix.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.procedure import public as procedure

# Those who sign in; the applicant acts through somebody's desk, and the system through nobody's.
ROLES = tuple(role for role in procedure.ROLES if role not in ("applicant", "system"))


@cache
def matrix() -> Mapping[str, frozenset[str]]:
    """Permission (`case.assign`) → the roles that hold it."""
    table = tomllib.loads(files("app.identity").joinpath("matrix.toml").read_text())
    return MappingProxyType(
        {f"{thing}.{verb}": _roles(given) for thing, verbs in table.items() for verb, given in verbs.items()}
    )


@cache
def machine_scopes() -> frozenset[str]:
    """The permissions that a machine client may hold."""
    table: dict[str, dict[str, Any]] = tomllib.loads(
        files("app.identity").joinpath("matrix.toml").read_text()
    )
    return frozenset(
        f"{thing}.{verb}"
        for thing, verbs in table.items()
        for verb, given in verbs.items()
        if isinstance(given, dict) and given.get("machine")
    )


def _roles(given: Any) -> frozenset[str]:
    roles = frozenset(given.get("roles", ()) if isinstance(given, dict) else given)
    if unknown := roles - set(ROLES):
        raise ValueError(f"matrix.toml names unknown roles: {sorted(unknown)}")
    return roles


def may(actor: Actor, permission: str) -> bool:
    """Does the actor's role, or a machine's scope, hold `permission`? Raises `KeyError` for one that is not in the matrix."""
    return actor.role in matrix()[permission] or (actor.role == "machine" and permission in actor.scopes)


def demand(actor: Actor, permission: str) -> None:
    """Raise `Forbidden` unless the actor holds `permission`. The system acts on what a person set in motion, and may."""
    if actor.role != "system" and not may(actor, permission):
        raise Forbidden
