"""Leaving the road and coming back by the programming interface: each step once, by who may, on what was read."""

from datetime import timedelta
from typing import Any

import httpx

from app.workflows.register_arrival import Registered
from tests.assessing import to_assessment
from tests.features.test_side_ends import REASONS, STATEMENT, awaiting_interview, miss_once
from tests.site import Site
from tests.world import adult, family_of_five, relative


async def post(
    site: Site, who: str, case: Registered, step: str, body: Any = None, **headers: str
) -> httpx.Response:
    async with site.api(who) as api:
        return await api.post(f"/api/v1/cases/{case.reference}/{step}", json=body, headers=headers)


async def stage(site: Site, case: Registered, who: str = "supervisor") -> str:
    async with site.api(who) as api:
        return str((await api.get(f"/api/v1/cases/{case.reference}")).json()["stage"])


async def test_suspended_resumed_and_only_by_the_supervisor(site: Site) -> None:
    case = await to_assessment(site.world)
    assert (
        await post(site, "eligibility_officer", case, "suspension", {"reasons": REASONS})
    ).status_code == 403
    assert (await post(site, "other_supervisor", case, "suspension", {"reasons": REASONS})).status_code == 404
    stale = await post(site, "supervisor", case, "suspension", {"reasons": REASONS}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    short = await post(site, "supervisor", case, "suspension", {"reasons": "Sí."})
    assert short.json()["errors"][0]["field"] == "reasons"
    done = await post(site, "supervisor", case, "suspension", {"reasons": REASONS})
    assert (done.status_code, done.json()["stage"]) == (200, "suspended")
    back = await post(site, "supervisor", case, "resumption")
    assert (back.status_code, back.json()["stage"]) == (200, "assessment")


async def test_notice_answer_notice_abandonment_and_reopening(site: Site) -> None:
    case = await awaiting_interview(site.world)
    early = await post(site, "registration_officer", case, "abandonment-notice")
    assert (early.status_code, early.json()["type"]) == (409, "urn:acogida:problem:needs_unmet")
    for _ in range(2):
        await miss_once(site.world, case.case_id)
    assert (await post(site, "registration_officer", case, "abandonment-notice")).status_code == 200
    running = await post(site, "supervisor", case, "abandonment", {"reasons": REASONS})
    assert running.status_code == 409
    site.world.clock.advance(timedelta(weeks=7))
    done = await post(site, "supervisor", case, "abandonment", {"reasons": REASONS})
    assert (done.status_code, done.json()["stage"]) == (200, "abandoned")
    back = await post(site, "supervisor", case, "reopening", {"ground": "good_cause", "reasons": REASONS})
    assert (back.status_code, back.json()["stage"]) == (200, "awaiting_interview")
    nothing = await post(site, "supervisor", case, "reopening", {"ground": "good_cause", "reasons": REASONS})
    assert nothing.json()["type"] == "urn:acogida:problem:nothing_to_reopen"


async def test_an_answered_notice_lets_the_case_go_on(site: Site) -> None:
    case = await awaiting_interview(site.world)
    for _ in range(2):
        await miss_once(site.world, case.case_id)
    await post(site, "registration_officer", case, "abandonment-notice")
    answered = await post(site, "registration_officer", case, "abandonment-answer", {"reasons": REASONS})
    assert (answered.status_code, answered.json()["stage"]) == (200, "awaiting_interview")
    again = await post(site, "registration_officer", case, "abandonment-answer", {"reasons": REASONS})
    assert again.status_code == 409


async def test_one_person_of_the_family_withdraws(site: Site) -> None:
    case = await to_assessment(site.world, [adult(), relative("Darwin", adult().person.birth_date, "spouse")])
    async with site.api("registration_officer") as api:
        claims = (await api.get(f"/api/v1/cases/{case.reference}")).json()["claims"]
    body = {"statement": STATEMENT, "signed": True, "claims": [claims[1]["id"]]}
    assert (await post(site, "registration_officer", case, "withdrawal", body)).status_code == 200
    async with site.api("registration_officer") as api:
        after = (await api.get(f"/api/v1/cases/{case.reference}")).json()["claims"]
    assert [c["stage"] for c in after] == ["assessment", "withdrawn"]
    assert [c["document"] is not None for c in after] == [True, False]


async def test_a_member_joins_once_however_often_it_is_sent(site: Site) -> None:
    case = await to_assessment(site.world)
    body = {
        "given_names": "Ana Lucía",
        "family_names": "Pereira Guédez",
        "birth_date": "2020-02-02",
        "sex": "female",
        "nationalities": ["VEN"],
        "relation": "child",
    }
    first = await post(site, "eligibility_officer", case, "members", body, **{"Idempotency-Key": "m1"})
    again = await post(site, "eligibility_officer", case, "members", body, **{"Idempotency-Key": "m1"})
    assert (first.status_code, again.json()) == (201, first.json())
    broken = await post(site, "eligibility_officer", case, "members", body | {"nationalities": ["ZZZ"]})
    assert broken.json()["errors"][0]["field"] == "person.nationalities"
    async with site.api("supervisor") as api:
        assert len((await api.get(f"/api/v1/cases/{case.reference}")).json()["claims"]) == 2


async def test_a_representative_a_guardian_and_a_need_are_recorded(site: Site) -> None:
    case = await to_assessment(site.world, family_of_five())
    counsel = str(site.world.actor("legal_representative").user_id)
    mandate = {"representative_id": counsel, "mandate": "Poder especial 12 de prueba"}
    assert (await post(site, "supervisor", case, "representations", mandate)).status_code == 201
    assert await stage(site, case, "legal_representative") == "assessment"
    nobody = mandate | {"representative_id": str(site.world.actor("auditor").user_id)}
    assert (await post(site, "supervisor", case, "representations", nobody)).status_code == 409

    async with site.api("supervisor") as api:
        people = [c["person"] for c in (await api.get(f"/api/v1/cases/{case.reference}")).json()["claims"]]
    guardian = {"child_id": people[4]["id"], "name": "PANI", "kind": "institution", "proof": "Prueba 1"}
    done = await post(site, "child_protection_officer", case, "guardians", guardian)
    assert done.status_code == 201
    async with site.api("child_protection_officer") as api:
        (noted,) = (await api.get(f"/api/v1/cases/{case.reference}/guardians")).json()
    assert (noted["name"], noted["child_id"]) == ("PANI", people[4]["id"])
    ending, why = f"guardians/{noted['id']}/ending", {"reasons": "Llegó la madre, con su prueba."}
    assert (await post(site, "child_protection_officer", case, ending, {"reasons": " "})).status_code == 422
    assert (await post(site, "child_protection_officer", case, ending, why)).status_code == 200
    assert (await post(site, "child_protection_officer", case, ending, why)).status_code == 409
    need = {"person_id": people[0]["id"], "code": "SV-VA", "note": "Lo dijo en la entrevista"}
    assert (await post(site, "eligibility_officer", case, "needs", need)).status_code == 201
    unknown = await post(site, "eligibility_officer", case, "needs", need | {"code": "ZZ-9"})
    assert unknown.json()["errors"][0]["field"] == "code"
    assert (await post(site, "commission_secretary", case, "needs", need)).status_code == 403
