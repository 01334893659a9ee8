"""Finding the same person: while typing and at save, on PostgreSQL, under row-level security."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.intake import public as intake
from app.people import public as people
from app.workflows.link_people import Done, Say, link_people, search_everybody
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, adult, relative


def somebody(**changes: object) -> people.Description:
    """Somebody with names that nobody else in the tests has."""
    values: dict[str, object] = {
        "given_names": "Ximena del Carmen",
        "family_names": "Zeledón Urtecho",
        "birth_date": date(1987, 2, 9),
        "sex": "female",
        "nationalities": ("NIC",),
    }
    return people.Description(**(values | changes))  # type: ignore[arg-type]


def member(who: people.Description, **changes: object) -> intake.Member:
    return adult(
        who.given_names,
        who.family_names,
        birth_date=who.birth_date,
        nationalities=who.nationalities,
        **({"phone": None} | changes),
    )


async def _found(world: World, who: str, asked: people.Description) -> list[people.Candidate]:
    async with world.reading(who) as db:
        return await people.candidates(db, asked)


async def test_whoever_is_registered_elsewhere_is_found_by_all_that_people_write_differently(
    world: World,
) -> None:
    passport = people.NewPaper("passport", f"C-{world.tag} 01", "NIC")
    tag = "".join(chr(ord("a") + int(c, 16)) for c in world.tag[:5])
    known = somebody(family_names=f"Zeledón Ur{tag}")
    registered = await world.register([member(known, papers=(passport,), phone="+505 8888 1234")])
    async with world.reading("supervisor") as db:
        number = await db.scalar(
            text("select number from provisional_documents where case_id = :case"),
            {"case": registered.case_id},
        )
    ways = {
        "same_number": people.Description(
            "Nadie", f"Conocido{tag}", papers=(people.KnownPaper("other", "CRI", number),)
        ),
        "name_same": known,
        "name_sounds": somebody(family_names=f"Seledon Ur{tag}"),
        "names_swapped": somebody(family_names=f"Ur{tag} Zeledón"),
        "name_close": somebody(given_names="Ximena", family_names=f"Ur{tag}"),
        "birth_day_month_swapped": somebody(family_names=f"Zeledón Ur{tag}", birth_date=date(1987, 9, 2)),
        "birth_near": somebody(family_names=f"Zeledón Ur{tag}", birth_date=date(1997, 2, 9)),
        "birth_estimated": somebody(
            family_names=f"Zeledón Ur{tag}", birth_date=date(1989, 1, 1), birth_precision="estimated"
        ),
        "same_paper": people.Description(
            "Otra", f"Ninguna{tag}", papers=(people.KnownPaper("passport", "NIC", f"C{world.tag}01".upper()),)
        ),
    }
    for code, asked in ways.items():
        found = await _found(world, "registration_officer", asked)
        assert [f.reference for f in found] == [registered.reference], code
        assert code in {reason.code for reason in found[0].reasons}, code
    async with world.reading("commission_secretary") as db:
        assert await people.candidates(db, known) == []


async def test_a_likely_candidate_at_save_is_put_before_people_and_nobody_is_stopped(world: World) -> None:
    tag = "".join(chr(ord("a") + int(c, 16)) for c in uuid4().hex[:5])
    mother = somebody(given_names="Aracely Ivonne", family_names=f"Zeledón Bo{tag}")
    child = relative("Keyner", date(2016, 5, 4), "child", family_names=f"Bo{tag}")
    await world.register([member(mother), child], who="border_liaison_officer")
    again = await world.register([member(mother), child], who="registration_officer", found_by="registration")
    async with world.system.reading(world.actor("supervisor")) as db:
        pairs = await db.rows(
            text(
                "select p.score, p.reasons, p.found_by from duplicate_pairs p join claims k on k.person_id in (p.person_a, p.person_b)"
                " where k.case_id = :case order by p.score"
            ),
            {"case": again.case_id},
        )
    assert len(pairs) == 2
    assert all(pair.found_by == "registration" and pair.score > 0.5 for pair in pairs)
    assert "household_overlap" in {reason["code"] for reason in pairs[0].reasons}


async def test_a_misspelt_name_is_found_in_the_list_of_those_one_may_see_and_by_the_number_of_a_paper(
    world: World,
) -> None:
    tag = "".join(chr(ord("a") + int(c, 16)) for c in uuid4().hex[:6])
    paper = people.NewPaper("passport", f"N-{tag}77", "NIC")
    known = somebody(given_names="Guadalupe", family_names=f"de la Cruz Qui{tag}z")
    mine = await world.register([member(known, papers=(paper,))])
    typed = (
        f"qui{tag}s guadalupe",
        f"Kui{tag}s de la Cruz",
        f"Cruz Qui{tag[:2]}{tag[3:]}z",
        f"Guadlupe Cruz Qui{tag}z",
        f"n{tag} 77",
        mine.reference.lower(),
    )
    for words in typed:
        async with world.reading("supervisor") as db:
            found = await cases.worklist(db, cases.Filters(text=words), stages_open=["registered"])
        assert mine.reference in [row.reference for row in found.rows], words
        async with world.reading("other_supervisor") as db:
            found = await cases.worklist(db, cases.Filters(text=words), stages_open=["registered"])
        assert mine.reference not in [row.reference for row in found.rows], words


async def test_the_indexes_answer(world: World) -> None:
    """With planning told that a sequential scan is dear, as it is with many people: the plan of each function's own condition."""
    await world.register()
    async with world.system.writing(world.actor("supervisor")) as db:
        await db.execute(text("set local enable_seqscan = off"))
        keys = people.wanted_keys(somebody())
        plans = {
            "ix_persons_name_keys": ("select id from persons p where p.name_keys && :of", keys),
            "ix_persons_phone_key": (
                "select id from persons p where phone_key = :of and phone_key <> ''",
                "88881234",
            ),
            "ix_identity_papers_number_key": (
                "select 1 from identity_papers where number_key = any (:of)",
                ["X"],
            ),
            # Its own, or that of the rule that a number is one person's.
            "[ie]x_provisional_documents_number": (
                "select 1 from provisional_documents where number = any (:of)",
                ["1"],
            ),
            "ix_persons_search_name_trgm": ("select id from persons where :of <% search_name", "guedez"),
        }
        for index, (statement, of) in plans.items():
            plan = await db.scalars(text(f"explain {statement}"), {"of": of})
            assert any(re.search(index, line) for line in plan), (index, plan)


async def test_common_names_are_counted_once_there_are_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.people.matching.find.FEWEST_PEOPLE", 1)
    for _n in range(5):
        await world.register([adult("Yorlenis", "Marcano")])
    async with world.system.writing(world.actor("supervisor")) as db:
        assert await people.count_names(db) >= 2
    try:
        async with world.reading("registration_officer") as db:
            shares = await people.frequencies_of(db, [somebody(given_names="Yorlenis", family_names="Xyz")])
        assert shares["jorlenis"] > 0
        assert "ksis" not in shares
    finally:
        async with world.system.writing(world.actor("supervisor")) as db:
            await db.execute(text("delete from name_frequencies"))


@pytest.mark.slow
async def test_who_is_registered_twice_is_found_at_rest_and_once_only(world: World, tmp_path: Path) -> None:
    """Splink over all persons, with the shipped model: there are too few here to learn from."""
    tag = "".join(chr(ord("a") + int(c, 16)) for c in uuid4().hex[:6])
    mother = somebody(given_names="Ruth Noemí", family_names=f"Zambrana Pi{tag}")
    child = relative("Osman", date(2014, 5, 4), "child", family_names=f"Pi{tag} Téllez")
    await world.register([member(mother), child])
    await world.register([member(replace(mother, family_names=f"Sambrana Pi{tag}")), child])
    looked = await link_people(world.system, model_file=tmp_path / "model.json", dry_run=True)
    first = await link_people(world.system, model_file=tmp_path / "model.json")
    again = await link_people(world.system, model_file=tmp_path / "model.json")
    async with world.system.reading(world.actor("supervisor")) as db:
        pairs = await db.rows(
            text(
                "select p.found_by, p.reasons from duplicate_pairs p join persons a on a.id = p.person_a"
                " where a.family_names like '%' || :tag || '%'"
            ),
            {"tag": tag},
        )
    assert (looked.trained_on, looked.proposed, again.proposed) == ("shipped", 0, 0)
    assert first.pairs == looked.pairs == again.pairs
    assert first.proposed >= 2
    assert [pair.found_by for pair in pairs] == ["link", "link"]
    assert "birth_same" in {reason["code"] for pair in pairs for reason in pair.reasons}


async def test_the_interface_says_who_and_why_and_nothing_to_who_does_not_register(site: Site) -> None:
    tag = "".join(chr(ord("a") + int(c, 16)) for c in uuid4().hex[:6])
    paper = people.NewPaper("passport", f"Q{tag}9", "NIC")
    registered = await site.world.register([member(somebody(family_names=f"Api{tag}"), papers=(paper,))])
    asked = {
        "given_names": "Carmen",
        "family_names": f"Api{tag}",
        "birth_date": "1987-02-09",
        "papers": [{"country": "NIC", "number": f"q-{tag} 9"}],
    }
    async with site.api("registration_officer") as api:
        found = (await api.post("/api/v1/people/candidates", json=asked)).json()[0]
    async with site.api("documentation_officer") as api:
        refused = await api.post("/api/v1/people/candidates", json=asked)
    assert found["reference"] == registered.reference
    assert found["likely"]
    assert {"same_paper", "birth_same"} <= {reason["code"] for reason in found["reasons"]}
    assert refused.status_code == 403


async def test_a_supervisor_has_everybody_looked_through_and_sees_how_far_it_is(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.workflows.link_people.link_people", _finds_three)
    async with site.pages("supervisor") as pages:
        asked = await pages.post("/duplicates/search", data={})
        twice = await pages.post("/duplicates/search", data={})
        waiting = await pages.get("/duplicates")
    async with site.world.reading("supervisor") as db:
        search = await people.last_search(db)
    assert search is not None
    await search_everybody(site.world.system, {"search": str(search.id)})
    async with site.pages("supervisor") as pages:
        done = await pages.get("/duplicates")
    async with site.api("supervisor") as api:
        told = (await api.get("/api/v1/people/searches/last")).json()
    assert (asked.status_code, twice.status_code) == (303, 303)
    assert "empieza en cuanto pueda" in waiting.text
    assert_sound(done.text)
    assert "Personas: 12; pares parecidos: 3; nuevos: 1" in done.text
    assert (told["id"], told["step"], told["proposed"]) == (str(search.id), "done", 1)


async def _finds_three(_database: object, *, say: Say, **_chosen: object) -> Done:
    await say("read", 12)
    return Done(12, "shipped", 0.9, 3, 1, 0, 0.1)
