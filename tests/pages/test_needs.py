"""Questions, proposals and needs on their pages: from the registration to a review months later, and by the programming interface."""

import re

from app.cases import public as cases
from tests.pages.test_register import typed
from tests.site import Site
from tests.web_foundation.soundness import assert_sound


async def test_answers_are_asked_explained_decided_asked_again_and_reviewed(site: Site) -> None:
    answers = {
        "people-0-screening": ["harmed"], "people-0-q-illness": "chronic", "people-0-q-cares_alone": "yes",
        "people-0-q-children_in_care": "3", "people-0-later": ["need:TR", "referral:mental_health"],
    }  # fmt: skip
    async with site.pages("border_liaison_officer") as pages:
        looked = await pages.post("/register", data=typed(site, **answers) | {"do": "look"})
        assert_sound(looked.text)
        assert "Tiene una enfermedad crónica. «¿Qué enfermedad?»: Crónica" in looked.text
        assert re.search(r'name="people-0-later" value="need:TR" checked', looked.text)
        assert 'name="people-1-q-children_in_care" value=""' in looked.text
        assert 'name="people-3-q-pregnancy"' not in looked.text, "a boy of seven is not asked"
        assert 'name="people-3-q-months"' not in looked.text, "and not asked how many months, either"
        sent = await pages.post("/register", data=typed(site, **answers))
        assert sent.status_code == 303, sent.text
        reference = sent.headers["location"].split("/")[2].split("?")[0]
    base = f"/cases/{reference}"
    async with site.pages("supervisor") as pages:
        people = await pages.get(f"{base}/people")
        assert_sound(people.text)
        assert "Enfermedad crónica" in people.text
        assert "La entrevista pide" in people.text
        (torture,) = set(
            re.findall(
                rf'href="({base}/screening/proposals/[0-9a-f-]+)">Decidir<[^>]*>: Tortura', people.text
            )
        )
        assert_sound((await pages.get(torture)).text)
        assert (await pages.post(torture, data={"decision": "not_now"})).status_code == 422
        assert (await pages.post(torture, data={"decision": "accept"})).status_code == 303
        people = await pages.get(f"{base}/people")
        assert "protegida" in people.text
        assert "Tortura" not in (await pages.get(base)).text, "at the head of no page"
        (again, *_others) = re.findall(rf'href="({base}/screening/[0-9a-f-]{{36}})"', people.text)
        form = await pages.get(again)
        assert_sound(form.text)
        assert (await pages.post(again, data={})).status_code == 422
        assert (await pages.post(again, data={"q-papers": "yes"})).status_code == 303
        review = re.search(rf'href="({base}/needs/[0-9a-f-]{{36}}/review)"', people.text)
        assert review is not None
        assert_sound((await pages.get(review[1])).text)
        assert (await pages.post(review[1], data={"still": "no"})).status_code == 422
        assert (await pages.post(review[1], data={"still": "no", "note": "Ya no"})).status_code == 303
        assert "Ya no" in (await pages.get(f"{base}/people")).text
        assert_sound((await pages.get("/")).text)
        shown = await pages.get("/procedure")
        assert "¿Embarazo, enfermedad grave o medicación diaria?" in shown.text
    async with site.api("supervisor") as api:
        form = (await api.get("/api/v1/screening-form")).json()
        assert "illness" in {q["name"] for q in form["questions"]}
        found = (await api.get(f"/api/v1{base}/screenings")).json()
        waiting = next(p for p in found["proposals"] if p["state"] == "open" and p["value"] == "LP-ND")
        decision = {"decision": "accept"}
        assert (
            await api.post(f"/api/v1/screening-proposals/{waiting['id']}/decision", json=decision)
        ).status_code == 204
        needs = (await api.get(f"/api/v1{base}/needs")).json()["needs"]
        assert "LP-ND" in {n["code"] for n in needs if n["ended_at"] is None}
    async with site.world.reading("supervisor") as db:
        assert (await cases.case_view(db, reference)).priority == 2
