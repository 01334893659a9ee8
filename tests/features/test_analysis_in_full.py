"""One analysis from the first citation to the second signature, by the programming interface and by the pages; and two at once."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from app.assessments import public as assessments
from app.cases import public as cases
from app.coi import public as coi
from app.core.actor import SYSTEM
from app.interviews import public as interviews
from tests.assessing import REASONS, REJECTING, complete_checklist, submitted, to_assessment, written
from tests.coi.sources import POLICE, facts
from tests.features.test_interviews import Scene, begun
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, also_holds

ADVERSE = "Fecha de la amenaza: febrero o marzo"
EXCLUDING = {
    "conclusion": "excluded",
    "reasons": "La sentencia que presentó dice que dirigió el ataque. No hubo coacción.",
    "parts": {"act": "crime_1fb", "standard": "met", "responsibility": "own_act", "defences": "none"},
    "citations": [{"kind": "document", "ref": "Sentencia inventada, folio 3"}],
}


async def heard(world: World) -> tuple[Scene, str, str]:
    """A signed interview in which an adverse point was put. Returns the scene, the answer's entry and the point's."""
    scene = await begun(world)
    question, answer = uuid4(), uuid4()
    row = interviews.Row(
        "Antes dijo febrero. ¿Cómo lo explica?", "Fue en marzo, me confundí.", adverse=ADVERSE
    )
    async with world.acting("eligibility_officer") as db:
        await interviews.record_exchange(
            db, db.actor, scene.interview_id, question_id=question, answer_id=answer, row=row
        )
    await scene.read_back()
    await scene.everybody_signs()
    return scene, str(answer), str(question)


async def source(world: World) -> tuple[Any, str]:
    """A source of the library and its first passage."""
    async with world.acting("coi_researcher") as db:
        document = await coi.add_source(db, db.actor, facts())
    async with world.reading("eligibility_officer") as db:
        first, *_rest = await coi.passages_of(db, document, 1)
    return document, str(first.id)


def fields(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {e["field"] for e in answer.json()["errors"]}


async def test_cited_reviewed_at_the_passage_returned_and_signed_by_two(site: Site) -> None:
    world = site.world
    scene, answer, point = await heard(world)
    document, passage = await source(world)
    await also_holds(
        world, "other_eligibility_officer", "supervisor", "second_signer", office_id=world.office
    )
    async with (
        site.api("eligibility_officer") as officer,
        site.api("supervisor") as reviewer,
        site.pages("eligibility_officer") as pages,
        site.pages("supervisor") as review,
    ):
        begun_at = await officer.post(f"/api/v1/cases/{scene.reference}/assessments")
        here = begun_at.headers["Location"]
        cited = f"{here}/citations"
        said = {"place": "facts.0", "kind": "entry", "ref": answer}
        assert fields(await officer.post(cited, json=said | {"quote": "nunca lo dijo"})) == {
            "facts.0.evidence"
        }
        assert fields(await officer.post(cited, json=said | {"ref": str(uuid4())})) == {"facts.0.evidence"}
        made = await officer.post(cited, json=said | {"quote": "Fue en  marzo"})
        assert made.json()[0]["evidence"]["quote"] == "Fue en marzo"
        assert len(made.json()[0]["evidence"]["digest"]) == 64

        page = here.removeprefix("/api/v1")
        listed = await pages.get(
            f"{page}/sources", params={"place": "analysis.country_information", "q": "policía"}
        )
        assert_sound(listed.text)
        assert POLICE.split(".")[0] in listed.text
        once = await pages.post(
            f"{page}/citations", data={"place": "analysis.country_information", "cite": passage, "quote": ""}
        )
        assert once.status_code == 303

        whole = (await officer.get(here)).json()
        claim = (await officer.get(f"/api/v1/cases/{scene.reference}")).json()["claims"][0]["id"]
        fact = whole["facts"][0] | {
            "statement": "La amenazaron en febrero.",
            "finding": "rejected",
            "reasons": REASONS,
            "indicators": ["internal_consistency"],
        }
        kept = whole["analysis"]["country_information"]["citations"]
        said_of = REJECTING | {
            "exclusion": EXCLUDING,
            "country_information": REJECTING["country_information"] | {"citations": kept},
        }
        body = {
            "summary": "Pide protección.",
            "facts": [fact],
            "analysis": said_of,
            "recommendations": [{"claim_id": claim, "outcome": "excluded", "reasons": REASONS}],
        }
        unfair = await officer.put(here, json=body)
        assert [m["field"] for m in unfair.json()["missing"]] == ["facts.0.not_put"]
        body["facts"] = [fact | {"put": [point]}]
        assert (await officer.put(here, json=body)).json()["missing"] == []
        writing = await pages.get(page)
        assert_sound(writing.text)
        assert ADVERSE in writing.text
        assert (await officer.post(f"{here}/submission")).status_code == 200

        place = {"place": "analysis.exclusion", "quote": "dirigió el ataque", "text": "¿Qué folio lo dice?"}
        assert fields(await reviewer.post(f"{here}/comments", json=place | {"quote": "otra cosa"})) == {
            "quote"
        }
        shown = await review.post(f"{page}/comments", data=place)
        assert shown.status_code == 303
        asked = await review.get(f"{page}/review")
        assert_sound(asked.text)
        assert "¿Qué folio lo dice?" in asked.text
        approving = {"outcome": "endorsed", "checklist": complete_checklist()}
        assert (await reviewer.post(f"{here}/review", json=approving)).status_code == 409
        back = await reviewer.post(
            f"{here}/review", json={"outcome": "returned", "comment": "Vea el comentario en la exclusión."}
        )
        second = f"/api/v1/assessments/{back.json()['draft']}"
        assert fields(await officer.post(f"{second}/submission")) == {"comments"}
        (comment,) = (await officer.get(f"{second}/comments")).json()
        assert comment["at_words"] is not None
        revised = EXCLUDING | {
            "reasons": "La sentencia, en su folio 3, dice que mandó el ataque. No hubo coacción."
        }
        await officer.put(second, json={"analysis": {"exclusion": revised}})
        drafting = second.removeprefix("/api/v1")
        told = f"{drafting}/comments/{comment['id']}/answer"
        long = await pages.post(told, data={"answer": "El folio 3. " * 400})
        assert long.status_code == 422
        assert f'id="answer-{comment["id"]}-error"' in long.text
        assert "El folio 3. El folio 3." in long.text
        assert (await pages.post(told, data={"answer": "El folio 3; lo dice ahora."})).status_code == 303
        (comment,) = (await officer.get(f"{second}/comments")).json()
        assert (comment["at_words"], comment["state"]) == (None, "answered")
        (change,) = (await officer.get(f"{second}/differences")).json()
        assert (change["place"], {r["kind"] for r in change["runs"]}) == (
            "analysis.exclusion",
            {"same", "added", "removed"},
        )
        compared = await pages.get(f"{drafting}/differences")
        assert_sound(compared.text)
        assert "<ins>" in compared.text

        assert (await officer.post(f"{second}/submission")).status_code == 200
        first = await reviewer.post(f"{second}/review", json=approving)
        assert (first.json()["assessment"]["status"], first.json()["assessment"]["second_for"]) == (
            "to_countersign",
            ["exclusion"],
        )
        assert (await reviewer.post(f"{second}/review", json=approving)).status_code == 403
        assert "la segunda es de otra persona" in (await review.get(f"{drafting}/review")).text
        async with site.api("second_signer") as signer:
            signed = await signer.post(f"{second}/review", json=approving)
        assert signed.json()["assessment"]["status"] == "endorsed"

        async with world.acting("coi_researcher") as db:
            await coi.add_version(
                db,
                db.actor,
                document,
                replace(facts(), text="Otra cosa (texto inventado)."),
                what_changed="Edición del año.",
            )
        async with world.acting("eligibility_officer") as db:
            await interviews.add_addendum(
                db, db.actor, scene.interview_id, text="Fue el 3 de marzo.", requested_by="applicant"
            )
        now = {c["evidence"]["kind"]: c for c in (await officer.get(f"{second}/citations")).json()}
        assert (now["entry"]["standing"], now["entry"]["addendum"]) == ("as_cited", True)
        assert (now["country_source"]["standing"], now["country_source"]["newer"]) == ("as_cited", True)
        read = await pages.get(drafting)
        assert_sound(read.text)
        assert "Hay una edición posterior de esta fuente." in read.text
    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, scene.reference)).stage == "awaiting_decision"
        final = await assessments.analysis(db, UUID(second.rpartition("/")[2]))
    assert final.issue("exclusion") is not None
    assert final.recommendations[0].outcome == "excluded"


async def test_a_conflict_of_interest_keeps_from_the_case_until_it_is_dismissed(site: Site) -> None:
    world = site.world
    registered = await to_assessment(world)
    address = f"/cases/{registered.reference}/conflicts"
    draft = await submitted(world, registered.case_id)
    async with site.pages("supervisor") as pages, site.api("supervisor") as supervisor:
        assert_sound((await pages.get(address)).text)
        mute = await pages.post(address, data={"kind": "relative", "reasons": "x"})
        assert mute.status_code == 422
        typed = {"kind": "relative", "reasons": "Es prima hermana de la persona principal."}
        assert (await pages.post(address, data=typed)).status_code == 303
        twice = await pages.post(address, data=typed)
        assert twice.status_code == 409
        blocked = await supervisor.post(
            f"/api/v1/assessments/{draft}/review",
            json={"outcome": "endorsed", "checklist": complete_checklist()},
        )
        assert (blocked.status_code, "conflicto de interés" in blocked.text) == (409, True)
        found = (await supervisor.get(f"/api/v1{address}")).json()
        assert [p["kind"] for p in found["record"]] == ["author", "interviewer"]
        own = found["declared"][0]["id"]
        dismissing = {"answer": "dismissed", "reasons": "No hay parentesco: se comprobó en el registro."}
        assert (await supervisor.post(f"/api/v1/conflicts/{own}/answer", json=dismissing)).status_code == 403

        officer = world.actor("eligibility_officer").user_id
        theirs = {
            "kind": "enmity",
            "reasons": "Tuvieron un pleito en un proceso anterior.",
            "user_id": str(officer),
        }
        declared = (await supervisor.post(f"/api/v1{address}", json=theirs)).json()["declared"]
        assert declared[0]["assigned"] is True
        with pytest.raises(cases.HasConflict):
            async with world.acting("supervisor") as db:
                await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
        with pytest.raises(cases.HasConflict):
            async with world.acting("eligibility_officer") as db:
                await interviews.start(db, db.actor, registered.case_id)
        listed = (await supervisor.get("/api/v1/conflicts")).json()["declared"]
        assert {d["reference"] for d in listed} >= {registered.reference}
        assert_sound((await pages.get("/conflicts")).text)
        answer = f"/api/v1/conflicts/{declared[0]['id']}/answer"
        assert (await supervisor.post(answer, json=dismissing | {"version": 7})).status_code in (409, 412)
        assert (await supervisor.post(answer, json=dismissing)).status_code == 204
        assert (await supervisor.post(answer, json=dismissing)).status_code == 409
    async with world.acting("supervisor") as db:
        assert (await cases.conflicts_of(db, registered.case_id, [officer]))[officer][0].source == "record"
    async with site.api("eligibility_officer") as api:
        seen = (await api.get(f"/api/v1{address}")).json()["declared"]
    assert {d["reasons"] for d in seen if d["user_id"] != str(officer)} == {""}


async def test_of_two_who_save_at_once_one_is_told_and_nothing_is_mixed(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)
    async with world.reading("eligibility_officer") as db:
        read = (await assessments.assessment(db, draft)).version

    async def save(words: str) -> int:
        async with world.acting("eligibility_officer") as db:
            return await assessments.save(db, db.actor, draft, summary=words, version=read)

    outcomes = await asyncio.gather(save("Una"), save("Otra"), return_exceptions=True)
    assert sorted(type(o).__name__ for o in outcomes) == ["AssessmentChanged", "int"]
    async with world.reading("eligibility_officer") as db:
        view = await assessments.assessment(db, draft)
    assert (view.version, view.summary in {"Una", "Otra"}) == (read + 1, True)


async def test_an_edit_during_submission_is_in_what_was_submitted_or_is_refused(world: World) -> None:
    registered = await to_assessment(world)
    draft = await written(world, registered.case_id)

    async def edit() -> int:
        async with world.acting("eligibility_officer") as db:
            return await assessments.save(db, db.actor, draft, summary="Editado a la vez.")

    async def submit() -> None:
        async with world.acting("eligibility_officer") as db:
            await assessments.submit(db, db.actor, draft)

    edited, handed_in = await asyncio.gather(edit(), submit(), return_exceptions=True)
    assert handed_in is None
    async with world.reading("supervisor") as db:
        view = await assessments.assessment(db, draft)
    assert view.status == "submitted"
    assert (view.summary == "Editado a la vez.") == isinstance(edited, int)
    if not isinstance(edited, int):
        assert isinstance(edited, assessments.NotADraft)


async def test_what_a_judge_declared_is_read_and_answered_in_the_tribunal(site: Site) -> None:
    registered = await site.world.register()
    judge = site.world.actor("appeals_judge")
    async with site.world.system.writing(SYSTEM) as db:
        await db.execute(
            text("update cases set audience = audience || :keys where id = :case"),
            {"keys": list(judge.audience), "case": registered.case_id},
        )
    mine = {"kind": "friendship", "reasons": "Estudiamos juntos y seguimos viéndonos."}
    address, answer = f"/cases/{registered.reference}/conflicts", "/api/v1/conflicts/{}/answer"
    for role, reasons in (
        ("appeals_judge", mine["reasons"]),
        ("appeals_clerk", "Fui su vecina durante diez años."),
    ):
        async with site.api(role) as api:
            made = await api.post(f"/api/v1{address}", json=mine | {"reasons": reasons})
            assert made.is_success, made.text
    of = {d["reasons"]: d["id"] for d in made.json()["declared"]}
    of_judge, of_clerk = of[mine["reasons"]], of["Fui su vecina durante diez años."]
    dismissing = {"answer": "dismissed", "reasons": "No parece bastante para apartarse."}
    async with site.api("supervisor") as api, site.pages("supervisor") as pages:
        assert (await api.get("/api/v1/conflicts")).json()["declared"] == []
        seen = (await api.get(f"/api/v1{address}")).json()["declared"]
        assert {(d["reasons"], d["answerable"]) for d in seen} == {("", False)}
        assert f'action="/conflicts/{of_judge}"' not in (await pages.get(address)).text
        refused = await api.post(answer.format(of_judge), json=dismissing)
        assert (refused.status_code, "otra instancia" in refused.text) == (403, True)
        for_them = mine | {"kind": "enmity", "user_id": str(judge.user_id)}
        assert (await api.post(f"/api/v1{address}", json=for_them)).status_code == 422
    async with site.world.reading("appeals_judge") as db:
        assert (await cases.conflicts_of(db, registered.case_id, [judge.user_id]))[judge.user_id]
    async with site.api("appeals_clerk") as api, site.pages("appeals_clerk") as pages:
        assert (await api.post(answer.format(of_clerk), json=dismissing)).status_code == 403
        assert f'action="/conflicts/{of_judge}"' in (await pages.get(address)).text
        assert_sound((await pages.get("/conflicts")).text)
        dismissed = await api.post(answer.format(of_judge), json=dismissing)
        assert dismissed.status_code == 204, dismissed.text
    async with site.api("appeals_judge") as api, site.pages("appeals_judge") as pages:
        (listed,) = (await api.get("/api/v1/conflicts")).json()["declared"]
        assert (listed["id"], listed["reasons"]) == (of_clerk, "Fui su vecina durante diez años.")
        form = {
            "reference": registered.reference,
            "version": "1",
            "do": "upheld",
            "reasons": "Que actúe otra secretaría en este.",
        }
        assert (await pages.post(f"/conflicts/{of_clerk}", data=form)).status_code == 303
    async with site.world.reading("appeals_judge") as db:
        assert not (await cases.conflicts_of(db, registered.case_id, [judge.user_id]))[judge.user_id]
