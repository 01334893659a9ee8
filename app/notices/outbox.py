"""Where messages leave. This adapter writes files, which a gateway for telephone or mail picks up; others follow its shape."""

import json
import os
from pathlib import Path
from typing import Protocol
from uuid import UUID


class Outbox(Protocol):
    """Takes one message. The same message handed over twice is one message."""

    def put(self, notice_id: UUID, *, addressee: str, channel: str, language: str, body: str) -> None: ...


class FileOutbox:
    """One file for each message, readable by its owner alone. The name is the message's own, so a second hand-over replaces it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, notice_id: UUID, *, addressee: str, channel: str, language: str, body: str) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = {"to": addressee, "channel": channel, "language": language, "text": body}
        unfinished = self._directory / f".{notice_id}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(message, file, ensure_ascii=False)
        unfinished.replace(self._directory / f"{notice_id}.json")


class NoOutbox:
    """Takes messages and keeps none: for simulated people who have no telephone."""

    def put(self, notice_id: UUID, *, addressee: str, channel: str, language: str, body: str) -> None:
        """Nothing leaves."""
