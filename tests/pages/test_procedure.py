"""The Procedure page: the whole law of a country in words, with what each value rests on; a case's own position in it."""

from datetime import date

import pytest

from app.procedure import public as procedure
from app.web.i18n import speaking
from app.web.procedure.days import days
from app.web.procedure.institutions import definition, institutions
from app.web.procedure.limits import limit_lines
from app.web.procedure.road import road, stage_lines
from app.web.procedure.safeguards import safeguards
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

COUNTRIES = ("CRI", "MEX", "PAN", "GTM", "HND", "BLZ")
SHIPPED = [
    pytest.param(version, id=f"{version.country}-{version.version}")
    for country in COUNTRIES
    for version in procedure.versions(country)
]


async def test_the_page_says_what_is_confirmed_and_what_nobody_knows(site: Site) -> None:
    async with site.pages("eligibility_officer") as client:
        shown = await client.get("/procedure")
    assert_sound(shown.text)
    assert "Presentar revocatoria con apelación en subsidio" in shown.text
    assert "3 días hábiles" in shown.text
    assert "Ley 6227, art. 346" in shown.text
    assert "fuente secundaria" in shown.text
    assert "no consta" in shown.text


async def test_another_version_is_shown_as_one_that_is_not_in_force(site: Site) -> None:
    async with site.pages("eligibility_officer") as client:
        shown = await client.get("/procedure?version=2022-12")
        nothing = await client.get("/procedure?version=1999-01")
    assert_sound(shown.text)
    assert "Esta no es la versión vigente." in shown.text
    assert nothing.status_code == 404


async def test_a_case_shows_its_own_place_on_the_road(site: Site) -> None:
    filed = await site.world.register()
    async with site.pages("border_liaison_officer") as client:
        shown = await client.get(f"/procedure?case={filed.reference}")
        foreign = await client.get("/procedure?case=CR-0000-000000-0")
    assert_sound(shown.text)
    assert "está aquí" in shown.text
    assert "cómo se contó" in shown.text
    assert filed.reference in shown.text
    assert foreign.status_code == 404


async def test_the_drawing_marks_where_a_case_stands_and_is_for_who_may_see_the_case(site: Site) -> None:
    filed = await site.world.register()
    async with site.pages("border_liaison_officer") as client:
        plain = await client.get("/procedure/drawing.svg")
        own = await client.get(f"/procedure/drawing.svg?case={filed.reference}")
        narrow = await client.get("/procedure/drawing.svg?narrow=true")
        foreign = await client.get("/procedure/drawing.svg?case=CR-0000-000000-0")
    assert own.headers["content-type"] == "image/svg+xml"
    assert "Aquí está el caso" in own.text
    assert "Aquí está el caso" not in plain.text
    assert narrow.text != plain.text
    assert foreign.status_code == 404


async def test_the_interface_reads_the_versions_and_what_is_still_to_be_found_out(site: Site) -> None:
    async with site.api("eligibility_officer") as client:
        versions = (await client.get("/api/v1/procedure/versions")).json()
        findings = (await client.get("/api/v1/procedure/findings?version=2022-12")).json()
        none = await client.get("/api/v1/procedure?version=1999-01")
    assert [v["version"] for v in versions] == ["2024-06", "2022-12", "2011"]
    assert {"severity", "kind", "subject", "message"} <= set(findings[0])
    assert none.status_code == 404


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_country_can_be_put_in_words(profile: procedure.Profile, language: str) -> None:
    with speaking(language):
        sections = (
            *institutions(profile),
            definition(profile),
            *safeguards(profile),
            days(profile, date(2026, 11, 21)),
        )
        limits = limit_lines(profile)
        stages = stage_lines(profile, profile.stages[0].name)
    assert len(limits) == len(profile.limits)
    assert sum(stage.here for stage in stages) == 1
    assert road(profile, None)
    for section in sections:
        for line in section.lines:
            assert line.name.strip(), section.id
            assert line.mark is not None, (section.id, line.name)
            assert not any("%(" in text or "None" in text for text in line.says), (section.id, line)


@pytest.mark.parametrize("profile", SHIPPED)
def test_a_limit_that_nobody_knows_is_shown_without_a_length(profile: procedure.Profile) -> None:
    with speaking("es"):
        shown = {line.rule: line.length for line in limit_lines(profile)}
    for name, limit in profile.limits.items():
        assert (shown[name] is None) == (limit.length is None)
