"""What kinds of batches there are, and who may do what with each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.core.actor import Actor

KindName = Literal["group", "transition"]
EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class Kind:
    """The permissions of one kind of batch (matrix.toml). `reads` shows its figures, `lists` its cases, one by one;
    `four_eyes`: who prepared it never approves it."""

    name: KindName
    reads: str
    lists: str
    prepares: str
    approves: str
    four_eyes: bool


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "group": Kind("group", "group.read", "group.read", "group.prepare", "group.approve", four_eyes=True),
        "transition": Kind(
            "transition",
            "transition.read",
            "transition.apply",
            "transition.apply",
            "transition.apply",
            four_eyes=False,
        ),
    }
)


def scope_of(actor: Actor) -> str:
    """Whose batches the actor prepares and sees: those of their body, of their office, or of the whole deployment."""
    if actor.body is not None:
        return f"body:{actor.body}"
    return f"office:{actor.office_id}" if actor.office_id is not None else EVERYWHERE
