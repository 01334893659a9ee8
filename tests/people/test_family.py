"""Families across files: proven or not, tested only with two yeses, found and told only with two more."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.errors import Invalid, NotFound
from app.people import biometrics
from app.people import public as people
from app.workflows.register_arrival import register_arrival
from tests.cases.test_households import BECAUSE, opened
from tests.site import Site
from tests.world import World, adult, arrival, relative

family = people.family
TODAY = date(2026, 11, 10)


async def person_of(world: World, case_id: UUID, who: str = "supervisor") -> UUID:
    async with world.reading(who) as db:
        return (await cases.look_at(db, case_id)).principal.person_id


async def there(world: World, given: str, household: str = "Mejía Portillo") -> tuple[UUID, UUID]:
    """Somebody whose file is the other office's."""
    member = adult(
        given, household, birth_date=date(1990, 2, 1), phone="+506 6000 0777", nationalities=("HND",)
    )
    async with world.acting("other_registration_officer") as db:
        made = await register_arrival(db, db.actor, [member], arrival(), office_id=world.other_office)
    return made.case_id, await person_of(world, made.case_id, "other_supervisor")


def test_unhcrs_codes_name_the_sex_of_the_relative_and_are_never_guessed() -> None:
    assert [family.unhcr_code("child", sex) for sex in ("female", "male", "unknown")] == ["DAU", "SON", None]
    assert family.unhcr_code("sibling", "female") is None
    assert family.other_way("child") == "parent"
    assert set(map(family.other_way, people.codes.RELATIONS)) <= set(people.codes.RELATIONS)


async def test_a_relation_across_offices_is_seen_from_both_sides_and_tested_with_two_yeses(
    world: World,
) -> None:
    registered = await world.register([adult()])
    mother = await person_of(world, registered.case_id)
    _, son = await there(world, "Olman")
    async with world.acting("supervisor") as db:
        with pytest.raises(Invalid):
            await family.relate(
                db, db.actor, person_id=mother, relative_id=son, kind="child", proof="document"
            )
        relation = await family.relate(
            db, db.actor, person_id=mother, relative_id=son, kind="child", proof="testimony"
        )
        with pytest.raises(family.RelatedAlready):
            await family.relate(
                db, db.actor, person_id=mother, relative_id=son, kind="child", proof="testimony"
            )
        more: dict[str, Any] = {
            "laboratory": "Laboratorio de prueba",
            "reasons": BECAUSE,
            "expires_on": date(2027, 1, 1),
        }
        with pytest.raises(Invalid):
            await family.refer_to_dna(
                db, db.actor, relation, consent_person=True, consent_relative=False, today=TODAY, **more
            )
        test = await family.refer_to_dna(
            db, db.actor, relation, consent_person=True, consent_relative=True, today=TODAY, **more
        )
        await family.record_dna_result(db, db.actor, test, result="excludes", result_on=TODAY, today=TODAY)
        (mine,) = await family.relations_of(db, [mother])
    # What the laboratory said changes nothing by itself.
    assert (mine.kind, mine.proof, mine.visible, mine.dna[0].result) == (
        "child",
        "testimony",
        False,
        "excludes",
    )
    async with world.acting("other_supervisor") as db:
        (theirs,) = await family.relations_of(db, [son])
    assert (theirs.kind, theirs.unhcr, theirs.reference) == ("parent", None, registered.reference)
    async with world.acting("other_eligibility_officer") as db:
        assert await family.relations_of(db, [mother]) == []
        with pytest.raises(NotFound):
            await family.end_relation(db, db.actor, relation, reasons=BECAUSE)


async def test_contact_is_passed_on_only_when_both_have_said_yes(world: World) -> None:
    registered = await world.register([adult()])
    seeker = await person_of(world, registered.case_id)
    _, found = await there(world, f"Wendolyn{world.tag}")
    sought = family.Sought(
        "sibling", f"Wendolin{world.tag}", "Mejia Portillo", "La vio en Danlí", date(1990, 2, 1), "day"
    )
    async with world.acting("supervisor") as db:
        search = await family.open_tracing(db, db.actor, person_id=seeker, sought=sought, consented=False)
        (mine,) = await family.searches_of(db, [seeker])
        match = next(m for m in mine.matches if m.person_id == found)
        with pytest.raises(NotFound):
            await family.answer_match(db, db.actor, match.id, answer="yes")
    async with world.acting("other_supervisor") as db:
        (asked,) = await family.searches_of(db, [found])
        assert (asked.asked, asked.person_id, asked.known) == (True, None, "")
        await family.answer_match(db, db.actor, match.id, answer="yes")
    async with world.acting("supervisor") as db:
        with pytest.raises(family.NotBothYes):
            await family.pass_contact_on(db, db.actor, match.id)
        await family.seeker_consents(db, db.actor, search)
        reached = await family.pass_contact_on(db, db.actor, match.id)
    assert reached.phone == "+506 6000 0777"


async def test_an_outside_identifier_puts_two_people_before_people_and_nothing_else_is_kept(
    world: World,
) -> None:
    one, other = (
        await world.register([adult()]),
        await world.register(
            [adult("Zulmiro", "Quirós Vado", birth_date=date(1962, 8, 30), phone=None, sex="male")]
        ),
    )
    first, second = await person_of(world, one.case_id), await person_of(world, other.case_id)

    class Outside:
        async def matched_to(self, system: str, identifier: str) -> list[str]:
            assert system == "abis"
            return [f"B{world.tag}"] if identifier == f"A{world.tag}" else []

    async with world.acting("border_liaison_officer") as db:
        none = await biometrics.add_reference(db, db.actor, second, system="abis", identifier=f"B{world.tag}")
        (pair,) = await biometrics.add_reference(
            db, db.actor, first, system="abis", identifier=f"A{world.tag}", asked=Outside()
        )
        with pytest.raises(Invalid):
            await biometrics.add_reference(db, db.actor, first, system="abis", identifier="x" * 101)
        columns = await db.rows(
            text(
                "select column_name, data_type, character_maximum_length from information_schema.columns"
                " where table_name = 'biometric_references'"
            )
        )
    assert none == []
    async with world.acting("supervisor") as db:
        assert (await people.pairs.pair(db, pair, today=TODAY)).row.reasons[0][
            "code"
        ] == "same_biometric_reference"
    # Two short texts, who and when: no place for a template, an image or a score.
    kinds = {(row.column_name, row.data_type, row.character_maximum_length) for row in columns}
    assert kinds == {
        ("id", "uuid", None),
        ("person_id", "uuid", None),
        ("system", "character varying", 40),
        ("identifier", "character varying", 100),
        ("taken_at", "timestamp with time zone", None),
        ("taken_by", "uuid", None),
    }


async def test_by_the_pages_and_the_interface(site: Site) -> None:
    world = site.world
    registered = await world.register([adult(), relative("Sara", date(2014, 6, 1), "child")])
    mother, child = (c.person_id for c in (await opened(world, registered.case_id)).claims)
    base = f"/cases/{registered.reference}/family"
    async with site.pages("supervisor") as pages:
        assert (await pages.get(f"{base}/nada")).status_code == 404
        form = {"person": str(mother), "relative": str(child), "kind": "child", "proof": "document"}
        assert (await pages.post(f"{base}/relate", data=form)).status_code == 422
        said = await pages.post(f"{base}/relate", data=form | {"paper": "Partida 7"})
        assert said.status_code == 303
        members = "Ana López; hija; 2014\nLuis López; cónyuge; 1980"
        asked = {"person": str(mother), "country": "NIC", "members": members}
        for line, word in (
            ("Eva; hjia; 2014", "qué es"),
            ("Eva; niña; 2014", "qué es"),
            ("Eva; hija; 14", "año"),
        ):
            mistyped = await pages.post(f"{base}/reunify", data=asked | {"members": f"{members}\n{line}"})
            assert mistyped.status_code == 422
            assert "Línea 3" in mistyped.text
            assert word in mistyped.text
            assert "Luis López" in mistyped.text, "what was typed is kept"
        assert (await pages.post(f"{base}/reunify", data=asked)).status_code == 303
        shown = (await pages.get(base)).text
        assert "Partida 7" in shown
        assert "Ana López" in shown
        for act in ("end", "dna", "dna-result", "trace", "search", "answer", "pass-on", "decide"):
            assert (await pages.get(f"{base}/{act}")).status_code == 200
    async with site.api("supervisor") as api:
        whole = (await api.get(f"/api/v1/family/cases/{registered.reference}")).json()
        assert [m["kind"] for m in whole["reunifications"][0]["members"]] == ["child", "spouse"]
        member = whole["reunifications"][0]["members"][0]["id"]
        body = {"granted": True, "reasons": BECAUSE}
        address = f"/api/v1/family/reunification-members/{member}/decision"
        assert (await api.post(address, json=body)).status_code == 200
        assert (await api.post(address, json=body)).status_code == 409
    async with site.pages("legal_representative") as pages:
        assert (await pages.get(base)).status_code == 403
