"""Notes stay with their side, reach who they mention, and never the person; a case goes from hand to hand with what was promised."""

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.identity.readers import readers
from tests.appealing import appealed, represented
from tests.hearing import awaiting
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

SECRET = "Pidió no citarla los lunes"


def test_a_mention_is_a_name_after_a_sign_and_no_address() -> None:
    mentioned = cases.notes.mentioned
    assert mentioned("@ana.mora, y también @ana.mora y @beto_2: vean x@y.org y @.") == ["ana.mora", "beto_2"]


async def test_keys_asked_the_other_way_round_are_those_that_each_of_the_cast_holds(world: World) -> None:
    async with world.system.reading(SYSTEM) as db:
        for name, actor in world.actors.items():
            if actor.audience:
                found = await readers(db, actor.audience, [actor.role], user_ids=[actor.user_id])
                assert [r.user_id for r in found] == [actor.user_id], name
                assert not await readers(db, ["office:x"], [actor.role], user_ids=[actor.user_id])


async def test_a_note_reaches_who_it_mentions_and_nobody_beyond_its_side(site: Site) -> None:
    world = site.world
    case = await awaiting(world)
    await represented(world, case.case_id)
    base = f"/cases/{case.reference}"
    supervisor, stranger = world.username("supervisor"), world.username("other_supervisor")
    async with site.pages("eligibility_officer") as page:
        assert_sound((await page.get(f"{base}/notes")).text)
        for outsider in (stranger, world.username("legal_representative"), "nadie.existe"):
            refused = await page.post(f"{base}/notes", data={"body": f"{SECRET} @{outsider}"})
            assert_sound(refused.text)
            assert (refused.status_code, f"@{outsider} no puede leer" in refused.text) == (422, True)
            assert SECRET in refused.text
        picker = await page.get(
            f"{base}/notes/colleagues", params={"colleague": "superv"}, headers={"HX-Request": "true"}
        )
        assert (f"@{supervisor}" in picker.text, f"@{stranger}" in picker.text) == (True, False)
        written = await page.post(f"{base}/notes", data={"body": f"{SECRET} @{supervisor}"})
        assert written.status_code == 303, written.text
        shown = await page.get(f"{base}/notes")
        note = re.search(r'id="n([0-9a-f-]{36})"', shown.text)
        assert note
        assert (await page.get(f"/notes/{note[1]}/correction")).status_code == 200
        corrected = await page.post(f"/notes/{note[1]}/correction", data={"body": "Ni los martes"})
        assert corrected.status_code == 303
        twice = await page.post(f"/notes/{note[1]}/correction", data={"body": "Ni los jueves"})
        assert (twice.status_code, "ya fue corregida" in twice.text) == (409, True)
        late = {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2026"}
        wrong = await page.post(f"{base}/tasks", data={"title": "", **late})
        assert_sound(wrong.text)
        assert (wrong.status_code, "Ese día ya pasó" in wrong.text) == (422, True)
        soon = {"due_on-day": "20", "due_on-month": "11", "due_on-year": "2026"}
        given = {"title": "Pedir el expediente médico", "assignee": str(world.actor("supervisor").user_id)}
        assert (await page.post(f"{base}/tasks", data=given | soon)).status_code == 303
        elsewhere = given | soon | {"assignee": str(world.actor("other_supervisor").user_id)}
        assert (await page.post(f"{base}/tasks", data=elsewhere)).status_code == 422
    async with site.pages("supervisor") as page:
        day = await page.get("/")
        assert_sound(day.text)
        assert ("Mencionan a usted" in day.text, "Pedir el expediente médico" in day.text) == (True, True)
        assert (await page.post(f"/notes/{note[1]}/seen", data={"from_day": "1"})).status_code == 303
        assert (
            await page.post(f"/notes/{note[1]}/correction", data={"body": "No es mía"})
        ).status_code == 409
        assert "Mencionan a usted" not in (await page.get("/")).text
    async with site.api("supervisor") as api:
        notes = (await api.get(f"/api/v1{base}/notes")).json()["notes"]
        assert [(n["body"], n["corrected"]) for n in notes] == [
            ("Ni los martes", False), (f"{SECRET} @{supervisor}", True),
        ]  # fmt: skip
        task = (await api.get("/api/v1/tasks")).json()[0]
        done = await api.post(
            f"/api/v1/tasks/{task['id']}/done", json={"done": True}, headers={"If-Match": '"1"'}
        )
        assert done.json()["done_by"]
        stale = await api.post(
            f"/api/v1/tasks/{task['id']}/done", json={"done": False}, headers={"If-Match": '"1"'}
        )
        assert stale.status_code == 412
        again = await api.post(f"/api/v1/tasks/{task['id']}/done", json={"done": False})
        assert (again.json()["done_at"], again.json()["version"]) == (None, 3)
    await _hidden_from(site, case, note[1])
    async with world.system.reading(SYSTEM) as db:
        kept = "select action from access_records where case_id = :id and action like any ('{note.%,task.%}') order by id"
        acts = [row.action for row in await db.rows(text(kept), {"id": case.case_id})]
        assert acts == ["note.write", "note.correct", "task.add", "task.done", "task.open"]


async def _hidden_from(site: Site, case: object, note: str) -> None:
    """Whoever speaks for the person sees the case and nothing of it; the others see neither."""
    reference = case.reference  # type: ignore[attr-defined]
    for who in (
        "legal_representative",
        "documentation_officer",
        "quality_assessor",
        "auditor",
        "coi_researcher",
    ):
        async with site.world.reading(who) as db:
            for table in ("case_notes", "case_mentions", "case_tasks", "case_handovers"):
                assert await db.scalar(text(f"select count(*) from {table}")) == 0, (who, table)  # noqa: S608
    async with site.pages("legal_representative") as page:
        assert (await page.get(f"/cases/{reference}/notes")).status_code == 403
        for tab in ("", "/timeline", "/documents", "/notices"):
            whole = await page.get(f"/cases/{reference}{tab}")
            assert (whole.status_code, SECRET in whole.text) == (200, False)
            assert "/notes" not in whole.text
    async with site.api("other_supervisor") as api:
        assert (await api.get(f"/api/v1/cases/{reference}/notes")).status_code == 404
        assert (await api.post(f"/api/v1/notes/{note}/seen")).status_code == 404
        assert (await api.get("/api/v1/mentions")).json() == []


async def test_the_tribunal_and_the_first_instance_read_their_own_notes_only_and_a_sealed_case_stays_sealed(
    site: Site,
) -> None:
    world = site.world
    case, _remedy = await appealed(world)
    sides = {
        "supervisor": "De la primera instancia",
        "appeals_judge": "Del tribunal",
        "commission_secretary": "De la comisión",
    }
    for who, words in sides.items():
        async with site.api(who) as api:
            made = await api.post(f"/api/v1/cases/{case.reference}/notes", json={"body": words})
            assert made.status_code == 201, made.text
    async with world.system.writing(SYSTEM) as db:
        await db.execute(text("update cases set sealed = true where id = :id"), {"id": case.case_id})
    for who, words in {
        **sides,
        "appeals_clerk": "Del tribunal",
        "registration_officer": "De la primera instancia",
    }.items():
        async with site.api(who) as api:
            seen = (await api.get(f"/api/v1/cases/{case.reference}/notes")).json()["notes"]
            assert [note["body"] for note in seen] == [words], who
    async with world.reading("other_supervisor") as db:
        assert (
            await db.scalar(text("select count(*) from case_notes where case_id = :id"), {"id": case.case_id})
            == 0
        )


async def test_a_case_is_handed_over_with_what_is_done_pending_and_promised(site: Site) -> None:
    world = site.world
    case = await awaiting(world)
    base = f"/cases/{case.reference}"
    receiver = world.actor("second_eligibility_officer").user_id
    sheet = {
        "to_user": str(receiver), "done": "Se pidió el expediente médico", "pending": "Oír a la tía", "promises": SECRET,
    }  # fmt: skip
    async with site.api("eligibility_officer") as api:
        due = (world.clock.now() + timedelta(days=2)).date().isoformat()
        await api.post(f"/api/v1{base}/tasks", json={"title": "Llamar a la tía", "due_on": due})
    async with site.pages("eligibility_officer") as page:
        assert_sound((await page.get(f"{base}/handover")).text)
        empty = await page.post(f"{base}/handover", data=sheet | {"promises": " "})
        assert_sound(empty.text)
        assert empty.status_code == 422
        away = await page.post(
            f"{base}/handover",
            data=sheet | {"to_user": str(world.actor("other_eligibility_officer").user_id)},
        )
        assert away.status_code == 409
        assert (await page.post(f"{base}/handover", data=sheet)).status_code == 303
        second = await page.post(f"{base}/handover", data=sheet)
        assert (second.status_code, "espera respuesta" in second.text) == (409, True)
    async with site.pages("second_eligibility_officer") as page:
        assert (await page.get(base)).status_code == 404
        day = await page.get("/")
        assert "Le entregan un expediente" in day.text
        found = re.search(r'href="(/handovers/[0-9a-f-]{36})"', day.text)
        assert found
        offered = await page.get(found[1])
        assert_sound(offered.text)
        assert SECRET in offered.text
        unsaid = await page.post(f"{found[1]}/refusal", data={"reasons": ""})
        assert_sound(unsaid.text)
        assert unsaid.status_code == 422
        assert (await page.post(f"{found[1]}/acceptance", data={"version": "1"})).status_code == 303
        assert (await page.get(base)).status_code == 200
        assert "Llamar a la tía" in (await page.get("/")).text
        assert (await page.post(f"{found[1]}/acceptance")).status_code == 409
    async with site.api("eligibility_officer") as api:
        assert (await api.get(f"/api/v1{base}")).status_code == 404
        assert (await api.get(f"/api/v1{found[1]}")).json()["state"] == "accepted"
    async with site.api("second_eligibility_officer") as api:
        assert [h["promises"] for h in (await api.get(f"/api/v1{base}/handovers")).json()] == [SECRET]
        back = {
            "to_user": str(world.actor("eligibility_officer").user_id),
            "done": "–",
            "pending": "–",
            "promises": "–",
        }
        offer = (await api.post(f"/api/v1{base}/handovers", json=back)).json()
        assert (await api.post(f"/api/v1/handovers/{offer['id']}/withdrawal")).json()["state"] == "withdrawn"
    async with site.api("eligibility_officer") as api:
        assert (await api.get("/api/v1/handovers")).json() == []
        assert (await api.post(f"/api/v1/handovers/{UUID(offer['id'])}/acceptance")).status_code == 409
