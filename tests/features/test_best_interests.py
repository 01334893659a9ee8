"""What is best for a child: heard, weighed, decided by others than who wrote it, and closed to others until then."""

import html
import re
from datetime import date, timedelta
from typing import Any

import httpx

from app.best_interests.rules import Option, Panelist, Report, broken_panel, missing, wrong_kind
from app.cases import public as cases
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, also_holds, family_of_five

PROTECTS = "child_protection_officer"
WHOLE: dict[str, Any] = {
    "heard": True,
    "how_heard": "En dos visitas, con juegos (prueba)",
    "words": "Quiere estar con su tía.",
    "family": "Una tía en la capital.",
    "safety": "En el albergue está segura.",
    "development": "Va a la escuela.",
    "options": [
        {"what": "Con la tía", "in_favour": "La conoce", "against": "Vive lejos"},
        {"what": "En el albergue", "in_favour": "Hay apoyo", "against": "Es por poco tiempo"},
    ],
    "recommendation": "Con la tía, con visitas.",
}
TODAY = date(2026, 11, 9)


def test_what_is_at_stake_says_which_procedure_is_enough() -> None:
    assert wrong_kind("assessment", "asylum_procedure") is None
    fault = wrong_kind("assessment", "separation")
    assert fault is not None
    assert fault.rule == "determination_needed"


def test_a_report_says_what_the_child_said_and_compares_options() -> None:
    whole = Report.model_validate(WHOLE)
    assert missing("assessment", whole) == []
    unheard = whole.model_copy(update={"how_heard": "", "options": (Option(what="Una"),)})
    assert {f.field for f in missing("determination", unheard)} == {"how_heard", "options"}
    assert {f.field for f in missing("short_assessment", Report())} == {
        "how_heard",
        "safety",
        "recommendation",
    }


def test_a_panel_is_of_several_institutions_and_bound_to_silence() -> None:
    one = Panelist(name="A", body="Protección", undertaking_on=TODAY)
    two = Panelist(name="B", body="Migración", undertaking_on=TODAY)
    assert broken_panel([one, two], today=TODAY) == []
    assert [f.rule for f in broken_panel([one, one], today=TODAY)] == ["too_few"]
    late = two.model_copy(update={"undertaking_on": TODAY + timedelta(days=1)})
    assert [f.rule for f in broken_panel([one, late], today=TODAY)] == ["undertaking"]


async def _children_who_wait(page: httpx.AsyncClient) -> str:
    """Every page of the list: the other tests' children wait as well."""
    read, address = "", "/children"
    while address:
        answer = await page.get(address)
        assert_sound(answer.text)
        read += answer.text
        onward = re.search(r'href="(/children\?after=[^"&]+)"', answer.text)
        address = html.unescape(onward[1]) if onward else ""
    return read


async def test_a_determination_goes_from_the_childs_words_to_a_panel_and_stays(
    site: Site, world: World
) -> None:
    filed = await world.register(family_of_five())
    other = await also_holds(world, "supervisor", PROTECTS, f"panel-{world.tag}")
    async with world.reading(PROTECTS) as db:
        claims = (await cases.case_view(db, filed.reference)).claims
    claim = str(next(c.id for c in claims if c.person_id == filed.persons[4]))
    base = f"/cases/{filed.reference}/best-interests"
    async with site.pages(PROTECTS) as page:
        assert_sound((await page.get(base)).text)
        assert filed.reference in await _children_who_wait(page)
        typed = {"claim": claim, "kind": "assessment", "reason": "durable_solution"}
        assert (await page.post(base, data=typed)).status_code == 422
        made = await page.post(base, data=typed | {"kind": "determination"})
        assert made.status_code == 303, made.text
        assert (await page.post(base, data=typed | {"kind": "determination"})).status_code == 409
        address = made.headers["location"]
        assert_sound((await page.get(address)).text)
        early = await page.post(address, data={"words": "Quiere estar con su tía.", "then": "submit"})
        assert early.status_code == 422
        assert "Quiere estar con su tía." in early.text
    api_address = f"/api/v1{address}"
    # Who writes in it is an author too, whoever opened it.
    await also_holds(world, "administrator", PROTECTS, "writer")
    async with site.api("writer") as api:
        assert (await api.put(api_address, json={"report": WHOLE})).status_code == 200
    async with site.api(PROTECTS) as api:
        kept = await api.put(api_address, json={"report": WHOLE})
        assert kept.status_code == 200, kept.text
        stale = await api.put(api_address, json={"report": WHOLE}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        assert (await api.post(f"{api_address}/submission")).json()["state"] == "submitted"
        decision = {
            "chosen": "Con la tía",
            "reasons": "Es lo que quiere y lo que la protege.",
            "panel": [
                {"name": "Panelista A", "body": "Protección", "undertaking_on": "2026-11-01"},
                {"name": "Panelista B", "body": "Salud", "undertaking_on": "2026-11-01"},
            ],
        }
        own = await api.post(f"{api_address}/decision", json=decision)
        assert own.status_code == 403
    async with site.api("writer") as api:
        assert (await api.post(f"{api_address}/decision", json=decision)).status_code == 403
    async with site.api("supervisor") as api:
        assert (await api.get(api_address)).status_code == 404
    world.actors["panel"] = other
    async with site.api("panel") as api:
        alone_there = await api.post(
            f"{api_address}/decision", json=decision | {"panel": decision["panel"][:1]}
        )
        assert alone_there.status_code == 422
        assert (await api.post(f"{api_address}/decision", json=decision)).status_code == 200
        assert (await api.post(f"{api_address}/decision", json=decision)).status_code == 409
    async with site.api("supervisor") as api:
        assert (await api.get(api_address)).json()["chosen"] == "Con la tía"
    async with site.pages(PROTECTS) as page:
        assert_sound((await page.get(address)).text)
        again = await page.post(
            base,
            data={
                "claim": claim,
                "kind": "determination",
                "reason": "durable_solution",
                "review_of": address.rsplit("/", 1)[1],
            },
        )
        assert again.status_code == 303
    async with site.api("legal_representative") as api:
        assert (await api.get(f"/api/v1{base}")).status_code == 403
