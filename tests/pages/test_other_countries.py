"""Pages in a country whose law does not say what ours does, and a form that knows no seconds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.settings import settings
from app.web.pages.service import _with_its_signature
from tests.site import Site
from tests.web_foundation.soundness import assert_sound


@pytest.fixture
def honduras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", "HND")
    monkeypatch.delenv("ACOGIDA_PROFILE_OVERRIDES")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("honduras")
async def test_where_no_paper_is_on_record_the_pages_say_so(site: Site) -> None:
    registered = await site.world.register()
    for address in (f"/register/{registered.reference}", f"/cases/{registered.reference}/documents"):
        async with site.pages("border_liaison_officer") as pages:
            answer = await pages.get(address)
        assert answer.status_code == 200
        assert_sound(answer.text)
        assert answer.text.count("No consta qué documento recibe quien pide protección") == 1


def test_a_decision_can_be_served_in_the_minute_of_its_signature_and_not_before() -> None:
    signed = datetime(2026, 11, 10, 15, 42, 37, tzinfo=UTC)
    decision = cast(Any, SimpleNamespace(signed_at=signed))
    assert _with_its_signature(datetime(2026, 11, 10, 15, 42, tzinfo=UTC), decision) == signed
    before = datetime(2026, 11, 10, 15, 41, tzinfo=UTC)
    assert _with_its_signature(before, decision) == before
