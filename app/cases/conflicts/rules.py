"""Which part in a case, or tie to its people, keeps somebody from which act. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Source = Literal["declared", "record"]
Act = Literal["assign", "interview", "assess", "review", "decide", "remedy"]

# What a person says of themselves (UNHCR procedural standards: staff disclose ties that may be seen to touch impartiality).
DECLARED: Final = ("relative", "friendship", "enmity", "own_interest", "earlier_part", "other")
# What the record says, by the event that shows it: whoever did that had this part.
PARTS: Final[Mapping[str, str]] = {
    "assessment_started": "author",
    "assessment_submitted": "author",
    "interview_held": "interviewer",
    "first_endorsed": "reviewer",
    "endorsed": "reviewer",
    "returned": "reviewer",
    "decided": "decider",
    "declared_inadmissible": "decider",
    "remedy_decided": "decider",
}
_INSTANCES: Final[Mapping[str, str]] = {
    "commission_secretary": "commission",
    "commission_member": "commission",
    "appeals_clerk": "tribunal",
    "appeals_judge": "tribunal",
}
ANSWERING: Final = ("supervisor", "commission_secretary", "appeals_clerk")
REPRESENTATIVE: Final = "representative"
_TIES = frozenset({*DECLARED, REPRESENTATIVE})
# Who wrote an analysis may go on with it and interview again; they may not judge it. Who decided sits in no remedy.
_BARS: Final[Mapping[Act, frozenset[str]]] = {
    "assign": _TIES | {"decider"},
    "interview": _TIES | {"decider"},
    "assess": _TIES | {"decider"},
    "review": _TIES | {"author", "interviewer", "decider"},
    "decide": _TIES | {"author", "interviewer", "reviewer"},
    "remedy": _TIES | {"author", "interviewer", "reviewer", "decider"},
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason to keep away. `kind`: one of `DECLARED`, or the part that the record shows; `at`: since when it is known, UTC."""

    kind: str
    source: Source
    at: datetime


def barring(found: Iterable[Conflict], act: Act) -> tuple[Conflict, ...]:
    """Those that keep a person from that act."""
    return tuple(conflict for conflict in found if conflict.kind in _BARS[act])


def instance_of(role: str) -> str:
    """Where somebody with that role works: `first`, `commission` or `tribunal`. Only there is their conflict of interest answered."""
    return _INSTANCES.get(role, "first")


def answers(role: str, whose: str) -> bool:
    """Does `role` answer the conflict of interest of somebody who works as `whose`, and read why it was declared?

    A supervisor in the first instance; the secretary or the clerk in a body, and of what they have themselves, its members as well. That
    nobody answers their own is for the caller.
    """
    if instance_of(role) != instance_of(whose):
        return False
    return role in ANSWERING or (whose in ANSWERING and instance_of(whose) != "first")
