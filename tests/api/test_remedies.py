"""Challenging a decision, and asking whether a removal is barred, by the programming interface."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.audit import public as audit
from app.core.actor import SYSTEM
from app.documents import public as documents
from app.identity import public as identity
from app.workflows import check_removal
from tests.appealing import GROUNDS, JUDGED, LATE, Scene, appealed, rejected_and_served
from tests.features.test_decisions import serve
from tests.site import Site

SECRET = "a long secret of a machine in a test"


async def file(site: Site, scene: Scene, who: str = "legal_representative", **body: Any) -> httpx.Response:
    async with site.api(who) as api:
        return await api.post(
            f"/api/v1/decisions/{scene.decision_id}/remedies",
            json={"kind": "appeal", "grounds": GROUNDS} | body,
            headers={"Idempotency-Key": uuid4().hex},
        )


@asynccontextmanager
async def machine(site: Site, *scopes: str) -> AsyncIterator[httpx.AsyncClient]:
    client_id = f"migration-police-{uuid4().hex[:6]}"
    async with site.world.system.writing(SYSTEM) as db:
        await identity.add_machine(
            db,
            client_id=client_id,
            name="Policía de migración (prueba)",
            secret=SECRET,
            scopes=list(scopes),
        )
    async with site.api() as api:
        token = await api.post(
            "/api/v1/token",
            data={"grant_type": "client_credentials", "client_id": client_id, "client_secret": SECRET},
        )
        assert token.status_code == 200, token.text
        api.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        yield api


async def number_of(scene: Scene) -> str:
    async with scene.world.reading("supervisor") as db:
        return (await documents.documents_of(db, scene.case_id))[0].number


async def test_an_appeal_is_filed_listed_judged_and_read(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    site.world.clock.advance(timedelta(days=1))
    filed = await file(site, scene)
    assert filed.status_code == 201, filed.text
    remedy = filed.headers["Location"]
    assert (filed.json()["in_time"], filed.json()["status"]) == (True, "pending")

    async with site.api("appeals_judge") as api:
        listed = (await api.get("/api/v1/remedies")).json()["remedies"]
        read = await api.get(remedy)
        claim = (await api.get(f"/api/v1/cases/{scene.reference}")).json()["claims"][0]["id"]
        judged = await api.post(
            f"{remedy}/decision",
            json={
                "result": "overturned",
                "reasons": JUDGED,
                "reversal_grounds": ["credibility", "new_evidence"],
                "outcomes": {claim: {"outcome": "recognised_convention", "grounds": ["political_opinion"]}},
            },
            headers={"If-Match": read.headers["ETag"]},
        )
        after = (await api.get(remedy)).json()
    assert scene.reference in {row["reference"] for row in listed}
    assert read.json()["decision_id"] == str(scene.decision_id)
    assert (judged.status_code, judged.json()["stage"]) == (201, "decided")
    assert (after["status"], after["result"]) == ("decided", "overturned")


async def test_a_late_appeal_says_so_at_the_field_and_is_admitted_by_a_judge(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    site.world.clock.advance(timedelta(days=10))
    refused = await file(site, scene)
    assert refused.status_code == 422
    assert [(e["field"], e["rule"]) for e in refused.json()["errors"]] == [("late_reasons", "late")]
    filed = await file(site, scene, late_reasons=LATE)
    assert (filed.status_code, filed.json()["status"]) == (201, "awaiting_admission")
    body = {"admitted": True, "reasons": "La hospitalización consta en la epicrisis."}
    async with site.api("appeals_clerk") as api:
        assert (await api.post(f"{filed.headers['Location']}/admission", json=body)).status_code == 403
    async with site.api("appeals_judge") as api:
        admitted = await api.post(f"{filed.headers['Location']}/admission", json=body)
    assert (admitted.status_code, admitted.json()["stage"]) == (200, "under_remedy")


async def test_a_representative_of_somebody_else_finds_nothing(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    async with site.api("other_legal_representative") as api:
        assert (await api.get(f"/api/v1/remedies/{remedy_id}")).status_code == 404
        assert (await api.get("/api/v1/remedies")).json() == {"remedies": [], "next": None}
    assert (await file(site, scene, "other_legal_representative")).status_code == 404
    assert (await file(site, scene)).json()["type"] == "urn:acogida:problem:already_filed"


async def test_a_judgment_on_a_stale_reading_is_refused(site: Site) -> None:
    _scene, remedy_id = await appealed(site.world)
    async with site.api("appeals_judge") as api:
        answer = await api.post(
            f"/api/v1/remedies/{remedy_id}/decision",
            json={"result": "upheld", "reasons": JUDGED},
            headers={"If-Match": '"9"'},
        )
    assert answer.status_code == 412


async def test_an_appeal_is_given_up_only_with_the_signature(site: Site) -> None:
    _scene, remedy_id = await appealed(site.world)
    body = {"statement": "Desiste de la apelación por su voluntad.", "signed": False}
    async with site.api("legal_representative") as api:
        refused = await api.post(f"/api/v1/remedies/{remedy_id}/withdrawal", json=body)
        done = await api.post(
            f"/api/v1/remedies/{remedy_id}/withdrawal", json=body | {"signed": True, "explained_in": "es"}
        )
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "signed")
    assert (done.status_code, done.json()["stage"]) == (200, "final")


async def test_the_machine_is_told_yes_while_barred_and_no_record_after(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    number = await number_of(scene)
    async with machine(site, "removal.check") as api:
        by_number = await api.get("/api/v1/removal-check", params={"number": f"{number[:4]} {number[4:]}"})
        by_name = await api.get(
            "/api/v1/removal-check",
            params={
                "family_names": "guédez marcano",
                "given_names": "Yorlenis Beatriz",
                "birth_date": "1991-03-14",
            },
        )
        unknown = await api.get("/api/v1/removal-check", params={"number": "100000000001"})
        half = await api.get("/api/v1/removal-check", params={"family_names": "Guédez Marcano"})
    assert (by_number.status_code, by_number.json()) == (200, {"barred": "yes"})
    assert by_name.json() == {"barred": "yes"}
    assert unknown.json() == {"barred": "no_record"}
    assert (half.status_code, half.json()["errors"][0]["field"]) == (422, "number")

    async with site.api("appeals_judge") as api:
        judged = await api.post(
            f"/api/v1/remedies/{remedy_id}/decision", json={"result": "upheld", "reasons": JUDGED}
        )
    await serve(site.world, judged.json()["decision_id"], who="appeals_clerk")
    async with machine(site, "removal.check") as api:
        after = await api.get("/api/v1/removal-check", params={"number": number})
    assert after.json() == {"barred": "no_record"}


async def test_every_ask_is_on_record_without_a_name(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    number = await number_of(scene)
    since = site.world.clock.now()
    async with machine(site, "removal.check") as api:
        await api.get("/api/v1/removal-check", params={"number": number})
        await api.get(
            "/api/v1/removal-check",
            params={"family_names": "Nadie", "given_names": "Ninguno", "birth_date": "1990-01-01"},
        )
    async with site.world.reading("data_protection_officer") as db:
        asked = [
            a for a in await audit.accesses(db, limit=200) if a.action == "removal.check" and a.at >= since
        ]
    subjects = {a.subject.split(":")[0] for a in asked}
    assert subjects == {"document", "identity"}
    assert f"document:{number}" in {a.subject for a in asked}
    assert {a.actor_role for a in asked} == {"machine"}
    assert not any("Nadie" in a.subject or "nadie" in a.subject for a in asked)


@pytest.mark.parametrize("who", ["supervisor", "border_liaison_officer", "administrator"])
async def test_no_person_asks_what_only_machines_may(site: Site, who: str) -> None:
    async with site.api(who) as api:
        answer = await api.get("/api/v1/removal-check", params={"number": "100000000001"})
    assert answer.status_code == 403


async def test_a_client_that_asks_too_often_is_told_to_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_removal, "MOST_A_MINUTE", 3)
    async with machine(site, "removal.check") as api:
        for _ in range(3):
            answer = await api.get("/api/v1/removal-check", params={"number": "100000000001"})
            assert answer.status_code == 200
        refused = await api.get("/api/v1/removal-check", params={"number": "100000000001"})
        site.world.clock.advance(timedelta(minutes=2))
        later = await api.get("/api/v1/removal-check", params={"number": "100000000001"})
    assert refused.status_code == 429
    assert later.status_code == 200
