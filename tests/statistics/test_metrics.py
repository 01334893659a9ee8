"""Figures over the programming interface and on the page: what they count, for whom, and what they never say."""

from datetime import timedelta

import pytest

from app.cases import public as cases
from app.documents.public import Desk
from app.statistics import public as statistics
from tests.awaiting import case_awaiting_decision
from tests.site import Site
from tests.world import World, adult, relative

HELD = ["quorum", "votes_complete", "signed"]


async def decide(world: World) -> None:
    """A case filed now and decided ten days later; the clock stays there."""
    case_id = await case_awaiting_decision(world, [adult(nationalities=("CUB",), sex="male")])
    world.clock.advance(timedelta(days=10))
    async with world.system.writing(world.actor("commission_secretary")) as db:
        opened = await cases.open_case(db, case_id)
        outcomes = {opened.principal.id: "rejected"}
        await cases.record(db, db.actor, opened, "decided", outcomes=outcomes, satisfied=HELD)


async def two_pending_and_one_decided(world: World) -> None:
    """After 110 days: one decided on the tenth day, two pending and past the limit of three months."""
    await decide(world)
    for household in ([adult()], [adult(), relative("Sara", adult().person.birth_date, "sibling")]):
        await world.register(household)
    world.clock.advance(timedelta(days=100))
    await statistics.catch_up(world.system)


async def test_the_curve_and_the_pending_of_an_office(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    async with site.api("supervisor") as api:
        times = (await api.get("/api/v1/metrics/decision-times")).json()
        pending = (await api.get("/api/v1/metrics/pending")).json()
    assert (times["cases"], times["decided"]) == (3, 1)
    assert [(p["day"], p["at_risk"], round(p["share_waiting"], 4)) for p in times["curve"]] == [
        (10, 3, 0.6667)
    ]
    assert times["median"] == {"days": None, "low": 10, "high": None}
    assert times["lower_quartile"]["days"] == 10
    assert round(times["decided_within_limit"], 4) == 0.3333
    assert times["mean_of_decided_days"] == pytest.approx(10)
    assert (pending["cases"], pending["late"]) == (3, 2)
    stages = {row["value"]: (row["cases"], row["late"]) for row in pending["by_stage"]}
    assert (stages["registered"], stages["decided"], stages["review"]) == ((2, 2), (1, 0), (0, 0))
    assert {row["value"]: row["cases"] for row in pending["by_age"]} == {
        "0-90": 0, "91-181": 3, "182-273": 0, "274-364": 0, "365-547": 0, "548+": 0,
    }  # fmt: skip


async def test_a_case_that_ended_without_a_decision_counts_as_long_as_it_was_open(world: World) -> None:
    registered = await world.register()
    world.clock.advance(timedelta(days=30))
    async with world.acting("registration_officer") as db:
        await cases.withdraw(
            db,
            db.actor,
            registered.case_id,
            statement="Regresa con su familia por su voluntad.",
            signed=True,
            desk=Desk(),
        )
    world.clock.advance(timedelta(days=400))
    await statistics.catch_up(world.system)
    async with world.reading("supervisor") as db:
        times = await statistics.decision_times(db, statistics.Filters())
        pending = await statistics.pending(db, statistics.Filters())
    assert [(o.day, o.events, o.censored) for o in times.observed] == [(30, 0, 1)]
    assert pending.total == 0


async def test_filters_narrow_by_the_principal_applicant(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    async with site.api("supervisor") as api:
        for query, expected in (
            ({"origin": "CUB"}, 1),
            ({"origin": "VEN", "sex": "female"}, 2),
            ({"age_group": "18-59"}, 3),
            ({"age_group": "5-11"}, 0),
            ({"to": "2026-11-10"}, 1),
            ({"from": "2026-11-11"}, 2),
        ):
            answer = await api.get("/api/v1/metrics/decision-times", params=query)
            assert answer.json()["cases"] == expected, query
        wrong = await api.get("/api/v1/metrics/pending", params={"office": "atlantis"})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "office")


async def test_a_supervisor_counts_the_own_office_and_others_nothing(site: Site) -> None:
    await site.world.register()
    await statistics.catch_up(site.world.system)
    async with site.api("other_supervisor") as api:
        assert (await api.get("/api/v1/metrics/pending")).json()["cases"] == 0
    for who in ("auditor", "quality_assessor", "commission_secretary"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/metrics/pending")).json()["cases"] >= 1
    for who in ("eligibility_officer", "legal_representative", "administrator", "border_liaison_officer"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/metrics/pending")).status_code == 403
        async with site.world.reading(who) as db:
            assert await statistics.origins(db) == []


async def test_no_name_is_in_any_figure_and_files_say_the_same_as_the_page(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    async with site.pages("supervisor") as pages:
        page = await pages.get("/metrics", params={"origin": "CUB", "sex": "not a sex"})
        sheet = await pages.get("/metrics/decision-times.csv", params={"origin": "CUB"})
        rows = await pages.get("/metrics/pending.json", params={"table": "by_stage"})
        unknown = await pages.get("/metrics/names.csv")
    assert page.status_code == 200
    assert "/metrics/time_to_first_decision.csv?origin=CUB" in page.text
    assert sheet.text.lstrip("\ufeff").splitlines()[:2] == [
        "day,at_risk,decided_on_day,share_waiting,low,high",
        "10,1,1,0.0,0.0,0.0",
    ]
    assert {"stage": "registered", "claims": 2, "late": 2} in rows.json()
    assert unknown.status_code == 404
    for text in (page.text, sheet.text, rows.text):
        assert "Guédez" not in text
        assert "Yorlenis" not in text
