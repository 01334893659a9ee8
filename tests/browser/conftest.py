"""A browser for the whole run, and the application that it visits."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright

from app.web import assets, build
from tests.browser.serving import CHROMIUM, FLAGS, Served, serving
from tests.site import open_site
from tests.world import World


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The assets, built once into a folder of the tests' own."""
    folder: Path = tmp_path_factory.mktemp("assets") / "built"
    build.build(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "BUILT", folder)
        yield


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture(scope="session")
def built_application(built: None) -> list[FastAPI]:
    """Where the application with the built assets is kept."""
    return []


@pytest.fixture
async def served(world: World, built_application: list[FastAPI], browser: Browser) -> AsyncIterator[Served]:
    async with open_site(world, built_application) as site, serving(site, browser) as served:
        yield served
