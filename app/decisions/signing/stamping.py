"""The time stamp of an authority (RFC 3161), where the deployment names one."""

import httpx
from asn1crypto import tsp  # type: ignore[import-untyped]
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from app.settings import settings


class Authority(TimeStamper):
    """Asks over HTTP, for a few seconds: nobody waits for a signature because of a stamp."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url, self._seconds = url, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Raises `TimestampRequestError`, an `OSError`, whatever goes wrong."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        try:
            async with httpx.AsyncClient(timeout=self._seconds, follow_redirects=False) as client:
                answer = await client.post(self._url, content=req.dump(), headers=headers)
            answer.raise_for_status()
            return tsp.TimeStampResp.load(answer.content)
        except (httpx.HTTPError, ValueError) as fault:
            raise TimestampRequestError("the time-stamping authority did not answer") from fault


def authority() -> Authority | None:
    """The authority that the settings name."""
    url = settings().timestamp_url
    return Authority(url, settings().timestamp_seconds) if url else None
