"""A recommendation from its finding to its verification: on pages and by the programming interface, each step by whom it is for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.core.actor import SYSTEM
from app.identity.public import matrix
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, _hire

FINDING = {
    "stage": "interview", "instrument": "interview", "indicator": "substance.inconsistencies", "summary": "No se dio ocasión de aclarar inconsistencias",
    "since-day": "1", "since-month": "10", "since-year": "2026", "until-day": "31", "until-month": "10", "until-year": "2026",
    "files": "6", "of_files": "24",
}  # fmt: skip


async def second_assessor(world: World) -> None:
    async with world.system.writing(SYSTEM) as db:
        await _hire(db, world, ("second_quality_assessor", "quality_assessor", {}))


def proposal(office: str, **changes: object) -> dict[str, Any]:
    return {
        "stage": "interview", "what": "Añadir a la guía la pregunta de aclaración", "evidence": "6 de 24 entrevistas",
        "addressee": "supervisor", "office": office, "due_on": "2026-12-15",
    } | changes  # fmt: skip


async def test_a_finding_becomes_a_recommendation_that_somebody_else_verifies(site: Site) -> None:
    world = site.world
    await second_assessor(world)
    office = f"liberia-{world.tag}"
    async with site.pages("quality_assessor") as pages:
        assert_sound((await pages.get("/quality/board")).text)
        ask = await pages.get(
            "/quality/findings/new?instrument=interview&indicator=substance.inconsistencies&files=6&of_files=24"
        )
        assert_sound(ask.text)
        refused = await pages.post("/quality/findings/new", data=FINDING | {"files": "25"})
        assert refused.status_code == 422
        assert_sound(refused.text)
        noted = await pages.post("/quality/findings/new", data=FINDING)
        assert noted.status_code == 303, noted.text
        form = await pages.get(noted.headers["location"])
        assert_sound(form.text)
        assert "En 6 de 24 expedientes evaluados" in form.text
        finding = noted.headers["location"].split("finding=")[1].split("&")[0]
        typed = proposal(office) | {
            "finding": finding, "due_on-day": "15", "due_on-month": "12", "due_on-year": "2026",
        }  # fmt: skip
        wrong = await pages.post("/quality/recommendations/new", data=typed | {"due_on-year": "2025"})
        assert wrong.status_code == 422
        assert_sound(wrong.text)
        made = await pages.post("/quality/recommendations/new", data=typed)
        assert made.status_code == 303, made.text
        address = made.headers["location"].split("?")[0]
        assert_sound((await pages.get(address)).text)
        answered = await pages.post(f"{address}/answer", data={"act": "accept", "reason": "Sí"})
        assert answered.status_code == 403
    async with site.pages("other_supervisor") as pages:
        assert (await pages.get(address)).status_code == 404
    async with site.pages("commission_secretary") as pages:
        assert_sound((await pages.get(address)).text)
        shut = await pages.post(f"{address}/answer", data={"act": "accept", "reason": "Sí"})
        # The database itself gives it to nobody else to change.
        assert shut.status_code == 404
    async with site.pages("supervisor") as pages:
        assert (await pages.post(f"{address}/answer", data={"act": "accept"})).status_code == 422
        for act in ("accept", "start"):
            step = await pages.post(f"{address}/answer", data={"act": act, "reason": f"Motivo de {act}"})
            assert step.status_code == 303, step.text
        bare = await pages.post(f"{address}/answer", data={"act": "implement", "reason": "Hecho"})
        assert bare.status_code == 422
        assert "Diga qué lo demuestra" in bare.text
        shown = {"act": "implement", "reason": "Hecho", "evidence": "Circular 3"}
        assert (await pages.post(f"{address}/answer", data=shown)).status_code == 303
    verified = {"act": "verify", "reason": "Se vio", "evidence": "Ocho entrevistas de noviembre"}
    async with site.pages("quality_assessor") as pages:
        own = await pages.get(address)
        assert "la verifica otra persona" in own.text
        assert (await pages.post(f"{address}/verification", data=verified)).status_code == 409
    async with site.pages("second_quality_assessor") as pages:
        back = {"act": "send_back", "reason": "La circular no está firmada"}
        assert (await pages.post(f"{address}/verification", data=back)).status_code == 303
    async with site.pages("supervisor") as pages:
        assert (await pages.post(f"{address}/answer", data=shown)).status_code == 303
    async with site.pages("second_quality_assessor") as pages:
        assert (await pages.post(f"{address}/verification", data=verified)).status_code == 303
        told = await pages.get(address)
        assert_sound(told.text)
        assert "La circular no está firmada" in told.text
        assert "Terminó: no hay más pasos" in told.text


async def test_after_today_is_after_today_where_the_office_is(site: Site) -> None:
    world = site.world
    # Six in the evening in Costa Rica is the next day in Greenwich.
    world.clock.set(datetime(2026, 12, 2, 0, 30, tzinfo=UTC))
    office = f"liberia-{world.tag}"
    async with site.api("quality_assessor") as api:
        for day, status in (("2026-12-01", 422), ("2026-12-02", 201)):
            asked = await api.post("/api/v1/quality/recommendations", json=proposal(office, due_on=day))
            assert asked.status_code == status, day


async def test_the_board_counts_declined_ones_and_tells_what_is_overdue(site: Site) -> None:
    world = site.world
    office = f"liberia-{world.tag}"
    async with site.api("supervisor") as api:
        before = (await api.get("/api/v1/quality/board")).json()
    made = []
    async with site.api("quality_assessor") as api:
        for _ in range(3):
            answer = await api.post("/api/v1/quality/recommendations", json=proposal(office))
            assert answer.status_code == 201, answer.text
            made.append(answer.json())
        found = {
            "stage": "interview",
            "summary": "a",
            "since": "2026-10-01",
            "until": "2026-10-31",
            "files": 1,
            "of_files": 1,
        }
        for unknown in ({"instrument": "nada"}, {"instrument": "interview", "indicator": "i99"}):
            noted = await api.post("/api/v1/quality/findings", json=found | unknown)
            assert noted.status_code == 422, unknown
        odd = await api.post(
            "/api/v1/quality/recommendations", json=proposal(office, figure="recognition", direction="up")
        )
        assert odd.status_code == 422, "no recommendation aims at how decisions come out"
    async with site.api("supervisor") as api:
        first = f"/api/v1/quality/recommendations/{made[0]['id']}"
        stale = await api.post(
            f"{first}/answer", json={"act": "decline", "reason": "No"}, headers={"If-Match": '"9"'}
        )
        assert stale.status_code == 412
        declined = await api.post(
            f"{first}/answer", json={"act": "decline", "reason": "Ya se hace"}, headers={"If-Match": '"1"'}
        )
        assert (declined.json()["state"], declined.json()["steps_open"]) == ("declined", [])
        again = await api.post(f"{first}/answer", json={"act": "accept", "reason": "Sí"})
        assert again.status_code == 409
        second = f"/api/v1/quality/recommendations/{made[1]['id']}"
        for act in ("accept", "start", "implement"):
            body = {"act": act, "reason": "Motivo", "evidence": "Acta 4"}
            assert (await api.post(f"{second}/answer", json=body)).status_code == 200
        now = (await api.get("/api/v1/quality/board")).json()
        assert (now["total"] - before["total"], now["done"] - before["done"]) == (3, 1)
    world.clock.set(world.clock.now() + timedelta(days=60))
    async with site.api("supervisor") as api:
        late = (await api.get("/api/v1/quality/recommendations?overdue=true")).json()
        assert made[2]["id"] in {one["id"] for one in late}
        assert not {made[0]["id"], made[1]["id"]} & {one["id"] for one in late}
    async with site.pages("supervisor") as pages:
        board = await pages.get("/quality/board?state=overdue")
        assert_sound(board.text)
        assert f"R-{made[2]['number']}" in board.text


async def test_who_may_do_what_with_recommendations_and_sessions(site: Site) -> None:
    assert not matrix()["recommendation.answer"] & matrix()["recommendation.verify"]
    async with site.api("eligibility_officer") as api:
        for path in ("board", "figures", "recommendations", "findings", "meetings/2026-10", "calibrations"):
            assert (await api.get(f"/api/v1/quality/{path}")).status_code == 403, path
    async with site.api("auditor") as api:
        assert (await api.get("/api/v1/quality/figures")).status_code == 200
        assert (await api.get("/api/v1/quality/figures?to=0001-01-01")).status_code == 422
        assert (await api.get("/api/v1/quality/calibrations")).status_code == 403


async def test_the_paper_of_the_month_is_one_click_and_accessible(site: Site) -> None:
    async with site.pages("commission_secretary") as pages:
        assert_sound((await pages.get("/quality/meeting")).text)
        assert_sound((await pages.get("/quality/meeting?month=2026-10&lang=en")).text)
        for never in ("2026-13", "9999-12", "0001-01"):
            assert (await pages.get(f"/quality/meeting/{never}.pdf")).status_code == 422, never
            assert (await pages.get(f"/quality/meeting?month={never}")).status_code == 200, never
        paper = await pages.get("/quality/meeting/2026-10.pdf?lang=es")
        assert paper.headers["content-type"] == "application/pdf"
    async with site.api("supervisor") as api:
        told = (await api.get("/api/v1/quality/meetings/2026-10")).json()
        assert told["month"] == "octubre de 2026"
        assert (await api.get("/api/v1/quality/meetings/2026-10/paper")).content[:5] == b"%PDF-"
