"""The library and the unit over HTTP: kept by the unit, read by both instances, asked without naming anybody, answered with passages."""

import base64
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.coi import public as coi
from app.core.actor import SYSTEM
from tests.coi.sources import POLICE
from tests.hearing import awaiting
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

PDF = b"%PDF-1.7\n%invented\n" + b"0" * 64 + b"\n%%EOF\n"


def _form(tag: str, **changes: str) -> dict[str, Any]:
    """A source as it is typed."""
    return {
        "title": f"Nota inventada {tag}", "publisher": "Centro Inventado", "publisher_kind": "academic",
        "published_on-day": "3", "published_on-month": "3", "published_on-year": "2026", "language": "es",
        "url": "https://example.org/nota", "country-0": "VEN", "topics": ["police"], "reliability": "moderate",
        "reliability_why": "Método descrito", "text": POLICE,
        "expires_on-day": "3", "expires_on-month": "3", "expires_on-year": "2027",
    } | changes  # fmt: skip


async def test_the_unit_keeps_sources_and_everybody_who_assesses_reads_the_same(site: Site) -> None:
    tag = f"zw{site.world.tag}"
    async with site.pages("coi_researcher") as page:
        assert (await page.get("/")).headers["location"] == "/coi/requests"
        assert_sound((await page.get("/coi/new")).text)
        refused = await page.post("/coi/new", data=_form(tag, url="ejemplo", reliability=""))
        assert_sound(refused.text)
        assert (refused.status_code, "Escriba la dirección completa" in refused.text) == (422, True)
        assert "no recibió las denuncias" in refused.text
        made = await page.post("/coi/new", data=_form(tag), files={"file": ("nota.pdf", PDF, "text/plain")})
        assert made.status_code == 303, made.text
        address = made.headers["location"].split("?")[0]
        same = _form(tag, what_changed="Nada", version="1")
        again = await page.post(
            f"{address}/version", data=same, files={"file": ("nota.pdf", PDF, "text/plain")}
        )
        assert (again.status_code, "no hay nada que agregar" in again.text) == (409, True)
        newer = _form(tag, text=POLICE.replace("tres", "cinco"), what_changed="Otra cifra")
        assert_sound((await page.get(f"{address}/version")).text)
        assert (await page.post(f"{address}/version", data=newer)).status_code == 303
        stale = await page.post(f"{address}/version", data=_form(tag, what_changed="Tarde", version="1"))
        assert stale.status_code == 412
        shown = await page.get(address)
        assert_sound(shown.text)
        assert "cinco noches" in shown.text
        unsaid = await page.post(f"{address}/withdrawal", data={"withdrawn_why": " "})
        assert_sound(unsaid.text)
        assert unsaid.status_code == 422
    async with site.pages("eligibility_officer") as page:
        found = await page.get("/coi", params={"q": f"DENUNCIA indigena {tag}", "country": "VEN"})
        assert_sound(found.text)
        assert "<mark>indígenas</mark>" in found.text
        assert "tres noches" in (await page.get(address, params={"number": 1})).text
        assert (await page.get(f"{address}/file.pdf", params={"number": 1})).content == PDF
        assert (await page.get(f"{address}/version")).status_code == 403
    async with site.api("appeals_judge") as api:
        got = (await api.get(f"/api/v1{address}")).json()
        assert [e["number"] for e in got["editions"]][-1] == 1
        hits = (await api.get("/api/v1/coi", params={"q": tag, "country": "VEN"})).json()["hits"]
        passage = hits[0]["passage"]
        assert passage["document_id"] == got["id"]
        assert (await api.get(f"/api/v1/coi/passages/{passage['id']}")).json()["digest"]
    async with site.api("registration_officer") as api:
        assert (await api.get("/api/v1/coi")).status_code == 403


async def test_a_question_leaves_the_case_without_the_person_and_its_answer_comes_back(site: Site) -> None:
    world = site.world
    case = await awaiting(world)
    tag = f"zy{world.tag}"
    async with site.pages("eligibility_officer") as page:
        assert_sound((await page.get(f"/cases/{case.reference}/coi/new")).text)
        asked = {
            "question": "¿Protegió alguien a Yorlenis Guédez de la policía?", "country-0": "VEN", "topics": ["police"],
            "due_on-day": "30", "due_on-month": "11", "due_on-year": "2026", "confidential": "yes",
        }  # fmt: skip
        names = await page.post(f"/cases/{case.reference}/coi/new", data=asked)
        assert_sound(names.text)
        assert (names.status_code, "señala a una persona" in names.text) == (422, True)
        asked["question"] = f"¿Recibe denuncias la policía en {tag}?"
        sent = await page.post(f"/cases/{case.reference}/coi/new", data=asked)
        assert sent.status_code == 303, sent.text
        question = UUID(sent.headers["location"].split("?")[0].rsplit("/", 1)[1])
        assert_sound((await page.get(f"/coi/requests/{question}")).text)
        assert tag in (await page.get(f"/cases/{case.reference}")).text
    async with site.api("coi_researcher") as api:
        seen = (await api.get(f"/api/v1/coi-requests/{question}")).json()
        assert (seen["reference"], seen["state"], seen["instance"]) == (None, "asked", "first")
        assert (await api.get(f"/api/v1/cases/{case.reference}")).status_code == 403
        source = await api.post(
            "/api/v1/coi",
            json={
                "title": f"Respuesta {tag}", "publisher": "Unidad", "publisher_kind": "coi_unit", "reliability": "moderate",
                "reliability_why": "Dos fuentes", "published_on": "2026-11-09", "countries": ["VEN"], "topics": ["police"],
                "language": "es", "text": f"En {tag} no se reciben denuncias (inventado).", "expires_on": "2027-11-09",
                "request": str(question), "file": {"name": "r.pdf", "content": base64.b64encode(PDF).decode()},
            },
        )  # fmt: skip
        assert source.status_code == 201, source.text
        passage = source.json()["passages"][0]["id"]
    async with world.reading("coi_researcher") as db:
        assert await db.scalar(text("select count(*) from cases")) == 0
        assert await db.scalar(text("select count(*) from coi_request_cases")) == 0
    async with site.pages("coi_researcher") as page:
        assert_sound((await page.get("/coi/requests")).text)
        taken = await page.post(f"/coi/requests/{question}/taking", data={"version": "1"})
        assert taken.status_code == 303
        looked = await page.post(
            f"/coi/requests/{question}/answer", data={"look": "1", "words": tag, "answer": "A medias"}
        )
        assert_sound(looked.text)
        assert (passage in looked.text, "A medias" in looked.text) == (True, True)
        reply = {"answer": "No se reciben.", "balance": "Se buscó y nada se halló.", "passages": [passage]}
        assert (
            await page.post(f"/coi/requests/{question}/answer", data=reply | {"balance": ""})
        ).status_code == 422
        assert (await page.post(f"/coi/requests/{question}/answer", data=reply)).status_code == 303
        second = await page.post(f"/coi/requests/{question}/answer", data=reply)
        assert (second.status_code, "ya fue respondida" in second.text) == (409, True)
    async with world.system.writing(SYSTEM) as db:
        await coi.record_answer(db, question)
        await coi.record_answer(db, question)
        events = "select name from case_events where case_id = :id and name like 'coi%' order by number"
        assert [r.name for r in await db.rows(text(events), {"id": case.case_id})] == [
            "coi_asked",
            "coi_answered",
        ]
    async with site.pages("eligibility_officer") as page:
        assert "La unidad respondió su consulta" in (await page.get("/")).text
        read = await page.get(f"/coi/requests/{question}")
        assert_sound(read.text)
        assert "no se reciben denuncias (inventado)" in read.text
        assert "La unidad respondió su consulta" not in (await page.get("/")).text
        assert f"/coi/{source.json()['id']}" in (await page.get("/coi", params={"q": tag})).text
    # Confidential to the case: no other officer, nobody who speaks for the person, finds what answers it.
    for who in ("other_eligibility_officer", "legal_representative", "other_supervisor"):
        async with site.api(who) as api:
            assert (await api.get("/api/v1/coi", params={"q": tag})).json()["hits"] == []
            assert (await api.get(f"/api/v1/coi/passages/{passage}")).status_code == 404
            assert (await api.get(f"/api/v1/coi-requests/{question}")).status_code == 404


async def test_the_forms_say_everything_that_is_lacking_at_once(site: Site) -> None:
    """A day that is none, a file that is none and every broken rule together, each at its field; and nothing is written."""
    empty: dict[str, Any] = {"published_on-day": "31", "published_on-month": "2", "published_on-year": "2026"}
    no_file = {"file": ("nota.pdf", b"x", "application/pdf")}
    lacking = (
        "Escriba el título.",
        "Escriba quién la publica.",
        "Elija qué clase de fuente es.",
        "Elija su fiabilidad.",
        "Escriba una fecha que exista",
        "Escriba la fecha.",
        "Elija de qué país trata.",
        "Marque de qué trata.",
        "Escriba al menos un párrafo",
        "El archivo no es un PDF completo.",
    )
    tag = f"zx{site.world.tag}"
    async with site.pages("coi_researcher") as page:
        refused = await page.post("/coi/new", data=empty, files=no_file)
        assert_sound(refused.text)
        assert (refused.status_code, [words for words in lacking if words not in refused.text]) == (422, [])
        # All is well but the file: nothing is in the library all the same.
        only = await page.post("/coi/new", data=_form(tag), files=no_file)
        assert (only.status_code, "El archivo no es un PDF completo." in only.text) == (422, True)
        assert (
            f"Nota inventada {tag}" not in (await page.get("/coi", params={"q": tag})).text.split("<main")[1]
        )
        made = (await page.post("/coi/new", data=_form(tag))).headers["location"].split("?")[0]
        bare = await page.post(f"{made}/version", data=_form(tag, title="", what_changed=""))
        assert "Escriba el título." in bare.text
        assert "Diga en una línea qué cambia en esta versión." in bare.text
        unsaid = await page.post(f"{made}/review", data={})
        assert "Escriba la fecha." in unsaid.text
        assert "Diga qué comprobó." in unsaid.text
    case = await awaiting(site.world)
    async with site.pages("eligibility_officer") as page:
        refused = await page.post(f"/cases/{case.reference}/coi/new", data={})
        assert_sound(refused.text)
        for words in (
            "Elija de qué país trata.",
            "Marque de qué trata.",
            "Escriba qué necesita saber.",
            "Escriba la fecha.",
        ):
            assert words in refused.text
