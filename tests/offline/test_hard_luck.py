"""The line breaks, the database goes away, two press at once, the clock is wrong: nothing is lost, nothing is doubled."""

import asyncio
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy.engine import make_url

from app.core.actor import SYSTEM
from app.documents.tokens.token import Claims, signed
from app.intake.public import offline
from app.notices.public import FileOutbox
from app.workflows.due_jobs import HANDLERS
from app.workflows.take_in_photo import KEEP
from tests.offline.sending import BASE, enrolled, jpeg, person
from tests.site import Site


async def _cut(site: Site, method: str, path: str, part: bytes, headers: dict[str, str]) -> list[Any]:
    """A request whose line breaks after `part`; what the server answered into the void."""
    sent: list[Any] = []
    messages = [{"type": "http.request", "body": part, "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(message: Any) -> None:
        sent.append(message)

    token = await site.token("border_liaison_officer")
    told = {"authorization": f"Bearer {token}", "content-type": "application/json", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in told.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await site.app(scope, receive, send)
    return sent


async def test_a_line_that_breaks_loses_nothing_and_doubles_nothing(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        laptop, key, photo = await enrolled(api, site.world), uuid4(), jpeg()
        item = laptop.item(photos={0: photo})
        body = json.dumps(item).encode()
        await _cut(
            site, "PUT", f"{BASE}/items/{key}", body[: len(body) // 2], {"content-length": str(len(body))}
        )
        assert (await api.get(f"{BASE}/items")).json()["items"] == []
        # Whole, but the answer never came: sent twice more, at once.
        answers = await asyncio.gather(laptop.send(item, key), laptop.send(item, key))
        assert [a.status_code for a in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()

        at = f"{BASE}/items/{key}/photos/{hashlib.sha256(photo).hexdigest()}"
        await _cut(site, "PATCH", at, photo[:700], {"upload-offset": "0", "content-length": str(len(photo))})
        assert (await api.head(at)).headers["Upload-Offset"] == "700"
        changed = bytes([photo[700] ^ 1]) + photo[701:]
        damaged = await api.patch(at, content=changed, headers={"Upload-Offset": "700"})
        assert (damaged.status_code, damaged.json()["type"]) == (422, "urn:acogida:problem:photo_damaged")
        again = await api.patch(at, content=photo, headers={"Upload-Offset": "0"})
        assert again.headers["Upload-State"] == "kept"


async def test_a_database_that_dies_in_the_middle_leaves_nothing_half_done(
    site: Site, database_url: str
) -> None:
    owner = await asyncpg.connect(make_url(database_url).set(drivername="postgresql").render_as_string(False))
    try:
        async with site.api("border_liaison_officer") as api:
            laptop, key = await enrolled(api, site.world), uuid4()
            item = laptop.item()
            await owner.execute("begin; lock table registrations in access exclusive mode")
            sending = asyncio.create_task(laptop.send(item, key))
            waiting = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
            for _turn in range(200):
                if pid := await owner.fetchval(waiting):
                    break
                await asyncio.sleep(0.05)
            await owner.execute("select pg_terminate_backend($1)", pid)
            await owner.execute("rollback")
            assert (await sending).status_code >= 500
            assert (await api.get(f"{BASE}/items?laptop={laptop.id}")).json()["items"] == []
            done = await laptop.send(item, key)
            assert done.status_code == 201, done.text
    finally:
        await owner.close()


async def test_items_come_in_the_order_in_which_they_were_typed(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        laptop = await enrolled(api, site.world)
        first, second, third = laptop.item(), laptop.item(person(birth_date="2999-01-01")), laptop.item()
        early = await laptop.send(second)
        assert (early.status_code, early.json()["waits_for"]) == (409, 1)
        key = uuid4()
        assert (await laptop.send(first)).status_code == 201
        refused = await laptop.send(second, key)
        assert refused.json()["errors"][0]["field"] == "persons.0.birth_date"
        shapeless = laptop.item({"given_names": "x" * 9}, printed=False, order=3)
        fields = {e["field"] for e in (await laptop.send(shapeless)).json()["errors"]}
        assert {"persons.0.birth_date", "persons.0.sex"} <= fields
        third = {**third, "order": 4}
        # What was refused waits for its correction and holds nobody up.
        assert (await laptop.send(third)).status_code == 201
        states = {
            i["order"]: i["state"]
            for i in (await api.get(f"{BASE}/items?laptop={laptop.id}")).json()["items"]
        }
        assert states == {1: "registered", 2: "refused", 3: "refused", 4: "registered"}
        corrected = {**second, "registration": {**second["registration"], "persons": [person()]}}
        assert (await laptop.send(corrected, key)).status_code == 201
        assert (await laptop.send(laptop.item(order=1))).json()["type"].endswith("number_taken")


async def test_a_wrong_clock_is_noticed_and_the_day_of_filing_set_right(site: Site) -> None:
    now = site.world.clock.now()
    async with site.api("border_liaison_officer") as api:
        laptop = await enrolled(api, site.world)
        # The laptop is three days ahead; it was typed two hours before it was sent.
        ahead = now + timedelta(days=3)
        item = laptop.item(typed_at=ahead - timedelta(hours=2), sent_at=ahead, printed=False)
        reference = (await laptop.send(item)).json()["reference"]
        case = (await api.get(f"/api/v1/cases/{reference}")).json()
        assert case["filed_on"] == "2026-11-10"
        (state,) = (await api.get(f"{BASE}/items?laptop={laptop.id}")).json()["items"]
        assert state["skew_seconds"] == timedelta(days=3).total_seconds()
        async with site.pages("border_liaison_officer") as pages:
            shown = (await pages.get(f"/cases/{reference}")).text
        assert "El reloj del equipo iba adelantado 3 días." in shown
        # A paper with that clock's date on it would lie.
        dated = laptop.item(typed_at=ahead - timedelta(hours=2), sent_at=ahead)
        assert (await laptop.send(dated)).json()["reasons"] == ["paper_dates"]
        late = laptop.item(typed_at=now - timedelta(days=1), sent_at=now, printed=False)
        old = (await laptop.send(late)).json()["reference"]
        assert (await api.get(f"/api/v1/cases/{old}")).json()["filed_on"] == "2026-11-09"
        # Years ago, on a laptop of today: no day of filing is had by saying so.
        years_ago = laptop.item(typed_at=now - timedelta(days=2000), sent_at=now, printed=False)
        assert (await laptop.send(years_ago)).json()["reasons"] == ["typed_too_early"]


async def test_no_number_is_given_twice_by_two_laptops_at_the_same_instant(site: Site) -> None:
    async with site.api("border_liaison_officer") as api:
        one, two = [await enrolled(api, site.world, numbers=0) for _ in range(2)]
        ask = [api.post(f"{BASE}/laptops/{x.id}/blocks", json={"count": 50}) for x in (one, two, one, two)]
        answers = await asyncio.gather(*ask)
        entries = [e for a in answers for e in a.json()["entries"]]
        for part in ("core", "code", "status_index"):
            assert len({e[part] for e in entries}) == 200
        more = await api.post(f"{BASE}/laptops/{one.id}/blocks", json={"count": 100})
        assert more.status_code == 201
        assert (await api.post(f"{BASE}/laptops/{one.id}/blocks", json={"count": 1})).status_code == 409

        one.numbers, two.numbers = answers[0].json()["entries"], answers[0].json()["entries"][:1]
        used = one.item()
        assert (await one.send(used)).status_code == 201
        twice = await one.send({**one.item(), "papers": used["papers"]})
        assert twice.json()["reasons"] == ["number_used"]
        stolen = await two.send(two.item())
        assert stolen.json()["reasons"] == ["number_unknown"]


async def test_a_shared_laptop_shows_nobody_anothers_items(site: Site) -> None:
    async with (
        site.api("border_liaison_officer") as api,
        site.api("other_border_liaison_officer") as other,
        site.api("commission_secretary") as outside,
    ):
        laptop, key, photo = await enrolled(api, site.world), uuid4(), jpeg()
        assert (await laptop.send(laptop.item(photos={0: photo}), key)).status_code == 201
        assert (await other.get(f"{BASE}/items?laptop={laptop.id}")).json()["items"] == []
        at = f"{BASE}/items/{key}/photos/{hashlib.sha256(photo).hexdigest()}"
        assert (await other.head(at)).status_code == 404
        assert (await other.patch(at, content=photo, headers={"Upload-Offset": "0"})).status_code == 404
        assert (await other.put(f"{BASE}/items/{key}", json=laptop.item(printed=False))).status_code in (
            404,
            409,
        )
        assert (await other.get(f"{BASE}/laptops")).json()["laptops"] == []
        assert (await outside.get(f"{BASE}/items")).status_code == 403
        # Sent from a laptop of another post, a household is kept for a person all the same.
        laptop.api, laptop.order = other, 0
        kept = await laptop.send(laptop.item(printed=False))
        assert kept.json()["reasons"] == ["laptop_unknown"]


async def test_a_paper_that_says_more_than_the_law_is_looked_at_by_a_person(site: Site) -> None:
    zone = ZoneInfo("America/Costa_Rica")
    private = generate_private_key(SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    async with site.api("border_liaison_officer") as api:
        laptop = await enrolled(api, site.world, private=private)

        def printed(one: dict[str, Any], *, may_work: bool = True, longer: int = 0) -> dict[str, Any]:
            item = laptop.item(one)
            paper = item["papers"][0]
            until = date.fromisoformat(paper["valid_until"]) + timedelta(days=longer)
            claims = Claims(
                "CRI", f"1862{paper['core']}", "Y. G.", "applicant_document", may_work,
                date.fromisoformat(paper["valid_from"]), until, paper["status_index"],
            )  # fmt: skip
            paper |= {"valid_until": until.isoformat(), "token": signed(claims, pem, b"laptopkey", zone)}
            return item

        honest = printed(person())
        assert (await laptop.send(honest)).status_code == 201
        child = printed(person(birth_date="2015-02-02"))
        assert (await laptop.send(child)).json()["reasons"] == ["paper_token"]
        longer = printed(person(), longer=900)
        key = uuid4()
        assert (await laptop.send(longer, key)).json()["reasons"] == ["paper_term"]
        body = {"decision": "register", "reasons": "La persona existe; el papel se cambia."}
        assert (await api.post(f"{BASE}/clashes/{key}/decision", json=body)).status_code == 200
        again = (await laptop.send(longer, key)).json()
        assert (again["state"], again["reissued"]) == ("registered", [0])
        # Their paper does not stand, and says so to whoever checks it; another one waits for them.
        paper = longer["papers"][0]
        assert not (await api.get(f"/api/v1/verify/{paper['code']}")).json()["valid"]
        tab = await api.get(f"/api/v1/cases/{again['reference']}")
        assert tab.status_code == 200


async def test_a_photograph_that_comes_late_follows_the_file_and_one_that_never_comes_is_given_up(
    site: Site,
) -> None:
    world = site.world
    async with site.api("border_liaison_officer") as api, site.api("registration_officer") as office:
        laptop, key, photos = await enrolled(api, world), uuid4(), {0: jpeg(), 1: jpeg()}
        item = laptop.item(person(), person(relation="spouse"), photos=photos)
        done = (await laptop.send(item, key)).json()
        addresses = [
            f"{BASE}/items/{key}/photos/{hashlib.sha256(photo).hexdigest()}" for photo in photos.values()
        ]
        await api.patch(addresses[1], content=photos[1][:500], headers={"Upload-Offset": "0"})
        await office.post(f"/api/v1/cases/{done['reference']}/take-over", json={})
        assert (await api.get(f"/api/v1/cases/{done['reference']}")).status_code == 404
        late = await api.patch(addresses[0], content=photos[0], headers={"Upload-Offset": "0"})
        assert late.headers["Upload-State"] == "whole"
        async with world.system.writing(SYSTEM) as db:
            await HANDLERS[KEEP](db, {"item": str(key)}, FileOutbox(Path("/nonexistent")))
        assert (await office.get(f"/api/v1/people/{done['persons'][0]}/photo.jpg")).status_code == 200

        world.clock.advance(timedelta(days=31))
        async with world.system.writing(SYSTEM) as db:
            payload = {"item": str(key), "digest": hashlib.sha256(photos[1]).hexdigest()}
            await HANDLERS[offline.ABANDONED](db, payload, FileOutbox(Path("/nonexistent")))
    async with site.api("border_liaison_officer") as api:
        assert (await api.head(addresses[1])).headers["Upload-State"] == "abandoned"
        assert (
            await api.patch(addresses[1], content=photos[1], headers={"Upload-Offset": "0"})
        ).status_code == 204


async def test_an_item_from_a_laptop_that_nobody_knows_is_registered_once_a_person_says_so(
    site: Site,
) -> None:
    async with site.api("border_liaison_officer") as api:
        laptop, key = await enrolled(api, site.world, numbers=0), uuid4()
        laptop.id = uuid4()
        assert (await laptop.send(laptop.item(printed=False), key)).json()["reasons"] == ["laptop_unknown"]
        body = {"decision": "register", "reasons": "El equipo se preparó en otra instalación."}
        decided = await api.post(f"{BASE}/clashes/{key}/decision", json=body)
        assert decided.json()["state"] == "registered", decided.text
