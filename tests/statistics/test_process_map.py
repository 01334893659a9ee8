"""The map of the process: it says what the log says, to whom it may, and its drawing can be read."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.statistics import public as statistics
from tests.awaiting import case_awaiting_decision
from tests.site import Site
from tests.statistics.test_metrics import two_pending_and_one_decided
from tests.web_foundation.soundness import assert_sound
from tests.world import World, adult


async def recounted(world: World, by: str) -> tuple[Counter[Any], dict[Any, list[float]], Counter[Any]]:
    """Moves, the days that each took, and whole ways, counted from the events one by one."""
    statement = text(
        "select e.case_id, e.name, e.stage_after, e.at from case_events e join cases c on c.id = e.case_id"
        " where c.office_id = :office order by e.case_id, e.at, e.number"
    )
    async with world.system.reading(SYSTEM) as db:
        rows = await db.rows(statement, {"office": world.office})
    ways: dict[Any, list[tuple[str, Any]]] = {}
    for row in rows:
        way = ways.setdefault(row.case_id, [])
        step = row.name if by == "events" else row.stage_after
        if by == "events" or not way or way[-1][0] != step:
            way.append((step, row.at))
    took: dict[Any, list[float]] = {}
    for way in ways.values():
        for (one, at), (other, later) in pairwise(way):
            took.setdefault((one, other), []).append((later - at).total_seconds() / 86400)
    moves = Counter({move: len(days) for move, days in took.items()})
    return moves, took, Counter(tuple(step for step, _at in way) for way in ways.values())


@pytest.mark.parametrize("by", ["stages", "events"])
async def test_the_map_is_a_recount_of_the_log(world: World, by: str) -> None:
    await two_pending_and_one_decided(world)
    moves, took, ways = await recounted(world, by)
    async with world.reading("supervisor") as db:
        found = await statistics.process_map(db, statistics.Filters(), by=by)
    assert {(e.source, e.target): e.times for e in found.edges} == moves
    for edge in found.edges:
        assert edge.median_days == pytest.approx(median(took[edge.source, edge.target]), abs=0.006)
    assert Counter({v.path: v.cases for v in found.variants}) == ways
    assert (found.cases, found.ways, found.exact) == (3, len(ways), True)
    assert sum(node.begin for node in found.nodes) == sum(node.end for node in found.nodes) == 3
    assert sum(v.share for v in found.variants) == pytest.approx(1, abs=0.001)


async def test_a_past_moment_gives_the_map_of_that_moment(world: World) -> None:
    await two_pending_and_one_decided(world)
    async with world.reading("supervisor") as db:
        then = await statistics.process_map(
            db, statistics.Filters(), as_of=db.now() - timedelta(days=105), by="events"
        )
        now = await statistics.process_map(db, statistics.Filters(), by="events")
    assert (then.cases, now.cases) == (1, 3)
    assert "decided" not in {node.name for node in then.nodes}
    assert "decided" in {node.name for node in now.nodes}


async def test_who_may_not_see_exact_figures_sees_rounded_ones_and_no_rare_way(site: Site) -> None:
    world = site.world
    for _ in range(12):
        await world.register()
    await case_awaiting_decision(world, [adult(nationalities=("CUB",))])
    world.clock.advance(timedelta(hours=1))
    async with site.api("quality_assessor") as api:
        rounded = (await api.get("/api/v1/process-map", params={"office": f"liberia-{world.tag}"})).json()
    async with site.api("auditor") as api:
        exact = (await api.get("/api/v1/process-map", params={"office": f"liberia-{world.tag}"})).json()
    assert (rounded["exact"], exact["exact"], exact["cases"]) == (False, True, 13)
    numbers = [n[k] for n in rounded["steps"] for k in ("times", "cases", "first_step_of", "last_step_of")]
    numbers += [m[k] for m in rounded["moves"] for k in ("times", "cases")]
    numbers += [w["cases"] for w in rounded["ways"]] + [rounded["cases"]]
    assert [n for n in numbers if n % 5] == []
    # One case went further than the others: its way is not told, nor how long it took.
    assert [w["steps"] for w in rounded["ways"] if w["steps"]] == [["registered"]]
    assert {m["median_days"] for m in rounded["moves"]} <= {None}
    assert len([w for w in exact["ways"] if w["steps"]]) == 2


async def test_a_supervisor_counts_the_own_office_and_others_nothing(site: Site) -> None:
    await site.world.register()
    site.world.clock.advance(timedelta(hours=1))
    async with site.api("other_supervisor") as api:
        assert (await api.get("/api/v1/process-map")).json()["cases"] == 0
    for who in ("eligibility_officer", "data_protection_officer", "border_liaison_officer"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/process-map")).status_code == 403
        async with site.world.reading(who) as db:
            assert (await statistics.process_map(db, statistics.Filters())).cases == 0


async def test_the_page_its_drawing_and_its_files(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    async with site.pages("supervisor") as pages:
        page = await pages.get("/process-map", params={"share": "40", "by": "events", "sex": "not a sex"})
        stages = await pages.get("/process-map")
        none = await pages.get("/process-map", params={"origin": "AFG"})
        drawn = await pages.get("/process-map/drawing.svg", params={"by": "events", "share": "100"})
        picture = await pages.get("/process-map/drawing.png", params={"by": "events"})
        moves = await pages.get("/process-map/moves.csv")
        ways = await pages.get("/process-map/ways.json")
        unknown = await pages.get("/process-map/names.csv")
    for shown in (page, stages, none):
        assert shown.status_code == 200
        assert_sound(shown.text)
    assert "No hay casos con estos filtros" in none.text
    assert 'value="40"' in page.text
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "<desc" in drawn.text
    assert picture.content.startswith(b"\x89PNG")
    assert "style=" not in drawn.text
    assert moves.text.lstrip("\ufeff").startswith("from,to,times,cases,median_days,ninth_decile_days")
    assert sum(way["cases"] for way in ways.json()) == 3
    assert unknown.status_code == 404
    for shown in (page, drawn, moves, ways):
        assert "Guédez" not in shown.text


def edge(source: str, target: str, times: int) -> statistics.Edge:
    return statistics.Edge(source, target, times, times, 1.0, 2.0)


def test_the_most_taken_moves_make_up_the_share_that_is_asked_for() -> None:
    edges = [edge("a", "b", 60), edge("b", "c", 20), edge("c", "d", 10), edge("b", "d", 5), edge("d", "a", 5)]
    assert [len(statistics.most_taken(edges, share)) for share in (0.1, 0.6, 0.61, 0.9, 0.95, 1)] == [
        1, 1, 2, 3, 5, 5,
    ]  # fmt: skip
    assert statistics.most_taken([], 0.9) == ()


def overlapping(boxes: Sequence[statistics.Placed]) -> list[tuple[str, str]]:
    return [
        (a.name, b.name)
        for a, b in combinations(boxes, 2)
        if a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_drawing_has_no_box_on_another_and_no_words_on_words_or_boxes(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"step {n}" for n in range(chance.randint(1, 14))]
    boxes = [statistics.Box(name, 190, chance.choice((60, 80, 110))) for name in names]
    pairs = {(chance.choice(names), chance.choice(names)) for _ in range(chance.randint(0, 30))}
    arrows = [statistics.Arrow(a, b, chance.randint(30, 90), 30) for a, b in sorted(pairs)]
    layout = statistics.lay_out(boxes, arrows)
    assert layout == statistics.lay_out(boxes, arrows)
    sizes = {(a.source, a.target): (a.width, a.height) for a in arrows}
    words = [
        statistics.Placed(
            f"{r.source}>{r.target}",
            r.words[0] - sizes[r.source, r.target][0] // 2,
            r.words[1] - sizes[r.source, r.target][1] // 2,
            *sizes[r.source, r.target],
        )
        for r in layout.arrows
    ]
    assert overlapping([*layout.boxes, *words]) == []
    assert {(r.source, r.target) for r in layout.arrows} == {(a, b) for a, b in pairs if a != b}
    places = {p.name: p for p in layout.boxes}
    for thing in (*layout.boxes, *words):
        assert thing.x >= 0
        assert thing.x + thing.width <= layout.width
        assert thing.y >= 0
        assert thing.y + thing.height <= layout.height
    for road in layout.arrows:
        for (x, y), name in ((road.points[0], road.source), (road.points[-1], road.target)):
            box = places[name]
            assert abs(x - box.x - box.width / 2) <= 1
            assert y in (box.y, box.y + 2 * (box.height // 2))
