"""Appointments and the interview by the programming interface."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pypdf

from tests.hearing import DRAWING, Awaiting, awaiting
from tests.site import Site


async def begun(scene: Awaiting, api: httpx.AsyncClient, **changes: Any) -> str:
    body = {"appointment_id": str(scene.appointment_id), **changes}
    made = await api.post(f"/api/v1/cases/{scene.reference}/interviews", json=body)
    assert made.status_code == 201, made.text
    return str(made.headers["Location"])


async def close(api: httpx.AsyncClient, address: str) -> httpx.Response:
    await api.post(f"{address}/read-back")
    await api.post(f"{address}/readings", json={})
    participants = (await api.get(address)).json()["participants"]
    for participant in participants:
        last = await api.post(
            f"{address}/signatures",
            json={"participant_id": participant["id"], "method": "drawn", "drawing": DRAWING},
        )
    return last


async def test_an_interview_from_the_appointment_to_the_signed_record(site: Site) -> None:
    interpreter = {"role": "interpreter", "name": "Intérprete de prueba"}
    scene = await awaiting(site.world)
    async with site.api("eligibility_officer") as api:
        address = await begun(scene, api, present=[interpreter])
        line = {"kind": "question", "text": "¿Por qué salió?", "topic": "departure"}
        early = await api.post(f"{address}/entries", json=line)
        sworn = await api.post(f"{address}/oath")
        entry = f"{address}/entries/{uuid4()}"
        first = await api.put(entry, json=line)
        await api.post(f"{address}/entries", json={"kind": "answer", "text": "Me amenazaron."})
        stale = await api.put(entry, json={**line, "text": "¿Qué pasó?"})
        changed = await api.put(
            entry, json={**line, "text": "¿Qué pasó?"}, headers={"If-Match": first.headers["ETag"]}
        )
        await api.post(f"{address}/break", json={"asked_by": "applicant"})
        paused = await api.post(f"{address}/entries", json=line)
        resumed = await api.post(f"{address}/resume", json={})
        last = await close(api, address)
        record = await api.get(address)
        addendum = await api.post(f"{address}/addenda", json={"text": "Fue en marzo."})
        pdf = await api.get(f"{address}.pdf", headers={"Accept-Language": "es"})
        case = (await api.get(f"/api/v1/cases/{scene.reference}")).json()
        booked = (await api.get(f"/api/v1/cases/{scene.reference}/appointments")).json()
    assert (early.status_code, early.json()["type"]) == (409, "urn:acogida:problem:oath_not_taken")
    assert sworn.status_code == 200
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:acogida:problem:entry_changed")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (paused.status_code, resumed.json()["status"]) == (409, "draft")
    assert (last.status_code, last.json()["status"], last.json()["missing"]) == (201, "signed", [])
    assert record.json()["intact"]
    assert [e["kind"] for e in record.json()["entries"]] == ["question", "answer", "break", "resume"]
    assert addendum.status_code == 201
    assert case["stage"] == "assessment"
    assert [a["state"] for a in booked] == ["kept"]
    text = _text(pdf.content)
    assert "¿Qué pasó?" in text
    assert "Fue en marzo." in text


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


async def test_the_paper_of_an_open_record_says_that_it_is_a_draft_and_not_read_yet(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.api("eligibility_officer") as api:
        address = await begun(scene, api)
        for said in ("Me amenazaron.", "Me fui."):
            last = await api.post(f"{address}/entries", json={"kind": "statement", "text": said})
        await api.post(f"{address}/read-back")
        await api.post(f"{address}/readings", json={"entries": [last.json()["id"]]})
        half = _text((await api.get(f"{address}.pdf")).content)
        await close(api, address)
        whole = _text((await api.get(f"{address}.pdf")).content)
    assert "BORRADOR" in half
    assert "El acta fue leída" not in half
    assert "BORRADOR" not in whole
    assert "El acta fue leída" in whole


async def test_a_repeated_start_opens_one_record(site: Site) -> None:
    scene = await awaiting(site.world)
    headers = {"Idempotency-Key": uuid4().hex}
    async with site.api("eligibility_officer") as api:
        answers = [
            await api.post(f"/api/v1/cases/{scene.reference}/interviews", json={}, headers=headers)
            for _ in range(2)
        ]
        listed = (await api.get(f"/api/v1/cases/{scene.reference}/interviews")).json()
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(listed) == 1


async def test_an_act_on_a_changed_record_is_refused(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.api("eligibility_officer") as api:
        address = await begun(scene, api)
        tag = (await api.get(address)).headers["ETag"]
        await api.post(f"{address}/break", json={}, headers={"If-Match": tag})
        stale = await api.post(f"{address}/resume", json={}, headers={"If-Match": tag})
        assert stale.status_code == 412
        assert (await api.get(address)).json()["status"] == "paused"


async def test_others_neither_read_nor_write_the_draft(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.api("eligibility_officer") as api:
        address = await begun(scene, api)
    line = {"kind": "note", "text": "x"}
    for who, reads, writes in (
        ("supervisor", 200, 403),
        ("second_eligibility_officer", 404, 404),
        ("border_liaison_officer", 403, 403),
        ("commission_member_0", 404, 403),
        (None, 401, 401),
    ):
        async with site.api(who) as api:
            assert (await api.get(address)).status_code == reads, who
            assert (await api.get(f"{address}.pdf")).status_code == reads, who
            assert (await api.post(f"{address}/entries", json=line)).status_code == writes, who


async def test_who_refuses_to_sign_says_why(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.api("eligibility_officer") as api:
        address = await begun(scene, api)
        await api.post(f"{address}/entries", json={"kind": "statement", "text": "Me amenazaron."})
        await api.post(f"{address}/read-back")
        early = await api.post(
            f"{address}/signatures",
            json={"participant_id": str(uuid4()), "method": "drawn", "drawing": DRAWING},
        )
        await api.post(f"{address}/readings", json={})
        applicant = (await api.get(address)).json()["participants"][0]["id"]
        bare = await api.post(
            f"{address}/signatures", json={"participant_id": applicant, "method": "refused"}
        )
    assert (early.status_code, early.json()["type"]) == (409, "urn:acogida:problem:not_all_read")
    assert bare.status_code == 422
    assert bare.json()["errors"][0]["field"] == "refusal_reason"


async def test_an_appointment_is_booked_once_missed_or_called_off(site: Site) -> None:
    scene = await awaiting(site.world, booking=False)
    base = f"/api/v1/cases/{scene.reference}/appointments"
    async with site.api("registration_officer") as api:
        times = (await api.get(f"/api/v1/cases/{scene.reference}/free-times")).json()
        wanted = {"room_id": times[0]["room_id"], "starts_at": times[0]["starts_at"]}
        booked = await api.post(base, json=wanted)
        twice = await api.post(base, json=wanted)
        again = await api.post(base, json={**wanted, "starts_at": times[1]["starts_at"]})
        called_off = await api.post(
            f"/api/v1/appointments/{again.json()['id']}/cancellation",
            json={"reasons": "La persona pidió otra fecha."},
        )
        first = booked.json()["id"]
        early = await api.post(f"/api/v1/appointments/{first}/absence", json={})
    site.world.clock.advance(timedelta(days=10))
    async with site.api("registration_officer") as api:
        missed = await api.post(f"/api/v1/appointments/{first}/absence", json={"cause": "Enferma"})
        listed = {a["id"]: a["state"] for a in (await api.get(base)).json()}
    assert booked.status_code == 201
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:acogida:problem:already_booked")
    assert called_off.status_code == 204
    assert early.status_code == 422
    assert (missed.status_code, missed.json()) == (201, {"times": 1})
    assert listed == {first: "missed", again.json()["id"]: "cancelled"}
