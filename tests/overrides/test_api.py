"""The same over the programming interface: problem documents with the faults, ETags, repeats under one key."""

import pytest

from tests.overrides.texts import BECAUSE, override
from tests.site import Site
from tests.world import also_holds

BASE = "/api/v1/procedure/overrides"
BODY = {"content": override(), "because": BECAUSE}


@pytest.fixture
async def two(site: Site) -> Site:
    await also_holds(site.world, "auditor", "administrator", "second_administrator")
    return site


async def test_uploaded_looked_at_put_in_force_and_withdrawn(two: Site) -> None:
    async with two.api("administrator") as api:
        made = await api.post(BASE, json=BODY, headers={"Idempotency-Key": "a-first-upload"})
        again = await api.post(BASE, json=BODY, headers={"Idempotency-Key": "a-first-upload"})
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert made.headers["location"] == f"{BASE}/1"
    assert again.json() == made.json()
    assert again.headers["idempotency-replayed"] == "true"
    async with two.api("second_administrator") as api:
        seen = await api.get(f"{BASE}/1")
        found = seen.json()
        assert found["content"] == override()
        assert (found["limits_changed"], found["compared_with"]) == (["first_decision"], "2024-06")
        assert "limits.first_decision" in str(found["differences"])
        assert [f for f in found["findings"] if f["blocks"]] == []
        force = {"valid_from": "2026-11-10", "because": BECAUSE}
        stale = await api.post(f"{BASE}/1/entry-into-force", json=force, headers={"If-Match": '"9"'})
        assert stale.status_code == 412
        done = await api.post(
            f"{BASE}/1/entry-into-force", json=force, headers={"If-Match": seen.headers["etag"]}
        )
        assert (done.status_code, done.json()["standing"], done.json()["edition"]) == (
            200,
            "in_force",
            "2024-06+1",
        )
        twice = await api.post(f"{BASE}/1/entry-into-force", json=force)
        assert (twice.status_code, twice.json()["type"]) == (409, "urn:acogida:problem:not_a_draft")
    async with two.api("supervisor") as api:
        procedure = (await api.get("/api/v1/procedure")).json()
        assert procedure["version"] == "2024-06+1"
        assert [line["number"] for line in (await api.get(BASE)).json()] == [1]
        assert (await api.post(f"{BASE}/1/withdrawal", json={"because": BECAUSE})).status_code == 403
    async with two.api("administrator") as api:
        gone = await api.post(f"{BASE}/1/withdrawal", json={"because": BECAUSE})
        assert (gone.status_code, gone.json()["standing"]) == (200, "withdrawn")
        assert (await api.get("/api/v1/procedure")).json()["version"] == "2024-06"


async def test_a_broken_text_is_a_problem_document_with_every_fault(two: Site) -> None:
    broken = override().replace('"5 months"', '"five moons"')
    async with two.api("administrator") as api:
        for language in ("es", "en"):
            answer = await api.post(
                BASE, json=BODY | {"content": broken}, headers={"Accept-Language": language}
            )
            problem = answer.json()
            assert (answer.status_code, problem["type"]) == (422, "urn:acogida:problem:broken_override")
            assert [e["field"] for e in problem["errors"]] == ["content"]
            assert [f["place"] for f in problem["faults"]] == ["limits.first_decision.length"]
            assert (
                problem["faults"][0]["line"] == broken.splitlines().index('length       = "five moons"') + 1
            )
            assert "five moons" in problem["faults"][0]["reason"]


@pytest.mark.parametrize("field", ["content", "because"])
async def test_a_body_without_a_field_or_with_too_much_is_refused(two: Site, field: str) -> None:
    async with two.api("administrator") as api:
        without = {name: value for name, value in BODY.items() if name != field}
        assert (await api.post(BASE, json=without)).status_code == 422
        assert (await api.post(BASE, json=BODY | {field: "x" * 300_000})).status_code == 422
        assert (await api.post(BASE, json=BODY | {field: ""})).status_code == 422
        assert (await api.post(BASE, json=BODY | {field: "\0" * 40})).status_code == 422
        assert (await api.get(BASE)).json() == []


@pytest.mark.parametrize("number", ["0", "-1", "99999999999", "x"])
async def test_a_number_that_cannot_be_one_is_refused_and_one_that_is_not_there_is_not_found(
    two: Site, number: str
) -> None:
    async with two.api("administrator") as api:
        assert (await api.get(f"{BASE}/{number}")).status_code == 422
        assert (await api.get(f"{BASE}/77")).status_code == 404
        assert (await api.post(f"{BASE}/77/withdrawal", json={"because": BECAUSE})).status_code == 404
