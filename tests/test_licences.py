"""Nothing that ships is under the GPL or the AGPL (the LGPL, of a library that stays replaceable, may be)."""

import json
import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
STRONG_COPYLEFT = re.compile(r"(?<!L)A?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def shipped() -> list[Distribution]:
    """What `pyproject.toml` asks for, and what that asks for, on this platform."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        requirement = waiting.pop()
        extras = {"", *requirement.extras}
        if requirement.name in found and extras == {""}:
            continue
        installed = found[requirement.name] = distribution(requirement.name)
        for line in installed.requires or []:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return [found[name] for name in sorted(found)]


def licence_of(package: Distribution) -> str:
    """All that a package says of its licence, in one line; a whole licence text counts by its first line."""
    meta = package.metadata
    classifiers = [line for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    text = next(iter(meta.get_all("License") or []), "").strip().split("\n", 1)[0]
    return " / ".join(
        part for part in (*(meta.get_all("License-Expression") or []), text, *classifiers) if part
    )


@pytest.mark.parametrize("package", shipped(), ids=lambda package: package.name)
def test_a_shipped_python_package_names_a_licence_that_we_may_ship(package: Distribution) -> None:
    licence = licence_of(package)
    assert licence
    assert not STRONG_COPYLEFT.search(licence)


def test_the_pattern_tells_the_licences_apart() -> None:
    for refused in (
        "GPL-3.0-or-later",
        "AGPL-3.0",
        "GNU General Public License v2",
        "GNU Affero General Public License",
    ):
        assert STRONG_COPYLEFT.search(refused)
    for allowed in (
        "LGPL-2.1-or-later",
        "GNU Lesser General Public License v2 or later",
        "MIT",
        "Apache-2.0",
    ):
        assert not STRONG_COPYLEFT.search(allowed)


def test_every_shipped_front_end_package_names_a_licence_that_we_may_ship() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    shipped_ones = {name: entry for name, entry in packages.items() if name and not entry.get("dev")}
    assert len(shipped_ones) >= 3
    for name, entry in shipped_ones.items():
        assert entry.get("license"), name
        assert not STRONG_COPYLEFT.search(entry["license"]), name
