"""What does not fit is kept for a person, who decides: somebody else, the same person, or back to the sender."""

import hashlib
from uuid import uuid4

from tests.offline.sending import BASE, enrolled, jpeg, person
from tests.site import Site

WHY = {"reasons": "Se compararon los dos registros con la persona presente."}


async def test_somebody_else_is_registered_as_what_the_sender_typed_then(site: Site) -> None:
    async with site.api("border_liaison_officer") as border, site.api("registration_officer") as office:
        laptop = await enrolled(border, site.world)
        one = person()
        assert (await laptop.send(laptop.item(one))).status_code == 201
        key, photo = uuid4(), jpeg()
        item = laptop.item(one, photos={0: photo})
        kept = await laptop.send(item, key)
        assert (kept.status_code, kept.json()["reasons"]) == (202, ["person_known"])
        at = f"{BASE}/items/{key}/photos/{hashlib.sha256(photo).hexdigest()}"
        assert (await border.patch(at, content=photo)).headers["Upload-State"] == "whole"

        shown = (await office.get(f"{BASE}/clashes/{key}")).json()
        assert not any(c["differs"] for c in shown["persons"][0]["known"][0]["compared"])
        decided = await office.post(f"{BASE}/clashes/{key}/decision", json={"decision": "register", **WHY})
        assert decided.status_code == 200, decided.text
        again = await laptop.send(item, key)
        assert (again.status_code, again.json()["reference"]) == (201, decided.json()["reference"])
        assert (await border.get(f"/api/v1/verify/{item['papers'][0]['code']}")).json()["valid"]
        assert (await border.get(f"/api/v1/people/{again.json()['persons'][0]}/photo.jpg")).status_code == 200
        twice = await office.post(f"{BASE}/clashes/{key}/decision", json={"decision": "send_back", **WHY})
        assert twice.status_code == 409


async def test_the_same_person_keeps_one_file_and_the_paper_given_last(site: Site) -> None:
    async with site.api("border_liaison_officer") as border, site.api("registration_officer") as office:
        laptop = await enrolled(border, site.world)
        mother, child = person(), person(relation="child", birth_date="2019-05-05")
        first = laptop.item(mother)
        reference = (await laptop.send(first)).json()["reference"]
        key = uuid4()
        second = laptop.item({**mother, "phone": "+506 6000 0199"}, child)
        assert (await laptop.send(second, key)).status_code == 202
        body = {"decision": "join", "reference": reference, **WHY}
        mine = await border.post(f"{BASE}/clashes/{key}/decision", json=body)
        assert (mine.status_code, mine.json()["type"]) == (409, "urn:acogida:problem:somebody_to_add")
        decided = await office.post(f"{BASE}/clashes/{key}/decision", json=body)
        assert decided.json() == {"state": "joined", "reference": reference, "passed_to": None}

        answer = (await laptop.send(second, key)).json()
        assert (answer["state"], len(answer["persons"])) == ("joined", 2)
        valid = [
            (await border.get(f"/api/v1/verify/{paper['code']}")).json()["valid"]
            for paper in (*first["papers"], *second["papers"])
        ]
        # The mother's holds that was printed last; the child was added to the file with the paper in her hand.
        assert valid == [False, True, True]
        timeline = await office.get(f"/api/v1/cases/{reference}/timeline")
        assert "offline_registration_joined" in timeline.text


async def test_a_file_of_another_office_is_joined_by_that_office(site: Site) -> None:
    async with (
        site.api("other_registration_officer") as there,
        site.api("border_liaison_officer") as border,
        site.api("registration_officer") as here,
    ):
        one = person()
        elsewhere = await there.post(
            "/api/v1/registrations",
            json={"persons": [one], "office_id": str(site.world.other_office)},
            headers={"Idempotency-Key": str(uuid4())},
        )
        reference = elsewhere.json()["reference"]
        laptop, key = await enrolled(border, site.world), uuid4()
        assert (await laptop.send(laptop.item(one), key)).status_code == 202
        body = {"decision": "join", "reference": reference, **WHY}
        passed = await here.post(f"{BASE}/clashes/{key}/decision", json=body)
        assert passed.json() == {"state": "clash", "reference": None, "passed_to": "Upala"}
        assert (await here.get(f"{BASE}/clashes/{key}")).status_code == 404
        joined = await there.post(f"{BASE}/clashes/{key}/decision", json=body)
        assert joined.json()["state"] == "joined", joined.text


async def test_what_was_sent_back_is_corrected_under_the_same_key_and_nobody_else_reads_it(
    site: Site,
) -> None:
    async with (
        site.api("border_liaison_officer") as border,
        site.api("supervisor") as office,
        site.api("other_supervisor") as stranger,
    ):
        laptop, key = await enrolled(border, site.world), uuid4()
        one = person()
        assert (await laptop.send(laptop.item(one, printed=False))).status_code == 201
        item = laptop.item(one, printed=False)
        assert (await laptop.send(item, key)).status_code == 202
        assert (await stranger.get(f"{BASE}/clashes/{key}")).status_code == 404
        back = await office.post(f"{BASE}/clashes/{key}/decision", json={"decision": "send_back", **WHY})
        assert back.json()["state"] == "sent_back"
        told = await laptop.send(item, key)
        assert (told.status_code, told.json()["reason"]) == (200, WHY["reasons"])
        corrected = {**item, "registration": {**item["registration"], "persons": [person()]}}
        assert (await laptop.send(corrected, key)).status_code == 201
