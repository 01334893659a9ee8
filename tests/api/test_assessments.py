"""From the border's file to the endorsed recommendation by the programming interface, each step by whoever may take it."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.assessing import FACT, REJECTING, complete_checklist, result, to_assessment
from tests.site import Site
from tests.world import family_of_five

REASON = "La familia vive ahora en Upala y no puede viajar."


async def post(site: Site, who: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    async with site.api(who) as api:
        return await api.post(f"/api/v1{path}", json=body, headers=headers)


def fields(answer: httpx.Response) -> set[tuple[str, str]]:
    return {(e["field"], e["rule"]) for e in answer.json()["errors"]}


async def test_the_early_steps_are_taken_by_whom_the_matrix_says(site: Site) -> None:
    world = site.world
    registered = await world.register(family_of_five())
    case = f"/cases/{registered.reference}"
    officer = {"officer_id": str(world.actor("eligibility_officer").user_id)}

    assert (await post(site, "eligibility_officer", f"{case}/take-over")).status_code == 403
    assert (await post(site, "other_registration_officer", f"{case}/take-over")).status_code == 404
    taken = await post(site, "registration_officer", f"{case}/take-over")
    assert (taken.status_code, taken.json()["stage"]) == (200, "screening")
    assert (await post(site, "registration_officer", f"{case}/take-over")).status_code == 409
    stale = await post(site, "registration_officer", f"{case}/admission", **{"If-Match": '"1"'})
    assert stale.status_code == 412
    admitted = await post(
        site, "registration_officer", f"{case}/admission", **{"If-Match": taken.headers["ETag"]}
    )
    assert (admitted.status_code, admitted.json()["stage"]) == (200, "awaiting_interview")
    assert (await post(site, "registration_officer", f"{case}/assignment", officer)).status_code == 403
    assert (await post(site, "supervisor", f"{case}/assignment", officer)).status_code == 200
    async with site.api("eligibility_officer") as api:
        assert [row["reference"] for row in (await api.get("/api/v1/cases?mine=true")).json()["cases"]] == [
            registered.reference
        ]


async def test_a_case_passed_to_another_office_is_not_found_here(site: Site) -> None:
    registered = await site.world.register()
    case = f"/cases/{registered.reference}"
    body = {"office_id": str(site.world.other_office), "reasons": REASON}
    short = await post(site, "supervisor", f"{case}/transfer", body | {"reasons": "no"})
    assert fields(short) == {("reasons", "too_short")}
    assert (await post(site, "supervisor", f"{case}/transfer", body | {"danger": True})).status_code == 200
    async with site.api("supervisor") as here, site.api("other_supervisor") as there:
        assert (await here.get(f"/api/v1{case}")).status_code == 404
        assert (await there.get(f"/api/v1{case}")).json()["officer"] is None


async def test_an_assessment_is_written_submitted_returned_and_endorsed(site: Site) -> None:
    registered = await to_assessment(site.world, family_of_five())
    case = f"/cases/{registered.reference}"
    assert (await post(site, "supervisor", f"{case}/assessments")).status_code == 403
    begun = await post(site, "eligibility_officer", f"{case}/assessments", **{"Idempotency-Key": "k1"})
    again = await post(site, "eligibility_officer", f"{case}/assessments", **{"Idempotency-Key": "k1"})
    assert (begun.status_code, again.json()) == (201, begun.json())
    path = begun.headers["Location"].removeprefix("/api/v1")
    assert path == f"/assessments/{begun.json()['id']}"
    assert {"facts", "analysis.exclusion.conclusion"} <= {m["field"] for m in begun.json()["missing"]}

    async with site.api("eligibility_officer") as api:
        read = await api.get(f"/api/v1{path}")
        principal = (await api.get(f"/api/v1{case}")).json()["claims"][0]["id"]
        body = {
            "summary": "Pide protección porque la amenazaron.",
            "facts": [FACT],
            "analysis": REJECTING,
            "recommendations": [result(principal, "rejected")],
        }
        saved = await api.put(f"/api/v1{path}", json=body, headers={"If-Match": read.headers["ETag"]})
        stale = await api.put(f"/api/v1{path}", json=body, headers={"If-Match": read.headers["ETag"]})
    assert (saved.status_code, stale.status_code) == (200, 412)
    assert saved.json()["missing"] == []
    assert [r["own"] for r in saved.json()["recommendations"]] == [True, False, False, False, False]

    assert (await post(site, "eligibility_officer", f"{path}/submission")).json()["status"] == "submitted"
    assert (await post(site, "eligibility_officer", f"{path}/submission")).status_code == 409
    assert (
        await post(site, "eligibility_officer", f"{path}/review", {"outcome": "endorsed"})
    ).status_code == 403
    mute = await post(site, "supervisor", f"{path}/review", {"outcome": "returned"})
    assert fields(mute) == {("comment", "too_short")}
    returned = await post(site, "supervisor", f"{path}/review", {"outcome": "returned", "comment": REASON})
    assert returned.json()["assessment"]["status"] == "returned"

    second = f"/assessments/{returned.json()['draft']}"
    assert (await post(site, "eligibility_officer", f"{second}/submission")).status_code == 200
    unread = await post(site, "supervisor", f"{second}/review", {"outcome": "endorsed"})
    assert ("checklist.law_applied", "required") in fields(unread)
    endorsed = await post(
        site, "supervisor", f"{second}/review", {"outcome": "endorsed", "checklist": complete_checklist()}
    )
    assert endorsed.json()["assessment"]["status"] == "endorsed"
    async with site.api("commission_secretary") as api:
        versions = (await api.get(f"/api/v1{case}/assessments")).json()
        assert [(v["number"], v["reviews"]) for v in versions] == [(2, [])]
        assert (await api.get(f"/api/v1{path}")).status_code == 404


async def test_a_submission_says_what_is_missing_in_the_callers_language(site: Site) -> None:
    registered = await to_assessment(site.world)
    begun = await post(site, "eligibility_officer", f"/cases/{registered.reference}/assessments")
    refused = await post(
        site,
        "eligibility_officer",
        f"/assessments/{begun.json()['id']}/submission",
        **{"Accept-Language": "en"},
    )
    assert refused.status_code == 422
    messages = {e["field"]: e["message"] for e in refused.json()["errors"]}
    assert messages["facts"] == "At least one material fact is missing."
    assert messages["results.0.outcome"] == "The outcome proposed for this claim is missing."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"facts": [{"finding": "perhaps"}]}, "facts.0.finding"),
        ({"analysis": {"cartagena": {"conclusion": "met"}}}, "analysis.cartagena"),
        ({"recommendations": [{"claim_id": str(UUID(int=3)), "outcome": "rejected"}]}, "recommendations.0.claim_id"),
        ({"mood": "sad"}, "mood"),
    ],
)  # fmt: skip
async def test_bad_input_is_refused_at_its_field(site: Site, body: dict[str, Any], field: str) -> None:
    registered = await to_assessment(site.world)
    begun = await post(site, "eligibility_officer", f"/cases/{registered.reference}/assessments")
    async with site.api("eligibility_officer") as api:
        refused = await api.put(f"/api/v1/assessments/{begun.json()['id']}", json=body)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [field]


async def test_a_claim_is_declared_inadmissible_with_reasons_by_a_supervisor(site: Site) -> None:
    registered = await site.world.register()
    path = f"/cases/{registered.reference}/inadmissibility"
    assert (await post(site, "supervisor", path, {"reasons": REASON})).status_code == 409
    await post(site, "registration_officer", f"/cases/{registered.reference}/take-over")
    assert (await post(site, "registration_officer", path, {"reasons": REASON})).status_code == 403
    assert fields(await post(site, "supervisor", path, {"reasons": ""})) == {("reasons", "too_short")}
    declared = await post(site, "supervisor", path, {"reasons": REASON})
    assert (declared.status_code, declared.json()["stage"]) == (200, "decided")
