"""The lock files agree with each other and with what the project asks for, and name no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-node.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def asked_for(group: list[str]) -> dict[str, str]:
    lines = [re.sub(r"\[.*?\]", "", line) for line in group]
    return dict(line.split("==") for line in lines)


def test_what_ships_is_the_same_as_what_was_tested() -> None:
    assert pins("requirements-run.lock").items() <= pins("requirements.lock").items()


def test_what_ships_leaves_out_the_tools_of_development() -> None:
    assert not pins("requirements-run.lock").keys() & {"pytest", "mypy", "ruff", "playwright", "hypothesis"}


def test_every_dependency_is_pinned_as_the_project_asks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert asked_for(project["dependencies"]).items() <= pins("requirements-run.lock").items()
    assert asked_for(project["optional-dependencies"]["dev"]).items() <= pins("requirements.lock").items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_address_stands_in_the_file(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
