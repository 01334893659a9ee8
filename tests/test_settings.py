"""Settings have a default for everything, and say what they refuse."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "ACOGIDA_VAR_DIR", "ACOGIDA_PROFILE_OVERRIDES"):
        monkeypatch.delenv(name, raising=False)


def test_a_fresh_checkout_needs_no_environment() -> None:
    script = "from app.settings import settings; print(settings().database_url, settings().public_base_url)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "None http://127.0.0.1:8000\n"


def test_the_plain_database_url_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@example/acogida")
    assert Settings().database_url == "postgresql://somebody@example/acogida"


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert Settings().database_url is None


def test_the_address_decides_whether_cookies_are_secure_unless_told() -> None:
    assert not Settings().secure_cookies
    assert Settings(public_base_url="https://acogida.example").secure_cookies
    assert Settings(cookie_secure=True).secure_cookies


def test_a_url_with_a_password_is_not_shown() -> None:
    shown = repr(Settings(database_url="postgresql://a:swordfish@b/c"))
    assert "swordfish" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [("ENVIRONMENT", "test"), ("PORT", "70000"), ("BODY_LIMIT_BYTES", "0"), ("PROFILE_COUNTRY", "../x")],
)
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ACOGIDA_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
