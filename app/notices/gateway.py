"""Messages by SMS, over any gateway that takes an HTTP request. What the request looks like is a setting."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Template
from urllib.parse import quote

import httpx

from app.notices.outbox import Outgoing, TryLater, Undeliverable

SIGNATURE = "X-Acogida-Signature"
# Too many at once, and a time-out on their side: the same message may pass later.
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """`body` and `url` are templates with `$to`, `$text`, `$id` and `$language`. Values are escaped by what the body is: JSON where the
    content type says so, otherwise a form's. The secret signs the body (HMAC-SHA256, hexadecimal) in `X-Acogida-Signature`."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: str = '{"id": "$id", "to": "$to", "text": "$text"}'
    secret: bytes | None = field(default=None, repr=False)
    seconds: float = 20.0

    async def put(self, message: Outgoing) -> None:
        headers = {"Content-Type": "application/json", **self.headers, "Idempotency-Key": str(message.id)}
        escape = _in_json if "json" in headers["Content-Type"] else _in_form
        named = {
            "id": str(message.id),
            "to": message.address,
            "text": message.body,
            "language": message.language,
        }
        content = (
            Template(self.body).substitute({name: escape(value) for name, value in named.items()}).encode()
        )
        url = Template(self.url).substitute({name: _in_form(value) for name, value in named.items()})
        if self.secret is not None:
            headers[SIGNATURE] = signature(self.secret, content)
        try:
            async with httpx.AsyncClient(timeout=self.seconds, follow_redirects=False) as client:
                answer = await client.request(self.method, url, content=content, headers=headers)
        except httpx.HTTPError as away:
            raise TryLater(type(away).__name__) from away
        if answer.is_success:
            return
        fault = f"{answer.status_code} {answer.reason_phrase}"
        if answer.is_client_error and answer.status_code not in _LATER:
            raise Undeliverable(fault)
        raise TryLater(fault)


def signature(secret: bytes, content: bytes) -> str:
    """HMAC-SHA256 of a body, hexadecimal: ours on what leaves, the gateway's on its receipts."""
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _in_form(value: str) -> str:
    return quote(value, safe="")
