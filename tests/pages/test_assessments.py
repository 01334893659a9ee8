"""The assessment on the pages: written beside the record, cited, submitted, returned, endorsed."""

import re
from typing import Any
from uuid import UUID, uuid4

import httpx

from app.assessments import public as assessments
from app.interviews import public as interviews
from tests.assessing import CATEGORIES, FACT, REASONS, REJECTING, complete_checklist, submitted, to_assessment
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, family_of_five

COMMENT = "Falta citar la información del país en el hecho 1."


def version_of(html: str) -> str:
    return re.search(r'name="version" value="(\d+)"', html)[1]  # type: ignore[index]


async def begun(pages: httpx.AsyncClient, reference: str) -> str:
    """The address of the new draft."""
    started = await pages.post(f"/cases/{reference}/assessment")
    assert started.status_code == 303
    return started.headers["location"]


def complete() -> dict[str, Any]:
    typed: dict[str, Any] = {
        "summary": "Pide protección porque la amenazaron.",
        "fact": "0",
        "fact-statement": str(FACT["statement"]),
        "fact-finding": "accepted",
        "fact-finding-reason": REASONS,
        "fact-indicators": ["detail", "plausibility"],
        "fact-source": "Nota de país inventada, párr. 3",
        "result-0-outcome": "rejected",
        "result-0-reasons": REASONS,
        "result-0-categories": list(CATEGORIES),
    } | {f"result-0-explain-{code}": said for code, said in CATEGORIES.items()}
    for name, answer in REJECTING.items():
        typed[f"issue-{name}"] = answer["conclusion"]
        typed[f"issue-{name}-reasons"] = answer.get("reasons", "")
        typed |= {f"issue-{name}-part-{key}": said for key, said in answer.get("parts", {}).items()}
    return typed


async def newest(world: World, case_id: UUID) -> assessments.AssessmentView:
    async with world.reading("eligibility_officer") as db:
        return (await assessments.assessments_of(db, case_id))[0]


async def test_an_assessment_is_written_and_submitted_without_a_script(site: Site) -> None:
    registered = await to_assessment(site.world, family_of_five())
    async with site.pages("eligibility_officer") as pages:
        tab = await pages.get(f"/cases/{registered.reference}/assessment")
        assert "Empezar el análisis" in tab.text
        here = await begun(pages, registered.reference)
        empty = await pages.get(here)
        assert_sound(empty.text)
        assert "Apatridia" in empty.text
        assert "Cartagena" not in empty.text
        assert "disabled" in empty.text.split("Enviar a revisión")[0].rpartition("<button")[2]
        saved = await pages.post(here, data={"version": version_of(empty.text), "do": "save", **complete()})
        assert saved.status_code == 303
        again = await pages.get(saved.headers["location"])
        assert_sound(again.text)
        assert "Está completo" in again.text
        assert "P1" in again.text
        sent = await pages.post(here, data={"version": version_of(again.text), "do": "submit", **complete()})
        assert sent.headers["location"].startswith(f"/cases/{registered.reference}/assessment")
        read = await pages.get(here)
        assert_sound(read.text)
        assert 'name="summary"' not in read.text
    view = await newest(site.world, registered.case_id)
    assert (view.status, len(view.facts), len(view.recommendations)) == ("submitted", 1, 5)


async def test_what_is_missing_is_shown_and_submitting_keeps_what_was_typed(site: Site) -> None:
    registered = await to_assessment(site.world)
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        page = await pages.get(here)
        typed = complete() | {
            "issue-statelessness": "",
            "issue-statelessness-reasons": "",
            "summary": "O'Brien & <b>",
        }
        refused = await pages.post(here, data={"version": version_of(page.text), "do": "submit", **typed})
        assert refused.status_code == 422
        assert_sound(refused.text)
        assert "Falta la conclusión de este punto." in refused.text
        assert "O&#39;Brien &amp; &lt;b&gt;" in refused.text
    assert (await newest(site.world, registered.case_id)).summary == ""


async def test_who_saves_a_stale_form_keeps_their_words_and_overwrites_nothing(site: Site) -> None:
    registered = await to_assessment(site.world)
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        await pages.post(here, data={"version": "1", "summary": "Lo de la otra ventana", "do": "save"})
        stale = await pages.post(here, data={"version": "1", "summary": "Lo de esta", "do": "save"})
    assert stale.status_code == 412
    assert_sound(stale.text)
    assert "Lo de esta" in stale.text
    assert (await newest(site.world, registered.case_id)).summary == "Lo de la otra ventana"


async def test_a_child_who_is_not_theirs_is_pointed_out_until_they_have_their_own_result(site: Site) -> None:
    registered = await to_assessment(site.world, family_of_five())
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        page = (await pages.get(here)).text
        assert page.count("decida si se examina aparte") == 1
        own = {"result-4-outcome": "rejected", "result-4-reasons": REASONS}
        await pages.post(here, data={"version": version_of(page), "do": "save", **own})
        assert "decida si se examina aparte" not in (await pages.get(here)).text


async def test_reasons_without_a_result_of_their_own_are_not_lost_silently(site: Site) -> None:
    registered = await to_assessment(site.world, family_of_five())
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        refused = await pages.post(here, data={"version": "1", "do": "save", "result-2-reasons": "Aparte."})
    assert refused.status_code == 422
    assert "Aparte." in refused.text
    assert "Elija el resultado propio" in refused.text


async def test_autosave_answers_with_the_next_version_and_refuses_a_stale_one(site: Site) -> None:
    registered = await to_assessment(site.world)
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        auto = {"X-Autosave": "1", "If-Match": '"1"'}
        first = await pages.post(
            here, data={"summary": "Uno", "fact": "0", "fact-source": "A med"}, headers=auto
        )
        stale = await pages.post(here, data={"summary": "Dos", "fact": "0"}, headers=auto)
    assert (first.status_code, first.headers["ETag"], stale.status_code) == (204, '"2"', 412)
    view = await newest(site.world, registered.case_id)
    assert (view.summary, view.facts) == ("Uno", ())


async def test_an_answer_of_the_record_is_cited_with_the_passage_and_taken_back(site: Site) -> None:
    registered = await to_assessment(site.world)
    entry = await said(site.world, registered.case_id, "Me bajaron de la panga. Eran dos policías.")
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        page = await pages.get(here)
        assert f'value="{entry}"' in page.text
        typed = {"version": version_of(page.text), "fact": "0", "fact-statement": "Fue detenida."}
        cited = await pages.post(here, data=typed | {"cite": str(entry), "quote": "Eran dos policías."})
        assert cited.headers["location"].endswith("?fact=1#r1")
        again = await pages.get(here)
        assert_sound(again.text)
        assert "<mark>Eran dos policías.</mark>" in again.text
        assert 'href="#h1"' in again.text
        dropped = await pages.post(here, data=typed | {"version": version_of(again.text), "do": "save"})
        assert dropped.status_code == 303
    assert (await newest(site.world, registered.case_id)).facts[0].evidence == ()


async def said(world: World, case_id: UUID, answer: str) -> UUID:
    """An interview in progress with one question and its answer; the answer's identifier."""
    async with world.acting("eligibility_officer") as db:
        interview = await interviews.start(db, db.actor, case_id)
        await interviews.record_entry(
            db, db.actor, interview, entry_id=uuid4(), kind="question", text="¿Qué pasó en febrero?"
        )
        entry = await interviews.record_entry(
            db, db.actor, interview, entry_id=uuid4(), kind="answer", text=answer
        )
        return entry.id


async def test_facts_are_added_opened_and_removed(site: Site) -> None:
    registered = await to_assessment(site.world)
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)

        async def send(**typed: str) -> str:
            version = version_of((await pages.get(here)).text)
            answer = await pages.post(here, data={"version": version, **typed})
            assert answer.status_code == 303, answer.text
            return str(answer.headers["location"])

        assert (await send(fact="0", **{"fact-statement": "Uno", "do": "open-2"})).endswith("?fact=2#facts")
        await send(fact="1", **{"fact-statement": "Dos", "do": "save"})
        assert [f.statement for f in (await newest(site.world, registered.case_id)).facts] == ["Uno", "Dos"]
        await send(fact="0", do="remove")
    assert [f.statement for f in (await newest(site.world, registered.case_id)).facts] == ["Dos"]


async def test_a_supervisor_returns_it_once_with_a_comment_and_then_endorses(site: Site) -> None:
    registered = await to_assessment(site.world, family_of_five())
    first = await submitted(site.world, registered.case_id)
    path = f"/assessments/{first}/review"
    async with site.pages("supervisor") as pages:
        page = await pages.get(path)
        assert_sound(page.text)
        hasty = await pages.post(
            path, data={"version": version_of(page.text), "do": "endorse", "comment": "Bien."}
        )
        assert hasty.status_code == 422
        assert_sound(hasty.text)
        assert "Falta contestar este punto." in hasty.text
        assert "Bien." in hasty.text
        answers = {
            "version": version_of(page.text),
            "do": "return",
            "comment": COMMENT,
            "checklist.law_applied": "no",
        }
        assert (await pages.post(path, data=answers)).status_code == 303
    async with site.pages("eligibility_officer") as pages:
        draft = (await newest(site.world, registered.case_id)).id
        corrected = await pages.get(f"/assessments/{draft}")
        assert COMMENT in corrected.text
        sent = await pages.post(
            f"/assessments/{draft}",
            data={"version": version_of(corrected.text), "do": "submit", **complete()},
        )
        assert sent.status_code == 303, sent.text
    async with site.pages("supervisor") as pages:
        path = f"/assessments/{draft}/review"
        checked = {f"checklist.{code}": answer for code, answer in complete_checklist().items()}
        version = version_of((await pages.get(path)).text)
        assert (
            await pages.post(path, data={"version": version, "do": "endorse", **checked})
        ).status_code == 303
        tab = await pages.get(f"/cases/{registered.reference}/assessment")
        assert_sound(tab.text)
        assert "Avalado" in tab.text
    async with site.pages("commission_secretary") as pages:
        tab = await pages.get(f"/cases/{registered.reference}/assessment")
        assert_sound(tab.text)
        assert COMMENT not in tab.text
        assert (await pages.get(f"/assessments/{first}")).status_code == 404
        assert_sound((await pages.get(f"/assessments/{draft}")).text)


async def test_english_has_every_word_of_the_form(site: Site) -> None:
    registered = await to_assessment(site.world)
    async with site.pages("eligibility_officer") as pages:
        here = await begun(pages, registered.reference)
        page = await pages.get(f"{here}?lang=en")
    assert "Well-founded fear" in page.text
    assert "Submit for review" in page.text
    assert "Temor" not in page.text
