"""Consistency on the page and over the programming interface: who is shown whom, the same answer for all, and words that accuse nobody."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, also_holds

# Years in which no other test decides; everybody's decisions count, so each test has one of its own.
PERIOD, OTHER_PERIOD = "from=2011-01-01&to=2011-12-31", "from=2012-01-01&to=2012-12-31"
_FACTS = text("""
insert into claim_facts
select (jsonb_populate_record(null::claim_facts, cast(:fact as jsonb) || jsonb_build_object('claim_id', gen_random_uuid()))).*
  from generate_series(1, :times)
""")
HERE, THERE = "eligibility_officer", "other_eligibility_officer"


@pytest.fixture(autouse=True)
async def _as_if_never_decided(site: Site) -> AsyncIterator[None]:
    """The facts stand for themselves here, and in no kept count: they go before the cases are counted from their events."""
    yield
    async with site.world.system.writing(SYSTEM) as db:
        await db.execute(text("delete from claim_facts where filed_on < date '2013-01-01'"))


async def _decided(site: Site, year: int) -> World:
    """An officer who recognises a sixth of 60, and five who recognise half of 200. A seventh, of the first's office, has
    ten. All decisions of a person hang on one file here: nothing is read from it but who submitted its analysis."""
    world = site.world
    for n in range(3):
        await also_holds(world, f"commission_member_{n}", HERE, f"officer_{n}", office_id=world.other_office)
    await also_holds(world, "coi_researcher", HERE, "officer_3", office_id=world.other_office)
    await _decide(world, year, HERE, world.office, recognised=10, rejected=50)
    for name in (THERE, "officer_0", "officer_1", "officer_2", "officer_3"):
        await _decide(world, year, name, world.other_office, recognised=100, rejected=100)
    await _decide(world, year, "second_eligibility_officer", world.office, recognised=5, rejected=5)
    return world


async def _decide(
    world: World, year: int, officer: str, office: UUID, *, recognised: int, rejected: int
) -> None:
    case_id = (await world.register()).case_id
    decided = datetime(year, 6, 1, 15, tzinfo=UTC)
    day, moment = str(decided.date()), decided.isoformat()
    fact = {
        "case_id": str(case_id),
        "office_id": str(office),
        "principal": True,
        "country": "CRI",
        "origin": "VEN",
        "sex": "female",
        "age_group": "18-59",
        "modality": "ordinary",
        "needs": "",
        "instance": "first",
        "filed_on": day,
        "filed_at": moment,
        "decided_at": moment,
        "author": str(world.actor(officer).user_id),
        "decision_days": 0,
        "stage": "final",
        "standard": "final",
        "open": False,
        "stage_since": moment,
        "moved": False,
        "missed_interviews": 0,
        "known_from": moment,
    }
    async with world.system.writing(SYSTEM) as db:
        for counted, times in (("recognised", recognised), ("rejected", rejected)):
            await db.execute(
                _FACTS, {"fact": json.dumps(fact | {"first_counts_as": counted}), "times": times}
            )


async def test_each_is_shown_whom_they_may_see_and_all_get_the_same_answer(site: Site) -> None:
    decided = await _decided(site, 2011)
    found, shown = {}, {}
    for who in (
        HERE,
        THERE,
        "second_eligibility_officer",
        "supervisor",
        "other_supervisor",
        "auditor",
        "quality_assessor",
    ):
        async with site.api(who) as api:
            answer = (await api.get(f"/api/v1/figures/consistency?{PERIOD}")).json()
        persons = answer["persons"]
        found[who] = (answer["decisions"], persons["compared"], persons["standing_out"], persons["too_few"])
        shown[who] = {one["id"] for one in persons["shown"]}
    assert set(found.values()) == {(1070, 6, 1, 1)}
    here = str(decided.actor(HERE).user_id)
    assert shown[HERE] == shown["supervisor"] == {here}
    assert shown[THERE] == {str(decided.actor(THERE).user_id)}
    assert (len(shown["other_supervisor"]), here in shown["other_supervisor"]) == (5, False)
    assert shown["auditor"] == {None}
    assert shown["quality_assessor"] == shown["second_eligibility_officer"] == set()
    await _what_stands_out_is_said_with_its_limits(site)
    await _pseudonyms_mean_nothing_outside_one_answer(site)


async def _what_stands_out_is_said_with_its_limits(site: Site) -> None:
    async with site.api("supervisor") as api:
        persons = (await api.get(f"/api/v1/figures/consistency?{PERIOD}")).json()["persons"]
        sheet = (await api.get(f"/api/v1/figures/consistency?{PERIOD}&format=csv")).text.splitlines()
        before = (await api.get(f"/api/v1/figures/consistency?{PERIOD}&as_of=2011-05-01T00:00:00Z")).json()
        backwards = await api.get("/api/v1/figures/consistency?from=2012-01-01&to=2011-01-01")
    (one,) = persons["shown"]
    assert (one["decisions"], one["recognised"], one["stands_out"]) == (60, 10, True)
    assert (one["rate"], one["expected_rate"]) == pytest.approx((10 / 60, 515 / 1070))
    assert one["adjusted_rate"] < one["limits"]["low_99_8"] < one["limits"]["low_95"] < 515 / 1070
    assert sheet[1].startswith(f"person,{one['name']},60,10,")
    assert (before["decisions"], backwards.status_code) == (0, 422)


async def _pseudonyms_mean_nothing_outside_one_answer(site: Site) -> None:
    seen = set()
    async with site.api("auditor") as api:
        for _ in range(40):
            shown = (await api.get(f"/api/v1/figures/consistency?{PERIOD}")).json()["persons"]["shown"]
            assert sorted(one["name"] for one in shown) == [f"#{n}" for n in range(1, 7)]
            seen.add(next(one["name"] for one in shown if one["stands_out"]))
            if len(seen) > 1:
                return
    pytest.fail("the same number for the same person, forty times")


SAYS = {
    HERE: "Hay una diferencia que vale la pena entender.",
    THERE: "el azar daría",
    "second_eligibility_officer": "el azar explicaría casi cualquier tasa",
    "supervisor": "conviene leer expedientes juntos",
    "auditor": "no dicen quién es quién",
    "quality_assessor": "son suyas y de quien la supervisa",
}


async def test_the_page_says_it_without_accusing(site: Site) -> None:
    decided = await _decided(site, 2012)
    async with decided.system.reading(SYSTEM) as db:
        name = str(
            await db.scalar(
                text("select name from users where id = :id"), {"id": decided.actor(HERE).user_id}
            )
        )
    for who, says in SAYS.items():
        async with site.pages(who) as pages:
            answer = await pages.get(f"/metrics/consistency?{OTHER_PERIOD}")
        assert_sound(answer.text)
        assert says in answer.text, who
        assert "Apartarse no es un error" in answer.text
        assert not {"sesgo", "parcial", "culpa", "anómala"} & set(answer.text.casefold().split())
        # In the table, beside the menu that names everybody to themselves.
        assert (f">{name}</th>" in answer.text) == (who in {HERE, "supervisor"}), who
    async with site.pages("supervisor") as pages:
        drawn = await pages.get(f"/metrics/consistency.svg?{OTHER_PERIOD}&of=persons")
        picture = await pages.get(f"/metrics/consistency.png?{OTHER_PERIOD}&of=persons")
    assert "<desc>1 punto de 1 se aparta" in drawn.text
    assert name not in drawn.text, "a drawing says numbers; whose they are, the table beside it"
    assert picture.content.startswith(b"\x89PNG")
    async with site.api("quality_assessor") as api:
        hidden = await api.get(f"/api/v1/figures/consistency?{OTHER_PERIOD}&of=persons&format=svg")
    assert hidden.status_code == 404
    async with site.pages("auditor") as pages:
        nothing = await pages.get("/metrics/consistency?from=1999-01-01&to=1999-12-31&as_of=never")
    assert_sound(nothing.text)
    assert "Ninguna resolución en este período" in nothing.text


async def test_the_rest_of_the_house_has_no_business_with_it(site: Site) -> None:
    async with site.pages("registration_officer") as pages:
        assert (await pages.get("/metrics/consistency")).status_code == 403
    async with site.pages("eligibility_officer") as pages:
        assert 'href="/metrics/consistency"' in (await pages.get("/metrics/consistency")).text
        assert (await pages.get("/metrics")).status_code == 403
