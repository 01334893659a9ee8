"""Messages that leave: by a real mail server and a real gateway, tried again where that helps, and kept where it does not."""

import asyncio
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.errors import Forbidden
from app.notices import public as notices
from app.notices.rules import MOST_TRIES, waits
from app.settings import settings
from app.workflows.adapters import outbox_of
from app.workflows.due_jobs import HANDLERS
from tests.site import Site
from tests.world import World

BODY = 'Tiene un aviso: «ñandú», "comillas"\ny otra línea.'


def outgoing(to: str, channel: str = "sms") -> notices.Outgoing:
    return notices.Outgoing(uuid4(), "Ana", to, channel, "es", BODY)


@dataclass
class Gateway:
    url: str = ""
    answers: list[int] = field(default_factory=list)
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    slow: float = 0


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    known = Gateway()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            known.seen.append((dict(self.headers), content))
            if known.slow:
                threading.Event().wait(known.slow)
            self.send_response(known.answers.pop(0) if known.answers else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    known.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()


async def test_a_gateway_gets_the_message_signed_and_its_answer_says_whether_to_try_again(
    gateway: Gateway,
) -> None:
    adapter = notices.SmsGateway(
        gateway.url, headers={"Authorization": "Bearer x"}, secret=b"clave", seconds=5
    )
    message = outgoing("+506 6000 0001")
    await adapter.put(message)
    headers, content = gateway.seen[-1]
    assert json.loads(content) == {"id": str(message.id), "to": message.address, "text": BODY}
    assert headers["Idempotency-Key"] == str(message.id)
    assert headers["Authorization"] == "Bearer x"
    assert hmac.compare_digest(headers[notices.SIGNATURE], notices.signature(b"clave", content))
    for status, fault in (
        (400, notices.Undeliverable), (404, notices.Undeliverable), (429, notices.TryLater), (503, notices.TryLater),
    ):  # fmt: skip
        gateway.answers.append(status)
        with pytest.raises(fault, match=str(status)):
            await adapter.put(message)
    gateway.slow = 1.0
    with pytest.raises(notices.TryLater, match="Timeout"):
        await notices.SmsGateway(gateway.url, seconds=0.2).put(message)
    gateway.slow = 0
    with pytest.raises(notices.TryLater):
        await notices.SmsGateway("http://127.0.0.1:9/", seconds=2).put(message)
    form = notices.SmsGateway(
        gateway.url, headers={"Content-Type": "application/x-www-form-urlencoded"}, body="to=$to&t=$text"
    )
    await form.put(message)
    assert gateway.seen[-1][1].startswith(b"to=%2B506%206000%200001&t=Tiene%20un%20aviso%3A")


class Mailboxes:
    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy"):
            return "450 4.2.1 busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope.content)
        return "250 OK"


async def test_a_mail_server_gets_a_letter_that_says_nothing_outside_and_its_no_is_kept_apart_from_its_not_now() -> (
    None
):
    boxes = Mailboxes()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(boxes, hostname="127.0.0.1", port=port)
    await asyncio.to_thread(server.start)
    adapter = notices.MailOutbox("127.0.0.1", port, "avisos@example.org", security="none", seconds=5)
    try:
        message = outgoing("ana@example.org", "email")
        await adapter.put(message)
        letter = message_from_bytes(boxes.letters[0])
        assert letter["Message-ID"] == f"<{message.id}@example.org>"
        body = letter.get_payload(decode=True)
        assert isinstance(body, bytes)
        assert body.decode().replace("\r\n", "\n").strip() == BODY
        assert str(message.addressee) not in str(letter["Subject"])
        with pytest.raises(notices.Undeliverable, match="550"):
            await adapter.put(outgoing("gone@example.org", "email"))
        with pytest.raises(notices.TryLater, match="450"):
            await adapter.put(outgoing("busy@example.org", "email"))
        # A server that offers no STARTTLS is not spoken to in the clear.
        with pytest.raises(notices.TryLater):
            await notices.MailOutbox("127.0.0.1", port, "avisos@example.org", seconds=5).put(message)
        assert len(boxes.letters) == 1
    finally:
        await asyncio.to_thread(server.stop)
    with pytest.raises(notices.TryLater):
        await adapter.put(message)


def test_each_wait_is_longer_differs_between_messages_and_ends() -> None:
    one, other = uuid4(), uuid4()
    found = [waits(one, tries) for tries in range(1, MOST_TRIES)]
    assert all(found)
    assert found[:6] == sorted(found[:6])  # type: ignore[type-var]
    assert max(each for each in found if each) <= timedelta(hours=6)
    assert found != [waits(other, tries) for tries in range(1, MOST_TRIES)]
    assert waits(one, MOST_TRIES) is None


class Telephone:
    """A gateway in hand: it raises what it is told to, and remembers what it got."""

    def __init__(self, *faults: Exception) -> None:
        self.faults, self.got = list(faults), []  # type: ignore[var-annotated]

    async def put(self, message: notices.Outgoing) -> None:
        self.got.append(message)
        if self.faults:
            raise self.faults.pop(0)


async def queued(world: World) -> tuple[str, UUID]:
    registered = await world.register(booking=True)
    async with world.system.reading(SYSTEM) as db:
        booked = text("select id from notices where case_id = :c and kind = 'appointment_booked'")
        found = await db.scalar(booked, {"c": registered.case_id})
    return registered.reference, found


async def leave(world: World, notice: UUID, by: Any) -> None:
    async with world.system.writing(SYSTEM) as db:
        await HANDLERS["send_notice"](db, {"notice": str(notice)}, by)


async def state(world: World, notice: UUID) -> Any:
    async with world.system.reading(SYSTEM) as db:
        return await db.row(
            text("select state, tries, fault, due_at, channel, body from notices where id = :n"),
            {"n": notice},
        )


async def test_what_is_not_taken_is_tried_again_what_is_refused_is_shown_and_sent_again_by_a_person(
    site: Site,
) -> None:
    world = site.world
    reference, notice = await queued(world)
    phone = Telephone(notices.TryLater("503"), RuntimeError("killed between sending and recording"))
    await leave(world, notice, phone)
    waiting = await state(world, notice)
    assert (waiting.state, waiting.tries, waiting.fault) == ("waiting", 1, "503")
    assert waiting.due_at > world.clock.now()
    await leave(world, notice, phone)
    assert len(phone.got) == 1
    world.clock.set(waiting.due_at)
    with pytest.raises(RuntimeError):
        await leave(world, notice, phone)
    assert (await state(world, notice)).state == "waiting"
    await leave(world, notice, phone)
    # Handed over twice under one identifier: the receiver has it once.
    assert len({message.id for message in phone.got}) == 1
    assert (await state(world, notice)).state == "sent"

    async with world.system.writing(SYSTEM) as db:
        for _ in range(2):
            await HANDLERS["notice_receipt"](
                db, {"notice": str(notice), "delivered": "", "detail": "absent"}, phone
            )
    async with site.api("supervisor") as api:
        found = [n for n in (await api.get("/api/v1/notices")).json() if n["reference"] == reference]
        assert [(n["message"]["state"], n["message"]["fault"]) for n in found] == [("failed", "absent")]
        assert [t["result"] for t in found[0]["message"]["tries"]] == ["not_taken", "sent", "came_back"]
    async with site.pages("supervisor") as pages:
        assert reference in (await pages.get("/notices?state=failed")).text
        assert (await pages.post(f"/notices/{notice}/again", data={"channel": ""})).status_code == 303
        assert (await pages.post(f"/notices/{notice}/again", data={"channel": ""})).status_code == 409
    gone = Telephone(notices.Undeliverable("550 gone"))
    await leave(world, notice, gone)
    assert (await state(world, notice)).state == "failed"
    async with site.api("eligibility_officer") as api:
        assert (await api.post(f"/api/v1/notices/{notice}/again", json={})).status_code == 403
    away = Telephone(*(notices.TryLater("away") for _ in range(MOST_TRIES)))
    async with world.acting("supervisor") as db:
        await notices.send_again(db, db.actor, notice)
    for _ in range(MOST_TRIES):
        await leave(world, notice, away)
        world.clock.set(max(world.clock.now(), (await state(world, notice)).due_at))
    assert ((await state(world, notice)).state, len(away.got)) == ("failed", MOST_TRIES)


async def test_a_receipt_is_believed_with_the_secret_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "secret").write_text("clave\n")
    monkeypatch.setenv("ACOGIDA_SMS_SECRET_FILE", str(tmp_path / "secret"))
    settings.cache_clear()
    content = json.dumps({"id": str(uuid4()), "delivered": True}).encode()
    try:
        async with site.api() as api:
            for signature, status in (("", 403), ("00", 403), (notices.signature(b"clave", content), 202)):
                headers = {notices.SIGNATURE: signature, "Content-Type": "application/json"}
                answer = await api.post("/api/v1/notices/receipts", content=content, headers=headers)
                assert answer.status_code == status, answer.text
        chosen = settings().model_copy(update={"sms_url": "http://127.0.0.1:9/", "smtp_host": "127.0.0.1"})
        assert isinstance(outbox_of(chosen), notices.ByChannel)
    finally:
        settings.cache_clear()


async def test_what_the_person_told_meanwhile_holds_when_it_leaves_and_who_cannot_read_is_called(
    site: Site,
) -> None:
    world = site.world
    reference, notice = await queued(world)
    async with world.system.reading(SYSTEM) as db:
        person = await db.scalar(text("select person_id from notices where id = :n"), {"n": notice})
    path = f"/cases/{reference}/contact/{person}"
    async with site.pages("registration_officer") as pages:
        assert "todo aviso es discreto" in (await pages.get(path)).text
        typed = {
            "phone": "safe",
            "email": "unknown",
            "letter": "unsafe",
            "language": "ht",
            "cannot_read": "1",
            "note": "Vive con su hermana",
        }
        refused = await pages.post(path, data=typed)
        assert refused.status_code == 422
        assert "Escriba quién lo dijo." in refused.text
        assert "Vive con su hermana" in refused.text
        assert (await pages.post(path, data=typed | {"told_by": "Ella misma"})).status_code == 303
        stale = await pages.post(path, data=typed | {"told_by": "Ella misma"})
        assert stale.status_code in (409, 412)
    phone = Telephone()
    await leave(world, notice, phone)
    left = await state(world, notice)
    assert (left.state, left.channel, phone.got) == ("to_do", "call", [])
    assert reference in left.body
    assert "randevou" in left.body
    async with site.pages("registration_officer") as pages:
        listed = await pages.get("/notices?state=to_do")
        assert reference in listed.text
        assert (await pages.post(f"/notices/{notice}/outcome", data={"result": ""})).status_code == 422
        assert (
            await pages.post(f"/notices/{notice}/outcome", data={"result": "nobody_answered"})
        ).status_code == 303
        assert (await state(world, notice)).state == "to_do"
        assert (await pages.post(f"/notices/{notice}/outcome", data={"result": "told"})).status_code == 303
        assert (await pages.post(f"/notices/{notice}/outcome", data={"result": "told"})).status_code == 409
        assert "se le dijo" in (await pages.get(f"/cases/{reference}/notices")).text
    async with site.api("registration_officer") as api:
        known = (await api.get(f"/api/v1/cases/{reference}/people/{person}/contact")).json()
        assert (known["phone_safety"], known["reads"], known["spoken"]) == ("safe", False, "ht")
        again = {
            "told_by": "Su hija",
            "letter": "safe",
            "phone": "unsafe",
            "language": "fr",
            "after": known["known"],
        }
        assert (
            await api.post(f"/api/v1/cases/{reference}/people/{person}/contact", json=again)
        ).status_code == 201
    async with world.acting("quality_assessor") as db:
        with pytest.raises(Forbidden):
            await notices.keep_contact(db, db.actor, person, notices.Told("x"))


async def test_nobody_is_told_of_an_appointment_that_is_over(site: Site) -> None:
    world = site.world
    reference, notice = await queued(world)
    world.clock.advance(timedelta(days=60))
    phone = Telephone()
    await leave(world, notice, phone)
    assert ((await state(world, notice)).state, phone.got) == ("called_off", [])
    async with site.pages("supervisor") as pages:
        assert reference not in (await pages.get("/notices?state=to_do")).text
