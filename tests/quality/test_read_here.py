"""A sampled file is read in the product while its assessment is open, and no page and no address of it gives a file to take away."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from app.core.actor import SYSTEM
from app.documents import public as documents
from app.quality import public as quality
from tests.appealing import Scene, appealed
from tests.security.routes import routes_of
from tests.site import Site
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
# Which table has what an address of a file names.
NAMED = {
    "assessment_id": "assessments",
    "attachment_id": "attachments",
    "decision_id": "decisions",
    "document_id": "provisional_documents",
    "interview_id": "interviews",
    "appointment_id": "appointments",
    "remedy_id": "remedies",
}
READABLE = ("text/html", "application/json", "application/problem+json")


async def sampled(world: World) -> tuple[Scene, UUID, UUID]:
    """A file that was decided and appealed, with an attachment, and its assessment, that is open."""
    scene, _remedy = await appealed(world)
    async with world.acting("registration_officer") as db:
        await documents.attach(
            db, db.actor, scene.case_id, kind="evidence", name="constancia.pdf", content=PDF
        )
    today = world.clock.now().date()
    async with world.acting("quality_assessor") as db:
        sample_id = await quality.draw_sample(
            db,
            db.actor,
            quality.Plan(
                "Una decisión",
                ("decision",),
                quality.Frame(
                    work="decision",
                    since=date(2026, 1, 1),
                    until=today + timedelta(days=9),
                    offices=(world.office,),
                ),
                200,
                double_share=Decimal(0),
            ),
            zone="America/Costa_Rica",
        )
        file = next(f for f in await quality.files_of(db, sample_id) if f.case_id == scene.case_id)
        review_id = await quality.assign_review(
            db,
            db.actor,
            file.id,
            instrument="decision",
            assessor_id=db.actor.user_id,
            slot=1,
            due_at=world.clock.now() + timedelta(days=9),
        )
    return scene, review_id, sample_id


async def named(world: World, scene: Scene) -> Mapping[str, str]:
    """What stands in the addresses of this file."""
    found = {"reference": scene.reference, "case_id": str(scene.case_id)}
    async with world.system.reading(SYSTEM) as db:
        for name, table in NAMED.items():
            one = await db.scalar(
                text(f"select id from {table} where case_id = :case limit 1"),  # noqa: S608 - from the list above
                {"case": scene.case_id},
            )
            if one is not None:
                found[name] = str(one)
        person = await db.scalar(
            text("select person_id from claims where case_id = :case limit 1"), {"case": scene.case_id}
        )
    return found | {"person_id": str(person)}


async def test_every_page_of_it_opens_and_no_link_on_them_gives_a_file(site: Site) -> None:
    scene, _review, _sample = await sampled(site.world)
    known = await named(site.world, scene)
    waiting, seen = [f"/cases/{scene.reference}"], dict[str, int]()
    async with site.pages("quality_assessor") as pages:
        while waiting:
            address = waiting.pop()
            answer = await pages.get(address)
            seen[address] = answer.status_code
            if answer.status_code == 200:
                assert answer.headers["content-type"].startswith("text/html"), address
                links = {link.split("#")[0] for link in re.findall(r'href="(/[^"]+)"', answer.text)}
                # The drawing of the law's procedure is a picture of the law.
                links = {link for link in links if not link.startswith("/procedure/")}
                own = {
                    link
                    for link in links
                    if len(link) < 500 and any(value in link for value in known.values())
                }
                waiting += sorted(own - seen.keys() - set(waiting))
    # A link that only refuses is not shown.
    assert {address: status for address, status in seen.items() if status != 200} == {}
    assert len(seen) > 8


async def test_no_address_of_it_gives_a_file_and_none_opens_when_it_is_submitted(site: Site) -> None:
    world = site.world
    scene, review_id, _sample = await sampled(world)
    known = await named(world, scene)
    assert {"attachment_id", "decision_id", "document_id"} <= known.keys()
    addresses = []
    for route in routes_of(site.app):
        wanted = set(re.findall(r"\{(\w+)", route.path))
        if route.method == "GET" and wanted and wanted <= known.keys():
            addresses.append(re.sub(r"\{(\w+)[^}]*\}", lambda part: known[part[1]], route.path))
    refused = 0
    async with site.pages("quality_assessor") as pages, site.api("quality_assessor") as api:
        for address in addresses:
            answer = await (api if address.startswith("/api/") else pages).get(address)
            assert answer.status_code < 500, address
            assert answer.headers.get("content-type", "").startswith(READABLE), address
            assert "attachment" not in answer.headers.get("content-disposition", ""), address
            refused += "se lee aqu" in answer.text
        assert refused >= 4
        marks = {each.id: quality.Marked("correct") for each in quality.instrument("decision").indicators}
        async with world.acting("quality_assessor") as db:
            await quality.save_marks(db, db.actor, review_id, marks=marks, conclusion="")
            await quality.submit_review(db, db.actor, review_id)
        for address in addresses:
            if scene.reference in address:
                answer = await (api if address.startswith("/api/") else pages).get(address)
                assert answer.status_code in (403, 404), address
