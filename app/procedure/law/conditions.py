"""When a conditional part of a profile applies."""

from collections.abc import Mapping
from typing import Any


def holds(when: Mapping[str, tuple[str, ...]], facts: Mapping[str, Any]) -> bool:
    """Does every named fact have one of the values? A set or list of facts needs one value in common."""
    for key, accepted in when.items():
        fact = facts.get(key)
        if isinstance(fact, set | frozenset | list | tuple):
            if not any(_plain(each) in accepted for each in fact):
                return False
        elif fact is None or _plain(fact) not in accepted:
            return False
    return True


def unanswered(when: Mapping[str, tuple[str, ...]], facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that the condition asks for and nobody has given."""
    return tuple(key for key in when if facts.get(key) is None)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
