"""Items from a laptop, over HTTP: once, in order, whole, with the papers as they were printed."""

import hashlib
from uuid import uuid4

from tests.offline.sending import BASE, enrolled, jpeg, person
from tests.site import Site


async def test_a_household_is_registered_once_however_often_it_is_sent(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        laptop = await enrolled(api, site.world)
        key, photo = uuid4(), jpeg()
        item = laptop.item(
            person(), person(relation="spouse"), photos={0: photo}, appointment={"language": "es"}
        )
        first = await laptop.send(item, key)
        assert first.status_code == 201, first.text
        again = await laptop.send({**item, "sent_at": site.world.clock.now().isoformat()}, key)
        assert (again.status_code, again.json()) == (201, first.json())
        other = await laptop.send({**item, "edition": "another"}, key)
        assert other.status_code == 422
        assert other.json()["type"].endswith("another_item")

        case = await api.get(f"/api/v1/cases/{first.json()['reference']}")
        assert case.status_code == 200, case.text
        assert first.json()["appointment"]["office"] == "Liberia"

        at = f"{BASE}/items/{key}/photos/{hashlib.sha256(photo).hexdigest()}"
        half = len(photo) // 2
        await api.patch(at, content=photo[:half], headers={"Upload-Offset": "0"})
        so_far = await api.head(at)
        assert so_far.headers["Upload-Offset"] == str(half)
        wrong = await api.patch(at, content=photo, headers={"Upload-Offset": "0"})
        assert (wrong.status_code, wrong.json()["offset"]) == (409, half)
        done = await api.patch(at, content=photo[half:], headers={"Upload-Offset": str(half)})
        assert (done.status_code, done.headers["Upload-State"]) == (204, "kept")
        seen = await api.get(f"/api/v1/people/{first.json()['persons'][0]}/photo.jpg")
        assert seen.headers["content-type"] == "image/jpeg"


async def test_a_printed_paper_keeps_its_number_its_code_and_its_place_in_the_list(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        laptop = await enrolled(api, site.world)
        item = laptop.item()
        printed = item["papers"][0]
        done = await laptop.send(item)
        assert done.status_code == 201, done.text
        checked = (await api.get(f"/api/v1/verify/{printed['code']}")).json()
        assert checked["valid"]
        assert checked["number"] == f"1862{printed['core']}"
        assert checked["valid_until"] == printed["valid_until"]


async def test_what_a_lost_laptop_had_not_sent_is_not_valid_and_what_it_sent_stays_so(site: Site) -> None:
    async with site.api("border_liaison_officer") as api, site.api("supervisor") as supervisor:
        laptop = await enrolled(api, site.world, numbers=3)
        sent, unsent = laptop.item(), laptop.item()
        assert (await laptop.send(sent)).status_code == 201
        lost = await supervisor.post(f"{BASE}/laptops/{laptop.id}/lost", json={"reasons": "Se cayó al río."})
        assert lost.json() == {"numbers_withdrawn": 2}
        again = await supervisor.post(f"{BASE}/laptops/{laptop.id}/lost", json={"reasons": "Otra vez."})
        assert again.status_code == 409
        assert (await api.post(f"{BASE}/laptops/{laptop.id}/blocks", json={"count": 1})).status_code == 409
        # The household is not lost with it: a person looks.
        kept = await laptop.send(unsent)
        assert kept.status_code == 202
        assert {"laptop_lost", "number_withdrawn"} <= set(kept.json()["reasons"])
        assert (await api.get(f"/api/v1/verify/{sent['papers'][0]['code']}")).json()["valid"]
        assert not (await api.get(f"/api/v1/verify/{unsent['papers'][0]['code']}")).json()["valid"]
