"""What counsel and people hand in: received at the moment it came, whole or not at all, answered once; and legal aid by rota."""

import asyncio
import hashlib
from datetime import UTC, datetime
from uuid import UUID

from app.core.errors import Conflict
from app.procedure.public import load
from app.representation import public as representation
from app.representation.rules import OnRota, counts_on, next_turn
from tests.appealing import represented
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, family_of_five

COUNSEL, OTHER = "legal_representative", "other_legal_representative"
PDF = b"%PDF-1.7\n% prueba\n"


def on_rota(n: int, **more: object) -> OnRota:
    values: dict[str, object] = {
        "user_id": UUID(int=n),
        "name": f"Turno {n}",
        "languages": ("es",),
        "instances": ("first",),
        "most": 5,
        "last_turn_at": None,
        "open_cases": 0,
    }
    return OnRota(**(values | more))  # type: ignore[arg-type]


def test_the_turn_goes_to_who_speaks_the_language_then_to_who_has_waited_longest() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    kreyol, first, second = (
        on_rota(1, languages=("ht",), last_turn_at=late),
        on_rota(2, last_turn_at=early),
        on_rota(3),
    )
    everybody = [kreyol, first, second]

    def turn(language: str, **more: object) -> int | None:
        found = next_turn(everybody, instance="first", language=language, **more)  # type: ignore[arg-type]
        return found.user_id.int if found else None

    assert turn("ht") == 1
    assert turn("es") == 3
    assert turn("es", excused={UUID(int=3)}) == 2
    assert turn("es", excused={UUID(int=3)}, barred={UUID(int=2)}) == 1
    assert next_turn(everybody, instance="appeal", language="es") is None
    assert next_turn([on_rota(4, open_cases=5)], instance="first", language="es") is None


def test_a_writing_counts_on_the_day_it_came_where_the_office_is_or_on_the_next_working_one() -> None:
    profile = load("CRI")
    # Friday 23:30 in San José is Saturday in UTC.
    assert counts_on(profile, datetime(2026, 11, 21, 5, 30, tzinfo=UTC), None).isoformat() == "2026-11-20"
    assert counts_on(profile, datetime(2026, 11, 21, 15, tzinfo=UTC), None).isoformat() == "2026-11-23"


async def test_a_writing_comes_with_its_files_and_its_receipt_and_is_answered_once(
    site: Site, world: World
) -> None:
    filed = await world.register(family_of_five())
    await represented(world, filed.case_id)
    base = f"/cases/{filed.reference}/filings"
    async with site.pages(COUNSEL) as page:
        assert (await page.get(base)).status_code == 200
        assert (await page.get("/clients")).status_code == 200
        typed = {"kind": "writing", "title": "Alegato", "body": "Texto del alegato."}
        broken = await page.post(
            base, data=typed, files={"file": ("a.exe", b"MZ", "application/octet-stream")}
        )
        assert broken.status_code == 422
        assert "Texto del alegato." in broken.text
        made = await page.post(base, data=typed, files={"file": ("prueba.pdf", PDF, "application/pdf")})
        assert made.status_code == 303, made.text
        shown = await page.get(made.headers["location"])
        assert_sound(shown.text)
        assert "prueba.pdf" in shown.text
        receipt = await page.get(made.headers["location"].split("?")[0] + "/receipt.pdf")
        assert receipt.content.startswith(b"%PDF-")
    async with site.api(COUNSEL) as api:
        # What was refused left nothing behind.
        (one,) = (await api.get(f"/api/v1{base}")).json()
        assert one["digest"] == hashlib.sha256(b"Alegato\nTexto del alegato.").hexdigest()
        (file,) = (await api.get(f"/api/v1/cases/{filed.reference}/attachments")).json()
        assert file["about"] == f"filing:{one['id']}"
        limits = (await api.get("/api/v1/clients/limits", params={"size": 1})).json()
        assert limits["items"][0]["reference"] == filed.reference
        assert (
            await api.post(f"/api/v1{base}/{one['id']}/answer", json={"words": "yo mismo"})
        ).status_code == 403
    async with site.pages("supervisor") as page:
        answered = await page.post(f"{base}/{one['id']}/answer", data={"answer": "Se agrega al expediente."})
        assert answered.status_code == 303
        again = await page.post(f"{base}/{one['id']}/answer", data={"answer": "Otra cosa"})
        assert again.status_code == 409
        nobody = await page.post(base, data=typed)
        assert nobody.status_code == 422
        assert "quién lo entrega" in nobody.text
    async with site.api("border_liaison_officer") as api:
        assert (await api.get(f"/api/v1{base}")).status_code == 403


async def test_legal_aid_goes_round_the_rota_and_two_who_give_the_turn_at_once_give_it_once(
    site: Site, world: World
) -> None:
    filed = await world.register()
    counsel, other = (world.actor(who).user_id for who in (COUNSEL, OTHER))
    # A language of nobody else's (ISO 639-2, for local use).
    spoken = f"qaa-{world.tag[-8:]}"
    async with site.api("supervisor") as api:
        for user in (counsel, other):
            body = {"instances": ["first"], "languages": [spoken], "most": 500}
            odd = body | {"languages": ["es", "klingon"], "most": 500}
            strange = await api.put(f"/api/v1/legal-aid/rota/{user}", json=odd)
            assert "languages" in strange.text
            assert strange.status_code == 422
            assert (await api.put(f"/api/v1/legal-aid/rota/{user}", json=body)).status_code == 204
        asked = await api.post(f"/api/v1/cases/{filed.reference}/legal-aid", json={"language": spoken})
        assert asked.status_code == 201, asked.text
        twice = await api.post(f"/api/v1/cases/{filed.reference}/legal-aid", json={"language": spoken})
        assert twice.status_code == 409
    async with site.pages("supervisor") as page:
        listed = await page.get("/legal-aid")
        assert_sound(listed.text)
        assert filed.reference in listed.text
        assert (await page.get(f"/cases/{filed.reference}/legal-aid")).status_code == 200

    async def give() -> UUID | None:
        try:
            async with world.acting("supervisor") as db:
                return await representation.assign_turn(db, db.actor, UUID(asked.json()["id"]))
        except Conflict:
            return None

    given = [who for who in await asyncio.gather(give(), give()) if who]
    assert len(given) == 1
    first = COUNSEL if given == [counsel] else OTHER
    second = OTHER if first == COUNSEL else COUNSEL
    async with site.pages(first) as page:
        assert_sound((await page.get(f"/cases/{filed.reference}/representation")).text)
        mute = await page.post(f"/cases/{filed.reference}/legal-aid/excuse", data={"excuse": ""})
        assert_sound(mute.text)
        assert (mute.status_code, 'id="excuse-error"' in mute.text) == (422, True)
        out = await page.post(
            f"/cases/{filed.reference}/legal-aid/excuse", data={"excuse": "Enfermedad (prueba)"}
        )
        assert out.status_code == 303, out.text
        assert (await page.get(f"/cases/{filed.reference}")).status_code == 404
    assert await give() == world.actor(second).user_id
    async with site.api(second) as api:
        (mandate,) = [
            m
            for m in (await api.get(f"/api/v1/cases/{filed.reference}/representations")).json()
            if m["until"] is None
        ]
        assert mandate["kind"] == "assigned"
