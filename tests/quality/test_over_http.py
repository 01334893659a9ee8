"""The whole way on the pages and on the programming interface: drawn, assigned, assessed, released, answered."""

from uuid import UUID

from sqlalchemy import text

from app.quality import public as quality
from tests.quality.test_samples import by_id, drawn, team
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

FORM = {
    "title": "Registros de noviembre", "kinds": "registration", "work": "registration", "size": "2", "double_share": "0",
    "design": "simple", "since-day": "1", "since-month": "11", "since-year": "2026", "until-day": "30", "until-month": "11",
    "until-year": "2026",
}  # fmt: skip


async def test_a_sample_from_the_draw_to_the_authors_answer_on_the_pages(site: Site) -> None:
    world = site.world
    members = await team(world, ("second_assessor",))
    await world.register()
    await world.register()
    async with site.pages("quality_assessor") as pages:
        for address in (
            "/quality",
            "/quality/samples/new",
            "/quality/instruments/decision",
        ):
            answer = await pages.get(address)
            assert answer.status_code == 200, address
            assert_sound(answer.text)
        refused = await pages.post(
            "/quality/samples/new", data={**FORM, "title": "", "office": str(world.office)}
        )
        assert refused.status_code == 422
        assert "Escriba cómo se llama la muestra." in refused.text
        assert_sound(refused.text)
        typed = {**FORM, "title": "O'Neill", "office": str(world.office), "parts": "outcome", "do": "size"}
        counted = await pages.post("/quality/samples/new", data=typed)
        assert_sound(counted.text)
        assert "El marco tiene 2 expedientes." in counted.text
        # What was typed is all there still.
        assert 'value="O&#39;Neill"' in counted.text
        assert 'value="outcome" checked' in counted.text
        table = await pages.post(
            "/quality/samples/new", data={**typed, "since-day": "31"}, headers={"HX-Request": "true"}
        )
        assert "Escriba una fecha que exista" in table.text
        assert "<html" not in table.text
        long = await pages.post("/quality/samples/new", data={**FORM, "title": "x" * 201})
        assert long.status_code == 422
        made = await pages.post("/quality/samples/new", data={**FORM, "office": str(world.office)})
        assert made.status_code == 303, made.text
        sample = made.headers["location"].split("?")[0]
        shown = await pages.get(sample)
        assert_sound(shown.text)
        nobody = await pages.post(f"{sample}/assignments", data={"days": "10"})
        assert nobody.status_code == 422
        assert_sound(nobody.text)
        given = await pages.post(
            f"{sample}/assignments", data={"days": "10", "assessors": [str(m) for m in members]}
        )
        assert given.status_code == 303, given.text
        unsaid = await pages.post(f"{sample}/release", data={"end": "closed", "reason": ""})
        assert unsaid.status_code == 422
        # Where the reason is asked for stands open, and the other form has what it had.
        assert '<details class="govuk-details" open>' in unsaid.text
        again = await pages.get(f"{sample}/redraw")
        assert_sound(again.text)
        assert "Salen los mismos 2 expedientes" in again.text
        assert (await pages.get(f"{sample}/frame.csv")).text.count("True") == 2
    async with world.reading("quality_assessor") as db:
        rows = await db.rows(
            text("select id, assessor_id from quality_assignments(:s)"), {"s": UUID(sample.rsplit("/", 1)[1])}
        )
    for review_id, assessor in rows:
        await _assess_on_the_page(site, review_id, by_id(world, assessor))
    async with site.pages("quality_assessor") as pages:
        assert (await pages.post(f"{sample}/release", data={})).status_code == 303
        assert_sound((await pages.get(sample)).text)
        assert_sound((await pages.get(f"/quality/reviews/{rows[0][0]}")).text)
    async with site.pages("border_liaison_officer") as pages:
        assert "Recibió 2 evaluaciones de su trabajo" in (await pages.get("/")).text
        mine = await pages.get("/quality/mine")
        assert_sound(mine.text)
        assert "91\u00a0%" in mine.text
        read = await pages.get(f"/quality/mine/{rows[0][0]}")
        assert_sound(read.text)
        assert "Falta la lengua." in read.text
        silent = await pages.post(f"/quality/mine/{rows[0][0]}", data={"agrees": "no", "text": ""})
        assert silent.status_code == 422
        assert_sound(silent.text)
        said = await pages.post(
            f"/quality/mine/{rows[0][0]}", data={"agrees": "no", "text": "Consta en la nota."}
        )
        assert said.status_code == 303
        assert "Consta en la nota." in (await pages.get(f"/quality/mine/{rows[0][0]}")).text
        assert "Recibió 1 evaluación de su trabajo" in (await pages.get("/")).text
    async with world.reading("quality_assessor") as db:
        reference = (await quality.review(db, rows[0][0])).line.reference
    for who, reads in (("supervisor", True), ("other_supervisor", False)):
        async with site.pages(who) as pages:
            listed = await pages.get("/quality")
            assert_sound(listed.text)
            assert (reference in listed.text, "En desacuerdo" in listed.text) == (reads, reads)
        async with site.api(who) as api:
            told = (await api.get("/api/v1/quality/released")).json()
            assert ({"agrees": False, "id": str(rows[0][0])} in [_said(one) for one in told]) is reads
    for who in ("supervisor", "auditor"):
        async with site.pages(who) as pages:
            for address in ("/quality", sample, f"{sample}/redraw"):
                answer = await pages.get(address)
                assert answer.status_code == 200
                assert_sound(answer.text)


def _said(line: dict[str, object]) -> dict[str, object]:
    return {name: line[name] for name in ("agrees", "id")}


async def _assess_on_the_page(site: Site, review_id: UUID, who: str) -> None:
    world = site.world
    address = f"/quality/reviews/{review_id}"
    async with world.reading(who) as db:
        reference = await db.scalar(
            text("select reference from quality_reviews where id = :r"), {"r": review_id}
        )
    async with site.pages(who) as pages:
        form = await pages.get(address)
        assert_sound(form.text)
        assert "de calidad por presentar" in (await pages.get("/")).text
        # The file is read in the product while it is open.
        file = await pages.get(f"/cases/{reference}")
        assert file.status_code == 200
        marks = dict.fromkeys(_names(form.text), "correct")
        first = next(iter(marks))
        kept = await pages.post(
            address, data={first: "correct", "version": "1"}, headers={"X-Autosave": "1", "If-Match": '"1"'}
        )
        assert (kept.status_code, kept.headers["etag"]) == (204, '"2"')
        stale = await pages.post(address, data=marks, headers={"X-Autosave": "1", "If-Match": '"1"'})
        assert stale.status_code in (409, 412)
        unfinished = await pages.post(address, data={first: "minor_error", "do": "submit", "version": "2"})
        assert unfinished.status_code == 422
        assert "Explique el error" in unfinished.text
        assert_sound(unfinished.text)
        marks["mark-reception.information"] = "minor_error"
        done = await pages.post(
            address, data={**marks, "comment-reception.information": "Falta la lengua.", "do": "submit"}
        )
        assert done.status_code == 303, done.text
        assert (await pages.get(f"/cases/{reference}")).status_code == 404
        assert (await pages.get(address)).status_code == 200


def _names(form: str) -> list[str]:
    return sorted({piece.split('"')[0] for piece in form.split('name="')[1:] if piece.startswith("mark-")})


async def test_the_programming_interface_does_what_the_pages_do(site: Site) -> None:
    world = site.world
    members = await team(world, ())
    await drawn(world, 2, size=1)
    async with site.api("quality_assessor") as api:
        (interview,) = [
            i for i in (await api.get("/api/v1/quality/instruments")).json() if i["name"] == "interview"
        ]
        assert len(interview["indicators"]) == 14
        size = (
            await api.get("/api/v1/quality/size", params={"frame": 1000, "reach": 0.05, "expected": 0.9})
        ).json()
        assert 100 < size["size"] < 200
        assert size["reach"] <= 0.05
        body = {
            "title": "Por interfaz", "instruments": ["registration", "registration"], "size": 2, "double_share": 0,
            "frame": {"work": "registration", "since": "2026-11-01", "until": "2026-11-30", "offices": [str(world.office)]},
        }  # fmt: skip
        counted = await api.post("/api/v1/quality/frames", json=body["frame"])
        assert counted.json() == {"files": 2, "left_out": 0}
        made = await api.post("/api/v1/quality/samples", json=body)
        assert made.status_code == 201, made.text
        assert made.json()["instruments"] == ["registration"]
        address = made.headers["location"]
        for_ever = await api.post(
            f"{address}/assignments",
            json={"assessors": [str(m) for m in members], "due_at": "2028-01-01T00:00:00Z"},
        )
        assert for_ever.status_code == 422, "a file is not lent for ever"
        again = (await api.get(f"{address}/redraw")).json()
        assert again["same"]
        assert sum(p["weight"] * p["drawn"] for p in again["parts"]) == made.json()["frame_size"]
        given = await api.post(
            f"{address}/assignments",
            json={"assessors": [str(m) for m in members], "due_at": "2026-12-01T00:00:00Z"},
            headers={"If-Match": '"1"'},
        )
        assert given.json() == {"count": 2}
        reviews = (await api.get("/api/v1/quality/reviews")).json()
        for review in reviews:
            where = f"/api/v1/quality/reviews/{review['id']}"
            marks = {i.id: {"mark": "correct"} for i in quality.instrument("registration").indicators}
            assert (
                await api.put(where, json={"marks": marks}, headers={"If-Match": '"1"'})
            ).status_code == 200
            assert (await api.put(where, json={"marks": {}}, headers={"If-Match": '"1"'})).status_code == 412
            done = await api.post(f"{where}/submission")
            assert done.json()["score"]["passed"] is True
        (result,) = (await api.get(f"{address}/results")).json()
        assert (result["files"], result["mean"]["value"]) == (2, 1.0)
        assert (await api.post(f"{address}/release")).json() == {"count": 2}
    async with site.api("border_liaison_officer") as api:
        mine = (await api.get("/api/v1/quality/mine")).json()
        assert len(mine) == 2
        said = await api.post(f"/api/v1/quality/mine/{mine[0]['id']}/answer", json={"agrees": True})
        assert said.json()["answer"]["agrees"] is True
        assert (await api.get("/api/v1/quality/samples")).status_code == 403
