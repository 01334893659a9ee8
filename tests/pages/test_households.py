"""A household split, joined again and put right by the pages."""

from app.cases import public as cases
from tests.cases.test_households import BECAUSE, opened
from tests.site import Site
from tests.world import family_of_five


async def test_a_family_apart_and_together_again(site: Site) -> None:
    world = site.world
    registered = await world.register(family_of_five())
    mother, father, *_ = (await opened(world, registered.case_id)).claims
    base = f"/cases/{registered.reference}/household"
    async with site.pages("registration_officer") as pages:
        assert "/household/split" in (await pages.get(f"/cases/{registered.reference}/people")).text
        nobody = await pages.post(f"{base}/split", data={"reasons": BECAUSE})
        assert nobody.status_code == 422
        assert (
            await pages.post(f"{base}/split", data={"claims": [str(father.id)], "reasons": BECAUSE})
        ).status_code == 303
        async with world.reading("supervisor") as db:
            told = (await cases.timeline(db, registered.case_id))[0]
        away = str(told.data["to"])
        unknown = await pages.post(f"/cases/{away}/household/join", data={"into": "CR26-NONE-00"})
        assert "No hay un expediente" in unknown.text
        back = {"into": registered.reference, f"relation-{father.id}": "spouse", "reasons": BECAUSE}
        assert (await pages.post(f"/cases/{away}/household/join", data=back)).status_code == 303
        left = await pages.get(f"/cases/{away}/people")
        assert "Sigue en otro expediente" in left.text
        for path in ("", "/people", "/timeline", "/documents", "/interviews"):
            assert (await pages.get(f"/cases/{away}{path}")).status_code == 200
        other = {"claim": str(father.id), "former_relation": "spouse", "reasons": BECAUSE}
        assert (await pages.post(f"{base}/principal", data=other)).status_code == 303
        wrong = {"claim": str(mother.id), "relation": "sibling", "reasons": BECAUSE}
        assert (await pages.post(f"{base}/relation", data=wrong)).status_code == 303
    async with site.api("registration_officer") as api:
        body = {"claim": str(mother.id), "relation": "spouse", "reasons": BECAUSE}
        answer = await api.post(f"/api/v1{base}/relation", json=body, headers={"If-Match": '"1"'})
        assert answer.status_code == 412
        assert (await api.post(f"/api/v1{base}/relation", json=body)).status_code == 200
        split = await api.post(f"/api/v1{base}/split", json={"claims": [str(mother.id)], "reasons": BECAUSE})
        assert split.status_code == 201, split.text
