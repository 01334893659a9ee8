"""A link of receipt: who gets one, what opening it says, that a button and not a mail scanner answers it, and when a clock runs."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.notices import public as notices
from app.procedure.days import service as days
from app.workflows.due_jobs import HANDLERS
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import decide
from tests.service.test_serving import CLERK, clocks, on, reference_of, sent
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult


class Mailbox:
    """Takes what leaves."""

    def __init__(self) -> None:
        self.got: list[notices.Outgoing] = []

    async def put(self, message: notices.Outgoing) -> None:
        self.got.append(message)


async def work(site: Site, job: str, payload: dict[str, str], by: Any = None) -> None:
    async with site.world.system.writing(SYSTEM) as db:
        await HANDLERS[job](db, payload, by or Mailbox())


async def told(site: Site, case_id: UUID, *, email: str) -> None:
    async with site.world.acting(CLERK) as db:
        person = await db.scalar(
            text("select principal_person_id from cases where id = :id"), {"id": case_id}
        )
        known = await notices.contact(db, person)
        said = notices.Told("Ella", email=email, electronic_since=db.now().date())
        await notices.keep_contact(db, db.actor, person, said, after=known.known)


async def link_of(site: Site, case_id: UUID) -> tuple[str, notices.Outgoing, UUID]:
    """The path in the e-mail that leaves, the e-mail, and the link."""
    async with site.world.system.reading(SYSTEM) as db:
        latest = text(
            "select id, facts, body from notices where case_id = :id and kind = 'decision_link' order by created_at desc, id desc"
        )
        row = await db.row(latest, {"id": case_id})
    box = Mailbox()
    await work(site, notices.SEND, {"notice": str(row.id)}, box)
    found = re.search(r"/received/([\w-]{43})\?in=\w\w", box.got[0].body)
    assert found
    # What is kept of the message does not open anything.
    assert found[1] not in row.body
    return found[0], box.got[0], UUID(row.facts["link"])


async def test_a_link_is_answered_by_a_button_once_and_a_person_says_the_day_that_the_law_does_not(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "channel_of", lambda _profile, _name: None)
    case_id = await case_awaiting_decision(site.world, [adult(email="ella@example.org")])
    decision = f"/decisions/{await decide(site.world, case_id)}"
    refused = await sent(site, f"{decision}/service/link", 409)
    assert "no ha aceptado que se le notifique por medios electrónicos" in refused
    await told(site, case_id, email="unsafe")
    assert "no es seguro" in await sent(site, f"{decision}/service/link", 409)
    await told(site, case_id, email="shared")
    await sent(site, f"{decision}/service/link", 303)
    old, letter, _ = await link_of(site, case_id)
    reference = await reference_of(site, case_id)
    assert reference not in letter.body
    await sent(site, f"{decision}/service/link", 303)
    path, _, link = await link_of(site, case_id)
    async with site.pages() as anybody:
        assert "ya no sirve" in (await anybody.get(old)).text
        assert (await anybody.get("/received/" + "x" * 43)).status_code == 404
        for _ in range(2):
            opened = await anybody.get(path)
            assert opened.headers["Referrer-Policy"] == "no-referrer"
            assert_sound(opened.text)
            assert not any(word in opened.text for word in (reference, "Guédez", "resolución"))
        assert await clocks(site, case_id) == {}
        async with site.api(CLERK) as api:
            links = (await api.get(f"/api/v1{decision}/service/links")).json()
        assert [one["acknowledged_at"] for one in links] == [None, None]
        done = await anybody.post(path)
        assert "Quedó anotado que lo recibió" in done.text
        assert "UTC" in done.text
        assert_sound(done.text)
        # Not in a mailbox that others read.
        assert (await anybody.post(path.replace("?", "/decision?"))).status_code == 404
    async with site.api() as anybody:
        again = await anybody.post(f"/api/v1{path.split('?')[0]}")
        assert (again.status_code, again.json()["state"]) == (200, "acknowledged")
    for _ in range(2):
        await work(site, "service_acknowledged", {"link": str(link)})
    # It is proof; no clock runs, where the law on record does not say from when.
    assert await clocks(site, case_id) == {}
    async with site.pages(CLERK) as pages:
        shown = (await pages.get(f"{decision}/service")).text
    assert_sound(shown)
    assert "La persona acusó recibo" in shown
    assert "America/Costa_Rica" in shown
    by_hand = {
        "channel": "electronic_address",
        "result": "delivered",
        "served_to": "Ella",
        "proof": "Acuse por enlace",
    }
    wrong = await sent(site, f"{decision}/notification", 422, **by_hand, **on(site))
    assert "La ley no dice cuándo surte efecto" in wrong
    day = {**on(site, "effective_on"), "reasons": "Ese día lo abrió y lo confirmó."}
    await sent(site, f"{decision}/notification", 303, **by_hand, **on(site), **day)
    assert list((await clocks(site, case_id)).values()) == ["running"]


async def test_where_the_law_says_the_day_the_receipt_serves_the_decision_then_and_not_before(
    site: Site,
) -> None:
    world = site.world
    case_id = await case_awaiting_decision(world, [adult(email="ella@example.org")])
    decision = f"/decisions/{await decide(world, case_id)}"
    await told(site, case_id, email="safe")
    async with site.api(CLERK) as api:
        case = await api.get(f"/api/v1/cases/{await reference_of(site, case_id)}")
        made = await api.post(f"/api/v1{decision}/service/links", headers={"If-Match": case.headers["ETag"]})
        assert made.status_code == 201, made.text
    path, _, link = await link_of(site, case_id)
    async with site.api() as anybody:
        assert (await anybody.get(f"/api/v1{path.split('?')[0]}")).json()["state"] == "open"
        assert (await anybody.post(f"/api/v1{path.split('?')[0]}")).json()["has_paper"]
    async with site.pages() as anybody:
        paper = await anybody.post(path.replace("?", "/decision?"))
    assert paper.content.startswith(b"%PDF")
    await work(site, "service_acknowledged", {"link": str(link)})
    assert await clocks(site, case_id) == {}
    world.clock.advance(timedelta(days=4))
    for _ in range(2):
        await work(site, "service_acknowledged", {"link": str(link)})
    assert list((await clocks(site, case_id)).values()) == ["running"]
    async with site.api(CLERK) as api:
        served = (await api.get(f"/api/v1{decision}/service")).json()["in_force"]
    assert (served["channel"], "UTC" in served["proof"]) == ("electronic_address", True)
    assert served["effective_at"] > served["served_at"]
