"""Where built assets are found: a logical name ("staff.css") becomes its content-hashed address."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"
PREFIX = "/static/built/"


class AssetsNotBuilt(RuntimeError):
    """The manifest is missing: `python -m app.web.build` has not been run."""


@cache
def manifest(folder: Path) -> dict[str, str]:
    """Logical name → file name with its hash, as the build wrote it. Read once per process."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise AssetsNotBuilt("run `python -m app.web.build` first")
    names: dict[str, str] = json.loads(path.read_text("utf-8"))
    return names


def asset(name: str) -> str:
    """The address of a built file. Raises KeyError for a name that the build does not know."""
    return PREFIX + manifest(BUILT)[name]
