"""Registering a household on the page: rows are added, errors stand at their fields, nothing typed is lost."""

import asyncio
import re
from typing import Any

from tests.site import Site
from tests.web_foundation.soundness import assert_sound

FAMILY = [
    ("Yorlenis Beatriz", "Guédez Marcano", ("14", "3", "1991"), "female", "principal"),
    ("Darwin Alexis", "Pereira Lugo", ("2", "11", "1988"), "male", "spouse"),
    ("Sara Valentina", "Pereira Guédez", ("", "6", "2014"), "female", "child"),
    ("Jhoan Elías", "Pereira Guédez", ("19", "1", "2019"), "male", "child"),
    ("Keyla Dayana", "Mejía Portillo", ("20", "5", "2012"), "female", "separated_child"),
]


def typed(site: Site, **changes: Any) -> dict[str, Any]:
    form: dict[str, Any] = {
        "rows": "5",
        "key": "the-form",
        "do": "register",
        "language": "es",
        "phone": "+506 6000 0142",
        "office": str(site.world.office),
        "people-4-screening": ["alone"],
        "entry_place": "Peñas Blancas",
    }
    for n, (given, family, (day, month, year), sex, relation) in enumerate(FAMILY):
        at = f"people-{n}-"
        form |= {
            f"{at}given_names": given,
            f"{at}family_names": family,
            f"{at}birth-day": day,
            f"{at}birth-month": month,
            f"{at}birth-year": year,
            f"{at}sex": sex,
            f"{at}nationality": "VEN",
            f"{at}relation": relation,
        }
    return form | changes


async def test_a_family_is_registered_and_every_person_has_a_paper_to_hand_over(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        empty = await pages.get("/register")
        slot = re.search(r'name="slot" value="([^"]+)"', empty.text)
        assert slot is not None
        sent = await pages.post("/register", data=typed(site, slot=slot[1]))
        assert sent.status_code == 303, sent.text
        done = await pages.get(sent.headers["location"])
        papers = re.findall(r'href="(/documents/\d{12}\.pdf)"', done.text)
        printed = await pages.get(papers[0])
        slip = await pages.get(re.search(r'href="(/cases/[^"]+/slip\.pdf)"', done.text)[1])  # type: ignore[index]
        file = await pages.get("/cases/" + sent.headers["location"].split("/")[2].partition("?")[0])
    assert len(set(papers)) == 5
    assert done.text.count('/photo"') == 5
    assert "Próxima cita" in file.text
    assert printed.content.startswith(b"%PDF-")
    assert slip.content.startswith(b"%PDF-")
    assert "Keyla Dayana" in done.text


async def test_the_second_click_registers_nobody_twice(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        first = await pages.post("/register", data=typed(site))
        second = await pages.post("/register", data=typed(site))
        listed = await pages.get("/cases")
    assert first.headers["location"] == second.headers["location"]
    assert len(set(re.findall(r"CR26-[0-9A-Z]{4}-[0-9]{2}", listed.text))) == 1


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(site: Site) -> None:
    wrong = {
        "people-1-birth-year": "2031",
        "people-2-birth-year": "",
        "people-3-nationality": "",
        "phone": "no",
    }
    async with site.pages("border_liaison_officer") as pages:
        answer = await pages.post("/register", data=typed(site, **wrong))
        listed = await pages.get("/cases")
    assert answer.status_code == 422
    assert 'id="people-2-birth-error"' in answer.text
    assert "Yorlenis Beatriz" in answer.text
    assert "Escriba el año, y el mes y el día si se saben." in answer.text
    assert not re.findall(r"CR26-", listed.text)


async def test_a_row_is_added_without_a_script_and_all_else_stays(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        answer = await pages.post("/register", data=typed(site, do="add"))
    assert 'name="people-5-given_names"' in answer.text
    assert 'value="Keyla Dayana"' in answer.text


async def test_somebody_alike_is_hinted_at_and_never_stops_the_registration(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        await pages.post("/register", data=typed(site))
        again = typed(site, key="another-form", rows="1", **{"people-0-family_names": "Guedes Marcano"})
        hint = await pages.post("/register", data=again | {"do": "look"})
        second = await pages.post("/register", data=again | {"people-0-duplicate": "unsure"})
        done = await pages.get(second.headers["location"])
    assert "Puede ser alguien ya registrado" in hint.text
    assert "nombre que suena igual, misma fecha de nacimiento" in hint.text
    assert second.status_code == 303
    assert_sound(done.text)
    assert "Dos personas de la oficina mirarán si es la misma" in done.text
    assert "misma fecha de nacimiento" in done.text


async def test_the_office_sees_on_the_file_who_may_be_registered_twice(site: Site) -> None:
    async with site.pages("registration_officer") as pages:
        await pages.post("/register", data=typed(site, rows="1"))
        second = await pages.post(
            "/register", data=typed(site, key="again", rows="1", phone="+506 7000 0001")
        )
        case = await pages.get(second.headers["location"].replace("/register/", "/cases/"))
        pair = re.search(r'href="(/duplicates/[^"]+)">Yorlenis', case.text)
        assert pair is not None
        judged = await pages.get(pair[1])
    assert_sound(case.text)
    assert judged.status_code == 200


async def test_a_child_as_principal_needs_somebody_who_answers_for_them(site: Site) -> None:
    child = {"rows": "1", "people-0-birth-year": "2012", "key": "child"}
    async with site.pages("border_liaison_officer") as pages:
        refused = await pages.post("/register", data=typed(site, **child))
        accepted = await pages.post("/register", data=typed(site, guardian="PANI", **child))
    assert refused.status_code == 422
    assert 'id="guardian-error"' in refused.text
    assert accepted.status_code == 303


async def test_a_person_is_taken_away_and_those_after_move_up(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        answer = await pages.post("/register", data=typed(site, do="remove-1"))
    assert_sound(answer.text)
    assert 'name="people-1-given_names" value="Sara Valentina"' in answer.text
    assert "Darwin" not in answer.text


async def test_an_answer_shows_whose_need_it_is_and_what_follows(site: Site) -> None:
    answered = typed(site, do="look", **{"people-0-screening": ["health"]})
    async with site.pages("border_liaison_officer") as pages:
        answer = await pages.post("/register", data=answered)
    assert "Yorlenis: Condición médica grave" in answer.text
    assert "sala sin gradas" in answer.text
    assert "Faltan: dónde se quedan, elegir la cita" in answer.text


async def test_two_clicks_at_once_are_answered_alike_and_register_once(site: Site) -> None:
    form = typed(site, key="both-at-once")
    async with site.pages("border_liaison_officer") as pages:
        answers = await asyncio.gather(*(pages.post("/register", data=form) for _click in range(2)))
    assert {a.status_code for a in answers} == {303}
    assert len({a.headers["location"] for a in answers}) == 1


async def test_another_household_under_a_used_form_is_refused_with_everything_kept(site: Site) -> None:
    async with site.pages("border_liaison_officer") as pages:
        await pages.post("/register", data=typed(site))
        other = await pages.post("/register", data=typed(site, phone="+506 6000 0199"))
    assert other.status_code == 422
    assert "+506 6000 0199" in other.text
