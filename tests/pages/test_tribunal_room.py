"""The Tribunal's room and a procedure of loss on their pages: what is lacking at its field, typed text kept, closed to others."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from app.core.actor import SYSTEM
from app.notices import public as notices
from app.remedies import public as remedies
from tests.appealing import JUDGED, appealed, rejected_and_served, voted_on_loss
from tests.pages.test_remedies import read, send
from tests.site import Site

_DRAWN = BytesIO()
Image.new("RGB", (8, 8), "white").save(_DRAWN, "PNG")
PICTURE = _DRAWN.getvalue()


async def test_a_remedy_is_examined_heard_and_its_bench_drawn_on_the_pages(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    page = f"/remedies/{remedy_id}"
    status, _, body = await send(site, "appeals_clerk", f"{page}/correction", lacking="Falta.", days="5")
    assert (status, "Escriba al menos 20 caracteres." in body, "Falta.</textarea>" in body) == (
        422,
        True,
        True,
    )
    lacking = "Falta la firma de la persona en la última hoja."
    assert (await send(site, "appeals_clerk", f"{page}/correction", lacking=lacking, days="5"))[0] == 303
    early = {"result": "upheld", "reasons": JUDGED}
    status, _, body = await send(site, "appeals_judge", f"{page}/taking-up", to=f"{page}/decision", **early)
    assert (status, "La persona todavía puede corregir el escrito" in body) == (409, True)
    brought = "Se adjunta la hoja firmada por la persona."
    assert (await send(site, "legal_representative", f"{page}/corrected", answer=brought))[0] == 303
    told = {"reasons": "Cumple lo que la ley pide de un escrito."}
    assert (await send(site, "appeals_judge", f"{page}/taking-up", **told))[0] == 303
    granted = {"granted": "yes", "reasons": "La credibilidad es lo que se discute."}
    assert (await send(site, "appeals_clerk", f"{page}/hearing-ruling", **granted))[0] == 303
    async with site.world.reading("supervisor") as db:
        said = await notices.messages_of(db, scene.case_id)
    assert [m.kind for m in said[:2]] == ["remedy_hearing_granted", "remedy_correction_asked"]
    assert lacking.rstrip(".") in said[1].body if said[1].extent == "full" else lacking not in said[1].body
    status, _, body = await send(
        site, "appeals_judge", f"{page}/hearing-ruling", to=f"{page}/decision", **early
    )
    assert (status, "todavía no consta celebrada" in body) == (409, True)
    spoken = "La decisión fue correcta con lo que entonces constaba."
    assert (await send(site, "supervisor", f"{page}/first-instance-answer", text=spoken))[0] == 303
    assert spoken in (await read(site, "legal_representative", page))[1]
    offered = (await read(site, "appeals_judge", page))[1]
    assert [
        f"{page}/{act}" in offered for act in ("correction", "taking-up", "hearing-ruling", "hearing")
    ] == [
        False,
        False,
        False,
        True,
    ]
    async with site.pages("legal_representative") as pages:
        assert (await pages.get(f"{page}/receipt.pdf")).content.startswith(b"%PDF")
        kept = await pages.post(f"{page}/evidence", files={"file": ("foto.png", PICTURE, "image/png")})
        assert kept.status_code == 303
    assert "foto.png" in (await read(site, "appeals_judge", page))[1]

    person = {"person": "Yorlenis Guédez", "language": "es"}
    status, hearing, _ = await send(site, "appeals_judge", f"{page}/hearing", **person)
    assert status == 303
    assert (await read(site, "supervisor", hearing))[0] == 404
    record: dict[str, Any] = {
        "people-0-name": "Yorlenis Guédez",
        "people-0-capacity": "person",
        "said": "Contó de nuevo las amenazas y reconoció al agente en la fotografía.",
        "sign": "1",
    }
    status, _, body = await send(site, "appeals_judge", hearing, **record)
    assert (status, "Falta cómo firmó Yorlenis Guédez." in body) == (422, True)
    assert record["said"] in body
    assert (await send(site, "appeals_judge", hearing, **record, **{"people-0-how": "by_hand"}))[0] == 303
    assert record["said"] in (await read(site, "supervisor", hearing))[1]

    status, _, body = await send(site, "appeals_clerk", f"{page}/bench")
    assert (status, "Elija si conoce una persona" in body) == (422, True)
    assert (await read(site, "supervisor", f"{page}/bench"))[0] == 403
    assert "Sortear por turno" not in (await read(site, "appeals_judge", f"{page}/bench"))[1]


async def test_a_status_is_looked_at_on_the_pages(site: Site) -> None:
    scene = await rejected_and_served(site.world, outcome="recognised_convention")
    claim = str((await scene.case()).claims[0].id)
    home = f"/cases/{scene.reference}/losses"
    assert "Nadie revisa la condición" in (await read(site, "legal_representative", home))[1]
    status, _, body = await send(
        site, "supervisor", f"{home}/open", kind="cessation", claims=[claim], reasons="x"
    )
    assert (status, "Escriba al menos 20 caracteres." in body) == (422, True)
    why: dict[str, Any] = {
        "kind": "cessation",
        "claims": [claim],
        "reasons": "Renovó el pasaporte de su país (dato ficticio).",
    }
    assert (await send(site, "supervisor", f"{home}/open", **why))[0] == 303
    async with site.world.system.reading(SYSTEM) as db:
        loss = f"/losses/{(await remedies.losses_of(db, scene.case_id))[0].id}"
    notice = {"how": "Se le leyó y se le dio copia.", "language": "es", "days": "10"}
    assert (await send(site, "supervisor", f"{loss}/notice", **notice))[0] == 303
    decided: dict[str, Any] = {"result": "lost", "reasons": JUDGED}
    status, _, body = await send(site, "commission_member_0", f"{loss}/decision", **decided)
    assert (status, "La persona todavía puede contestar" in body, JUDGED in body) == (409, True, True)
    site.world.clock.advance(timedelta(days=12))
    waived = {"statement": "No quiere que se le oiga otra vez.", "signed": "1"}
    assert (await send(site, "legal_representative", f"{loss}/hearing-waiver", **waived))[0] == 303
    status, _, body = await send(site, "commission_member_0", f"{loss}/decision", **decided)
    assert (status, "la secretaría lo lleva a una sesión" in body, JUDGED in body) == (409, True, True)
    status, _, body = await send(site, "commission_secretary", f"{loss}/sitting")
    assert (status, "Elija en qué sesión se vota." in body) == (422, True)
    await voted_on_loss(site, loss)
    served = {"channel": "in_person", "served_to": "La persona"}
    status, _, body = await send(site, "registration_officer", f"{loss}/service", **served)
    assert (status, "Escriba qué prueba la notificación." in body) == (422, True)
    served["proof"] = "Acta 12 (ficticia)"
    assert (await send(site, "registration_officer", f"{loss}/service", **served))[0] == 303
    assert (await scene.case()).stage == "remedy_window"
    assert "perdida" in (await read(site, "legal_representative", loss))[1]
    assert (await read(site, "other_legal_representative", loss))[0] == 404
