"""A country whose law leaves a quorum open, with one that a deployment set: without it no sitting can decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.settings import settings

OVERRIDE = """[override]
of = "{country}"
label = {{ es = "Prueba", en = "Test" }}
synthetic = true
[bodies.{body}]
quorum = {{ is = {members}, verification = "unknown", synthetic = true }}
"""


@contextmanager
def deployed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, country: str, body: str, members: int
) -> Iterator[None]:
    """This installation is that country's while the block lasts, and `members` of the body may decide."""
    file = folder / "quorum.toml"
    file.write_text(OVERRIDE.format(country=country, body=body, members=members), encoding="utf-8")
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", country)
    monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", str(file))
    settings.cache_clear()
    yield
    settings.cache_clear()
