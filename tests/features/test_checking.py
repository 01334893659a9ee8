"""Anyone can check a document: by the code on it, by its number, with a line and, from the signed list, without one."""

import asyncio
import itertools
import random
import time
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import cbor2
import httpx
import pytest
from pycose.keys.ec2 import EC2Key
from pycose.messages.cosemessage import CoseMessage
from sqlalchemy import text, update

from app.core.secrets import new_pem
from app.documents import public as documents
from app.documents.models import ProvisionalDocument
from app.documents.tokens import keys, status_list, token
from app.edge.guesses import MOST_BY_ADDRESS
from app.workflows import laptops
from tests.site import Site
from tests.world import MORNING, World

ZONE = ZoneInfo("America/Costa_Rica")
LISTS = "/.well-known/document-status/"


async def printed(world: World, case_id: UUID) -> tuple[documents.DocumentView, str]:
    """The first document of a case, and the token that its paper carries."""
    async with world.acting("border_liaison_officer") as db:
        (paper, *_) = await documents.documents_of(db, case_id)
        found = await documents.printable(db, paper.number)
        return paper, await documents.token_for(db, found, ZONE)


def later(world: World, by: timedelta) -> None:
    world.clock.advance(by)


async def ended(world: World, document: UUID, **values: Any) -> None:
    async with world.system.writing(world.actor("supervisor")) as db:
        if values.get("status") in ("revoked", "closed"):
            values |= {"ended_at": db.now(), "end_reason": "claim_ended"}
        await db.execute(
            update(ProvisionalDocument).where(ProvisionalDocument.id == document).values(**values)
        )


async def states(nobody: httpx.AsyncClient, index: int) -> int:
    """What the list of that place says of it, read and verified by another library than wrote it."""
    answer = await nobody.get(f"{LISTS}{index // 2**20}")
    assert answer.headers["content-type"] == status_list.MEDIA_TYPE
    message: Any = CoseMessage.decode(answer.content)
    jwks = (await nobody.get("/.well-known/document-keys.json")).json()
    kid = keys.to_base64url(next(v for k, v in message.phdr.items() if k.identifier == 4))
    (key,) = (k for k in jwks["keys"] if k["kid"] == kid)
    message.key = EC2Key(crv="P_256", x=keys.from_base64url(key["x"]), y=keys.from_base64url(key["y"]))
    assert message.verify_signature()
    claims = cbor2.loads(message.payload)
    assert claims[4] - claims[6] == 7 * 86400
    assert f"{claims[2]}" in jwks["status_lists"]
    listed = claims[65533]
    byte = zlib.decompress(listed["lst"])[(index % 2**20) // 4]
    return byte >> (index % 4 * 2) & 3


async def valid(nobody: httpx.AsyncClient, read: str) -> dict[str, Any]:
    answer = await nobody.post("/api/v1/verify", json={"token": read})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_becomes_of_a_document_is_known_at_once_online_and_soon_in_the_list(
    site: Site, world: World
) -> None:
    registered = await world.register()
    paper, read = await printed(world, registered.case_id)
    async with site.api() as nobody:
        assert await valid(nobody, documents.check_address(read)) == {
            "valid": True, "may_work": True, "number": paper.number, "initials": (await valid(nobody, read))["initials"],
            "valid_until": paper.valid_until.isoformat(),
        }  # fmt: skip
        assert await states(nobody, paper.status_index) == status_list.VALID
        kept = await nobody.get(f"{LISTS}0")
        again = await nobody.get(f"{LISTS}0", headers={"If-None-Match": kept.headers["etag"]})
        assert (again.status_code, kept.headers["cache-control"]) == (304, "public, max-age=120")

        await ended(world, paper.id, status="revoked")
        assert not (await valid(nobody, read))["valid"]
        later(world, timedelta(minutes=3))
        assert await states(nobody, paper.status_index) == status_list.INVALID
        typed, unknown = [
            (await nobody.get(f"/api/v1/verify/{n}")).json() for n in (paper.number, "199999999999")
        ]
        assert typed == unknown

        # An appeal keeps another alive beyond the day that stands on it.
        case_id = (await world.register()).case_id
        kept_alive, still = await printed(world, case_id)
        await ended(world, kept_alive.id, printed_until=world.clock.now().date() - timedelta(days=3))
        later(world, timedelta(minutes=3))
        assert await states(nobody, kept_alive.status_index) == status_list.EXTENDED
        # A paper that was printed after it was prolonged says the later day, and so does the answer to its code.
        assert (await valid(nobody, still))["valid_until"] == kept_alive.valid_until.isoformat()
        by_number = (await nobody.get(f"/api/v1/verify/{kept_alive.number}")).json()
        assert (by_number["valid"], by_number["valid_until"]) == (True, None)
        # Of one printed before, the day has passed: the document is valid, and no day is said.
        await ended(world, kept_alive.id, valid_until=world.clock.now().date() + timedelta(days=1))
        _, old = await printed(world, case_id)
        await ended(world, kept_alive.id, valid_until=kept_alive.valid_until)
        later(world, timedelta(days=4))
        said = await valid(nobody, old)
        assert (said["valid"], said["valid_until"]) == (True, None)


async def test_an_old_paper_keeps_its_key_and_a_revoked_key_takes_its_papers_along(
    site: Site, world: World
) -> None:
    registered = await world.register()
    _, old = await printed(world, registered.case_id)
    later(world, timedelta(minutes=1))
    async with world.system.writing(world.actor("administrator")) as db:
        kid = await documents.rotate_key(db, db.actor)
    _, new = await printed(world, registered.case_id)
    first, second = (keys.to_base64url(token.opened(each, ZONE).kid) for each in (old, new))
    assert second == kid != first
    async with site.api() as nobody:
        assert [(await valid(nobody, each))["valid"] for each in (old, new)] == [True, True]
        async with world.system.writing(world.actor("administrator")) as db:
            await documents.revoke_key(db, db.actor, second, because="Se perdió un disco")
        assert [(await valid(nobody, each))["valid"] for each in (old, new)] == [True, False]
        published = (await nobody.get("/.well-known/document-keys.json")).json()["keys"]
        assert "revoked" in next(k for k in published if k["kid"] == second)
        in_cose = cbor2.loads((await nobody.get("/.well-known/document-keys.cbor")).content)
        assert {first} == {keys.to_base64url(k[2]) for k in in_cose} & {first, second}


async def test_a_paper_that_a_laptop_printed_is_believed_until_the_laptop_is_lost(
    site: Site, world: World
) -> None:
    pem = new_pem()
    async with world.acting("border_liaison_officer") as db:
        laptop = await laptops.enrol_laptop(db, db.actor, label="De pruebas", public_key=keys.public_jwk(pem))
        kid = laptop.kid
        given = (await laptops.take_numbers(db, db.actor, laptop.id, count=2)).entries
        another = await laptops.enrol_laptop(
            db, db.actor, label="Otro", public_key=keys.public_jwk(new_pem())
        )
        (anothers,) = (await laptops.take_numbers(db, db.actor, another.id, count=1)).entries
        (nobodys,) = await documents.reserve_status_indices(db, 1)
    first = given[0].status_index
    today = world.clock.now().date()

    def paper(number: str, index: int) -> str:
        claims = token.Claims("CRI", number, "A. B.", "applicant_document", True, today, today, index)
        return token.signed(claims, pem, keys.raw_kid(kid), ZONE)

    papers = [paper(f"1862{entry.core}", entry.status_index) for entry in given]
    # Whoever has the laptop's key makes no papers but those whose numbers it was given.
    forged = [
        paper(f"1862{given[0].core}", nobodys),
        paper("186200000001", first),
        paper(f"1862{anothers.core}", anothers.status_index),
        paper(f"1862{given[0].core}", 2**70),
    ]
    async with site.api() as nobody:
        assert (await valid(nobody, papers[0])) | {"initials": ""} == {
            "valid": True, "may_work": True, "number": f"1862{given[0].core}", "initials": "", "valid_until": today.isoformat(),
        }  # fmt: skip
        assert not any([(await valid(nobody, each))["valid"] for each in forged])
        async with world.acting("supervisor") as db:
            await documents.withdraw_status_indices(db, [first])
        assert [(await valid(nobody, each))["valid"] for each in papers] == [False, True]
        assert await states(nobody, first) == status_list.INVALID
        async with world.acting("supervisor") as db:
            await documents.revoke_key(db, db.actor, kid, because="Equipo robado")
        assert [(await valid(nobody, each))["valid"] for each in papers] == [False, False]


async def test_who_guesses_numbers_waits_and_who_reads_a_code_does_not(site: Site, world: World) -> None:
    paper, read = await printed(world, (await world.register()).case_id)
    async with site.api() as nobody:
        for n in range(MOST_BY_ADDRESS):
            assert (await nobody.get(f"/api/v1/verify/1558000000{n:02}")).status_code == 200
        refused = await nobody.get(f"/api/v1/verify/{paper.number}")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "601")
        assert (await valid(nobody, read))["valid"]
        async with site.pages() as page:
            shown = await page.get(f"/verify/{paper.number}")
            assert shown.status_code == 429
            assert "Espere" in shown.text
        later(world, timedelta(minutes=11))
        assert (await nobody.get(f"/api/v1/verify/{paper.number}")).json()["valid"]


async def test_of_two_servers_that_print_first_one_makes_the_key_for_both(world: World) -> None:
    # Far from the time of any other test's keys.
    later(world, timedelta(days=-4000))

    async def signs() -> bytes:
        async with world.system.writing(world.actor("supervisor")) as db:
            found = await keys.signing(db)
            await asyncio.sleep(0.05)
            return found.kid

    assert len({*await asyncio.gather(signs(), signs())}) == 1


def test_a_million_documents_fit_into_123_kilobytes_and_two_seconds() -> None:
    """Of a million in force one in eight ended early (renewed, decided), one in two hundred suspended, one in fifty kept alive."""
    chance = random.Random(4)
    places = list(range(status_list.IN_A_LIST))
    chance.shuffle(places)
    listed: Sequence[tuple[int, int]] = [
        *((place, status_list.INVALID) for place in places[:125_000]),
        *((place, status_list.SUSPENDED) for place in places[125_000:130_000]),
        *((place, status_list.EXTENDED) for place in places[130_000:150_000]),
    ]
    pem = new_pem()
    signing = keys.Signing(keys.raw_kid(keys.kid_of(keys.public_jwk(pem))), pem)
    began = time.perf_counter()
    written = status_list.written(status_list.packed(listed), 0, signing, "CRI", MORNING)
    assert time.perf_counter() - began < 2
    assert len(written) <= 100 * 1024


@pytest.mark.parametrize(
    "names",
    [
        ("Yorlenis Beatriz", "Guédez Marcano"),
        ("María de los Ángeles", "de la Cruz-Peña y Soto"),
        ("La", ""),
        ("", " Ñáñez "),
    ],
)
async def test_the_database_writes_initials_as_the_token_does(world: World, names: tuple[str, str]) -> None:
    async with world.reading("supervisor") as db:
        assert await db.scalar(
            text("select initials_of(:g, :f)"), {"g": names[0], "f": names[1]}
        ) == documents.initials(*names)


async def test_places_given_one_after_the_other_are_all_different_and_lie_apart(world: World) -> None:
    async with world.acting("border_liaison_officer") as db:
        places = await documents.reserve_status_indices(db, 2000)
    assert len(set(places)) == 2000
    apart = sorted(abs(a - b) for a, b in itertools.pairwise(places))
    # As of two places drawn by lot: a third of the list on average.
    assert 250_000 < sum(apart) / len(apart) < 450_000
