"""Groups over HTTP: the pages without script, the same over the programming interface, and who finds nothing there."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from app.cases import public as cases
from tests.batching import (
    GROUP,
    REASONS,
    awaiting_interview,
    nicaraguan,
    put_all_away,
    states,
    voted,
    work,
    work_off,
)
from tests.site import Site
from tests.web_foundation.soundness import assert_sound


@pytest.fixture(autouse=True)
async def _no_list_is_open(site: Site) -> None:
    await put_all_away(site.world)


async def prepare(site: Site) -> str:
    """The secretary's list by page, made by the worker. Its address."""
    async with site.pages("commission_secretary") as browser:
        asked = await browser.post(f"/groups/{GROUP}", data={"office": str(site.world.office)})
        assert asked.status_code == 303
        address = asked.headers["location"]
        shown = await browser.get(address)
        assert_sound(shown.text)
        assert "se está preparando" in shown.text
        assert f'hx-get="{address}/progress"' in shown.text
        assert "<progress" in shown.text
    await work(site.world, cases.batches.PREPARE, UUID(address.rpartition("/")[2]))
    return str(address)


async def test_from_the_published_group_to_the_last_case_by_page(site: Site) -> None:
    first = await awaiting_interview(site.world)
    second = await awaiting_interview(site.world, [nicaraguan("Otra")])
    async with site.pages("commission_secretary") as browser:
        groups = await browser.get("/groups")
        assert_sound(groups.text)
        for words in ("Grupo sintético", "Nicaragua", "nunca se deniega", "sin verificar"):
            assert words in groups.text
        assert_sound((await browser.get(f"/groups/{GROUP}")).text)
    address = await prepare(site)
    batch_id = UUID(address.rpartition("/")[2])
    async with site.pages("commission_secretary") as browser:
        listed = await browser.get(address)
        assert_sound(listed.text)
        assert "La aprueba y firma una persona integrante" in listed.text
        (reference,) = re.findall(r'/removals/([\w-]+)"', listed.text)[:1]
        removal = f"{address}/removals/{reference}"
        assert_sound((await browser.get(removal)).text)
        refused = await browser.post(removal, data={"reasons": "corto"})
        assert refused.status_code == 422
        assert_sound(refused.text)
        assert "corto" in refused.text
    async with site.pages("commission_member_0") as browser:
        unvoted = await browser.post(f"{address}/approval", data={"reasons": REASONS})
        assert "todavía no votó esta lista" in unvoted.text
    sitting = await voted(site.world, batch_id)
    async with site.pages("commission_secretary") as browser:
        lists = await browser.get(f"/sittings/{sitting}/groups")
        assert_sound(lists.text)
        assert "Se reconoce: falta que firme quien presidió" in lists.text
    async with site.pages("commission_member_0") as browser:
        asks = await browser.get(f"{address}/approval")
        assert_sound(asks.text)
        assert "2 expedientes" in asks.text
        (version,) = re.findall(r'name="version" value="(\d+)"', asks.text)
        for _ in range(2):
            answer = await browser.post(f"{address}/approval", data={"reasons": REASONS, "version": version})
            assert answer.status_code == 303
        running = await browser.get(address)
        assert "0 de 2 expedientes" in running.text
        assert_sound(running.text)
        bar = await browser.get(f"{address}/progress", headers={"HX-Request": "true"})
        assert bar.text.count("<section") == 1
        assert "<html" not in bar.text
        assert "every 2s" in bar.text
        plain = await browser.get(f"{address}/progress")
        assert (plain.status_code, plain.headers["location"]) == (303, address)
    await work_off(site.world, batch_id)
    async with site.pages("commission_secretary") as browser:
        done = await browser.get(address)
        assert_sound(done.text)
        assert "2 de 2 expedientes" in done.text
        assert "every 2s" not in done.text
        english = await browser.get(f"{address}?state=done&lang=en")
        assert "2 of 2 cases" in english.text
    assert set((await states(site.world, batch_id)).values()) == {"done"}
    assert {first, second} == set(await states(site.world, batch_id))


async def test_a_list_is_stopped_and_taken_up_again_by_page(site: Site) -> None:
    await awaiting_interview(site.world)
    address = await prepare(site)
    await voted(site.world, UUID(address.rpartition("/")[2]))
    async with site.pages("commission_member_0") as browser:
        await browser.post(f"{address}/approval", data={"reasons": REASONS})
        assert_sound((await browser.get(f"{address}/stop")).text)
        assert (await browser.post(f"{address}/stop", data={"reasons": "no"})).status_code == 422
        stopped = await browser.post(f"{address}/stop", data={"reasons": "Se revisa un dato de la lista."})
        assert stopped.status_code == 303
        shown = await browser.get(address)
        assert "Se revisa un dato de la lista." in shown.text
        assert_sound((await browser.get(f"{address}/resumption")).text)
        assert (await browser.post(f"{address}/resumption")).status_code == 303
    async with site.pages("commission_secretary") as browser:
        assert (await browser.post(f"{address}/discard")).status_code == 409
    await work_off(site.world, UUID(address.rpartition("/")[2]))


async def by_vote(site: Site, batch_id: UUID) -> None:
    """The Commission sits, votes and closes the vote by programs alone; one of them changes their mind."""
    called = [str(site.world.actor(f"commission_member_{n}").user_id) for n in range(3)]
    starts = (site.world.clock.now() + timedelta(hours=1)).isoformat()
    async with site.api("commission_secretary") as api:
        body = {"starts_at": starts, "members": called, "presiding": called[0]}
        made = (await api.post("/api/v1/sittings", json=body)).json()
        at = f"/api/v1/sittings/{made['id']}"

        async def does(path: str, body: dict[str, object] | None = None) -> dict[str, object]:
            tag = {"If-Match": (await api.get(at)).headers["etag"]}
            answer = await api.post(f"{at}{path}", json=body, headers=tag)
            assert answer.status_code < 300, answer.text
            return dict(answer.json())

        item = (await does("/groups", {"batch": str(batch_id)}))["item"]
        await does("/attendance", {"present": called})
        await does("/opening", {})
    for n, choice in ((0, "for"), (1, "against"), (2, "for"), (1, "for")):
        async with site.api(f"commission_member_{n}") as member:
            given = {"choice": choice, "reasons": "Falta documentarlo." if choice == "against" else ""}
            answer = await member.post(f"{at}/groups/{item}/votes", json=given)
            assert answer.status_code == 201, answer.text
    async with site.api("commission_secretary") as api:
        tag = {"If-Match": (await api.get(at)).headers["etag"]}
        closed = await api.post(f"{at}/groups/{item}/closing", headers=tag)
        assert closed.json()["result"] == "decided", closed.text
        (seen,) = (await api.get(f"{at}/groups")).json()
    assert (seen["status"], seen["count"]["for"], seen["waiting"]) == ("recognised", 3, 1)


async def test_the_same_over_the_programming_interface(site: Site) -> None:
    case_id = await awaiting_interview(site.world)
    other = await awaiting_interview(site.world, [nicaraguan("Otra")])
    body = {"office_id": str(site.world.office)}
    async with site.api("commission_secretary") as api:
        (group,) = (await api.get("/api/v1/groups")).json()
        assert (group["name"], group["synthetic"], group["nationalities"]) == (GROUP, True, ["NIC"])
        keyed = {"Idempotency-Key": f"grupo-{site.world.tag}"}
        made = await api.post(f"/api/v1/groups/{GROUP}/batches", json=body, headers=keyed)
        again = await api.post(f"/api/v1/groups/{GROUP}/batches", json=body, headers=keyed)
        assert (made.status_code, again.json()) == (201, made.json())
        address = made.headers["location"]
        batch_id = UUID(made.json()["id"])
        await work(site.world, cases.batches.PREPARE, batch_id)
        read = await api.get(address)
        assert read.json()["counts"] == {"waiting": 2, "left_out": 0, "done": 0, "refused": 0}
        listed = (await api.get(f"{address}/cases", params={"limit": 1})).json()
        assert len(listed["cases"]) == 1
        rest = (await api.get(f"{address}/cases", params={"limit": 1, "after": listed["after"]})).json()
        assert rest["after"] is None
        reference = rest["cases"][0]["reference"]
        out = {"reference": reference, "reasons": "Hay una alerta que se examina aparte."}
        tag = {"If-Match": read.headers["etag"]}
        removed = await api.post(f"{address}/removals", json=out, headers=tag)
        assert removed.json()["counts"]["left_out"] == 1
        stale = await api.post(f"{address}/removals", json=out, headers=tag)
        assert stale.status_code == 412
        assert (await api.post(f"{address}/approval", json={"reasons": REASONS})).status_code == 403
    await by_vote(site, batch_id)
    async with site.api("commission_member_0") as api:
        assert (
            await api.post(f"{address}/approval", json={"reasons": REASONS}, headers=tag)
        ).status_code == 412
        approved = await api.post(
            f"{address}/approval", json={"reasons": REASONS}, headers={"If-Match": removed.headers["etag"]}
        )
        assert approved.json()["state"] == "running"
    await work_off(site.world, batch_id)
    async with site.api("commission_secretary") as api:
        left = (await api.get(f"{address}/cases", params={"state": "left_out"})).json()["cases"]
        assert left[0]["why"][0]["rule"] == "taken_out"
        assert "alerta" in left[0]["why"][0]["message"]
        assert (await api.get(address)).json()["state"] == "done"
    assert set((await states(site.world, batch_id)).values()) == {"done", "left_out"}
    assert {case_id, other} == set(await states(site.world, batch_id))


async def test_other_roles_and_other_bodies_find_nothing(site: Site) -> None:
    await awaiting_interview(site.world)
    address = await prepare(site)
    for who in ("supervisor", "administrator", "appeals_judge", "auditor"):
        async with site.pages(who) as browser:
            assert (await browser.get(address)).status_code == 403
            assert (await browser.post(f"{address}/approval", data={"reasons": REASONS})).status_code == 403
    async with site.pages("commission_secretary") as browser:
        assert (await browser.get(f"/groups/batches/{site.world.office}")).status_code == 404
        assert (await browser.get("/groups/no_such_group")).status_code == 404
        wrong = await browser.post(f"/groups/{GROUP}", data={"nationality": "VEN", "office": "zzz"})
        assert wrong.status_code == 422
        assert_sound(wrong.text)


async def test_without_a_published_group_the_page_says_what_would_make_one_appear(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.pages.groups.groups_of", lambda _profile, _body: [])
    async with site.pages("commission_member_0") as browser:
        shown = await browser.get("/groups")
    assert_sound(shown.text)
    assert "No hay ningún grupo publicado en este procedimiento." in shown.text
    assert "cuando esta instalación publica uno" in shown.text
