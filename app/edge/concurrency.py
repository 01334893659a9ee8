"""ETag and If-Match (RFC 9110): a change to what somebody else changed meanwhile is refused, not overwritten."""

import re
from typing import Annotated

from fastapi import Depends, Header
from starlette.responses import Response

from app.core.errors import Invalid

_TAG = re.compile(r'^(?:W/)?"(\d+)"$')


def etag(response: Response, version: int) -> None:
    """Mark the response with the version of the record that it shows."""
    response.headers["ETag"] = f'"{version}"'


async def if_match(header: Annotated[str | None, Header(alias="If-Match")] = None) -> int | None:
    """The version that the caller read; `None` when they sent none or `*`."""
    if header is None or header == "*":
        return None
    found = _TAG.match(header)
    if found is None:
        raise Invalid.at("If-Match", "not_an_etag", 'If-Match lleva el ETag que se leyó, por ejemplo "7".')
    return int(found[1])


IfMatch = Annotated[int | None, Depends(if_match)]
