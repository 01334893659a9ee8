"""Remedies on the pages: filed by who represents, admitted and judged by a judge, given up, read by the others."""

from datetime import timedelta
from typing import Any

from app.remedies import public as remedies
from tests.appealing import GROUNDS, JUDGED, LATE, appealed, rejected_and_served
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import also_holds, family_of_five


async def send(
    site: Site, who: str, path: str, *, to: str | None = None, **typed: Any
) -> tuple[int, str, str]:
    """Open a page, send its form; (status, where it leads, body)."""
    async with site.pages(who) as pages:
        asked = await pages.get(path)
        assert asked.status_code == 200, asked.text
        assert_sound(asked.text)
        version = asked.text.split('name="version" value="')[1].split('"')[0]
        done = await pages.post(to or path, data={"version": version, **typed})
    if done.status_code != 303:
        assert_sound(done.text)
    return done.status_code, done.headers.get("location", ""), done.text


async def read(site: Site, who: str, path: str) -> tuple[int, str]:
    async with site.pages(who) as pages:
        answer = await pages.get(path, follow_redirects=True)
    if answer.status_code == 200:
        assert_sound(answer.text)
    return answer.status_code, answer.text


async def test_filed_from_the_case_and_seen_at_the_tribunal(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    path = f"/cases/{scene.reference}/remedy"
    status, _, body = await send(site, "legal_representative", path, kind="appeal", grounds="Apelo.")
    assert status == 422
    assert "Apelo." in body
    status, where, _ = await send(site, "legal_representative", path, kind="appeal", grounds=GROUNDS)
    assert (status, where) == (303, f"/cases/{scene.reference}/remedies?said=filed")
    status, body = await read(site, "legal_representative", f"/cases/{scene.reference}/remedies")
    assert status == 200
    assert GROUNDS in body
    assert "Desistir del recurso" in body
    for who in ("appeals_clerk", "appeals_judge"):
        status, body = await read(site, who, "/tribunal")
        assert status == 200
        assert scene.reference in body
        assert "Resolver la apelación" in body
    assert (await read(site, "other_legal_representative", path))[0] == 404
    assert (await read(site, "supervisor", "/tribunal"))[0] == 403


async def test_filing_late_asks_why_and_a_judge_admits_it(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    site.world.clock.advance(timedelta(days=10))
    path = f"/cases/{scene.reference}/remedy"
    status, _, body = await send(site, "legal_representative", path, kind="appeal", grounds=GROUNDS)
    assert status == 422
    assert "El plazo venció." in body
    assert "El plazo ya venció" in body
    assert (
        await send(site, "legal_representative", path, kind="appeal", grounds=GROUNDS, late_reasons=LATE)
    )[0] == 303
    async with site.world.reading("appeals_judge") as db:
        remedy = (await remedies.remedies_of(db, scene.case_id))[0]
    page = f"/remedies/{remedy.id}"
    assert "Decidir la admisión" in (await read(site, "appeals_judge", "/tribunal"))[1]
    assert "Decidir sobre la admisión" not in (await read(site, "appeals_clerk", page))[1]
    status, _, body = await send(site, "appeals_judge", page, to=f"{page}/admission", reasons=LATE)
    assert status == 422
    assert "Elija si se admite." in body
    status, where, _ = await send(
        site, "appeals_judge", page, to=f"{page}/admission", admitted="yes", reasons=LATE
    )
    assert (status, where) == (303, f"{page}?said=admitted_late")
    assert (await scene.case()).stage == "under_remedy"


async def test_judged_overturned_and_the_family_follows(site: Site) -> None:
    scene, remedy_id = await appealed(site.world, family_of_five())
    page, claim = f"/remedies/{remedy_id}", (await scene.case()).claims[0].id
    status, _, body = await send(
        site, "appeals_judge", page, to=f"{page}/decision", result="overturned", reasons=JUDGED
    )
    assert status == 422
    assert "Diga el resultado de esta solicitud." in body
    assert JUDGED in body
    typed = {
        "result": "overturned",
        "reasons": JUDGED,
        "reversal_grounds": ["credibility"],
        f"outcome-{claim}": "recognised_convention",
        f"grounds-{claim}": "political_opinion",
    }
    status, where, _ = await send(site, "appeals_judge", page, to=f"{page}/decision", **typed)
    assert (status, where) == (303, f"{page}?said=judged_overturned")
    case = await scene.case()
    assert [c.outcome for c in case.claims] == ["recognised_convention"] + ["recognised_derivative"] * 4
    assert case.claims[0].grounds == ["political_opinion"]
    assert "Revoca lo resuelto" in (await read(site, "legal_representative", page))[1]
    assert "Notificar" in (await read(site, "appeals_clerk", "/tribunal"))[1]


async def test_sent_back_needs_an_instruction_that_the_officer_reads(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    page = f"/remedies/{remedy_id}"
    typed: dict[str, Any] = {"result": "remitted", "reasons": JUDGED, "reversal_grounds": ["facts"]}
    status, _, body = await send(site, "appeals_judge", page, to=f"{page}/decision", **typed)
    assert status == 422
    assert "Escriba qué debe hacer la primera instancia" in body
    instruction = "Entreviste de nuevo sobre las amenazas de 2025."
    typed |= {"instructions": instruction, "reversal_grounds": ["facts"]}
    assert (await send(site, "appeals_judge", page, to=f"{page}/decision", **typed))[0] == 303
    for path in (page, f"/cases/{scene.reference}"):
        status, body = await read(site, "eligibility_officer", path)
        assert status == 200
        assert instruction in body
    answering = f"/cases/{scene.reference}/instructions"
    body = (await read(site, "eligibility_officer", answering))[1]
    to = f"{answering}/{body.partition(answering + '/')[2][:36]}"
    field, said = f"answer-{to.rpartition('/')[2]}", "Se le preguntó de nuevo: véase la entrevista de hoy."
    async with site.pages("eligibility_officer") as pages:
        short = await pages.post(to, data={field: "Sí."})
        assert (short.status_code, "Sí." in short.text) == (422, True)
        assert (await pages.post(to, data={field: said})).status_code == 303
    assert said in (await read(site, "eligibility_officer", answering))[1]


async def test_a_judge_who_took_part_sees_why_there_is_no_form(site: Site) -> None:
    _scene, remedy_id = await appealed(site.world)
    await also_holds(site.world, "supervisor", "appeals_judge", "partial_judge", body="tribunal")
    status, body = await read(site, "partial_judge", f"/remedies/{remedy_id}")
    assert status == 200
    assert "Consta que usted intervino antes" in body
    assert "Firmar y resolver" not in body


async def test_given_up_on_a_page_that_names_the_consequence(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    path, claim = f"/remedies/{remedy_id}/withdraw", str((await scene.case()).claims[0].id)
    status, _, body = await send(
        site, "legal_representative", path, claims=[claim], statement="Desiste por su propia voluntad."
    )
    assert status == 422
    assert "firmar" in body
    status, where, _ = await send(
        site,
        "legal_representative",
        path,
        claims=[claim],
        statement="Desiste por su propia voluntad.",
        signed="1",
        explained_in="es",
    )
    assert (status, where) == (303, f"/remedies/{remedy_id}?said=remedy_withdrawn")
    assert (await scene.case()).stage == "final"


async def test_the_office_files_a_writing_that_it_received_yesterday(site: Site) -> None:
    scene = await rejected_and_served(site.world)
    site.world.clock.advance(timedelta(days=6))
    day = site.world.clock.now() - timedelta(days=5)
    written: dict[str, Any] = {
        "filed_on-day": day.day,
        "filed_on-month": day.month,
        "filed_on-year": day.year,
    }
    status, _, _ = await send(
        site,
        "registration_officer",
        f"/cases/{scene.reference}/remedy",
        kind="appeal",
        grounds=GROUNDS,
        **written,
    )
    assert status == 303
    async with site.world.reading("supervisor") as db:
        assert (await remedies.remedies_of(db, scene.case_id))[0].in_time
