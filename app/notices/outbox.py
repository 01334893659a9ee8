"""Where messages leave: what an adapter takes, and the two that need nothing outside, one that writes files and one that keeps none."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it leaves. `id` stays the same however often it is handed over: receivers drop what they have."""

    id: UUID
    addressee: str
    address: str
    channel: str
    language: str
    body: str


class Undeliverable(Exception):
    """The receiver will never take it: no such number or mailbox, or not from us. Nobody tries again by itself."""


class TryLater(Exception):
    """The receiver did not take it now: away, slow, or busy. The same message is tried again."""


class Outbox(Protocol):
    """Takes one message. The same message handed over twice is one message. Raises `Undeliverable`, `TryLater`."""

    async def put(self, message: Outgoing) -> None: ...


class FileOutbox:
    """One file for each message, readable by its owner alone. The name is the message's own, so a second hand-over replaces it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def put(self, message: Outgoing) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = {
            "to": message.addressee,
            "address": message.address,
            "channel": message.channel,
            "language": message.language,
            "text": message.body,
        }
        unfinished = self._directory / f".{message.id}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(written, file, ensure_ascii=False)
        unfinished.replace(self._directory / f"{message.id}.json")


class NoOutbox:
    """Takes messages and keeps none: for simulated people who have no telephone."""

    async def put(self, message: Outgoing) -> None:
        """Nothing leaves."""


class ByChannel:
    """Each channel by its own adapter; what has none goes to `otherwise`."""

    def __init__(self, adapters: Mapping[str, Outbox], otherwise: Outbox) -> None:
        self._adapters, self._otherwise = adapters, otherwise

    async def put(self, message: Outgoing) -> None:
        await self._adapters.get(message.channel, self._otherwise).put(message)
