"""A decision that does not reach the person, what the law puts in its place, and a record put right: by pages and by interface."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.actor import SYSTEM
from tests.appealing import GROUNDS, LATE, represented
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import decide
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

ZONE = ZoneInfo("America/Costa_Rica")
CLERK = "registration_officer"


async def looked(site: Site, address: str, who: str = CLERK, status: int = 200) -> str:
    async with site.pages(who) as pages:
        answer = await pages.get(address)
    assert answer.status_code == status, answer.text
    assert_sound(answer.text)
    return answer.text


async def sent(site: Site, address: str, status: int, **form: Any) -> str:
    async with site.pages(CLERK) as pages:
        answer = await pages.post(address, data=form)
    assert answer.status_code == status, answer.text
    return answer.text


def on(site: Site, name: str = "served_at") -> dict[str, str]:
    local = site.world.clock.now().astimezone(ZONE)
    return {
        f"{name}-day": str(local.day), f"{name}-month": str(local.month), f"{name}-year": str(local.year),
        f"{name}-time": f"{local:%H:%M}",
    }  # fmt: skip


async def clocks(site: Site, case_id: Any) -> dict[str, str]:
    async with site.world.system.reading(SYSTEM) as db:
        rows = await db.rows(
            text(
                "select rule, state, due_on from deadlines where case_id = :id and rule = 'appeal' order by started_at"
            ),
            {"id": case_id},
        )
    return {f"{row.due_on}": row.state for row in rows}


async def test_failed_service_then_publication_then_a_late_appeal(site: Site) -> None:
    world = site.world
    case_id = await case_awaiting_decision(world)
    await represented(world, case_id)
    decision = f"/decisions/{await decide(world, case_id)}"
    edict = {
        "channel": "edict",
        "result": "published",
        "served_to": "La persona",
        "proof": "Ejemplares del diario",
    }
    for day in range(2):
        world.clock.advance(timedelta(days=1))
        if day == 1:
            early = await sent(
                site, f"{decision}/notification", 422, **edict, **on(site), **on(site, "published_from")
            )
            assert "2 intentos fallidos, y constan 1" in early
            assert "Se publica 3 días seguidos" in early
            assert_sound(early)
        nobody = {
            "channel": "in_person",
            "result": "not_found",
            "proof": "Nadie atendió; vecinas no la conocen",
        }
        await sent(site, f"{decision}/notification", 303, place="address", **nobody, **on(site))
    await sent(site, f"{decision}/service/call", 303)
    assert await clocks(site, case_id) == {}
    told = await looked(site, f"/cases/{await reference_of(site, case_id)}/notices")
    assert "Tiene un aviso." in told
    shown = await looked(site, f"{decision}/service")
    assert shown.count("Nadie atendió") == 2
    assert "No corre ningún plazo contra la persona" in shown

    published_from = on(site, "published_from")
    world.clock.advance(timedelta(days=2))
    last = on(site)
    soon = await sent(site, f"{decision}/notification", 422, **edict, **last, **published_from)
    assert "regístrela ese día o después" in soon
    assert await clocks(site, case_id) == {}
    world.clock.advance(timedelta(days=9))
    await sent(site, f"{decision}/notification", 303, **edict, **last, **published_from)
    (due,) = await clocks(site, case_id)
    shown = await looked(site, f"{decision}/service")
    assert "Surte efecto" in shown
    async with site.api(CLERK) as api:
        served = (await api.get(f"/api/v1{decision}/service")).json()
    assert [a["result"] for a in served["attempts"]] == ["not_found", "not_found", "published"]
    assert served["in_force"]["effective_at"] > served["in_force"]["served_at"]

    world.clock.advance(timedelta(days=20))
    assert site.world.clock.now().date().isoformat() > due
    async with site.api("legal_representative") as api:
        body = {"kind": "appeal", "grounds": GROUNDS}
        late = await api.post(
            f"/api/v1{decision}/remedies", json=body, headers=await version_of(site, case_id)
        )
        assert late.status_code in (409, 422), late.text
        filed = await api.post(
            f"/api/v1{decision}/remedies",
            json=body | {"late_reasons": LATE},
            headers=await version_of(site, case_id),
        )
        assert filed.status_code == 201, filed.text


async def reference_of(site: Site, case_id: Any) -> str:
    async with site.world.system.reading(SYSTEM) as db:
        return str(await db.scalar(text("select reference from cases where id = :id"), {"id": case_id}))


async def version_of(site: Site, case_id: Any) -> dict[str, str]:
    async with site.world.system.reading(SYSTEM) as db:
        version = await db.scalar(text("select version from cases where id = :id"), {"id": case_id})
    return {"If-Match": f'"{version}"'}


async def test_a_service_recorded_wrongly_is_set_aside_and_its_clock_counted_anew(site: Site) -> None:
    world = site.world
    case_id = await case_awaiting_decision(world)
    decision = f"/decisions/{await decide(world, case_id)}"
    first = {"channel": "in_office", "served_to": "Ella", "proof": "Acta 1", **on(site)}
    await sent(site, f"{decision}/notification", 303, **first)
    (wrong,) = await clocks(site, case_id)
    world.clock.advance(timedelta(days=1))
    assert "Corregir lo registrado" in await looked(site, f"{decision}/service/correction")
    right = {"instead": "yes", "channel": "in_person", "served_to": "Ella", "proof": "Acta 2", **on(site)}
    refused = await sent(site, f"{decision}/service/correction", 422, **right)
    assert "Escriba por qué no vale lo registrado." in refused
    assert "Acta 2" in refused
    why = {"why": "El acta es de otro expediente, se notificó un día después."}
    await sent(site, f"{decision}/service/correction", 303, **right, **why)
    states = await clocks(site, case_id)
    assert states.pop(wrong) == "cancelled"
    assert list(states.values()) == ["running"]
    assert "otro expediente" in await looked(site, f"{decision}/service")

    async with site.api(CLERK) as api:
        answer = await api.post(
            f"/api/v1{decision}/service/corrections", json=why, headers=await version_of(site, case_id)
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["stage"] == "decided"
        none = (await api.get(f"/api/v1{decision}/service")).json()
        assert none["in_force"] is None
        assert len(none["set_aside"]) == 2
        again = await api.post(
            f"/api/v1{decision}/service/corrections", json=why, headers=await version_of(site, case_id)
        )
        assert again.status_code == 409
    assert set((await clocks(site, case_id)).values()) == {"cancelled"}
    async with site.api("supervisor") as api:
        assert (await api.post(f"/api/v1{decision}/service/corrections", json=why)).status_code == 403
