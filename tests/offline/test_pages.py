"""The pages of laptops, of what does not fit, and of photographs."""

import base64
import os
from uuid import UUID, uuid4

from app.core import crypto, storage
from app.core.actor import SYSTEM
from app.settings import settings
from app.workflows.change_master_key import rewrap_everything
from tests.offline.sending import BASE, enrolled, jpeg, person
from tests.site import Site
from tests.web_foundation.soundness import assert_sound


async def test_the_office_sees_both_sides_and_decides_on_the_page(site: Site) -> None:
    async with site.api("border_liaison_officer") as api, site.pages("registration_officer") as pages:
        laptop, key = await enrolled(api, site.world), uuid4()
        paper = {"kind": "passport", "number": "A7", "country": "NIC"}
        one = person(birth_date="1989-01-01", birth_precision="year", papers=[paper])
        reference = (await laptop.send(laptop.item(one))).json()["reference"]
        await laptop.send(laptop.item({**one, "phone": "+506 6000 0177"}), key)
        await api.put(
            f"{BASE}/laptops/{laptop.id}/word", json={"unsent": 3, "oldest_unsent_at": "2026-11-09T12:00:00Z"}
        )

        listed = await pages.get("/register/laptops")
        assert_sound(listed.text)
        assert "3 sin enviar" in listed.text
        assert "/register/clashes" in (await pages.get("/")).text
        shown = await pages.get(f"/register/clashes/{key}")
        assert_sound(shown.text)
        assert shown.text.count("distinto") == 1
        assert reference in shown.text
        # A year is shown as a year, on both sides, and a paper by its name.
        assert shown.text.count("1989, sin día ni mes") == 2
        assert shown.text.count("Pasaporte A7 NIC") == 2

        at = f"/register/clashes/{key}/decision"
        refused = await pages.post(at, data={"decision": "register", "reasons": ""})
        assert refused.status_code == 422
        assert_sound(refused.text)
        done = await pages.post(
            at, data={"decision": f"join:{reference}", "reasons": "La misma persona, con otro teléfono."}
        )
        assert done.status_code == 303
        after = await pages.get(done.headers["location"])
        assert_sound(after.text)
        assert "La misma persona, con otro teléfono." in after.text
        assert "no consta todavía" not in after.text


async def test_a_photograph_is_made_anew_and_seen_by_who_must_know_the_face(site: Site) -> None:
    world = site.world
    registered = await world.register()
    at = f"/cases/{registered.reference}/people/{registered.persons[0]}/photo"
    async with site.pages("registration_officer") as pages, site.api("border_liaison_officer") as api:
        assert_sound((await pages.get(at)).text)
        for content in (b"", b"%PDF-1.7", jpeg(200, 200)):
            refused = await pages.post(at, files={"photo": ("a.jpg", content)})
            assert refused.status_code == 422
            assert_sound(refused.text)
        secret = jpeg(900, 700, comment=b"where it was taken")
        assert (await pages.post(at, files={"photo": ("a.png", secret)})).status_code == 303
        seen = (await pages.get(f"{at}.jpg")).content
        assert b"where it was taken" not in seen
        assert seen.startswith(b"\xff\xd8")
        assert f"{at}.jpg" in (await pages.get(f"/cases/{registered.reference}/people")).text
        mine = f"/api/v1/people/{registered.persons[0]}/photo"
        assert (await api.put(mine, files={"photo": ("b.webp", jpeg())})).status_code == 201
        assert (await api.get(f"{mine}.jpg")).content != seen
    async with site.api("other_border_liaison_officer") as stranger, site.api("auditor") as auditor:
        assert (await stranger.get(f"{mine}.jpg")).status_code == 404
        assert (await auditor.get(f"{mine}.jpg")).status_code == 403


async def test_a_new_master_key_takes_over_what_was_sealed_before(site: Site) -> None:
    world, registered = site.world, await site.world.register()
    async with site.api("registration_officer") as api:
        at = f"/api/v1/people/{registered.persons[0]}/photo"
        kept = (await api.put(at, files={"photo": ("a.jpg", jpeg())})).json()["photo_id"]
        seen = (await api.get(f"{at}.jpg")).content
        file = settings().secrets_dir / "master.keys"
        before = file.read_text()
        file.write_text(f"newer {base64.b64encode(os.urandom(32)).decode()}\n{before}")
        async with world.system.writing(SYSTEM) as db:
            assert await rewrap_everything(db) >= 1
        assert crypto.sealed_under(storage.path_of(UUID(kept)).read_bytes()) == "newer"
        async with world.system.writing(SYSTEM) as db:
            assert await rewrap_everything(db) == 0
        assert (await api.get(f"{at}.jpg")).content == seen
