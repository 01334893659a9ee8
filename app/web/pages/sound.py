"""What an address asks of a figure, without what cannot be: a page shows the rest, and says what it left out and why."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel

from app.core.errors import Invalid
from app.web.pages.shown import field_errors

A = TypeVar("A", bound=BaseModel)
# By the name in an address what goes with it; of two days in the wrong order neither is the right one.
_GOES = {"from": ("since", "until")}


async def sound(asked: A, check: Callable[[A], Awaitable[object]]) -> tuple[A, list[str]]:
    """`asked` without the fields at which `check` raises `Invalid`, and the sentences that it said."""
    said: list[str] = []
    while True:
        try:
            await check(asked)
        except Invalid as wrong:
            said += field_errors(wrong).values()
            gone = [name for fault in wrong.fields for name in _GOES.get(fault.field, (fault.field,))]
            if all(getattr(asked, name) is None for name in gone):
                raise
            asked = asked.model_copy(update=dict.fromkeys(gone))
        else:
            return asked, said
