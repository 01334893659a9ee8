"""The main job by the programming interface: a family from the border to a final decision, each step by another signed-in person."""

from io import BytesIO

import pypdf

from tests.journeys.road import FAMILY, Road
from tests.site import Site
from tests.world import also_holds

EVENTS = [
    "registered", "child_protection_notified", "appointment_booked", "need_recorded", "taken_over", "admitted", "assigned",
    "interview_started", "interview_held", "addendum_made", "assessment_started", "assessment_submitted", "returned",
    "assessment_submitted", "endorsed", "put_on_agenda", "member_recused", "decided", "representation_recorded",
    "notified", "remedy_filed", "remedy_decided", "notified",
]  # fmt: skip


async def test_a_family_from_the_border_to_a_final_decision(site: Site) -> None:
    road = Road(site)
    await _registered_at_the_border(road)
    await _taken_over_by_the_office(road)
    await _heard(road)
    await _assessed_and_returned_once(road)
    decision = await _rejected_by_the_commission(road)
    remedy = await _appealed_on_the_second_working_day(road, decision)
    await _overturned_by_the_tribunal(road, decision, remedy)
    assert await road.events() == EVENTS


async def _registered_at_the_border(road: Road) -> None:
    # A member of the Commission was on duty at the post that day: the record will say that they handled the case.
    world = road.site.world
    await also_holds(
        world, "commission_member_2", "border_liaison_officer", "member_at_the_post", post_id=world.post
    )
    await road.register(FAMILY)
    claims = await road.claims("border_liaison_officer")
    assert [c["document"]["may_work"] for c in claims] == [True, True, False, False, False]
    assert all(len(c["document"]["number"]) == 12 for c in claims)
    assert claims[4]["person"]["needs"] == ["SC-SC"]
    number = claims[0]["document"]["number"]
    paper = await road.send("border_liaison_officer", "GET", f"/documents/{number}.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert (await road.send(None, "GET", f"/verify/{number}")).json()["valid"]
    listed = (await road.get("child_protection_officer", "/cases"))["cases"]
    assert road.reference in {row["reference"] for row in listed}
    # The need is noted at the post by that colleague.
    need = {"person_id": claims[0]["person"]["id"], "code": "SV-VA"}
    await road.step("member_at_the_post", f"{road.case}/needs", need, not_by="documentation_officer")


async def _taken_over_by_the_office(road: Road) -> None:
    await road.is_refused("supervisor", f"{road.case}/admission", "wrong_stage")
    await road.to_the_interview()
    assert (await road.send("border_liaison_officer", "GET", road.case)).status_code == 404
    mine = (await road.get("eligibility_officer", "/cases?mine=true"))["cases"]
    assert [row["reference"] for row in mine] == [road.reference]
    assert mine[0]["due_on"]


async def _heard(road: Road) -> None:
    road.at("2026-11-17T09:00")
    address = await road.interview()
    line = {"kind": "answer", "text": "Otra cosa."}
    await road.is_refused("eligibility_officer", f"{address}/entries", "record_signed", line)
    addendum = {"text": "La primera amenaza fue en marzo."}
    await road.step("eligibility_officer", f"{address}/addenda", addendum, not_by="supervisor")
    record = await road.get("supervisor", address)
    assert record["intact"]
    assert [entry["kind"] for entry in record["entries"]] == ["question", "answer", "break", "resume"]


async def _assessed_and_returned_once(road: Road) -> None:
    road.at("2026-11-20T09:00")
    first = await road.assess()
    # Submitted is not yet reviewed: nobody else sees it, and the author does not review.
    assert (await road.send("commission_secretary", "GET", first)).status_code == 404
    comment = {
        "outcome": "returned",
        "comment": "Falta explicar por qué no se aplica el beneficio de la duda.",
    }
    returned = await road.step("supervisor", f"{first}/review", comment, not_by="eligibility_officer")
    road.made["returned"], second = first, f"/assessments/{returned['draft']}"
    await road.step("eligibility_officer", f"{second}/submission", not_by="second_eligibility_officer")
    await road.endorse(second)
    assert await road.stage() == "awaiting_decision"


async def _rejected_by_the_commission(road: Road) -> str:
    road.at("2026-11-24T09:00")
    # Two of three are there, and one of the two handled the case: no quorum for this one.
    sitting, item = await road.convene(present=(0, 2))
    seen = await road.get("commission_member_2", sitting)
    assert (seen["items"], seen["recused_from"]) == ([], 1)
    assert (await road.send("commission_member_2", "GET", road.case)).status_code == 404
    refused = await road.send(
        "commission_member_2", "POST", f"{sitting}/votes", {"item": item, "choice": "for"}
    )
    assert refused.status_code in (403, 404)
    await road.vote(sitting, item, (0,))
    await road.is_refused("commission_secretary", f"{sitting}/items/{item}/closing", "no_quorum", {})
    assert await road.stage() == "awaiting_decision"
    await road.attend(sitting, (0, 1, 2))
    await road.is_refused("commission_secretary", f"{sitting}/items/{item}/closing", "votes_missing", {})
    await road.vote(sitting, item, (1,))
    closed = await road.does("commission_secretary", f"{sitting}/items/{item}/closing", {})
    decision = f"/decisions/{closed['decision']}"
    await road.is_refused(
        "commission_secretary", f"{decision}/notifications", "not_signed_yet", _service(road)
    )
    await road.step("commission_member_0", f"{decision}/signature", not_by="commission_secretary")
    await road.is_refused("commission_member_0", f"{decision}/signature", "already_signed")
    await road.does("commission_secretary", f"{sitting}/closing")
    paper = await road.send("commission_secretary", "GET", f"{decision}.pdf")
    words = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    assert road.reference in words
    assert [o["outcome"] for o in (await road.get("supervisor", decision))["outcomes"]] == ["rejected"] * 5
    return decision


def _service(road: Road) -> dict[str, str]:
    return {
        "channel": "in_person",
        "served_at": road.now(),
        "served_to": "Ella misma",
        "proof": "Acta firmada",
    }


async def _appealed_on_the_second_working_day(road: Road, decision: str) -> str:
    await road.represented()
    # A Friday, and Tuesday is the day of the army's abolition: the three working days are Monday, Wednesday and Thursday.
    road.at("2026-11-27T10:00")
    await road.serve(decision)
    assert (await road.get("legal_representative", decision))["remedy_until"] == "2026-12-03"
    assert (await road.limits())["appeal"]["state"] == "running"
    road.at("2026-12-02T15:00")
    await road.is_refused("commission_secretary", f"{road.case}/finality", "remedy_period_running")
    remedy = await road.appeal(decision)
    number = (await road.claims("legal_representative"))[0]["document"]["number"]
    assert await road.removal_barred(number=number) == "yes"
    assert (await road.send(None, "GET", f"/verify/{number}")).json()["valid"]
    assert await road.stage() == "under_remedy"
    assert (await road.limits())["appeal"]["state"] == "met"
    return remedy


async def _overturned_by_the_tribunal(road: Road, decision: str, remedy: str) -> None:
    road.at("2027-01-12T09:00")
    listed = (await road.get("appeals_clerk", "/remedies"))["remedies"]
    assert road.reference in {row["reference"] for row in listed}
    assert (await road.get("appeals_judge", decision))["status"] == "signed"
    assert (await road.get("appeals_judge", f"{road.case}/interviews"))[0]["status"] == "signed"
    versions = await road.get("appeals_judge", f"{road.case}/assessments")
    assert [(v["status"], v["reviews"]) for v in versions] == [("endorsed", [])]
    assert (await road.send("appeals_judge", "GET", road.made["returned"])).status_code == 404
    principal = (await road.claims("appeals_judge"))[0]["id"]
    outcomes = {
        principal: {
            "outcome": "recognised_convention",
            "grounds": ["political_opinion"],
            "reasons": "Hay nexo.",
        }
    }
    judgment = await road.judged(remedy, "overturned", outcomes=outcomes)
    assert judgment["stage"] == "decided"
    second = f"/decisions/{judgment['decision_id']}"
    road.at("2027-01-14T09:00")
    served = await road.serve(second, who="appeals_clerk", not_by="appeals_judge")
    assert served["stage"] == "final"
    claims = await road.claims()
    assert [c["outcome"] for c in claims] == ["recognised_convention"] + ["recognised_derivative"] * 4
    assert {c["stage"] for c in claims} == {"final"}
