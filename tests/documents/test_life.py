"""The life of a document: issued, renewed, replaced, suspended, reinstated, revoked, kept alive. Through the gate, in the database."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from app.cases import public as cases
from app.documents import public as documents
from app.documents.errors import NumberIsSet
from app.notices import public as notices
from app.people import public as people
from app.workflows.documents_ending import tell_of_ends
from tests.site import Site
from tests.world import World, adult

COUNTER = "documentation_officer"
REASONS = "Lo que consta en el libro del mostrador."


async def papers_of(world: World, case_id: UUID) -> list[documents.DocumentView]:
    async with world.reading("supervisor") as db:
        return await documents.documents_of(db, case_id)


async def events_of(world: World, case_id: UUID) -> list[str]:
    async with world.reading("supervisor") as db:
        return [h.name for h in await cases.timeline(db, case_id, limit=50)]


async def test_a_renewal_gives_a_full_term_under_the_same_number_and_the_old_paper_ends(world: World) -> None:
    case = (await world.register()).case_id
    (old,) = await papers_of(world, case)
    world.clock.advance(timedelta(days=700))
    async with world.acting(COUNTER) as db:
        await documents.renew(db, db.actor, old.id)
    new, ended = await papers_of(world, case)
    assert (new.status, ended.status, ended.end_reason) == ("active", "replaced", "renewed")
    assert new.number == old.number
    assert new.code != old.code
    assert new.valid_until > old.valid_until
    assert "document_renewed" in await events_of(world, case)


async def test_two_counters_renew_the_same_document_and_one_of_them_is_told(world: World) -> None:
    case = (await world.register()).case_id
    (old,) = await papers_of(world, case)

    async def renew(who: str) -> None:
        async with world.acting(who) as db:
            await documents.renew(db, db.actor, old.id)

    answers = await asyncio.gather(renew(COUNTER), renew("registration_officer"), return_exceptions=True)
    assert sorted(type(a).__name__ for a in answers) == ["DocumentEnded", "NoneType"]
    assert [p.status for p in await papers_of(world, case)].count("active") == 1
    assert (await events_of(world, case)).count("document_renewed") == 1


async def test_a_document_lives_through_loss_suspension_and_revocation_by_the_programming_interface(
    site: Site,
) -> None:
    case = await site.world.register()
    base = f"/api/v1/cases/{case.reference}/documents"

    async def act(who: str, path: str, body: dict[str, str], **headers: str) -> httpx.Response:
        async with site.api(who) as api:
            return await api.post(f"{base}/{path}".rstrip("/"), json=body, headers=headers)

    async def now() -> dict[str, str]:
        async with site.api(COUNTER) as api:
            return dict((await api.get(base)).json()["documents"][0])

    first = await now()
    lost = await act(COUNTER, f"{first['id']}/replacement", {"loss": "lost"}, **{"Idempotency-Key": "a"})
    again = await act(COUNTER, f"{first['id']}/replacement", {"loss": "lost"}, **{"Idempotency-Key": "a"})
    assert (lost.status_code, again.json()) == (201, lost.json())
    second = await now()
    assert (second["number"], second["valid_until"]) == (first["number"], first["valid_until"])
    assert (await act(COUNTER, f"{first['id']}/renewal", {})).json()["type"].endswith("document_ended")
    assert (await act("border_liaison_officer", f"{second['id']}/renewal", {})).status_code == 403

    stale = await act(COUNTER, f"{second['id']}/suspension", {"reasons": REASONS}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await act(COUNTER, f"{second['id']}/suspension", {"reasons": REASONS})).status_code == 200
    assert await verified(site, second["number"]) is False
    refused = await act(COUNTER, f"{second['id']}/renewal", {})
    assert refused.json()["type"].endswith("document_suspended")
    assert (await act("supervisor", f"{second['id']}/reinstatement", {"reasons": REASONS})).status_code == 200
    assert await verified(site, second["number"]) is True

    alone = await act(COUNTER, f"{second['id']}/revocation", {"reasons": REASONS})
    assert (alone.status_code, alone.json()["type"].rpartition(":")[2]) == (
        403,
        "revocation_needs_supervisor",
    )
    assert (await act("supervisor", f"{second['id']}/revocation", {"reasons": REASONS})).status_code == 200
    assert await verified(site, second["number"]) is False
    body = {"claim_id": second["claim_id"], "reasons": REASONS}
    issued = await act(COUNTER, "", body)
    assert issued.status_code == 201
    assert (await now())["number"] == first["number"]
    async with site.world.reading("supervisor") as db:
        told = [m.kind for m in await notices.messages_of(db, case.case_id)]
        done = [h.name for h in await cases.timeline(db, case.case_id, limit=50)]
    assert {"document_revoked", "document_reinstated", "document_suspended"} <= set(told)
    assert {"document_issued", "document_replaced", "document_suspended", "document_revoked"} <= set(done)


async def verified(site: Site, number: str) -> bool:
    async with site.api() as api:
        return bool((await api.get(f"/api/v1/verify/{number}")).json()["valid"])


async def test_a_number_of_the_person_is_kept_and_of_somebody_else_refused(world: World) -> None:
    first, second = await world.register(), await world.register([adult("Otra", "Persona")])
    (mine,) = await papers_of(world, first.case_id)
    (theirs,) = await papers_of(world, second.case_id)
    async with world.acting(COUNTER) as db:
        with pytest.raises(NumberIsSet):
            await documents.replace(db, db.actor, mine.id, loss="data_changed", number=theirs.number)
    typed = "155812994816"
    brought = adult("Con", "Carné", papers=(people.NewPaper("other", typed, "CRI"),))
    third = await world.register([brought])
    (known,) = await papers_of(world, third.case_id)
    assert known.number == typed


async def test_the_holder_is_told_once_that_the_document_ends_and_a_waiting_renewal_leaves_no_gap(
    world: World,
) -> None:
    case = (await world.register()).case_id
    (paper,) = await papers_of(world, case)
    world.clock.advance(paper.valid_until - paper.valid_from - timedelta(days=20))
    for _ in range(2):
        await tell_of_ends(world.system)
    async with world.reading("supervisor") as db:
        told = [m for m in await notices.messages_of(db, case) if m.kind == "document_expiring"]
    assert len(told) == 1
    assert "9 nov 2028" in told[0].body
    async with world.acting(COUNTER) as db:
        await documents.request_renewal(db, db.actor, paper.id)
    (asked,) = await papers_of(world, case)
    world.clock.advance(asked.valid_until - paper.valid_until + timedelta(days=19))
    await tell_of_ends(world.system)
    (kept,) = await papers_of(world, case)
    assert kept.valid_until > asked.valid_until > paper.valid_until
    async with world.acting("supervisor") as db:
        await documents.revoke(db, db.actor, paper.id, reasons=REASONS)
    world.clock.advance(timedelta(days=29))
    async with world.reading("supervisor") as db:
        before = await notices.messages_of(db, case)
    await tell_of_ends(world.system)
    async with world.reading("supervisor") as db:
        assert await notices.messages_of(db, case) == before
