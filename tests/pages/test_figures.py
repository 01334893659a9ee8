"""Every figure on its page: sound, with its drawing, its table, its definition and its files; and beside another."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from app.statistics import public as statistics
from app.statistics.figures import counting
from app.web.filters_said import IN_A_PERIOD, PART_IN_A_PERIOD
from tests.awaiting import case_awaiting_decision
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult

NARROWED = {
    "from": "2026-01-01",
    "to": "2026-12-31",
    "origin": "CUB",
    "sex": "male",
    "age_group": "18-59",
    "modality": "ordinary",
    "unit": "persons",
}


async def some_cases(site: Site) -> None:
    await case_awaiting_decision(site.world, [adult(nationalities=("CUB",), sex="male")])
    await site.world.register()
    site.world.clock.advance(timedelta(days=100))
    await statistics.catch_up(site.world.system)


async def test_every_figure_has_a_sound_page_with_its_files(site: Site) -> None:
    await some_cases(site)
    async with site.pages("supervisor") as pages:
        every = await pages.get("/metrics")
        assert_sound(every.text)
        for name in statistics.NAMES:
            assert f'href="/metrics/{name}' in every.text
            page = await pages.get(f"/metrics/{name}", params=NARROWED)
            assert page.status_code == 200, name
            assert_sound(page.text)
            if name == "access":
                continue
            assert statistics.definitions()[name].formula.es in page.text.replace("&#39;", "'")
            assert (await pages.get(f"/metrics/{name}.csv", params=NARROWED)).status_code == 200
            assert (await pages.get(f"/metrics/{name}/card")).status_code == 200
        definitions = await pages.get("/metrics/definitions")
        assert_sound(definitions.text)
        assert 'id="clearance"' in definitions.text
        for nowhere in ("/metrics/names", "/metrics/names.csv", "/metrics/names.svg", "/metrics/names/card"):
            assert (await pages.get(nowhere)).status_code == 404, nowhere


async def test_a_figure_stands_beside_itself_with_other_filters_and_names_nobody(site: Site) -> None:
    await some_cases(site)
    async with site.pages("auditor") as pages:
        page = await pages.get(
            "/metrics/pending", params={"origin": "CUB", "vs_origin": "VEN", "sex": "nobody"}
        )
        drawing = await pages.get("/metrics/pending.svg", params={"table": "by_stage", "origin": "CUB"})
        picture = await pages.get("/metrics/pending.png", params={"table": "by_stage", "origin": "CUB"})
    async with site.pages("supervisor") as pages:
        rows = await pages.get("/metrics/pending.json", params={"table": "by_stage", "vs_origin": "VEN"})
    assert_sound(page.text)
    assert "Lado a lado" in page.text
    assert "+0" not in page.text
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert "<title>Pendientes: por etapa</title>" in drawing.text
    assert "/metrics/pending.png?origin=CUB&amp;sex=nobody&amp;table=by_stage" in page.text
    shown = Image.open(BytesIO(picture.content))
    width, height = (int(n) for n in re.findall(r'<svg [^>]*width="(\d+)" height="(\d+)"', drawing.text)[0])
    assert shown.size == (2 * width, 2 * height)
    assert len(shown.convert("RGB").getcolors(1 << 24) or ()) > 20, "words and bars, and not an empty sheet"
    assert "Cuba" in drawing.text
    assert sum(row["claims"] for row in rows.json()) == 2
    for text in (page.text, drawing.text, rows.text):
        assert "Guédez" not in text
        assert "Yorlenis" not in text


async def test_two_periods_stand_side_by_side_with_their_difference_and_its_interval(site: Site) -> None:
    await some_cases(site)
    async with site.pages("auditor") as pages:
        alone = await pages.get("/metrics/recognition", params={"origin": "CUB"})
        year = {"from": "2026-01-01", "to": "2026-12-31", "vs_from": "2025-01-01", "vs_to": "2025-12-31"}
        beside = await pages.get("/metrics/time_to_first_decision", params=year)
    assert_sound(alone.text)
    assert_sound(beside.text)
    neighbours = [
        part.split('"')[0] for part in alone.text.split('href="') if "vs_from" in part.split('"')[0]
    ]
    assert len(neighbours) == 2
    assert all("vs_origin=CUB" in address for address in neighbours)
    assert "vs_office=" in alone.text
    assert "Dejar de comparar" in beside.text
    assert "Newcombe" in beside.text
    assert "Va sin intervalo" not in beside.text


async def test_a_past_day_says_what_it_means_and_the_count_how_far_it_is(site: Site) -> None:
    await some_cases(site)
    async with site.pages("supervisor") as pages:
        now = await pages.get("/metrics/pending")
        past = await pages.get("/metrics/pending", params={"as_of": "2026-11-20"})
        await site.world.register()
        behind = await pages.get("/metrics/pending")
    assert "Todo lo registrado está contado." in now.text
    assert "Como se sabía el 20 nov 2026" in past.text
    assert "todavía sin contar" in behind.text


async def test_the_flow_and_the_posts_are_drawn(site: Site) -> None:
    await some_cases(site)
    async with site.pages("auditor") as pages:
        flow = await pages.get("/metrics/flow", params={"from": "2026-01-01", "to": "2027-12-31"})
        drawing = await pages.get("/metrics/flow.svg")
    assert 'class="c-flow c-hit"' in flow.text
    assert 'class="c-node"' in drawing.text
    assert "/metrics/flow/cases?" in flow.text


async def test_a_figure_of_a_period_says_which_one_it_takes_of_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site.pages("auditor") as pages:
        alone = await pages.get("/metrics/clearance")
        until = await pages.get("/metrics/clearance", params={"to": "2026-06-30"})
        both = await pages.get("/metrics/clearance", params={"from": "2026-01-01", "to": "2026-06-30"})
    assert "Expedientes, los 12 meses hasta el corte" in alone.text
    assert "los 12 meses hasta el 30 jun 2026" in until.text
    assert "12 meses" not in both.text

    class OfAPeriod(Exception):
        pass

    async def never(*_given: Any) -> None:
        raise OfAPeriod

    monkeypatch.setattr(counting, "in_a_period", never)
    found = set()
    async with site.world.reading("auditor") as db:
        for name in statistics.NAMES:
            try:
                await statistics.figure(db, name, statistics.Filters())
            except OfAPeriod:
                found.add(name)
    assert found == IN_A_PERIOD | PART_IN_A_PERIOD
