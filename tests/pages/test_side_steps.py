"""The side steps on the pages: each names its consequence, keeps what was typed, and does what it says."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.assessing import to_assessment
from tests.features.test_side_ends import REASONS, STATEMENT, awaiting_interview, miss_once
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult, family_of_five, relative


async def step(site: Site, who: str, path: str, **typed: Any) -> tuple[int, str, str]:
    """Open the page of a step, send its form; (status, where it leads, body)."""
    async with site.pages(who) as pages:
        asked = await pages.get(path)
        assert asked.status_code == 200, asked.text
        assert_sound(asked.text)
        version = asked.text.split('name="version" value="')[1].split('"')[0]
        done = await pages.post(path, data={"version": version, **typed})
    return done.status_code, done.headers.get("location", ""), done.text


async def claims(site: Site, reference: str) -> list[dict[str, Any]]:
    async with site.api("supervisor") as api:
        return list((await api.get(f"/api/v1/cases/{reference}")).json()["claims"])


async def test_every_side_step_is_there_in_both_languages_and_closed_to_others(site: Site) -> None:
    case = await to_assessment(site.world, family_of_five())
    for who, path in (
        ("registration_officer", "withdraw"),
        ("registration_officer", "abandonment-notice"),
        ("registration_officer", "abandonment-answer"),
        ("supervisor", "abandonment"),
        ("supervisor", "reopen"),
        ("supervisor", "suspend"),
        ("supervisor", "resume"),
        ("supervisor", "representation"),
        ("child_protection_officer", "guardian"),
        ("child_protection_officer", "guardian/ending"),
        ("eligibility_officer", "needs/new"),
        ("eligibility_officer", "members/new"),
    ):
        for language in ("es", "en"):
            async with site.pages(who) as pages:
                answer = await pages.get(f"/cases/{case.reference}/{path}", params={"lang": language})
            assert answer.status_code == 200, path
            assert_sound(answer.text)
        async with site.pages("auditor") as pages:
            assert (await pages.get(f"/cases/{case.reference}/{path}")).status_code == 403
    async with site.pages("other_supervisor") as pages:
        assert (await pages.get(f"/cases/{case.reference}/suspend")).status_code == 404


async def test_a_withdrawal_asks_who_and_the_signature_and_keeps_the_statement(site: Site) -> None:
    case = await to_assessment(site.world, [adult(), relative("Darwin", adult().person.birth_date, "spouse")])
    path, second = f"/cases/{case.reference}/withdraw", (await claims(site, case.reference))[1]["id"]
    status, _, body = await step(site, "registration_officer", path, statement=STATEMENT)
    assert status == 422
    assert STATEMENT in body
    assert "Marque quién desiste." in body
    status, _, body = await step(site, "registration_officer", path, statement=STATEMENT, claims=[second])
    assert status == 422
    assert f'value="{second}" checked' in body
    status, where, _ = await step(
        site, "registration_officer", path, statement=STATEMENT, claims=[second], signed="1"
    )
    assert (status, where) == (303, f"/cases/{case.reference}?said=case_withdrawn")
    assert [c["stage"] for c in await claims(site, case.reference)] == ["assessment", "withdrawn"]


async def test_suspended_and_resumed(site: Site) -> None:
    case = await to_assessment(site.world)
    base = f"/cases/{case.reference}"
    assert (await step(site, "supervisor", f"{base}/suspend", reasons="Corto"))[0] == 422
    assert (await step(site, "supervisor", f"{base}/suspend", reasons=REASONS))[0] == 303
    async with site.pages("supervisor") as pages:
        assert "Resolver en primera instancia" in (await pages.get(f"{base}/resume")).text
    assert (await step(site, "supervisor", f"{base}/resume"))[0] == 303
    status, _, body = await step(site, "supervisor", f"{base}/resume")
    assert status == 409
    assert "El trámite no está suspendido." in body


async def test_noticed_abandoned_and_reopened(site: Site) -> None:
    case = await awaiting_interview(site.world)
    base = f"/cases/{case.reference}"
    for _ in range(2):
        await miss_once(site.world, case.case_id)
    assert (await step(site, "registration_officer", f"{base}/abandonment-notice"))[0] == 303
    status, _, body = await step(site, "supervisor", f"{base}/abandonment", reasons=REASONS)
    assert status == 409
    assert REASONS in body
    site.world.clock.advance(timedelta(weeks=7))
    assert (await step(site, "supervisor", f"{base}/abandonment", reasons=REASONS))[0] == 303
    claim = (await claims(site, case.reference))[0]["id"]
    status, _, body = await step(site, "supervisor", f"{base}/reopen", reasons=REASONS, claims=[claim])
    assert (status, "Elija por qué se reabre." in body, REASONS in body) == (422, True, True)
    assert "prueba nueva" not in body  # nothing was decided: what undoes a refusal is not offered
    given = {"ground": "good_cause", "reasons": REASONS, "claims": [claim]}
    assert (await step(site, "supervisor", f"{base}/reopen", **given))[0] == 303
    async with site.pages("supervisor") as pages:
        assert "Tuvo un motivo que explica" in (await pages.get(f"{base}/timeline")).text
    assert (await claims(site, case.reference))[0]["stage"] == "awaiting_interview"


async def test_a_representative_a_guardian_and_a_need(site: Site) -> None:
    case = await to_assessment(site.world, family_of_five())
    base, people = f"/cases/{case.reference}", [c["person"]["id"] for c in await claims(site, case.reference)]
    counsel = str(site.world.actor("legal_representative").user_id)
    status, _, body = await step(site, "supervisor", f"{base}/representation", mandate="Poder 1")
    assert status == 422
    assert "Elija quién representa." in body
    done = await step(
        site, "supervisor", f"{base}/representation", representative=counsel, mandate="Poder 1", powers="file"
    )
    assert done[0] == 303
    async with site.pages("legal_representative") as pages:
        assert (await pages.get(base)).status_code == 200
    done = await step(
        site,
        "child_protection_officer",
        f"{base}/guardian",
        child=people[4],
        guardian_name="PANI",
        kind="institution",
        proof="Prueba",
    )
    assert done[0] == 303
    status, _, body = await step(
        site, "child_protection_officer", f"{base}/guardian/ending", reasons="Llegó la madre."
    )
    assert (status, "Elija qué tutela termina." in body) == (422, True)
    async with site.pages("child_protection_officer") as pages:
        assert f"{base}/guardian/ending" in (await pages.get(f"{base}/people")).text
        asked = (await pages.get(f"{base}/guardian/ending")).text
    which = re.search(r'name="guardianship"[^>]* value="([0-9a-f-]{36})"', asked)
    assert which
    done = await step(
        site,
        "child_protection_officer",
        f"{base}/guardian/ending",
        guardianship=which[1],
        reasons="Llegó la madre.",
    )
    assert done[0] == 303
    done = await step(
        site, "eligibility_officer", f"{base}/needs/new", person=people[0], code="SV-VA", note="Hoy"
    )
    assert done[0] == 303
    assert "SV-VA" not in (await claims(site, case.reference))[0]["person"]["needs"], (
        "protected: it has a page of its own"
    )
    async with site.api("eligibility_officer") as api:
        found = (await api.get(f"/api/v1{base}/needs")).json()["needs"]
    assert "SV-VA" in {need["code"] for need in found}


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [("birth_date-year", "2035", "futura"), ("birth_date-day", "31", "exista"), ("relation", "", "relación")],
)
async def test_a_member_with_a_mistake_is_kept_and_told_where(
    site: Site, field: str, given: str, words: str
) -> None:
    case = await to_assessment(site.world)
    typed = {
        "given_names": "Ana Lucía",
        "family_names": "O'Brien",
        "relation": "child",
        "birth_date-day": "2",
        "birth_date-month": "2",
        "birth_date-year": "2020",
        "sex": "female",
        "nationalities": "VEN",
        "languages": "es, en",
    }
    path = f"/cases/{case.reference}/members/new"
    status, _, body = await step(site, "eligibility_officer", path, **(typed | {field: given}))
    assert status == 422
    assert words in body
    assert "O&#39;Brien" in body
    assert (await step(site, "eligibility_officer", path, **typed))[0] == 303
    assert len(await claims(site, case.reference)) == 2
