"""A sitting on the pages: the secretary's and the members', from convening to the signature; then service and finality."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.cases import public as cases
from app.core.actor import SYSTEM
from tests.api.test_sittings import reference_of
from tests.awaiting import SUMMARY, case_awaiting_decision
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import family_of_five


async def opened(pages: httpx.AsyncClient, address: str, status: int = 200) -> str:
    answer = await pages.get(address)
    assert answer.status_code == status, answer.text[:2000]
    assert_sound(answer.text)
    return answer.text


async def sent(pages: httpx.AsyncClient, address: str, status: int = 303, /, **form: Any) -> str:
    """Send a form: the address it leads to, or the page that shows the refusal."""
    answer = await pages.post(address, data=form)
    assert answer.status_code == status, answer.text[:3000]
    if status == 303:
        return answer.headers["location"]
    assert_sound(answer.text)
    return answer.text


def members(site: Site) -> list[str]:
    return [str(site.world.actor(f"commission_member_{n}").user_id) for n in range(3)]


def when(site: Site) -> dict[str, Any]:
    local = site.world.clock.now() - timedelta(hours=6)
    return {
        "starts_at-day": str(local.day),
        "starts_at-month": str(local.month),
        "starts_at-year": str(local.year),
        "starts_at-time": "15:00",
    }


async def convened(site: Site, *references: str) -> str:
    async with site.pages("commission_secretary") as pages:
        called = members(site)
        where = await sent(pages, "/sittings", **when(site), members=called, presiding=called[0])
        sitting = where.partition("?")[0]
        await sent(pages, f"{sitting}/agenda", cases=list(references))
        await sent(pages, f"{sitting}/attendance", present=called, presiding=called[0], open="1")
    return sitting


def item_of(html: str) -> UUID:
    found = re.search(r"/items/([0-9a-f-]{36})/", html)
    assert found, "no form for an item"
    return UUID(found[1])


async def decided(site: Site, reference: str) -> str:
    """Voted, closed, signed, all by pages: the decision's address."""
    sitting = await convened(site, reference)
    for n in range(3):
        async with site.pages(f"commission_member_{n}") as pages:
            html = await opened(pages, sitting)
            await sent(pages, f"{sitting}/items/{item_of(html)}/vote", choice="for")
    async with site.pages("commission_secretary") as pages:
        html = await opened(pages, sitting)
        await sent(pages, f"{sitting}/items/{item_of(html)}/closing", result="by_vote", position=1)
        closed = await opened(pages, f"{sitting}?item=1")
    found = re.search(r"/decisions/[0-9a-f-]{36}", closed)
    assert found
    async with site.pages("commission_member_0") as pages:
        text = await opened(pages, found[0])
        assert "Firmar la resolución" in text
        assert SUMMARY in text
        await sent(pages, f"{found[0]}/signature")
    return found[0]


async def test_the_item_in_hand_says_for_how_long_its_limit_has_passed(site: Site) -> None:
    world = site.world
    case_id = await case_awaiting_decision(world)
    async with world.reading("supervisor") as db:
        nearest = next(x for x in await cases.limits_of(db, case_id) if x.state == "running")
    world.clock.set(nearest.due_at + timedelta(days=20))
    async with world.system.writing(SYSTEM) as db:
        await cases.note_passed(db, nearest.id)
    sitting = await convened(site, await reference_of(site, case_id))
    async with site.pages("commission_secretary") as pages:
        html = await opened(pages, sitting)
    assert "Venció hace" in html
    assert "sin plazo registrado" not in html


async def test_the_secretary_convenes_builds_the_agenda_and_opens(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world, family_of_five()))
    async with site.pages("commission_secretary") as pages:
        assert "Convocar una sesión" in await opened(pages, "/sittings")
        called = members(site)
        where = await sent(pages, "/sittings", **when(site), members=called, presiding=called[1])
        sitting = where.partition("?")[0]
        assert "El orden del día está vacío." in await opened(pages, sitting)
        assert reference in await opened(pages, f"{sitting}/agenda")
        await sent(pages, f"{sitting}/agenda", cases=reference)
        refused = await sent(pages, f"{sitting}/attendance", 409, present=called[:1], open="1")
        assert "No hay quórum: están 1 y el mínimo es 2." in refused
        await sent(pages, f"{sitting}/attendance", present=called, presiding=called[0], open="1")
        html = await opened(pages, sitting)
    assert "Hay quórum" in html
    assert "sin verificar" in html
    assert "Keyla Dayana Mejía Portillo" in html
    assert html.count("Ley 8764, art. 106") == 5
    assert "presente 08:00" in html
    assert "Se cierra cuando vote" in html


async def test_a_time_that_is_none_and_a_body_without_members_stand_at_their_fields(site: Site) -> None:
    async with site.pages("commission_secretary") as pages:
        html = await sent(pages, "/sittings", 422, **{**when(site), "starts_at-day": "34"})
        assert "Escriba día, mes, año y hora" in html
        assert 'value="34"' in html
        assert "Convoque a quienes integran el órgano." in await sent(
            pages, "/sittings", 422, **when(site), presiding=members(site)[0]
        )
        empty = await convened(site, await reference_of(site, await case_awaiting_decision(site.world)))
        assert "Elija al menos un expediente." in await sent(pages, f"{empty}/agenda", 422)


async def test_a_vote_without_reasons_keeps_what_was_chosen_and_a_vote_can_be_changed(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    sitting = await convened(site, reference)
    async with site.pages("commission_member_1") as pages:
        html = await opened(pages, sitting)
        vote = f"{sitting}/items/{item_of(html)}/vote"
        assert "Cerrar votación" not in html
        refused = await sent(pages, vote, 422, choice="against", vote_reasons="", position=1)
        assert "Escriba las razones de su voto." in refused
        assert re.search(r'value="against" checked', refused)
        await sent(pages, vote, choice="against", vote_reasons="Falta oír a la persona.", position=1)
        again = await opened(pages, sitting)
        assert "Cambiar su voto" in again
        assert "Falta oír a la persona.</textarea>" in again
    async with site.pages("commission_secretary") as pages:
        html = await opened(pages, sitting)
    assert "Falta oír a la persona." in html
    assert "Firmar mi voto" not in html


async def test_a_member_recuses_themselves_and_the_page_shows_no_case_any_more(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    sitting = await convened(site, reference)
    async with site.pages("commission_member_2") as pages:
        html = await opened(pages, sitting)
        await sent(pages, f"{sitting}/items/{item_of(html)}/recusal", recusal_reasons="Conozco a la familia.")
        after = await opened(pages, sitting)
        await opened(pages, f"/cases/{reference}", 404)
    assert reference not in after
    assert "Usted se inhibió de un asunto de esta sesión." in after
    async with site.pages("commission_secretary") as pages:
        shown = await opened(pages, sitting)
    assert "fuera de sala en el punto 1" in shown


async def test_sending_back_asks_for_the_instruction_at_its_field(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    sitting = await convened(site, reference)
    async with site.pages("commission_secretary") as pages:
        closing = f"{sitting}/items/{item_of(await opened(pages, sitting))}/closing"
        short = await sent(pages, closing, 422, result="sent_back", instruction="Falta.", position=1)
        assert "con 20 caracteres al menos" in short
        early = await sent(pages, closing, 409, result="by_vote", position=1)
        assert "Faltan votos" in early
        instruction = "Ampliar el examen de apatridia de los niños."
        await sent(pages, closing, result="sent_back", instruction=instruction, position=1)
        after = await opened(pages, f"{sitting}?item=1")
    assert "Devuelta" in after
    assert instruction in after


async def test_decided_signed_served_and_final_by_pages(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world, family_of_five()))
    decision = await decided(site, reference)
    async with site.pages("registration_officer") as pages:
        tab = await opened(pages, f"/cases/{reference}/decisions")
        assert "Registrar la notificación" in tab
        form: dict[str, Any] = {
            "channel": "in_person",
            "served_to": "La solicitante",
            "proof": "Acta firmada",
            "served_at-day": "10",
            "served_at-month": "11",
            "served_at-year": "2026",
        }
        late = await sent(pages, f"{decision}/notification", 422, **(form | {"served_at-time": "23:00"}))
        assert "La notificación no puede ser en el futuro." in late
        assert "Acta firmada" in late
        await sent(pages, f"{decision}/notification", **(form | {"served_at-time": "08:00"}))
        served = await opened(pages, f"/cases/{reference}/decisions")
    assert "vie 13 nov 2026" in served
    assert "3 días hábiles" in served
    async with site.pages("commission_secretary") as pages:
        refused = await sent(pages, f"/cases/{reference}/finality", 409)
        assert "El plazo para recurrir no ha vencido." in refused
        site.world.clock.advance(timedelta(days=4))
    async with site.pages("commission_secretary") as pages:
        await opened(pages, f"/cases/{reference}/finality")
        await sent(pages, f"/cases/{reference}/finality")
        assert "Firme" in await opened(pages, f"/cases/{reference}")
        paper = await pages.get(f"{decision}.pdf")
    assert paper.content.startswith(b"%PDF-")


async def test_who_was_recognised_is_not_offered_an_appeal(site: Site) -> None:
    recognised, rejected = [
        await reference_of(site, await case_awaiting_decision(site.world, outcome=outcome))
        for outcome in ("recognised_convention", "rejected")
    ]
    offered = {}
    for reference in (recognised, rejected):
        decision = await decided(site, reference)
        async with site.pages("registration_officer") as pages:
            form = {k.replace("starts_at", "served_at"): v for k, v in when(site).items()}
            form |= {"served_at-time": "08:00", "channel": "in_person", "served_to": "Ella", "proof": "Acta"}
            await sent(pages, f"{decision}/notification", **form)
            offered[reference] = "Presentar un recurso" in await opened(
                pages, f"/cases/{reference}/decisions"
            )
    assert offered == {recognised: False, rejected: True}


async def test_the_sitting_is_closed_with_a_second_look_and_its_minutes_are_printed(site: Site) -> None:
    one = await reference_of(site, await case_awaiting_decision(site.world))
    sitting = await convened(site, one)
    async with site.pages("commission_secretary") as pages:
        asked = await opened(pages, f"{sitting}/closing")
        assert "1 asunto sin resolver queda para otra sesión." in asked
        assert len(re.findall(r"\d+-2026", asked.partition("<h1")[2].partition("</h1>")[0])) == 1
        await sent(pages, f"{sitting}/closing")
        assert "Acta (PDF)" in await opened(pages, sitting)
        minutes = await pages.get(f"{sitting}/minutes.pdf")
    assert minutes.content.startswith(b"%PDF-")


async def test_the_pages_are_complete_in_english(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    sitting = await convened(site, reference)
    async with site.pages("commission_member_0") as pages:
        html = await opened(pages, f"{sitting}?lang=en")
    assert "Sign my vote" in html
    assert "Quorum" in html


async def test_a_chamber_is_kept_by_pages_and_the_programs_see_the_same(site: Site) -> None:
    """Seats, calendar, agenda sent round, remote attendance, suspension, a private note, facts asked for, calling off."""
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    called = members(site)
    async with site.pages("commission_secretary") as pages:
        assert "Escriba el acto" in await sent(
            pages,
            "/sittings/seats",
            422,
            user=called[0],
            seat="Ministerio de Trabajo y Seguridad Social",
            place="0",
            **{"since-day": "1", "since-month": "1", "since-year": "2026"},
        )
        assert "sin acto registrado" in await opened(pages, "/sittings/seats")
        refused = await sent(
            pages,
            "/sittings",
            422,
            **when(site),
            members=called,
            presiding=called[0],
            kind="extraordinary",
            called_by=called[0],
            grounds="Vence un límite.",
        )
        assert "Se convoca con esta antelación al menos: 24 horas." in refused
        assert "Vence un límite.</textarea>" in refused
        where = await sent(
            pages,
            "/sittings",
            **when(site),
            members=called,
            presiding=called[0],
            kind="extraordinary",
            called_by=called[0],
            grounds="Vence un límite.",
            urgent="1",
        )
        sitting = where.partition("?")[0]
        assert "El orden del día está vacío: no hay nada que enviar." in await sent(
            pages, f"{sitting}/circulation", 409
        )
        await sent(pages, f"{sitting}/agenda", cases=[reference])
        await sent(pages, f"{sitting}/circulation")
        assert "nadie todavía" in await opened(pages, f"{sitting}/agenda")
    async with site.pages("commission_member_0") as pages:
        await opened(pages, f"/cases/{reference}")
    async with site.pages("commission_secretary") as pages:
        assert "nadie todavía" not in await opened(pages, f"{sitting}/agenda")
        await sent(
            pages,
            f"{sitting}/attendance",
            present=called[:2],
            remote=called[2:],
            presiding=called[0],
            open="1",
        )
        assert "por video desde" in await opened(pages, sitting)
        assert "Escriba por qué se suspende." in await sent(pages, f"{sitting}/suspension", 422)
        await sent(pages, f"{sitting}/suspension", suspension_reasons="Se cortó la luz.")
        assert "Se cortó la luz." in await opened(pages, sitting)
        item = f"{sitting}/items/{item_of(await opened(pages, sitting))}"
    async with site.pages("commission_member_0") as pages:
        await sent(pages, f"{item}/note", note_text="Preguntar por la hermana.", position=1)
        assert "Preguntar por la hermana." in await opened(pages, f"{sitting}?item=1")
    async with site.api("commission_secretary") as api:
        seen = (await api.get(f"/api/v1{sitting}")).json()
        assert (seen["status"], seen["kind"], len(seen["stays"])) == ("suspended", "extraordinary", 3)
        assert list(seen["items"][0]["opened_by"]) == [called[0]]
        assert (await api.get(f"/api/v1{item}/note")).status_code == 403
        assert len((await api.get("/api/v1/seats")).json()) >= len(called)
    async with site.pages("commission_secretary") as pages:
        assert "Preguntar por la hermana." not in await opened(pages, sitting)
        await sent(pages, f"{sitting}/resumption")
        await sent(
            pages,
            f"{item}/closing",
            result="sent_back",
            instruction="Oír a la hermana sobre las amenazas.",
            asked_of="Cancillería",
            **{"answer_by-day": "1", "answer_by-month": "12", "answer_by-year": "2026"},
            position=1,
        )
        assert "Cancillería" in await opened(pages, f"{sitting}?item=1")
        month = await opened(pages, "/sittings?month=2026-11")
        assert "extraordinaria" in month
        other = (await sent(pages, "/sittings", **when(site), members=called, presiding=called[0])).partition(
            "?"
        )[0]
        await sent(pages, f"{other}/closing", cancel_reasons="No hay asuntos.")
        assert "No hay asuntos." in await opened(pages, other)


async def test_minutes_are_approved_in_the_next_sitting_then_signed_and_never_change(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    first = await convened(site, reference)
    called = members(site)
    async with site.pages("commission_secretary") as pages:
        await sent(pages, f"{first}/minutes", 409, remarks="Antes de tiempo.")
        await sent(pages, f"{first}/closing")
        await sent(pages, f"{first}/minutes", remarks="Sin incidentes.")
        assert "Sin incidentes." in await opened(pages, f"{first}/minutes")
        assert "después de aprobarla" in await sent(pages, f"{first}/minutes/signature", 409)
        later = {**when(site), "starts_at-time": "16:00"}
        second = (await sent(pages, "/sittings", **later, members=called, presiding=called[0])).partition(
            "?"
        )[0]
    async with site.pages("commission_member_1") as pages:
        assert "sesión posterior" in await sent(pages, f"{first}/minutes/approval", 409)
    async with site.pages("commission_secretary") as pages:
        await sent(pages, f"{second}/attendance", present=called, presiding=called[0], open="1")
    async with site.pages("commission_member_1") as pages:
        await sent(pages, f"{first}/minutes/approval")
    async with site.api("commission_member_2") as api:
        approved = (await api.post(f"/api/v1{first}/minutes/approval")).json()
    assert (approved["status"], len(approved["approvals"])) == ("approved", 2)
    async with site.pages("commission_member_2") as pages:
        await sent(pages, f"{first}/minutes/signature", 403)
    async with site.pages("commission_secretary") as pages:
        # Had the secretary signed first, nobody could ever have closed them.
        assert "Firma primero quien presidió" in await sent(pages, f"{first}/minutes/signature", 409)
        assert 'minutes/signature"' not in await opened(pages, f"{first}/minutes")
    async with site.pages("commission_member_0") as pages:
        await sent(pages, f"{first}/minutes/signature")
    async with site.pages("commission_secretary") as pages:
        assert 'minutes/signature"' in await opened(pages, f"{first}/minutes")
    async with site.api("commission_secretary") as api:
        signed = (await api.post(f"/api/v1{first}/minutes/signature")).json()
        paper = await api.get(f"/api/v1{first}/minutes.pdf")
        again = await api.put(f"/api/v1{first}/minutes", json={"remarks": "Otra cosa."})
    assert (signed["status"], again.status_code) == ("signed", 409)
    assert signed["digest"] == sha256(paper.content).hexdigest()
    changed = text("update minutes set remarks = '' where sitting_id = :s")
    with pytest.raises(DBAPIError, match="signed and cannot be changed"):
        async with site.world.system.writing(SYSTEM) as db:
            await db.execute(changed, {"s": first.rpartition("/")[2]})


async def test_a_sitting_before_its_day_asks_first_and_no_sunday_is_proposed(site: Site) -> None:
    site.world.clock.set(datetime(2026, 11, 21, 15, tzinfo=UTC))  # a Saturday
    async with site.pages("commission_secretary") as pages:
        proposed = await opened(pages, "/sittings")
        for part, value in (("day", "23"), ("month", "11"), ("year", "2026")):
            assert re.search(rf'name="starts_at-{part}"[^>]*value="{value}"', proposed), part
        called = members(site)
        monday = {**when(site), "starts_at-day": "23"}
        where = await sent(pages, "/sittings", **monday, members=called, presiding=called[0])
        sitting = where.partition("?")[0]
        asked = await sent(pages, f"{sitting}/attendance", 422, present=called, presiding=called[0], open="1")
        assert "La sesión está convocada para el 23/11/2026." in asked
        assert "Abrirla hoy, aunque está convocada para el" in asked
        await sent(pages, f"{sitting}/attendance", present=called, presiding=called[0], open="1", early="1")
        assert "Suspender la sesión" in await opened(pages, sitting)
