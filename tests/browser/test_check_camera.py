"""The check page with a camera: a browser of its own, whose camera shows a paper's code."""

from pathlib import Path

import pytest
import segno
from fastapi import FastAPI
from PIL import Image
from playwright.async_api import async_playwright, expect

from app.documents import public as documents
from tests.browser.serving import CHROMIUM, FLAGS, serving
from tests.browser.test_check_offline import telephone
from tests.features.test_checking import printed
from tests.site import open_site
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH, HEIGHT = 640, 480


def filmed(text: str, to: Path) -> Path:
    """A film (YUV4MPEG2, grey) of the code on a white paper."""
    segno.make(text, error="q").save(str(to / "code.png"), scale=5, border=6)
    frame = Image.new("L", (WIDTH, HEIGHT), 235)
    code = Image.open(to / "code.png").convert("L").resize((430, 430))
    frame.paste(code, ((WIDTH - 430) // 2, (HEIGHT - 430) // 2))
    film = to / "paper.y4m"
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    film.write_bytes(
        f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
        + b"".join(b"FRAME\n" + frame.tobytes() + grey for _ in range(3))
    )
    return film


async def test_the_camera_reads_a_paper(
    world: World, built_application: list[FastAPI], tmp_path: Path
) -> None:
    paper, read = await printed(world, (await world.register()).case_id)
    film = filmed(documents.check_address(read), tmp_path)
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    async with async_playwright() as playwright, open_site(world, built_application) as site:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
        async with (
            serving(site, chromium) as served,
            telephone(chromium, served, permissions=["camera"]) as page,
        ):
            await page.goto("/verify")
            await page.get_by_role("button", name="Leer el código con la cámara").click()
            verdict = page.locator("[data-verdict]")
            await expect(verdict.locator("h1")).to_have_text("Documento válido", timeout=20_000)
            await expect(verdict).to_contain_text(f"{paper.number[:4]} {paper.number[4:8]}")
            # The camera is let go of.
            await expect(page.locator("[data-video]")).to_be_hidden()
        await chromium.close()
