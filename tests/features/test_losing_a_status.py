"""A status looked at again: told, answered, heard, decided by another, challenged, overturned; and given up, freely or not at all."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import public as cases
from app.decisions import public as decisions
from app.documents import public as documents
from app.notices import public as notices
from app.procedure import public as procedure
from app.remedies.loss import rules
from tests.appealing import GROUNDS, JUDGED, Scene, rejected_and_served, voted_on_loss
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import adult, also_holds, relative

REASONS = "Se acogió de nuevo a la protección de su país: renovó allí su pasaporte (dato ficticio)."
ANSWERED = "Renovó el pasaporte porque la ley del país se lo exigía para inscribir a su hija."


class Road:
    """What the API is asked, by whom, with the version just read."""

    def __init__(self, site: Site, scene: Scene) -> None:
        self.site, self.scene = site, scene

    async def send(
        self, who: str, path: str, body: Any = None, *, reads: str | None = None
    ) -> httpx.Response:
        async with self.site.api(who) as api:
            headers = {}
            if reads:
                headers["If-Match"] = (await api.get(f"/api/v1{reads}")).headers["ETag"]
            return await api.post(f"/api/v1{path}", json=body, headers=headers)

    async def does(self, who: str, path: str, body: Any = None, *, reads: str | None = None) -> Any:
        answer = await self.send(who, path, body, reads=reads)
        assert answer.status_code in (200, 201, 204), answer.text
        return answer.json() if answer.content else None

    async def get(self, who: str, path: str) -> Any:
        async with self.site.api(who) as api:
            answer = await api.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def waits(self, who: str = "supervisor") -> list[str]:
        """What this case's open procedure waits for, as it stands in the list of who asks."""
        listed = (await self.get(who, "/losses?limit=200"))["losses"]
        return [one["waits_for"] for one in listed if one["reference"] == self.scene.reference]

    async def papers(self) -> set[tuple[UUID, str]]:
        async with self.site.world.reading("supervisor") as db:
            found = await documents.documents_of(db, self.scene.case_id)
        return {(d.id, d.status) for d in found}

    async def opened(self, **more: Any) -> str:
        """A cessation opened by the supervisor, told to the person."""
        body = {"kind": "cessation", "reasons": REASONS} | more
        made = await self.does("supervisor", f"/cases/{self.scene.reference}/losses", body)
        return f"/losses/{made['id']}"

    async def heard(self, loss: str) -> None:
        people = [
            {"name": "Yorlenis Guédez", "capacity": "person"},
            {"name": "La oficial", "capacity": "official"},
        ]
        body = {"loss_id": loss.rsplit("/", 1)[1], "language": "es", "people": people}
        hearing = f"/hearings/{(await self.does('eligibility_officer', '/hearings', body))['id']}"
        async with self.site.api("eligibility_officer") as api:
            record = {"said": "No volvió al país: lo tramitó en el consulado.", "people": people}
            assert (await api.put(f"/api/v1{hearing}", json=record)).status_code == 204
        unsigned = await self.send("eligibility_officer", f"{hearing}/signature", {"signatures": []})
        assert unsigned.json()["errors"][0]["field"] == "signatures"
        async with self.site.api("legal_representative") as api:
            assert (await api.get(f"/api/v1{hearing}")).status_code == 404
        signatures = [{"name": one["name"], "how": "by_hand"} for one in people]
        await self.does("eligibility_officer", f"{hearing}/signature", {"signatures": signatures})
        again = await self.send("eligibility_officer", f"{hearing}/signature", {"signatures": signatures})
        assert (again.status_code, again.json()["type"]) == (409, "urn:acogida:problem:hearing_signed")
        assert (await self.get("legal_representative", hearing))["status"] == "signed"


async def test_a_cessation_is_decided_after_notice_answer_and_hearing_challenged_and_overturned(
    site: Site,
) -> None:
    home = [adult(), relative("Darwin", date(1988, 11, 2), "spouse", sex="male")]
    road = Road(site, await rejected_and_served(site.world, home, outcome="recognised_convention"))
    scene, clock = road.scene, site.world.clock
    case = await scene.case()
    first = case.claims[0]
    assert case.stage == "final"
    before = await road.papers()
    loss = await road.opened(claims=[str(first.id)])
    second = await road.send(
        "supervisor", f"/cases/{scene.reference}/losses", {"kind": "cessation", "reasons": REASONS}
    )
    assert second.status_code == 409
    assert [c.stage for c in (await scene.case()).claims] == ["loss_procedure", "final"]
    assert await road.papers() == before

    assert await road.waits() == ["tell"]
    lost = {"result": "lost", "reasons": REASONS}
    untold = await road.send("commission_member_0", f"{loss}/decision", lost)
    assert untold.json()["type"] == "urn:acogida:problem:not_told_yet"
    await road.does(
        "supervisor",
        f"{loss}/notice",
        {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 10},
    )
    assert await road.waits("legal_representative") == ["answer"]
    early = await road.send("commission_member_0", f"{loss}/decision", lost)
    assert early.json()["type"] == "urn:acogida:problem:still_time_to_answer"
    # A general mandate gives nothing up, and a hearing least of all.
    async with site.world.acting("supervisor") as db:
        await cases.record_representation(
            db,
            db.actor,
            scene.case_id,
            user_id=site.world.actor("other_legal_representative").user_id,
            mandate="Poder general 3 (prueba)",
            powers=cases.GENERAL,
        )
    waived = await road.send(
        "other_legal_representative",
        f"{loss}/hearing-waiver",
        {"statement": "Renuncia a ser oída.", "signed": True},
    )
    assert waived.json()["type"] == "urn:acogida:problem:beyond_your_mandate"
    await road.does("legal_representative", f"{loss}/answer", {"text": ANSWERED})
    unheard = await road.send("commission_member_0", f"{loss}/decision", lost)
    assert unheard.json()["type"] == "urn:acogida:problem:not_heard_yet"
    assert await road.waits() == ["hear"]
    await road.heard(loss)
    assert await road.waits("registration_officer") == ["decide"]
    alone = await road.send("commission_member_0", f"{loss}/decision", lost)
    assert alone.json()["type"] == "urn:acogida:problem:decided_in_sitting"
    decided = await voted_on_loss(site, loss, signed=False)
    # Composed anew before anybody signs it: who may lose a status waits at no stage of a first decision, and is left in.
    text = f"/decisions/{decided}"
    before_it = await road.get("commission_secretary", f"{text}/text")
    # A court reads that nobody lost anything untold, unanswered or unheard.
    whole = json.dumps(before_it, ensure_ascii=False)
    for step in ("supo que se revisa su condición", "contestó la revisión", "Audiencia celebrada"):
        assert step in whole
    composed = {"version": before_it["version"]}
    again = await road.does("commission_secretary", f"{text}/composition", composed)
    assert again["parts"] == before_it["parts"]
    await road.does("commission_member_0", f"{text}/signature")
    assert (await road.get("supervisor", loss))["state"] == "signed"
    assert await road.waits("registration_officer") == ["serve"]
    assert await road.papers() == before
    async with site.world.reading("supervisor") as db:
        told = [m.kind for m in await notices.messages_of(db, scene.case_id)]
    # Of each step by itself, and of the decision that there is one, not what it says.
    assert told[:3] == ["decision_to_collect", "loss_answer_due", "loss_opened"]
    clock.advance(timedelta(hours=1))
    service = {
        "channel": "in_person",
        "served_at": clock.now().isoformat(),
        "served_to": "La persona",
        "proof": "Acta 7",
        "effective_on": clock.now().date().isoformat(),
        "reasons": "Se le entregó y se le explicó ese mismo día.",
    }
    await road.does("registration_officer", f"{loss}/service", service, reads=loss)
    assert await road.waits() == []
    case = await scene.case()
    assert [(c.stage, c.outcome) for c in case.claims] == [
        ("remedy_window", "ceased"),
        ("final", "recognised_derivative"),
    ]
    async with site.world.reading("supervisor") as db:
        limits = {x.rule for x in await cases.limits_of(db, scene.case_id, ended=False)}
    assert {"appeal", "derived_own_claim"} <= limits

    # The time passes, the file is closed and its papers with it; a late appeal is let in.
    clock.advance(timedelta(days=10))
    async with site.world.acting("commission_secretary") as db:
        await decisions.declare_final(db, db.actor, scene.case_id)
    assert await road.papers() != before
    body = {"kind": "appeal", "grounds": GROUNDS, "late_reasons": "Estuvo internada durante todo el plazo."}
    filed = await road.does("legal_representative", f"/decisions/{decided}/remedies", body)
    remedy = f"/remedies/{filed['id']}"
    admitted = {"admitted": True, "reasons": "Consta el internamiento en la epicrisis."}
    await road.does("appeals_judge", f"{remedy}/admission", admitted)
    verdict = {"result": "overturned", "reasons": JUDGED, "reversal_grounds": ["facts"]}
    judged = await road.does("appeals_judge", f"{remedy}/decision", verdict)
    assert judged["stage"] == "decided"
    case = await scene.case()
    assert (case.claims[0].outcome, case.claims[0].grounds) == ("recognised_convention", first.grounds)
    assert {one for one in await road.papers() if one[1] == "active"} == before
    assert (await road.get("supervisor", loss))["state"] == "restored"


async def test_nobody_decides_what_they_opened_and_a_status_that_is_kept_is_as_before(site: Site) -> None:
    road = Road(site, await rejected_and_served(site.world, outcome="recognised_convention"))
    loss = await road.opened()
    await road.does(
        "supervisor",
        f"{loss}/notice",
        {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 5},
    )
    waiver = {"statement": "No quiere ser oída de nuevo.", "signed": False}
    assert (await road.send("legal_representative", f"{loss}/hearing-waiver", waiver)).status_code == 422
    await road.does("legal_representative", f"{loss}/hearing-waiver", waiver | {"signed": True})
    site.world.clock.advance(timedelta(days=7))
    kept = {"result": "kept", "reasons": "No hubo acto voluntario de acogerse."}
    unvoted = await road.send("commission_member_0", f"{loss}/decision", kept)
    assert unvoted.json()["type"] == "urn:acogida:problem:decided_in_sitting"
    assert await voted_on_loss(site, loss, choice="against") is None
    stale = await road.send("commission_member_0", f"{loss}/decision", kept)
    assert stale.status_code == 201, stale.text
    case = await road.scene.case()
    assert (case.stage, case.claims[0].outcome) == ("final", "recognised_convention")
    async with site.world.reading("supervisor") as db:
        told = [m.kind for m in await notices.messages_of(db, road.scene.case_id)]
    assert told[:3] == ["status_kept", "loss_answer_due", "loss_opened"]
    assert (await road.send("commission_member_0", f"{loss}/decision", kept)).status_code == 409


async def test_a_status_is_not_kept_by_asking_for_more_facts(site: Site) -> None:
    """Who asked for more facts voted on nothing: the procedure comes back to a sitting."""
    road = Road(site, await rejected_and_served(site.world, outcome="recognised_convention"))
    loss = await road.opened()
    told = {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 5}
    await road.does("supervisor", f"{loss}/notice", told)
    waiver = {"statement": "No quiere ser oída de nuevo.", "signed": True}
    await road.does("legal_representative", f"{loss}/hearing-waiver", waiver)
    site.world.clock.advance(timedelta(days=7))
    members = [str(site.world.actor(f"commission_member_{n}").user_id) for n in range(3)]
    starts = (site.world.clock.now() + timedelta(hours=1)).isoformat()
    body = {"starts_at": starts, "members": members, "presiding": members[0]}
    sitting = f"/sittings/{(await road.does('commission_secretary', '/sittings', body))['id']}"
    on = await road.does("commission_secretary", f"{loss}/sitting", {"sitting_id": sitting[10:]})
    async with site.pages("commission_secretary") as pages:
        assert f"{loss}/sitting" not in (await pages.get(loss)).text
    await road.does("commission_secretary", f"{sitting}/attendance", {"present": members})
    await road.does("commission_secretary", f"{sitting}/opening", {"early": True})
    asked = {"result": "sent_back", "instruction": "Falta la constancia consular de la renovación."}
    await road.does("commission_secretary", f"{sitting}/items/{on['item']}/closing", asked)
    kept = {"result": "kept", "reasons": "No hubo acto voluntario de acogerse."}
    refused = await road.send("commission_member_0", f"{loss}/decision", kept)
    assert refused.json()["type"] == "urn:acogida:problem:decided_in_sitting"
    async with site.pages("commission_secretary") as pages:
        page = (await pages.get(loss)).text
    assert "se pidieron más datos" in page
    assert f"{loss}/sitting" in page


async def test_who_opened_the_procedure_is_recused_from_it_in_the_sitting_and_the_case_says_so(
    site: Site,
) -> None:
    await also_holds(site.world, "supervisor", "commission_member", "former", body="commission", seat="Otra")
    road = Road(site, await rejected_and_served(site.world, [adult()], outcome="recognised_convention"))
    loss = await road.opened()
    told = {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 5}
    await road.does("supervisor", f"{loss}/notice", told)
    waiver = {"statement": "No quiere ser oída de nuevo.", "signed": True}
    await road.does("legal_representative", f"{loss}/hearing-waiver", waiver)
    site.world.clock.advance(timedelta(days=7))
    called = [
        str(site.world.actor(one).user_id) for one in ("commission_member_0", "commission_member_1", "former")
    ]
    starts = (site.world.clock.now() + timedelta(hours=1)).isoformat()
    body = {"starts_at": starts, "members": called, "presiding": called[0]}
    sitting = (await road.does("commission_secretary", "/sittings", body))["id"]
    await road.does("commission_secretary", f"{loss}/sitting", {"sitting_id": sitting})
    timeline = await road.get("supervisor", f"/cases/{road.scene.reference}/timeline")
    kinds = [event["name"] for event in timeline]
    assert sorted(kinds[:2]) == ["loss_member_recused", "loss_put_on_agenda"]
    async with site.world.reading("former") as db:
        seen = await decisions.sitting(db, UUID(sitting))
    assert (seen.items, [r.found_in_record for r in seen.closed_to_me]) == ((), [True])


async def test_a_renunciation_is_refused_under_pressure_for_a_child_and_without_its_explanation(
    site: Site,
) -> None:
    home = [adult(), relative("Luz", date(2015, 2, 1), "child")]
    road = Road(site, await rejected_and_served(site.world, home, outcome="recognised_convention"))
    case = await road.scene.case()
    path = f"/cases/{road.scene.reference}/renunciation"
    body: dict[str, Any] = {
        "claim_id": str(case.claims[0].id),
        "statement": "Quiere volver a su país y lo decide por sí misma.",
        "explained_in": "es",
        "checks": {"alone": True, "understands": True, "no_promise": True, "no_threat": True},
        "signed": True,
    }
    pressed = body | {"checks": body["checks"] | {"no_promise": False}}
    for wrong, expected in (
        (pressed, "pressure_suspected"),
        (body | {"claim_id": str(case.claims[1].id)}, "childs_status"),
        (body | {"explained_in": ""}, "invalid"),
        (body | {"signed": False}, "invalid"),
    ):
        refused = await road.send("registration_officer", path, wrong)
        assert refused.json()["type"] == f"urn:acogida:problem:{expected}"
    assert (await road.send("legal_representative", path, body)).status_code == 403
    await road.does("registration_officer", path, body)
    case = await road.scene.case()
    assert [c.outcome for c in case.claims] == ["renounced", "recognised_derivative"]
    assert (await road.send("registration_officer", path, body)).json()[
        "type"
    ] == "urn:acogida:problem:status_not_held"


async def test_open_procedures_are_listed_page_by_page_to_those_who_have_the_case(site: Site) -> None:
    roads = [
        Road(site, await rejected_and_served(site.world, outcome="recognised_convention")) for _ in range(3)
    ]
    losses = [await road.opened() for road in roads]
    notice = {"how": "Se le leyó y se le entregó copia.", "language": "es", "days": 10}
    await roads[0].does("supervisor", f"{losses[0]}/notice", notice)
    seen: list[str] = []
    path = "/losses?limit=1"
    while path:
        found = await roads[0].get("supervisor", path)
        seen += [one["reference"] for one in found["losses"]]
        path = f"/losses?limit=1&after={found['next']}" if found["next"] else ""
    mine = [road.scene.reference for road in roads]
    # What waits for the house stands before what waits for the person.
    assert [one for one in seen if one in mine] == [mine[1], mine[2], mine[0]]
    told = await roads[0].get("supervisor", "/losses?waits_for=answer&limit=200")
    assert [one["reference"] for one in told["losses"] if one["reference"] in mine] == mine[:1]
    assert await roads[0].waits("other_supervisor") == []
    assert await roads[0].waits("other_legal_representative") == []
    async with site.api("appeals_clerk") as api:
        assert (await api.get("/api/v1/losses")).status_code == 403
    async with site.api("supervisor") as api:
        assert (await api.get("/api/v1/losses?after=x")).status_code == 422
    async with site.pages("supervisor") as pages:
        page = await pages.get("/losses")
    assert page.status_code == 200
    assert_sound(page.text)
    assert all(text in page.text for text in (mine[0], "Por avisar a la persona", f"{losses[1]}/notice"))


async def test_opening_and_telling_say_everything_that_is_lacking_at_once(site: Site) -> None:
    road = Road(site, await rejected_and_served(site.world, outcome="recognised_convention"))
    bare = {"kind": "cessation", "reasons": "x", "claims": []}
    refused = await road.send("supervisor", f"/cases/{road.scene.reference}/losses", bare)
    assert {one["field"] for one in refused.json()["errors"]} >= {"claims", "reasons"}
    loss = await road.opened()
    refused = await road.send("supervisor", f"{loss}/notice", {"how": "x", "language": " ", "days": 4})
    assert {one["field"] for one in refused.json()["errors"]} == {"how", "language", "days"}


@given(st.dictionaries(st.sampled_from(rules.NO_PRESSURE), st.booleans()))
def test_only_four_times_yes_is_free_of_pressure(answers: dict[str, bool]) -> None:
    assert rules.pressed(answers) == (sum(answers.values()) < len(rules.NO_PRESSURE))


@pytest.mark.parametrize("country", ["CRI", "MEX", "GTM", "PAN", "HND", "BLZ"])
def test_a_way_of_losing_is_offered_where_the_law_on_record_can_walk_it(country: str) -> None:
    profile = procedure.load(country)
    for way in rules.ways(profile):
        assert rules.OUTCOME[way] in profile.outcomes
        assert not profile.outcomes[rules.OUTCOME[way]].protects
    known = {"CRI": 3, "MEX": 4, "GTM": 1, "PAN": 3, "HND": 0, "BLZ": 0}
    assert len(rules.ways(profile)) == known[country]
