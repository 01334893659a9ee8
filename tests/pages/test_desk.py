"""A single authority decides at its desk: agrees, departs with its own reasons, or returns the recommendation. By page and by program."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app.cli import DEMONSTRATION_VALUES
from app.core.actor import SYSTEM
from app.decisions import errors
from app.decisions import public as decisions
from app.settings import settings
from tests.api.test_sittings import reference_of
from tests.awaiting import case_awaiting_decision
from tests.pages.test_sittings import opened, sent
from tests.site import Site
from tests.world import World, also_holds

SECRETARY, AUTHORITY = "desk_secretary", "director"
OTHERWISE = "El nexo con la opinión política imputada sí está probado por la amenaza escrita."


@pytest.fixture
def mexico(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ACOGIDA_PROFILE_COUNTRY", "MEX")
    monkeypatch.setenv("ACOGIDA_PROFILE_OVERRIDES", str(DEMONSTRATION_VALUES / "mex-demonstration.toml"))
    settings.cache_clear()
    yield
    settings.cache_clear()


async def seated(world: World) -> None:
    await also_holds(world, "auditor", "commission_secretary", SECRETARY, body="comar")
    await also_holds(
        world, "administrator", "commission_member", AUTHORITY, body="comar", seat="Coordinación General"
    )


@pytest.mark.usefixtures("mexico")
async def test_the_director_agrees_departs_with_reasons_or_returns(site: Site) -> None:
    world = site.world
    await seated(world)
    agreed, departed, returned = [
        await reference_of(site, await case_awaiting_decision(world)) for _ in range(3)
    ]
    authority = str(world.actor(AUTHORITY).user_id)
    async with site.pages(SECRETARY) as pages:
        assert agreed in await opened(pages, "/desk")
        await sent(pages, "/desk", cases=[agreed, departed], authority=authority)
    async with site.api(SECRETARY) as api:
        brought = await api.post(f"/api/v1/desk/{returned}", json={"authority": authority})
        assert brought.status_code == 201, brought.text
    async with site.pages(AUTHORITY) as pages:
        assert departed in await opened(pages, "/desk")
        page = await opened(pages, f"/desk/{departed}")
        (field,) = re.findall(r'name="(outcome-[0-9a-f-]+)"', page)
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        short = await sent(
            pages, f"/desk/{departed}", 422, answer="disagrees", reasons="No.", version=version
        )
        assert "Escriba sus razones" in short
        same = await sent(
            pages, f"/desk/{departed}", 422, answer="disagrees", reasons=OTHERWISE, version=version
        )
        assert "Diga en qué resultado se aparta" in same
        assert OTHERWISE in same
        form = {"answer": "disagrees", "reasons": OTHERWISE, field: "recognised_convention"}
        where = await sent(pages, f"/desk/{departed}", **form, version=version)
        assert (await pages.post(f"/desk/{departed}", data=form)).status_code == 409, "a second click"
        draft = where.partition("?")[0]
        assert OTHERWISE in await opened(pages, draft)
        assert draft in await opened(pages, "/desk")
    decision = draft.rpartition("/")[2]
    # Somebody who registered the claim and sits in the body now does not sign what another decided in it.
    await also_holds(
        world, "border_liaison_officer", "commission_member", "former", body="comar", seat="Coordinación"
    )
    async with site.world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "select set_case_audience(id, audience || array['commission_member:' || :user]) from cases where reference = :r"
            ),
            {"user": str(world.actor("former").user_id), "r": departed},
        )
    async with site.api("former") as api:
        refused = await api.post(f"/api/v1/decisions/{decision}/signature", json={})
        assert refused.json()["type"] == "urn:acogida:problem:handled_this_case", refused.text
    async with site.api(AUTHORITY) as api:
        signed = await api.post(f"/api/v1/decisions/{decision}/signature", json={})
        assert signed.status_code == 200, signed.text
        told = (await api.get(f"/api/v1/decisions/{decision}")).json()
        assert (told["status"], told["outcomes"][0]["outcome"]) == ("signed", "recognised_convention")
        tag = {"If-Match": (await api.get(f"/api/v1/cases/{returned}")).headers["etag"]}
        back = await api.post(
            f"/api/v1/desk/{returned}/ruling",
            json={"answer": "returns", "reasons": "Falta oír a la hermana sobre las amenazas."},
            headers=tag,
        )
        assert back.json() == {"decision": None}, back.text
        assert (await api.get(f"/api/v1/cases/{returned}")).status_code == 404, "the file is closed again"
        tag = {"If-Match": (await api.get(f"/api/v1/cases/{agreed}")).headers["etag"]}
        ruled = await api.post(f"/api/v1/desk/{agreed}/ruling", json={"answer": "agrees"}, headers=tag)
        assert ruled.status_code == 201, ruled.text
        (ruling,) = (await api.get(f"/api/v1/desk/{departed}/rulings")).json()
        assert (ruling["answer"], ruling["reasons"]) == ("disagrees", OTHERWISE)
    async with site.pages(SECRETARY) as pages:
        assert (await pages.post(f"/desk/{agreed}", data={"answer": "agrees"})).status_code == 403


async def test_a_body_that_decides_in_a_sitting_has_no_desk(world: World) -> None:
    case_id = await case_awaiting_decision(world)
    with pytest.raises(errors.NotASingleAuthority):
        async with world.acting("commission_secretary") as db:
            await decisions.bring_to_desk(
                db, db.actor, case_id, authority=world.actor("commission_member_0").user_id
            )
