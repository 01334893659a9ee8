"""Appointments and the interview on the pages: written, read back, signed, and refused with what was typed kept."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pypdf import PdfReader

from app.web.pages.interview.rows import marked
from tests.hearing import DRAWING, Awaiting, awaiting
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult, relative

OFFICER = "eligibility_officer"


async def see(pages: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await pages.get(path)
    assert answer.status_code == status, answer.text
    assert_sound(answer.text)
    return answer.text


async def send(pages: httpx.AsyncClient, path: str, status: int = 303, /, **form: Any) -> httpx.Response:
    answer = await pages.post(path, data=form)
    assert answer.status_code == status, (path, answer.status_code, answer.text)
    if status >= 400:
        assert_sound(answer.text)
    return answer


async def begun(scene: Awaiting, pages: httpx.AsyncClient, **form: str) -> str:
    typed: dict[str, Any] = {"appointment": str(scene.appointment_id or "")} | form
    answer = await send(pages, f"/cases/{scene.reference}/interviews", **typed)
    return answer.headers["location"].split("#")[0]


def row(question: str, answer: str, **more: str) -> dict[str, Any]:
    return {
        "question_id": str(uuid4()),
        "answer_id": str(uuid4()),
        "question": question,
        "answer": answer,
        **more,
    }


async def test_an_interview_goes_through_its_three_parts(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        assert "falta decir si vino" not in await see(pages, f"/cases/{scene.reference}/interviews")
        await see(pages, f"/cases/{scene.reference}/interviews/new?appointment={scene.appointment_id}")
        record = await begun(
            scene, pages, **{"present-0-role": "interpreter", "present-0-name": "Intérprete de prueba"}
        )
        assert "Falta el juramento." in await see(pages, record)
        await send(pages, f"{record}/oath")
        await send(
            pages, f"{record}/exchanges", **row("¿Por qué salió?", "Me amenazaron.", topic="departure")
        )
        await send(pages, f"{record}/exchanges", **row("¿Quiénes?", "Tres hombres.", to_clarify="1"))
        await send(pages, f"{record}/lines", entry_id=str(uuid4()), kind="note", text="Muestra una foto.")
        written = await see(pages, record)
        await send(pages, f"{record}/break", asked_by="applicant")
        assert "La entrevista está en pausa." in await see(pages, record)
        await send(pages, f"{record}/resume")
        await send(pages, f"{record}/read-back")
        reading = await see(pages, record)
        lines = re.findall(r'name="entries" value="([^"]+)"', reading)
        answer = lines[1]
        assert "Cómo debe decir" in await see(pages, f"{record}?part=reading&correct={answer}")
        correction: dict[str, Any] = {"entry_id": str(uuid4()), "corrects": answer, "text": "Nos amenazaron."}
        await send(pages, f"{record}/corrections", **correction)
        while lines := re.findall(r'name="entries" value="([^"]+)"', await see(pages, record)):
            await send(pages, f"{record}/readings", entries=lines)
        signing = await see(pages, record)
        signers = re.findall(r'name="participant_id" value="([^"]+)"', signing)
        for signer in signers:
            await send(
                pages,
                f"{record}/signatures",
                participant_id=signer,
                method="drawn",
                drawing=json.dumps(DRAWING),
            )
        closed = await see(pages, record)
        await send(pages, f"{record}/addenda", text="Fue en marzo.")
        paper = await pages.get(f"{record}.pdf")
    assert all(text in written for text in ("¿Por qué salió?", "Muestra una foto.", "por aclarar"))
    assert len(signers) == 3
    assert "<del>Me</del> <ins>Nos</ins> amenazaron." in closed
    assert "Íntegra" in closed
    assert paper.content.startswith(b"%PDF-")
    async with site.pages("supervisor") as pages:
        assert "Fue en marzo." in await see(pages, record)
        assert "firmada" in await see(pages, f"/cases/{scene.reference}/interviews")


async def test_a_row_saves_itself_and_the_second_window_is_stopped(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        record = await begun(scene, pages)
        typed = row("¿Quiénes?", "")
        itself = {"X-Autosave": "1"}
        first = await pages.post(f"{record}/exchanges", data=typed | {"version": "0"}, headers=itself)
        again = await pages.post(
            f"{record}/exchanges", data=typed | {"version": "1", "answer": "Tres"}, headers=itself
        )
        stale = await pages.post(
            f"{record}/exchanges", data=typed | {"version": "1", "answer": "Dos"}, headers=itself
        )
        plain = await send(pages, f"{record}/exchanges", 412, **(typed | {"version": "1", "answer": "Dos"}))
        page = await see(pages, f"{record}?edit=1")
    assert (first.status_code, first.headers["ETag"]) == (204, '"1"')
    assert (again.status_code, again.headers["ETag"]) == (204, '"2"')
    assert stale.status_code == 412
    assert "Esa parte del acta se cambió en otra ventana" in plain.text
    assert ">\nDos</textarea>" in plain.text
    assert 'name="version" value="2"' in page
    assert ">\nTres</textarea>" in page


async def test_what_is_refused_stays_typed_and_says_why_at_its_field(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        record = await begun(scene, pages)
        empty = await send(pages, f"{record}/lines", 422, entry_id=str(uuid4()), kind="note", text=" ")
        nobody = await send(pages, f"{record}/participants", 422, role="guardian", name="")
        await send(pages, f"{record}/read-back", 409)
        await send(pages, f"{record}/exchanges", **row("¿Por qué?", "Por miedo."))
        await send(pages, f"{record}/read-back")
        early = re.findall(r'name="participant_id"', await see(pages, f"{record}?part=signing"))
        lines = re.findall(r'name="entries" value="([^"]+)"', await see(pages, record))
        await send(pages, f"{record}/readings", entries=lines)
        signer = re.findall(r'name="participant_id" value="([^"]+)"', await see(pages, record))[0]
        bare = await send(pages, f"{record}/signatures", 422, participant_id=signer, method="refused")
    assert 'id="text-error"' in empty.text
    assert 'id="name-error"' in nobody.text
    assert early == []
    assert 'id="refusal_reason-error"' in bare.text


async def test_a_child_is_not_heard_alone(site: Site) -> None:
    child = relative("Keyla", date(2012, 5, 20), "child")
    scene = await awaiting(site.world, booking=False, household=[adult(), child])
    async with site.pages(OFFICER) as pages:
        asked = await see(pages, f"/cases/{scene.reference}/interviews/new")
        claim = re.findall(r'<option value="([^"]+)">Keyla', asked)[0]
        path = f"/cases/{scene.reference}/interviews"
        named: dict[str, Any] = {"claim": claim, "present-0-name": "Yorlenis Guédez"}
        alone = await send(pages, path, 409, claim=claim, language="es")
        half = await send(pages, path, 422, **named)
        await send(
            pages,
            path,
            **(
                named
                | {
                    "present-0-role": "guardian",
                    "present-1-role": "best_interests_officer",
                    "present-1-name": "Oficial de prueba",
                    "language": "es",
                }
            ),
        )
    assert "No se entrevista a una persona menor de edad" in alone.text
    assert 'value="Yorlenis Guédez"' in half.text
    assert 'id="present-0-role-error"' in half.text


@pytest.mark.parametrize(
    ("who", "case", "draft"),
    [
        ("supervisor", 200, 200),
        ("registration_officer", 200, 403),
        ("border_liaison_officer", 404, 403),
        ("other_supervisor", 404, 404),
        ("second_eligibility_officer", 404, 404),
        ("commission_member_0", 404, 404),
    ],
)
async def test_others_read_what_is_theirs_and_write_nothing(
    site: Site, who: str, case: int, draft: int
) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        record = await begun(scene, pages)
    async with site.pages(who) as pages:
        await see(pages, f"/cases/{scene.reference}/interviews", case)
        text = await see(pages, record, draft)
        assert (await pages.get(f"{record}.pdf")).status_code == draft
        assert (await pages.post(f"{record}/oath")).status_code in (403, 404)
    assert 'name="question"' not in text


async def test_appointments_are_booked_called_off_and_missed(site: Site) -> None:
    scene = await awaiting(site.world, booking=False)
    tab = f"/cases/{scene.reference}/interviews"
    book = f"/cases/{scene.reference}/appointments"
    async with site.pages("registration_officer") as pages:
        offered = re.findall(r'name="slot" value="([^"]+)"', await see(pages, tab))
        await send(pages, book, slot=offered[0], language="es")
        taken = await send(pages, book, 409, slot=offered[0], language="fr")
        unchosen = await send(pages, book, 422)
        await send(pages, book, slot=offered[1], language="es")
        shown = await see(pages, tab)
        ids = re.findall(r'href="/appointments/([^/"]+)/cancellation"', shown)
        await see(pages, f"/appointments/{ids[0]}/cancellation")
        await send(pages, f"/appointments/{ids[0]}/cancellation", 422, reasons="no")
        await send(pages, f"/appointments/{ids[0]}/cancellation", reasons="La persona pidió otra fecha.")
        assert (await pages.get(f"/appointments/{ids[1]}")).headers["location"] == f"{tab}#a-{ids[1]}"
    site.world.clock.advance(timedelta(days=10))
    async with site.pages("registration_officer") as pages:
        assert "falta decir si vino" in await see(pages, tab)
        await see(pages, f"/appointments/{ids[1]}/absence")
        await send(pages, f"/appointments/{ids[1]}/absence", cause="Enferma")
        after = await see(pages, tab)
    assert 'id="slot-error"' in taken.text
    assert '<option value="fr" selected>' in taken.text
    assert 'id="slot-error"' in unchosen.text
    assert "No se presentó 1 vez." in after


async def test_the_officer_goes_on_with_the_record_that_is_open(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        record = await begun(scene, pages)
        tab = await see(pages, f"/cases/{scene.reference}/interviews")
        twice = await send(pages, f"/cases/{scene.reference}/interviews", 409)
        found = await pages.get(f"/appointments/{scene.appointment_id}")
    assert "Continuar la entrevista" in tab
    assert "Ya hay una entrevista" in twice.text
    assert found.headers["location"] == record


def test_a_correction_shows_the_words_struck_out_and_put_in() -> None:
    assert str(marked("al día siguiente <b>", "dos días después")) == (
        "<del>al día siguiente &lt;b&gt;</del> <ins>dos días después</ins>"
    )


async def test_the_second_window_sees_what_the_first_wrote_and_keeps_its_own(site: Site) -> None:
    scene = await awaiting(site.world)
    async with site.pages(OFFICER) as pages:
        record = await begun(scene, pages)
        typed = row("¿Quiénes?", "Tres hombres.", adverse="Dijo dos", own_note="Ver la denuncia.")
        await send(pages, f"{record}/exchanges", **typed)
        mine = typed | {"answer": "Dos hombres."}
        told = (await send(pages, f"{record}/exchanges", 412, **mine, version="1")).text
        shown_version = re.findall(
            r'name="version" value="(\d+)"[^>]*>\s*<input[^>]*name="question_id"', told
        )
        over = re.findall(r'data-version="(\d+)" id="row"|id="row"[^>]*data-version="(\d+)"', told)
        version = next(filter(None, over[0])) if over else shown_version[0]
        await send(pages, f"{record}/exchanges", **mine, version=version)
        assert "Dos hombres." in await see(pages, record)
        await send(pages, f"{record}/read-back")
        while lines := re.findall(r'name="entries" value="([^"]+)"', await see(pages, record)):
            await send(pages, f"{record}/readings", entries=lines)
        for signer in re.findall(r'name="participant_id" value="([^"]+)"', await see(pages, record)):
            await send(
                pages,
                f"{record}/signatures",
                participant_id=signer,
                method="drawn",
                drawing=json.dumps(DRAWING),
            )
        closed = (await send(pages, f"{record}/exchanges", 409, **row("¿Cuándo?", "En marzo."))).text
        found = await see(pages, f"{record}?find=quienes")
    assert "se cambió en otra ventana" in told
    assert "<del>Tres</del> <ins>Dos</ins> hombres." in told
    assert "Este texto no entró en el acta" in closed
    assert closed.count("En marzo.") >= 2
    assert "1 respuesta con" in found
    async with site.pages("supervisor") as pages:
        whole = await see(pages, record)
        paper = (await pages.get(f"{record}.pdf?written_in=en")).content
    assert "Dijo dos" in whole
    assert "Ver la denuncia." not in whole
    assert "Ver la denuncia." not in "".join(p.extract_text() for p in PdfReader(BytesIO(paper)).pages)


async def test_who_cannot_be_heard_today_is_heard_another_day_and_a_witness_apart(site: Site) -> None:
    scene = await awaiting(site.world)
    tab = f"/cases/{scene.reference}/interviews"
    async with site.pages(OFFICER) as pages:
        put_off = f"/appointments/{scene.appointment_id}/postponement"
        await see(pages, put_off)
        unsaid = (await send(pages, put_off, 422)).text
        await send(pages, put_off, cause="illness", note="Fiebre.")
        assert "Fiebre." in await see(pages, tab)
        remote = (await send(pages, tab, 422, format="video", place="Upala")).text
        far = {
            "format": "video",
            "place": "Upala",
            "identity": "Carné",
            "identity_by": "Oficial",
            "others": "Nadie",
        }
        first = await begun(
            Awaiting(scene.world, scene.case_id, scene.reference, None), pages, **far, line="poor"
        )
        await send(pages, f"{first}/postponement", cause="line", note="Se cortó.")
        assert "Se cortó." in await see(pages, first)
        await send(pages, f"{first}/sessions", 422, format="in_person")
        await send(pages, f"{first}/sessions", format="in_person", identity="Carné", identity_by="Oficial")
        assert "Del registro" in await see(pages, first)
        await see(pages, f"{tab}/new?kind=witness")
        apart = {"kind": "witness", "present-0-role": "witness", "present-0-name": "Testigo de prueba"}
        await send(pages, tab, 409, kind="witness")
        witness = (await send(pages, tab, **apart)).headers["location"].split("#")[0]
        assert "Testimonio de Testigo de prueba" in await see(pages, witness)
        assert "Testigo sobre la solicitud de" in await see(pages, tab)
    assert 'id="cause-error"' in unsaid
    assert all(f'id="{name}-error"' in remote for name in ("identity", "identity_by", "others", "line"))
