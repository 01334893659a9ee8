"""The general form, proposals and limits put before somebody, on the pages of an invented country (features/procedures)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.chimera import REASONS, deployed, do, limit_of, passes, register, step
from tests.features.test_jobs import jobs_of
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult, relative


@pytest.fixture(autouse=True)
def chimera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path / "profiles", monkeypatch):
        yield


async def seen(site: Site, who: str, path: str, language: str = "es") -> str:
    async with site.pages(who) as pages:
        answer = await pages.get(path, params={"lang": language})
    assert answer.status_code == 200, answer.text
    assert_sound(answer.text)
    return answer.text


async def sent(site: Site, who: str, path: str, **typed: Any) -> tuple[int, str, str]:
    """Open the form, send it; (status, where it leads, body)."""
    async with site.pages(who) as pages:
        asked = (await pages.get(path)).text
        hidden = {name: _hidden(asked, name) for name in ("version", "key", "choose")}
        done = await pages.post(path, data={k: v for k, v in hidden.items() if v} | typed)
    if done.status_code != 303:
        assert_sound(done.text)
    return done.status_code, done.headers.get("location", ""), done.text


def _hidden(html: str, name: str) -> str:
    return (
        html.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]
        if f'name="{name}" value="' in html
        else ""
    )


async def test_the_case_leads_to_the_countrys_own_steps_in_both_languages(site: Site) -> None:
    case = await register(site.world)
    base = f"/cases/{case.reference}"
    page = await seen(site, "supervisor", base)
    for event in ("taken_up", "limit_extended", "warned", "archived"):
        assert f'href="{base}/steps/{event}"' in page
    assert "silence_challenged" not in page
    assert f"{base}/steps/limit_extended" not in await seen(site, "registration_officer", base)
    for language, words in (("es", "Plazo prorrogado"), ("en", "Time limit extended")):
        assert words in await seen(site, "supervisor", f"{base}/steps/limit_extended", language)


async def test_the_form_asks_shows_what_follows_and_keeps_what_was_typed(site: Site) -> None:
    case = await register(site.world)
    path = f"/cases/{case.reference}/steps/limit_extended"
    page = await seen(site, "supervisor", path)
    assert "se puede prorrogar una vez; hasta ahora, ninguna vez" in page
    assert "Prorrogado: antes vencía" in page, "the new end is shown with its explanation"
    status, _, body = await sent(site, "supervisor", path, reasons=REASONS)
    assert status == 422
    assert REASONS in body
    assert "Elija uno de la lista." in body
    status, _, body = await sent(
        site, "supervisor", path, **{"answers.cause": "complexity", "reasons": "No."}
    )
    assert status == 422
    assert 'value="complexity" checked' in body
    status, where, _ = await sent(
        site, "supervisor", path, **{"answers.cause": "complexity", "reasons": REASONS}
    )
    assert (status, where) == (303, f"/cases/{case.reference}?said=step_recorded")
    page = await seen(site, "supervisor", f"/cases/{case.reference}")
    assert "Prorrogado 1 de 1: la complejidad del caso. Antes vencía el" in page
    assert "/steps/limit_extended" not in page
    assert "Ahora no se puede." in await seen(site, "supervisor", path)
    timeline = await seen(site, "supervisor", f"/cases/{case.reference}/timeline")
    assert "Causa: La complejidad del caso" in timeline


async def test_days_and_numbers_are_read_as_written_and_refused_at_the_field(site: Site) -> None:
    case = await register(site.world)
    path = f"/cases/{case.reference}/steps/not_found"
    wrong = {
        "answers.looked_on-day": "31",
        "answers.looked_on-month": "2",
        "answers.looked_on-year": "2026",
        "answers.visits": "2",
    }
    status, _, body = await sent(site, "supervisor", path, **wrong)
    assert status == 422
    assert "Escriba una fecha que exista" in body
    assert 'value="31"' in body
    status, _, body = await sent(
        site, "supervisor", path, **(wrong | {"answers.looked_on-day": "3", "answers.visits": "dos"})
    )
    assert status == 422
    assert "Escriba un número entero" in body
    future = wrong | {"answers.looked_on-day": "3"}
    future |= {"at-day": "1", "at-month": "1", "at-year": "2099", "at-time": "09:00"}
    status, _, body = await sent(site, "supervisor", path, **future)
    assert status == 422
    assert "Lo que todavía no ha pasado" in body
    good = wrong | {"answers.looked_on-day": "3", "answers.where": "En su casa"}
    assert (await sent(site, "supervisor", path, **good))[0] == 303
    timeline = await seen(site, "supervisor", f"/cases/{case.reference}/timeline")
    assert "En su casa" in timeline


async def test_a_step_that_ends_a_claim_is_looked_at_twice(site: Site) -> None:
    case = await register(site.world)
    path = f"/cases/{case.reference}/steps/archived"
    page = await seen(site, "supervisor", path)
    assert "Se cierran los documentos provisionales." in page
    status, _, body = await sent(site, "supervisor", path, reasons=REASONS)
    assert status == 200
    assert "La solicitud termina: Yorlenis Beatriz Guédez Marcano." in body
    assert "de «Registrada» a «Archivada»" in body
    assert f'name="reasons" value="{REASONS}"' in body
    assert "Registrada" in await seen(site, "supervisor", f"/cases/{case.reference}")
    again = {name: _hidden(body, name) for name in ("version", "key", "reasons", "confirmed")}
    async with site.pages("supervisor") as pages:
        done = await pages.post(path, data=again)
        twice = await pages.post(path, data=again)
    assert (done.status_code, twice.status_code) == (303, 303)
    assert "Archivada" in await seen(site, "supervisor", f"/cases/{case.reference}")
    async with site.api("supervisor") as api:
        names = [e["name"] for e in (await api.get(f"/api/v1/cases/{case.reference}/timeline")).json()]
    assert names.count("archived") == 1


async def test_whom_it_concerns_is_chosen_where_there_are_several(site: Site) -> None:
    case = await register(site.world, [adult(), relative("Darwin", adult().person.birth_date, "spouse")])
    path = f"/cases/{case.reference}/steps/archived"
    page = await seen(site, "supervisor", path)
    assert page.count('name="claims"') == 2
    status, _, body = await sent(site, "supervisor", path, reasons=REASONS)
    assert status == 422
    assert "Marque a quién concierne." in body
    async with site.api("supervisor") as api:
        claims = (await api.get(f"/api/v1/cases/{case.reference}")).json()["claims"]
    status, _, body = await sent(site, "supervisor", path, reasons=REASONS, claims=claims[1]["id"])
    assert status == 200
    assert "Darwin" in body
    assert claims[1]["id"] in body


async def test_somebody_elses_step_and_one_with_its_own_page_are_refused(site: Site) -> None:
    case = await register(site.world)
    base = f"/cases/{case.reference}/steps"
    async with site.pages("registration_officer") as pages:
        page = await pages.get(f"{base}/archived")
        assert "no corresponde a su función" in page.text
        assert (await pages.post(f"{base}/archived", data={"reasons": REASONS})).status_code == 403
        assert (await pages.get(f"{base}/registered")).status_code == 409
        assert (await pages.get(f"{base}/nothing")).status_code == 404
    async with site.pages("other_supervisor") as pages:
        assert (await pages.get(f"{base}/archived")).status_code == 404
    async with site.pages("supervisor") as pages:
        stale = await pages.post(f"{base}/warned", data={"version": "1", "key": "x"})
    await step(site.world, case.case_id, "taken_up")
    async with site.pages("supervisor") as pages:
        stale = await pages.post(f"{base}/warned", data={"version": "1", "key": "y"})
    assert stale.status_code == 412


async def test_proposals_stand_on_the_case_and_on_my_day_of_who_decides(site: Site, tmp_path: Path) -> None:
    world = site.world
    another = await register(world)
    case = await register(world)
    await step(world, case.case_id, "warned")
    world.clock.set((await limit_of(world, case.case_id, "answer")).due_at)
    await passes(world, case.case_id, "answer", tmp_path)
    base = f"/cases/{case.reference}"
    day = await seen(site, "supervisor", "/")
    assert "Por decidir" in day
    assert "Se propone porque: venció sin cumplirse: Contestar el aviso." in day
    assert f'href="{base}/steps/archived"' in day
    assert "To decide" in await seen(site, "supervisor", "/", "en")
    assert "Por decidir" not in await seen(site, "registration_officer", "/")
    theirs = await seen(site, "registration_officer", base)
    assert "Decide: Supervisión." in theirs
    assert "/proposals/" not in theirs
    page = await seen(site, "supervisor", base)
    leave = page.split(f'href="{base}/proposals/')[1].split('"')[0]
    assert "Descartar: Archivada" in await seen(site, "supervisor", f"{base}/proposals/{leave}")
    status, _, body = await sent(site, "supervisor", f"{base}/proposals/{leave}", reasons="No.")
    assert status == 422
    assert ">No.</textarea>" in body.replace("\n", "")
    async with site.pages("supervisor") as pages:
        astray = await pages.post(f"/cases/{another.reference}/proposals/{leave}", data={"reasons": REASONS})
    assert astray.status_code == 404
    status, where, _ = await sent(site, "supervisor", f"{base}/proposals/{leave}", reasons=REASONS)
    assert (status, where) == (303, f"{base}?said=proposal_dismissed")
    assert "/proposals/" not in await seen(site, "supervisor", base)
    assert "Por decidir" not in await seen(site, "supervisor", "/")
    assert REASONS in await seen(site, "supervisor", f"{base}/timeline")


async def test_a_limit_put_before_the_supervisor_stands_on_their_day_with_why(
    site: Site, tmp_path: Path
) -> None:
    world = site.world
    case = await register(world)
    limit = await limit_of(world, case.case_id, "study")
    (payload,) = await jobs_of(world, "deadline_escalation", {str(limit.id)})
    assert "Ante usted" not in await seen(site, "supervisor", "/")
    world.clock.set(limit.due_at)
    await do(world, "deadline_escalation", payload, tmp_path)
    await passes(world, case.case_id, "study", tmp_path)
    day = await seen(site, "supervisor", "/")
    assert "Está ante usted porque venció el" in day
    assert "la ley permite tenerlo por denegado" in day
    assert "Before you" in await seen(site, "supervisor", "/", "en")
    page = await seen(site, "supervisor", f"/cases/{case.reference}")
    assert "Ante Supervisión desde el" in page
    assert "Mientras tanto los documentos siguen vigentes." in page
    theirs = await seen(site, "registration_officer", f"/cases/{case.reference}")
    assert f'href="/cases/{case.reference}/steps/silence_challenged"' in theirs
    assert "la ley permite tenerlo por denegado" in theirs


async def test_a_late_claim_is_registered_all_the_same_and_waits_for_a_decision(site: Site) -> None:
    case = await register(site.world, entered_on=date(2026, 10, 1))
    base = f"/cases/{case.reference}"
    page = await seen(site, "supervisor", base)
    assert "Fuera de plazo" in page
    assert "una persona decide, con razones, si la demora importa" in page
    assert f'href="{base}/steps/late_filing_decided"' in page
    status, _, _ = await sent(
        site,
        "supervisor",
        f"{base}/steps/late_filing_decided",
        **{"answers.late_filing": "excused", "reasons": REASONS},
    )
    assert status == 303
    page = await seen(site, "supervisor", base)
    assert "Se excusa" in page
    assert "/proposals/" not in page
    assert "late_filing_decided" not in page


async def test_the_registration_page_shows_the_time_to_file_and_never_stops(site: Site) -> None:
    page = await seen(site, "registration_officer", "/register")
    assert "No se sabe desde qué día corre" in page
    typed = {
        "do": "look",
        "rows": "1",
        "key": "k",
        "entered_on-day": "1",
        "entered_on-month": "10",
        "entered_on-year": "2026",
    }
    async with site.pages("registration_officer") as pages:
        looked = await pages.post("/register", data=typed)
    assert "Fuera de plazo" in looked.text
    assert "Supo del peligro de volver" in looked.text
    typed |= {"learned_of-day": "8", "learned_of-month": "11", "learned_of-year": "2026"}
    async with site.pages("registration_officer") as pages:
        looked = await pages.post("/register", data=typed)
    assert "En plazo" in looked.text
    assert "el peligro se supo después" in looked.text
