"""Counsel for one of a family reads what is theirs; and the text of a decision is the deciding body's own."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.errors import NotFound
from app.documents import public as documents
from app.interviews import public as interviews
from app.notices import public as notices
from app.settings import settings
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import draft
from tests.features.test_interviews import awaiting, begin
from tests.site import Site
from tests.world import World, family_of_five

COUNSEL, OTHER = "legal_representative", "other_legal_representative"
SOUND = b"OggS" + b"\0" * 60


async def test_counsel_for_one_spouse_reads_neither_the_others_interview_nor_how_to_reach_them(
    site: Site, world: World
) -> None:
    scene = await begin(await awaiting(world, household=family_of_five()))
    async with world.reading("supervisor") as db:
        heard, spouse = (await cases.case_view(db, scene.reference)).claims[:2]
        assert (await interviews.interview(db, scene.interview_id)).claim_id == heard.id
    async with world.acting("supervisor") as db:
        for who, claims in ((COUNSEL, [heard.id]), (OTHER, [spouse.id])):
            await cases.record_representation(
                db,
                db.actor,
                scene.case_id,
                user_id=world.actor(who).user_id,
                mandate="Poder 12 (prueba)",
                powers=cases.POWERS,
                claims=claims,
            )
    async with world.acting("eligibility_officer") as db:
        sound = await documents.attach(
            db, db.actor, scene.case_id, kind="interview_sound", name="a.ogg", content=SOUND,
            about=f"interview:{scene.interview_id}",
        )  # fmt: skip
        await notices.keep_contact(
            db, db.actor, heard.person_id, notices.Told(told_by="Ella", phone="unsafe", note="Lo ve él.")
        )
    recording = f"/api/v1/cases/{scene.reference}/attachments/{sound}"
    async with site.api(COUNSEL) as api:
        # The record is not closed: nor is what was said on tape.
        assert (await api.get(recording)).status_code == 404
    await scene.say("¿Por qué salió?", "question", topic="departure")
    await scene.say("Él la golpeaba.")
    await scene.read_back()
    await scene.everybody_signs()
    record = f"/api/v1/interviews/{scene.interview_id}"
    contact = f"/api/v1/cases/{scene.reference}/people/{heard.person_id}/contact"
    async with site.api(COUNSEL) as api:
        assert (await api.get(record)).status_code == 200
        assert (await api.get(recording)).status_code == 200
        assert (await api.get(contact)).json()["note"] == "Lo ve él."
    async with site.api(OTHER) as api:
        assert (await api.get(f"/api/v1/cases/{scene.reference}")).status_code == 200
        assert (await api.get(record)).status_code == 404
        assert (await api.get(recording)).status_code == 404
        assert (await api.get(contact)).status_code == 404
    async with world.reading(OTHER) as db:
        with pytest.raises(NotFound):
            await interviews.transcript(db, scene.interview_id)
        said = await db.scalar(
            text("select count(*) from interview_entries where case_id = :case"), {"case": scene.case_id}
        )
        assert said == 0


async def test_a_supervisor_rewrites_no_paragraph_of_the_commissions_decision(
    site: Site, world: World
) -> None:
    decision_id = await draft(world, await case_awaiting_decision(world))
    body = {"version": 1, "paragraphs": {"claim.0": "No le creemos."}}
    async with site.api("commission_secretary") as api:
        assert (await api.get(f"/api/v1/decisions/{decision_id}/text")).status_code == 200
    async with site.api("supervisor") as api:
        refused = await api.put(f"/api/v1/decisions/{decision_id}/text", json=body)
        assert refused.status_code in (403, 404), refused.text
    async with site.api("commission_secretary") as api:
        own = await api.put(f"/api/v1/decisions/{decision_id}/text", json=body)
        assert own.status_code == 200, own.text


async def test_a_receipt_signed_with_letters_that_no_digest_has_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"un secreto de prueba")
    monkeypatch.setenv("ACOGIDA_SMS_SECRET_FILE", str(tmp_path / "secret"))
    settings.cache_clear()
    async with site.api() as api:
        answer = await api.post(
            "/api/v1/notices/receipts", content=b"{}", headers={b"X-Acogida-Signature": "ñ".encode("latin-1")}
        )
    settings.cache_clear()
    assert answer.status_code == 403
