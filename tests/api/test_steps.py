"""The countries' own steps and what is proposed to a person, by the programming interface (features/procedures)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.chimera import REASONS, deployed, limit_of, passes, register, step
from tests.site import Site
from tests.world import adult

ANSWERS = {"answers": {"cause": "complexity"}, "reasons": REASONS}


@pytest.fixture(autouse=True)
def chimera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with deployed(tmp_path / "profiles", monkeypatch):
        yield


async def post(site: Site, who: str, path: str, body: Any, **headers: str) -> httpx.Response:
    async with site.api(who) as api:
        return await api.post(f"/api/v1/{path}", json=body, headers=headers)


async def get(site: Site, who: str, path: str) -> Any:
    async with site.api(who) as api:
        answer = await api.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_step_says_what_it_asks_and_what_would_follow(site: Site) -> None:
    case = await register(site.world)
    asked = await get(site, "supervisor", f"cases/{case.reference}/steps/limit_extended")
    assert [(a["name"], a["kind"], a["required"]) for a in asked["asks"]] == [("cause", "choice", True)]
    assert [c["name"] for c in asked["asks"][0]["choices"]] == ["complexity", "interpreter"]
    assert asked["needs"] == ["reasons"]
    assert [limit["rule"] for limit in asked["follows"]["limits"]] == ["study"]
    archived = await get(site, "supervisor", f"cases/{case.reference}/steps/archived")
    assert len(archived["follows"]["ends"]) == 1
    assert archived["follows"]["documents_close"]
    ruled = await get(site, "supervisor", f"cases/{case.reference}/steps/ruled")
    assert ruled["follows"] is None
    assert "Registrada" in ruled["impossible"]


async def test_the_actions_of_a_case_say_which_are_taken_on_the_general_form(site: Site) -> None:
    case = await register(site.world)
    actions = {a["event"]: a for a in await get(site, "supervisor", f"cases/{case.reference}/actions")}
    assert actions["limit_extended"]["form"]
    assert actions["limit_extended"]["allowed"]
    assert not actions["registered"]["form"]
    assert "proposal_dismissed" not in actions
    silence = {
        a["event"]: a for a in await get(site, "registration_officer", f"cases/{case.reference}/actions")
    }["silence_challenged"]
    assert (silence["allowed"], silence["reason"]) == (False, "not_yet_passed")


async def test_a_step_is_taken_once_on_what_was_read(site: Site) -> None:
    case = await register(site.world)
    path = f"cases/{case.reference}/steps/limit_extended"
    stale = await post(site, "supervisor", path, ANSWERS, **{"If-Match": '"99"'})
    assert stale.status_code == 412
    key = {"Idempotency-Key": str(uuid4())}
    done = await post(site, "supervisor", path, ANSWERS, **key, **{"If-Match": '"1"'})
    again = await post(site, "supervisor", path, ANSWERS, **key, **{"If-Match": '"1"'})
    assert (done.status_code, again.status_code) == (201, 201)
    assert done.json() == again.json()
    assert done.json()["version"] == 2
    twice = await post(site, "supervisor", path, ANSWERS)
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:acogida:problem:extended_before")
    limits = await get(site, "supervisor", f"cases/{case.reference}/deadlines")
    study = next(limit for limit in limits if limit["rule"] == "study")
    assert (study["extensions"], study["extension_cause"]) == (1, "complexity")


async def test_what_breaks_a_rule_is_named_at_its_field(site: Site) -> None:
    case = await register(site.world)
    path = f"cases/{case.reference}/steps"
    wrong = {"answers": {"looked_on": "2026-02-31", "visits": -1, "colour": "red"}}
    refused = await post(site, "supervisor", f"{path}/not_found", wrong)
    assert refused.status_code == 422
    assert {(e["field"], e["rule"]) for e in refused.json()["errors"]} == {
        ("answers.looked_on", "not_a_date"),
        ("answers.visits", "not_whole"),
        ("answers.colour", "not_asked"),
    }
    late = {"at": "2099-01-01T00:00:00Z"}
    assert (await post(site, "supervisor", f"{path}/warned", late)).json()["errors"][0]["field"] == "at"
    early = {"at": "2020-01-01T00:00:00Z"}
    assert (await post(site, "supervisor", f"{path}/warned", early)).status_code == 422
    nobody = await post(site, "supervisor", f"{path}/warned", {"claims": []})
    assert nobody.json()["errors"][0]["field"] == "claims"
    strange = await post(site, "supervisor", f"{path}/warned", {"claims": [str(uuid4())]})
    assert strange.status_code == 404


async def test_a_role_takes_its_own_steps_and_no_others(site: Site) -> None:
    case = await register(site.world)
    path = f"cases/{case.reference}/steps"
    own = await post(site, "registration_officer", f"{path}/warned", {})
    assert own.status_code == 201
    assert (
        await post(site, "registration_officer", f"{path}/archived", {"reasons": REASONS})
    ).status_code == 403
    assert (await post(site, "auditor", f"{path}/archived", {"reasons": REASONS})).status_code == 403
    assert (await post(site, "other_supervisor", f"{path}/taken_up", {})).status_code == 404
    assert (await post(site, "supervisor", f"{path}/registered", {})).status_code == 409
    assert (await post(site, "supervisor", f"{path}/nothing", {})).status_code == 404


async def test_proposals_are_read_and_dismissed(site: Site, tmp_path: Path) -> None:
    world = site.world
    case = await register(world)
    await step(world, case.case_id, "warned")
    world.clock.set((await limit_of(world, case.case_id, "answer")).due_at)
    await passes(world, case.case_id, "answer", tmp_path)
    (mine,) = await get(site, "supervisor", "proposals")
    assert (mine["reference"], mine["event"], mine["because"]) == (case.reference, "archived", "answer")
    assert await get(site, "registration_officer", "proposals") == []
    assert len(await get(site, "registration_officer", f"cases/{case.reference}/proposals")) == 1
    async with site.api("legal_representative") as api:
        assert (await api.get("/api/v1/proposals")).status_code == 403
    path = f"proposals/{mine['id']}/dismissal"
    assert (await post(site, "supervisor", path, {"reasons": "No."})).status_code == 422
    assert (await post(site, "other_supervisor", path, {"reasons": REASONS})).status_code == 404
    wrong = await post(site, "supervisor", path, {"reasons": REASONS}, **{"If-Match": '"1"'})
    assert wrong.status_code == 412
    done = await post(site, "supervisor", path, {"reasons": REASONS})
    assert (done.status_code, done.json()["stage"]) == (200, "registered")
    again = await post(site, "supervisor", path, {"reasons": REASONS})
    assert (again.status_code, again.json()["type"]) == (409, "urn:acogida:problem:proposal_ended")
    (ended,) = await get(site, "supervisor", f"cases/{case.reference}/proposals")
    assert (ended["state"], ended["reasons"]) == ("dismissed", REASONS)


@pytest.mark.parametrize(
    ("entered", "learned", "in_time"),
    [
        ("2026-11-09", None, True),
        ("2026-10-01", None, False),
        ("2026-10-01", "2026-11-08", True),
        (None, None, None),
    ],
)
async def test_a_registration_says_whether_the_claim_came_in_time(
    site: Site, entered: str | None, learned: str | None, in_time: bool | None
) -> None:
    person = adult().person
    body = {
        "persons": [
            {
                "relation": "principal",
                "given_names": person.given_names,
                "family_names": person.family_names,
                "birth_date": str(person.birth_date),
                "sex": person.sex,
                "nationalities": list(person.nationalities),
            }
        ],
        "arrival": {"entered_on": entered, "learned_of": learned},
        "office_id": str(site.world.office),
    }
    done = await post(
        site, "registration_officer", "registrations", body, **{"Idempotency-Key": str(uuid4())}
    )
    assert done.status_code == 201, done.text
    filing = done.json()["filing"]
    assert (filing["limit"], filing["in_time"]) == ("file_claim", in_time)
    waiting = await get(site, "supervisor", "proposals")
    assert [p["event"] for p in waiting] == (["late_filing_decided"] if in_time is False else [])
