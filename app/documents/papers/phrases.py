"""The fixed words of the papers, one TOML file per language, one table per paper."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.documents.papers.values import Language

FOLDER = Path(__file__).parent / "phrases"


def phrases(paper: str, language: Language) -> Mapping[str, str]:
    """The words of one paper in one language."""
    return _file(language)[paper]


@cache
def _file(language: Language) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
