"""What the worker makes of a job that did not go through."""

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job

from app.core.errors import Conflict, Unavailable
from app.overrides.errors import ProcedureUnreadable
from app.worker import _entry


def job(attempts: int = 1) -> Job:
    payload = json.dumps({"deadline": "x"}).encode()
    return cast(Job, SimpleNamespace(entrypoint="deadline_due", payload=payload, attempts=attempts))


def failing(fault: Exception) -> Any:
    async def act(_payload: object) -> None:
        raise fault

    return _entry(act)


async def test_what_the_record_does_not_allow_any_more_is_answered_once() -> None:
    await failing(Conflict())(job())


@pytest.mark.parametrize("fault", [Unavailable(), ProcedureUnreadable(edition="2024-06+7"), OSError()])
async def test_what_could_not_be_looked_at_is_tried_again_and_never_dropped(fault: Exception) -> None:
    with pytest.raises(RetryRequested):
        await failing(fault)(job())
    with pytest.raises(type(fault)):
        await failing(fault)(job(attempts=6))
