"""A forecast from the log to the page: asked for, made by the worker's handler, shown, taken away and made again."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from app.core.actor import SYSTEM
from app.overrides.public import procedure_in_force
from app.statistics.public import forecast
from app.workflows.run_forecast import FORECAST_HANDLERS
from tests.assessing import submitted, to_assessment
from tests.site import Site
from tests.statistics.made_log import made_log
from tests.statistics.test_metrics import decide
from tests.web_foundation.soundness import assert_sound
from tests.world import World

SMALL = {"runs": 10, "years": 1}
PNG = b"\x89PNG"


async def made(site: Site, forecast_id: str) -> None:
    """What the worker does with the job."""
    await FORECAST_HANDLERS[forecast.RUN](site.world.system, {"forecast": forecast_id})


async def worked_on(world: World) -> None:
    """In a month: a case decided on its tenth day, two whose analysis was submitted, and one that waits."""
    await decide(world)
    for _ in range(2):
        await submitted(world, (await to_assessment(world)).case_id)
        world.clock.advance(timedelta(days=7))
    await world.register()
    world.clock.advance(timedelta(days=7))


async def test_the_log_of_an_office_is_measured_and_of_no_other(world: World) -> None:
    await worked_on(world)
    async with world.system.reading(SYSTEM) as db:
        profile = await procedure_in_force(db)
        found = await forecast.measure(db, profile, as_of=world.clock.now(), office=world.office)
        before = await forecast.measure(
            db, profile, as_of=world.clock.now() - timedelta(days=8), office=world.office
        )
    assert (found.pending, before.pending) == (3, 2)
    assert {place: sum(n for _age, n in ages) for place, ages in found.waiting.items() if ages} == {
        "intake": 1,
        "review": 2,
    }
    assert found.officers == 1
    assert round(sum(found.work) / len(found.work), 1) == 10.3
    assert found.limit_known
    assert found.outcomes == {"rejected": 1.0}
    assert "Guédez" not in str(asdict(found))


async def test_a_forecast_is_asked_for_made_shown_and_made_again(site: Site) -> None:
    await worked_on(site.world)
    async with site.api("supervisor") as api:
        body: dict[str, Any] = SMALL | {"seed": 7, "scenarios": [{"name": "own", "officers": 2}]}
        asked = await api.post("/api/v1/forecasts", json=body)
        assert asked.status_code == 201
        one = asked.json()["id"]
        assert (await api.post("/api/v1/forecasts", json=body)).status_code == 409
        waiting = (await api.get(f"/api/v1/forecasts/{one}")).json()
        assert (waiting["state"], waiting["done"], waiting["all"]) == ("asked", 0, 20)
        await made(site, one)
        found = (await api.get(f"/api/v1/forecasts/{one}")).json()
        assert (found["state"], found["done"], found["seed"]) == ("done", 20, 7)
        assert [each["scenario"]["name"] for each in found["outlooks"]] == ["base", "own"]
        assert found["outlooks"][0]["pending"][0] == [3] * 5
        assert found["naive"]["pending"] == 3
        # Later, with more in the log: by its own cut-off it finds the same.
        site.world.clock.advance(timedelta(minutes=5))
        await site.world.register()
        again = (await api.post(f"/api/v1/forecasts/{one}/repetitions")).json()["id"]
        await made(site, again)
        repeated = (await api.get(f"/api/v1/forecasts/{again}")).json()
        assert (repeated["digest"], repeated["repeats"]) == (found["digest"], one)
        sheet = (await api.get(f"/api/v1/forecasts/{one}", params={"format": "csv"})).text
        assert sheet.lstrip("\ufeff").startswith("scenario,week,p5,p25,median,p75,p95")
        assert len((await api.get("/api/v1/forecasts")).json()) == 2
        drawn = await api.get(f"/api/v1/forecasts/{one}", params={"format": "png", "scenario": "own"})
        assert drawn.content.startswith(PNG)
    async with site.pages("supervisor") as pages:
        page = await pages.get(f"/forecast/{one}")
        assert_sound(page.text)
        assert "Qué supone" in page.text
        assert "Tendencia de las llegadas" in page.text
        assert page.text.count('class="ac-chart is-narrow"') == 2
        assert f"/forecast/{one}/own.svg" in page.text
        drawing = await pages.get(f"/forecast/{one}/own.svg")
        assert drawing.headers["content-type"] == "image/svg+xml"
        assert "<desc>De 3 pendientes hoy" in drawing.text
        assert (await pages.get(f"/forecast/{one}/nothing.svg")).status_code == 404
        picture = await pages.get(f"/forecast/{one}/own.png")
        assert picture.content.startswith(PNG)
        assert (await pages.get(f"/forecast/{one}/data.json")).json()["digest"] == found["digest"]
    async with site.api("other_supervisor") as api:
        assert (await api.get(f"/api/v1/forecasts/{one}")).status_code == 404
        assert (await api.get("/api/v1/forecasts")).json() == []


async def test_the_page_asks_keeps_what_was_typed_and_says_why_not(site: Site) -> None:
    async with site.pages("supervisor") as pages:
        assert_sound((await pages.get("/forecast")).text)
        wrong = await pages.post("/forecast", data={"officers": "uno y medio", "years": "1"})
        assert wrong.status_code == 422
        assert "Escriba un número." in wrong.text
        assert 'value="uno y medio"' in wrong.text
        far = await pages.post("/forecast", data={"arrivals": "1000", "years": "1"})
        assert "Escriba un número de 0 a 100." in far.text
        asked = await pages.post(
            "/forecast", data={"scenarios": "six_more_officers", "sittings": "1,5", "years": "1", "seed": "3"}
        )
        assert asked.status_code == 303
        address = asked.headers["location"]
        going = await pages.get(address)
        assert_sound(going.text)
        assert "<progress" in going.text
        bar = await pages.get(f"{address}/progress", headers={"HX-Request": "true"})
        assert "0 de 600 futuros" in bar.text.replace("\N{NO-BREAK SPACE}", " ")
        # There is nothing in this office's log: that is said in words, and nothing is made up.
        await made(site, address.rpartition("/")[2])
        empty = await pages.get(address)
        assert_sound(empty.text)
        assert "El registro no tiene casos" in empty.text
        assert "<progress" not in empty.text
        over = await pages.get(f"{address}/progress", headers={"HX-Request": "true"})
        assert over.headers["hx-redirect"] == address


async def test_cases_without_work_or_without_decisions_say_so(site: Site) -> None:
    await site.world.register()
    site.world.clock.advance(timedelta(minutes=5))
    async with site.api("supervisor") as api:
        one = (await api.post("/api/v1/forecasts", json=SMALL)).json()["id"]
        await made(site, one)
        found = (await api.get(f"/api/v1/forecasts/{one}")).json()
        assert (found["state"], found["problem"]) == ("empty", "work")
        await submitted(site.world, (await to_assessment(site.world)).case_id)
        site.world.clock.advance(timedelta(minutes=5))
        two = (await api.post("/api/v1/forecasts", json=SMALL)).json()["id"]
        await made(site, two)
        found = (await api.get(f"/api/v1/forecasts/{two}")).json()
        assert (found["state"], found["problem"]) == ("empty", "decisions")


async def test_what_is_out_of_bounds_or_not_there_is_refused_at_its_field(site: Site) -> None:
    async with site.api("auditor") as api:
        for body, field in (
            ({"years": 11}, "years"),
            ({"runs": 5000}, "runs"),
            ({"seed": -1}, "seed"),
            ({"office": "atlantis"}, "office"),
            ({"scenarios": [{"name": "own", "arrivals": -1}]}, "arrivals"),
            ({"scenarios": [{"name": f"own {n}", "officers": n} for n in range(1, 9)]}, "scenarios"),
        ):
            answer = await api.post("/api/v1/forecasts", json=body)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), body
    for who in ("eligibility_officer", "legal_representative", "administrator"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/forecasts")).status_code == 403


async def test_runs_in_processes_are_those_of_one_process() -> None:
    said: list[int] = []

    async def say(done: int) -> None:
        said.append(done)

    log = made_log()
    both = [
        await forecast.run_all(log, forecast.OFFERED[:2], seed=5, runs=6, weeks=52, say=say) for _ in range(2)
    ]
    assert both[0] == both[1]
    assert said == [*range(1, 13), *range(1, 13)]
