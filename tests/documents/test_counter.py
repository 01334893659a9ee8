"""The counter: who came, in order; what is printed, spoilt, jammed and handed over; and what the paper desk never sees."""

import asyncio
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pypdf
from sqlalchemy import text

from app.documents import public as documents
from tests.site import Site
from tests.world import World, adult, family_of_five

COUNTER = "documentation_officer"
API = "/api/v1"


async def ask(
    site: Site, method: str, path: str, body: Any = None, who: str = COUNTER, **headers: str
) -> httpx.Response:
    async with site.api(who) as api:
        return await api.request(method, API + path, json=body, headers=headers)


async def test_a_day_at_the_counter_by_the_programming_interface(site: Site) -> None:
    world = site.world
    first = await world.register([adult("Ada", "Counter")])
    await world.register([adult("Berta", "Counter")])
    (ada,) = (await ask(site, "GET", f"/counter/search?q={first.reference}")).json()["rows"]
    assert ada["name"] == "Ada Counter"
    by_number = (await ask(site, "GET", f"/counter/search?q={ada['number']}")).json()["rows"]
    assert [row["claim_id"] for row in by_number] == [ada["claim_id"]]
    (berta,) = (await ask(site, "GET", "/counter/search?q=Berta Counter")).json()["rows"]
    assert (await ask(site, "GET", "/counter/search?q=Ada", who="other_registration_officer")).json() == {
        "rows": [],
        "after": None,
    }

    came = await ask(site, "POST", "/counter/visits", {"claim_id": ada["claim_id"], "wants": "renewal"})
    assert (came.status_code, came.json()) == (201, {"number": 1})
    again = await ask(site, "POST", "/counter/visits", {"claim_id": ada["claim_id"], "wants": "renewal"})
    assert again.json()["type"].endswith("already_in_line")
    world.clock.advance(timedelta(minutes=1))
    await ask(site, "POST", "/counter/visits", {"claim_id": berta["claim_id"], "wants": "photo"})
    waiting = (await ask(site, "GET", "/counter?which=waiting")).json()["rows"]
    assert [row["visit_number"] for row in waiting] == [1, 2]
    called = await asyncio.gather(
        ask(site, "POST", "/counter/next"), ask(site, "POST", "/counter/next", who="registration_officer")
    )
    assert {answer.json()["visit_id"] for answer in called} == {row["visit_id"] for row in waiting}
    assert (await ask(site, "POST", "/counter/next")).json()["type"].endswith("nobody_waits")
    ended = await ask(site, "POST", f"/counter/visits/{waiting[0]['visit_id']}/end", {})
    assert ended.status_code == 204

    paper = f"/documents/{ada['document_id']}"
    assert (await ask(site, "POST", f"{paper}/handover")).json()["type"].endswith("nothing_printed")
    printed = await ask(site, "POST", f"{paper}/prints", {"form": "card", "printer": "Mostrador 2"})
    assert printed.status_code == 201
    sheet = await ask(site, "GET", printed.json()["paper"].removeprefix(API))
    assert len(pypdf.PdfReader(BytesIO(sheet.content)).pages) == 2
    unsaid = await ask(site, "POST", f"{paper}/prints", {"form": "card"})
    assert unsaid.json()["errors"][0]["field"] == "reason"
    assert (await ask(site, "POST", f"/document-prints/{printed.json()['id']}/spoilt", {})).status_code == 204
    await ask(site, "POST", f"{paper}/prints", {"form": "card", "reason": "spoilt"})
    undelivered = (await ask(site, "GET", "/counter?which=undelivered")).json()["rows"]
    assert [row["name"] for row in undelivered] == ["Ada Counter"]
    assert (await ask(site, "POST", f"{paper}/handover")).status_code == 204
    log = (await ask(site, "GET", f"{paper}/prints")).json()["prints"]
    assert [(p["copy_number"], p["reason"], p["spoilt_at"] is None) for p in log] == [
        (2, "spoilt", True),
        (1, "first", False),
    ]
    assert (await ask(site, "GET", "/counter?which=undelivered")).json()["rows"] == []


async def test_a_batch_goes_on_from_where_the_paper_jammed(site: Site) -> None:
    await site.world.register(family_of_five())
    rows = (await ask(site, "GET", "/counter/search?q=Guédez")).json()["rows"]
    ids = [row["document_id"] for row in rows]
    made = await ask(site, "POST", "/print-batches", {"documents": ids, "form": "a4"})
    batch = f"/print-batches/{made.json()['id']}"

    async def numbers() -> list[str]:
        pages = pypdf.PdfReader(BytesIO((await ask(site, "GET", f"{batch}.pdf")).content)).pages
        found = [page.extract_text().replace(" ", "") for page in pages]
        return [row["number"] for page in found for row in rows if row["number"] in page]

    assert await numbers() == [row["number"] for row in rows]
    state = await ask(site, "GET", batch)
    assert (await ask(site, "POST", f"{batch}/jam", {"position": 3})).status_code == 204
    stale = await ask(site, "POST", f"{batch}/end", **{"If-Match": state.headers["ETag"]})
    assert stale.status_code == 412
    assert await numbers() == [row["number"] for row in rows[2:]]
    assert (await ask(site, "GET", batch)).json()["printed_until"] == 2
    log = (await ask(site, "GET", f"/documents/{ids[2]}/prints")).json()["prints"]
    assert [(p["copy_number"], p["reason"], p["spoilt_at"] is None) for p in log] == [
        (2, "jam", True),
        (1, "first", False),
    ]
    assert (await ask(site, "POST", f"{batch}/end")).status_code == 204
    assert (await ask(site, "POST", f"{batch}/jam", {"position": 1})).status_code == 409
    assert (await ask(site, "GET", batch, who="other_registration_officer")).status_code == 404


async def test_a_renewal_that_was_asked_for_leaves_no_gap_and_is_settled_by_the_renewal(world: World) -> None:
    case = (await world.register()).case_id
    async with world.reading(COUNTER) as db:
        (paper,) = await documents.documents_of(db, case)
    world.clock.set(world.clock.now() + (paper.valid_until - paper.valid_from) - timedelta(days=2))
    async with world.acting("registration_officer") as db:
        await documents.request_renewal(db, db.actor, paper.id, reasons="Llamó por teléfono.")
    async with world.reading(COUNTER) as db:
        (kept,) = await documents.documents_of(db, case)
        today = kept.valid_until - timedelta(days=30)
        assert (await documents.counts(db, world.office, today=today)).requested == 1
    assert kept.valid_until > kept.printed_until == paper.valid_until
    async with world.acting(COUNTER) as db:
        await documents.renew(db, db.actor, paper.id)
        assert (await documents.counts(db, world.office, today=today)).requested == 0


async def test_the_paper_desk_reads_no_reason_and_no_statement_of_the_claim(world: World) -> None:
    case = await world.register()
    seen = text("select name, data from case_events where case_id = :case order by number")
    async with world.reading("supervisor") as db:
        everything = await db.rows(seen, {"case": case.case_id})
    async with world.reading(COUNTER) as db:
        of_paper = await db.rows(seen, {"case": case.case_id})
        needs = await db.scalar(text("select count(*) from specific_needs"))
    assert len(everything) > len(of_paper) or {row.name for row in everything} <= {"registered"}
    assert {row.name for row in of_paper} <= {"registered", "document_issued"}
    assert needs == 0


async def test_the_pages_of_the_counter_tell_the_number_keep_everybody_called_and_lead_to_the_pdf(
    site: Site,
) -> None:
    world = site.world
    cases = [await world.register([adult(name, "Ventanilla")]) for name in ("Ada", "Berta")]
    async with world.reading(COUNTER) as db:
        (paper,) = await documents.documents_of(db, cases[0].case_id)
    async with site.pages(COUNTER) as desk:
        for nth, case in enumerate(cases, start=1):
            async with world.reading(COUNTER) as db:
                (held,) = await documents.documents_of(db, case.case_id)
            came = await desk.post("/documents/visits", data={"claim": str(held.claim_id), "wants": "photo"})
            assert came.headers["location"] == f"/documents?came={nth}"
            world.clock.advance(timedelta(minutes=1))
        assert "Es el n.º 2." in (await desk.get("/documents?came=2")).text
        for _each in cases:
            await desk.post("/documents/next")
        # Calling the next one does not lose the one before.
        window = (await desk.get("/documents")).text
        assert window.count("En su ventanilla") == 2
        # Enter in the printer's field prints: no button of that form calls anybody.
        printing = window[window.index('action="/documents/batches"') :].split("</form>")[0]
        assert printing.count('form="call"') == printing.count("/call") == 2
        # Printing leads to the PDF.
        tab = f"/cases/{cases[0].reference}/documents"
        done = await desk.post(f"{tab}/{paper.id}/print", data={"form": "card"})
        shown = (await desk.get(done.headers["location"])).text
        opened = re.search(r'class="govuk-button" href="(/documents/prints/[^"]+\.pdf)"', shown)
        assert opened
        sheet = pypdf.PdfReader(BytesIO((await desk.get(opened[1])).content))
        # As identity papers write it: no word of the database, in no language.
        assert re.search(r"Sexo\s+[FMX–]\s", sheet.pages[0].extract_text())
        assert (
            'class="govuk-button" href="/documents/prints' not in (await desk.get(f"{tab}?printed=no")).text
        )
        # A batch says which copy of each it holds.
        marked = {"documents": str(paper.id), "form": "card_sheet"}
        batch = (await desk.post("/documents/batches", data=marked)).headers["location"]
        assert re.search(r'data-label="Copia"[^>]*>\s*2\s*<', (await desk.get(batch)).text)
