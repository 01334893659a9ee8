"""Who speaks for somebody: within what the mandate says, until it ends, and never somebody who worked on the case."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.cases import public as cases
from app.cases.mandates.rules import covers
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from tests.appealing import represented
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, also_holds

COUNSEL, OTHER = "legal_representative", "other_legal_representative"


def test_a_mandate_reaches_its_powers_and_its_people_only() -> None:
    one, two = UUID(int=1), UUID(int=2)
    assert covers(["file"], [], "file", [one, two])
    assert covers(["file"], [one], "file", [one])
    assert not covers(["file"], [one], "file", [one, two])
    assert not covers(["file"], [], "withdraw", [one])


async def test_a_mandate_for_a_time_is_passed_on_and_closes_the_file_when_it_ends(
    site: Site, world: World
) -> None:
    filed = await world.register()
    address, last = f"/cases/{filed.reference}", world.clock.now().date() + timedelta(days=3)
    counsel, other = (str(world.actor(who).user_id) for who in (COUNSEL, OTHER))
    async with site.pages("supervisor") as page:
        assert_sound((await page.get(f"{address}/representation")).text)
        typed = {
            "representative": counsel, "mandate": " ", "powers": ["file"],
            "valid_until-day": str(last.day), "valid_until-month": str(last.month), "valid_until-year": str(last.year),
        }  # fmt: skip
        refused = await page.post(f"{address}/representation", data=typed)
        assert refused.status_code == 422
        assert "en qué documento consta" in refused.text
        made = await page.post(f"{address}/representation", data=typed | {"mandate": "Poder 7 (prueba)"})
        assert made.status_code == 303, made.text
        assert_sound((await page.get(f"{address}/representation")).text)
    async with site.api(COUNSEL) as api:
        (own,) = (await api.get(f"/api/v1{address}/representations")).json()
        assert (own["powers"], own["valid_until"]) == (["file"], last.isoformat())
        # A general mandate gives nothing up.
        given_up = await api.post(
            f"/api/v1{address}/withdrawal",
            json={"statement": "Desiste por su propia voluntad", "signed": True},
        )
        assert given_up.status_code == 403, given_up.text
    async with site.pages(COUNSEL) as page:
        assert_sound((await page.get(f"{address}/representation")).text)
        named = await page.post(
            f"{address}/representation/substitute", data={"substitute": other, "reasons": "Viaje"}
        )
        assert named.status_code == 303, named.text
    async with site.api(OTHER) as api:
        mandates = (await api.get(f"/api/v1{address}/representations")).json()
        assert [m["valid_until"] for m in mandates] == [last.isoformat()] * 2
        # A substitute names nobody, and ends nobody else's.
        again = {"representative_id": counsel, "reasons": "x"}
        assert (await api.post(f"/api/v1{address}/representations/substitute", json=again)).status_code == 404
        ended = {"why": "resigned", "words": "x"}
        assert (
            await api.post(f"/api/v1{address}/representations/{own['id']}/end", json=ended)
        ).status_code == 404
    async with world.system.writing(SYSTEM) as db:
        await cases.let_mandate_expire(db, UUID(own["id"]))
    async with world.reading(COUNSEL) as db:
        await cases.case_view(db, filed.reference)
    world.clock.advance(timedelta(days=4))
    async with world.system.writing(SYSTEM) as db:
        await cases.let_mandate_expire(db, UUID(own["id"]))
    for who in (COUNSEL, OTHER):
        async with world.reading(who) as db:
            with pytest.raises(NotFound):
                await cases.case_view(db, filed.reference)
    async with world.reading("supervisor") as db:
        ends = [m.end_reason for m in await cases.representatives_of(db, filed.case_id, ended=True)]
    assert ends == ["expired", "substitution_over"]


async def test_the_office_ends_a_mandate_and_nobody_represents_against_their_own_work(
    site: Site, world: World
) -> None:
    filed = await world.register()
    await represented(world, filed.case_id)
    address = f"/api/v1/cases/{filed.reference}/representations"
    async with site.api("supervisor") as api:
        twice = await api.post(
            address, json={"representative_id": str(world.actor(COUNSEL).user_id), "mandate": "Otro"}
        )
        assert twice.status_code == 409
        (mandate,) = (await api.get(address)).json()
        wrong = await api.post(f"{address}/{mandate['id']}/end", json={"why": "resigned", "words": "x"})
        assert wrong.status_code == 422
        async with site.pages("supervisor") as pages:
            tried = await pages.post(
                f"/cases/{filed.reference}/representation/{mandate['id']}/end", data={"words": "Sin causa"}
            )
            assert_sound(tried.text)
            assert (tried.status_code, 'value="Sin causa"' in tried.text) == (422, True)
        body = {"why": "revoked", "words": "Escrito del día"}
        assert (await api.post(f"{address}/{mandate['id']}/end", json=body)).status_code == 200
        assert (await api.post(f"{address}/{mandate['id']}/end", json=body)).status_code == 409
    async with world.reading(COUNSEL) as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, filed.reference)
    # Who registered the claim for the authority does not speak for the person afterwards.
    former = await also_holds(world, "border_liaison_officer", COUNSEL, f"counsel-{world.tag}")
    async with site.api("supervisor") as api:
        body = {"representative_id": str(former.user_id), "mandate": "Poder 9"}
        assert (await api.post(address, json=body)).status_code == 409
