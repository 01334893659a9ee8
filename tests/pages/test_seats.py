"""What people are called on pages: after the body that they sit in, in whatever country runs."""

from collections.abc import Iterator

import pytest

from app.settings import settings
from app.web.seats import hearing
from app.web.words import role_name


@pytest.fixture
def mexico(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", "MEX")
    monkeypatch.delenv("ACOGIDA_PROFILE_OVERRIDES")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_costa_rica_has_its_commission_and_its_tribunal() -> None:
    assert role_name("commission_member") == "Integrante de la Comisión"
    assert role_name("commission_secretary", "commission") == "Secretaría de la Comisión"
    assert role_name("appeals_clerk") == "Secretaría del Tribunal"
    assert role_name("appeals_judge", "tribunal") == "Jueza o juez del Tribunal"
    assert hearing("tribunal") == "Tribunal"


@pytest.mark.usefixtures("mexico")
def test_one_authority_is_neither_a_commission_nor_a_tribunal() -> None:
    assert role_name("commission_member") == "Autoridad que decide (COMAR)"
    assert role_name("commission_secretary", "comar") == "Secretaría (COMAR)"
    assert role_name("appeals_judge") == "Autoridad de recursos (Superior jerárquico de quien resolvió)"
    assert hearing("superior") == "Recursos"
    assert role_name("supervisor") == "Supervisión"
