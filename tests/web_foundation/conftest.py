"""Built assets and specimen pages for the tests of the presentation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web import assets, build
from tests.web_foundation.specimen import specimen_templates


@pytest.fixture(scope="session", autouse=True)
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The assets, built once into a folder of the tests' own."""
    folder = tmp_path_factory.mktemp("assets") / "built"
    build.build(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "BUILT", folder)
        yield folder


@pytest.fixture(autouse=True)
def _specimens() -> Iterator[None]:
    with specimen_templates():
        yield
