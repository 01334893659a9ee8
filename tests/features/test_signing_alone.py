"""Acts that one person signs, by who signs with a key of their own: a wrong passphrase stops at its field, and is nowhere afterwards."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from app.cases import public as cases
from app.decisions import public as decisions
from app.documents.public import Desk
from app.remedies import public as remedies
from app.settings import settings
from tests.appealing import JUDGED, Scene, appealed, rejected_and_served
from tests.awaiting import case_awaiting_decision
from tests.features.test_decisions import draft, sign
from tests.features.test_losing_a_status import ANSWERED, REASONS, Road
from tests.features.test_panels import POINTS, REMITTED, drawn, judges, own_judges  # noqa: F401 - a fixture
from tests.features.test_signatures import PHRASE, enrolled
from tests.pages.test_remedies import send
from tests.site import Site
from tests.world import World, adult, relative

WRONG = "no es la frase de esta llave"
_DRAWN = BytesIO()
Image.new("RGB", (8, 8), "white").save(_DRAWN, "PNG")
SHEET = {"file": ("hoja.png", _DRAWN.getvalue(), "image/png")}


async def refused_by_api(site: Site, who: str, path: str, body: dict[str, Any]) -> None:
    """Without a passphrase and with a wrong one, also under a key that is then used for the right one."""
    async with site.api(who) as api:
        for given, rule in ((body, "required"), (body | {"passphrase": WRONG}, "wrong")):
            answer = await api.post(f"/api/v1{path}", json=given, headers={"Idempotency-Key": path})
            assert answer.status_code == 422, answer.text
            assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [("passphrase", rule)]
            assert WRONG not in answer.text


async def done_by_api(site: Site, who: str, path: str, body: dict[str, Any]) -> Any:
    async with site.api(who) as api:
        headers = {"Idempotency-Key": path}
        answer = await api.post(f"/api/v1{path}", json=body | {"passphrase": PHRASE}, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def refused_on_page(site: Site, who: str, path: str, *, to: str | None = None, **typed: Any) -> None:
    """The error at the field, what was typed kept, the passphrase given back to nobody."""
    status, _, body = await send(site, who, path, to=to, **typed, passphrase=WRONG)
    assert (status, 'id="passphrase-error"' in body, WRONG in body) == (422, True, False)
    assert all(f"{words}</textarea>" in body for name, words in typed.items() if name == "reasons")


async def means_of(world: World, who: str, decision_id: Any) -> list[str]:
    async with world.reading(who) as db:
        return [one.means for one in await decisions.signatures_of(db, decision_id)]


async def test_declaring_inadmissible_takes_the_supervisors_key(site: Site) -> None:
    registered = await site.world.register()
    case = f"/cases/{registered.reference}"
    async with site.world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    async with site.pages("supervisor") as pages:
        assert 'name="passphrase"' not in (await pages.get(f"{case}/declare-inadmissible")).text
    await enrolled(site.world, "supervisor")
    body: dict[str, Any] = {"reasons": REASONS}
    async with site.api("supervisor") as api:
        version = (await api.get(f"/api/v1{case}")).headers["ETag"]
    await refused_by_api(site, "supervisor", f"{case}/inadmissibility", body)
    await refused_on_page(site, "supervisor", f"{case}/declare-inadmissible", **body)
    async with site.api("supervisor") as api:
        assert (await api.get(f"/api/v1{case}")).headers["ETag"] == version
    typed = body | {"passphrase": PHRASE}
    assert (await send(site, "supervisor", f"{case}/declare-inadmissible", **typed))[0] == 303
    async with site.world.reading("supervisor") as db:
        (decided,) = await decisions.decisions_of(db, registered.case_id, drafts=True)
    assert await means_of(site.world, "supervisor", decided.id) == ["certificate"]


async def test_judging_a_remedy_takes_the_judges_key_and_the_text_says_what_to_do(site: Site) -> None:
    scene, remedy_id = await appealed(site.world)
    await enrolled(site.world, "appeals_judge")
    page = f"/remedies/{remedy_id}"
    verdict = {
        "result": "remitted",
        "reasons": JUDGED,
        "reversal_grounds": ["facts"],
        "instructions": POINTS,
    }
    await refused_by_api(site, "appeals_judge", f"{page}/decision", verdict)
    typed = {"result": "remitted", "reasons": JUDGED, "reversal_grounds": "facts"}
    await refused_on_page(
        site, "appeals_judge", page, to=f"{page}/decision", **typed, instructions="\n".join(POINTS)
    )
    assert (await scene.case()).stage == "under_remedy"
    made = await done_by_api(site, "appeals_judge", f"{page}/decision", verdict)
    # The same request again, as it was sent, has the same answer: what opens the key is no part of what is compared.
    assert await done_by_api(site, "appeals_judge", f"{page}/decision", verdict) == made
    async with site.api("appeals_judge") as api:
        text = (await api.get(f"/api/v1/decisions/{made['decision_id']}/text")).text
    assert all(point in text for point in POINTS)
    assert await means_of(site.world, "appeals_judge", made["decision_id"]) == ["certificate"]


async def test_the_judgment_of_several_takes_the_key_of_who_signs(site: Site) -> None:
    world = site.world
    _scene, remedy_id = await appealed(world)
    await judges(world, 2)
    bench = [name for one in await drawn(world, remedy_id) for name, a in world.actors.items() if a == one]
    async with world.acting(bench[0]) as db:
        await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
        await remedies.propose_judgment(db, db.actor, remedy_id)
    for who in bench:
        async with world.acting(who) as db:
            await remedies.vote_on_judgment(db, db.actor, remedy_id, choice="for", reasons="")
    await enrolled(world, "appeals_judge")
    page = f"/remedies/{remedy_id}"
    await refused_by_api(site, "appeals_judge", f"{page}/draft/signature", {})
    await refused_on_page(site, "appeals_judge", f"{page}/bench", to=f"{page}/bench/signature")
    made = await done_by_api(site, "appeals_judge", f"{page}/draft/signature", {})
    assert await means_of(world, "appeals_judge", made["decision_id"]) == ["certificate"]
    assert len(made["missing"]) == 2


async def test_deciding_a_loss_takes_the_key_of_who_decides(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where one person decides: a body of several signs in its sitting.
    monkeypatch.setattr("app.remedies.loss.actions.decide._collegiate", lambda _opened: False)
    home = [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")]
    scene: Scene = await rejected_and_served(site.world, home, outcome="recognised_convention")
    road = Road(site, scene)
    loss = await road.opened(claims=[str((await scene.case()).claims[0].id)])
    notice = {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 10}
    await road.does("supervisor", f"{loss}/notice", notice)
    await road.does("legal_representative", f"{loss}/answer", {"text": ANSWERED})
    await road.heard(loss)
    await enrolled(site.world, "commission_member_0")
    lost = {"result": "lost", "reasons": REASONS}
    await refused_by_api(site, "commission_member_0", f"{loss}/decision", lost)
    await refused_on_page(site, "commission_member_0", f"{loss}/decision", **lost)
    assert (await road.get("supervisor", loss))["state"] == "told"
    made = await done_by_api(site, "commission_member_0", f"{loss}/decision", lost)
    assert await means_of(site.world, "commission_secretary", made["decision_id"]) == ["certificate"]


async def test_the_sheet_signed_by_hand_is_kept_with_its_decision(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision_id = await draft(site.world, await case_awaiting_decision(site.world))
    await sign(site.world, decision_id)
    page = f"/decisions/{decision_id}"
    async with site.pages("commission_secretary") as pages:
        empty = await pages.post(f"{page}/scan")
        assert (empty.status_code, "Elija un archivo" in empty.text) == (422, True)
        assert (await pages.post(f"{page}/scan", files=SHEET)).status_code == 303
        assert "hoja.png" in (await pages.get(page)).text
    async with site.api("commission_secretary") as api:
        again = await api.post(f"/api/v1{page}/scan", files=SHEET)
        assert (again.status_code, again.json()["kind"]) == (201, "signed_by_hand")
        assert again.json()["about"] == f"decision:{decision_id}"
    async with site.api("other_legal_representative") as api:
        assert (await api.post(f"/api/v1{page}/scan", files=SHEET)).status_code == 404
    only_keys = settings().model_copy(update={"signing_means": "certificate"})
    monkeypatch.setattr("app.decisions.actions.keep_scan.settings", lambda: only_keys)
    async with site.api("commission_secretary") as api:
        refused = await api.post(f"/api/v1{page}/scan", files=SHEET)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:acogida:problem:not_signed_by_hand")


async def test_a_text_whose_outcome_changed_is_composed_again_and_signed(site: Site) -> None:
    world = site.world
    home = [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")]
    case_id = await case_awaiting_decision(world, home)
    decision_id = await draft(world, case_id)
    async with world.acting("commission_secretary") as db:
        before = await decisions.compose(db, decision_id)
    async with world.acting("registration_officer") as db:
        opened = await cases.open_case(db, case_id)
        gone = next(c.id for c in opened.claims if c.id != opened.principal.id)
        statement = "Declara por su propia voluntad que no desea continuar."
        await cases.withdraw(
            db, db.actor, case_id, statement=statement, signed=True, desk=Desk(), claims=[gone]
        )
    page = f"/decisions/{decision_id}"
    who = "commission_member_0"
    status, _, body = await send(site, who, page, to=f"{page}/signature")
    assert (status, "Compóngalo de nuevo" in body, f"{page}/composition" in body) == (409, True, True)
    async with site.api(who) as api:
        stale = await api.post(f"/api/v1{page}/composition", json={"version": before.version + 5})
        assert stale.status_code == 412
        made = await api.post(f"/api/v1{page}/composition", json={"version": before.version})
        assert (made.status_code, "Darwin" in made.text) == (200, False)
    assert (await send(site, who, page, to=f"{page}/composition"))[0] == 303
    assert (await send(site, who, page, to=f"{page}/signature"))[0] == 303
    async with site.pages(who) as pages:
        late = await pages.post(f"{page}/composition", data={"version": "3"})
    assert late.status_code == 409
