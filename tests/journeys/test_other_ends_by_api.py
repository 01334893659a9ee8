"""The other ends of a case by the programming interface: recognised at once, withdrawn, abandoned and reopened, late, sent back, one more."""

from datetime import timedelta
from typing import Any

from tests.journeys.road import ALONE, FAMILY, Road, person
from tests.site import Site

REASONS = "No atendió llamadas ni visitas y nadie conoce su paradero."
# A single person, so that each end is told by itself.


async def to_the_decision(
    site: Site, outcome: str = "rejected", household: list[dict[str, Any]] | None = None
) -> tuple[Road, str]:
    """A signed decision, not served yet."""
    road = Road(site)
    await road.register(household or ALONE)
    await road.to_the_interview()
    road.at("2026-11-17T09:00")
    await road.interview()
    await road.endorse(await road.assess(outcome=outcome))
    return road, await road.decided()


async def test_recognised_at_first_instance_is_final_with_its_service(site: Site) -> None:
    road, decision = await to_the_decision(site, "recognised_convention", FAMILY[:3])
    served = await road.serve(decision)
    assert served["stage"] == "final"
    claims = await road.claims()
    assert [c["outcome"] for c in claims] == ["recognised_convention"] + ["recognised_derivative"] * 2
    # Recognised: the number stays with the person, and they are not to be removed.
    assert await road.removal_barred(number=claims[0]["document"]["number"]) == "yes"
    assert "appeal" not in await road.limits()
    assert (await road.events())[-2:] == ["decided", "notified"]


async def test_a_person_withdraws_and_the_document_ends(site: Site) -> None:
    road = Road(site)
    await road.register(ALONE)
    await road.to_the_interview()
    number = (await road.claims())[0]["document"]["number"]
    body = {"statement": "Declara por su propia voluntad que no desea continuar.", "signed": False}
    await road.is_refused("registration_officer", f"{road.case}/withdrawal", "invalid", body)
    body["signed"] = True
    done = await road.step("registration_officer", f"{road.case}/withdrawal", body, not_by="supervisor")
    assert done["stage"] == "withdrawn"
    assert not (await road.send(None, "GET", f"/verify/{number}")).json()["valid"]
    await road.is_refused(
        "supervisor",
        f"{road.case}/assignment",
        "wrong_stage",
        {"officer_id": road.user("eligibility_officer")},
    )
    assert [limit["state"] for limit in (await road.limits()).values() if limit["state"] == "running"] == []


async def test_twice_absent_abandoned_only_with_its_safeguards_and_reopened(site: Site) -> None:
    road = Road(site)
    await road.register([FAMILY[0], FAMILY[4]])
    await road.to_the_interview()
    await road.is_refused("registration_officer", f"{road.case}/abandonment-notice", "needs_unmet")
    appointment = road.appointment
    for day in ("2026-11-17", "2026-11-24"):
        road.at(f"{day}T12:00")
        missed = await road.step(
            "registration_officer", f"/appointments/{appointment}/absence", {}, not_by="documentation_officer"
        )
        if missed["times"] == 1:
            booking = {"room_id": str(site.world.room), "starts_at": "2026-11-24T09:00:00-06:00"}
            booked = await road.step(
                "registration_officer", f"{road.case}/appointments", booking, not_by="documentation_officer"
            )
            appointment = booked["id"]
    assert await road.stage() == "awaiting_interview"
    await road.step("supervisor", f"{road.case}/abandonment-notice", not_by="eligibility_officer")
    await road.is_refused("supervisor", f"{road.case}/abandonment", "needs_unmet", {"reasons": REASONS})
    site.world.clock.advance(timedelta(weeks=8))
    # The notice has run out, but nobody answers for the separated child.
    await road.is_refused("supervisor", f"{road.case}/abandonment", "needs_unmet", {"reasons": REASONS})
    child = (await road.claims())[1]["person"]["id"]
    guardian = {"child_id": child, "name": "Institución de prueba", "kind": "institution", "proof": "Acta 1"}
    await road.step("child_protection_officer", f"{road.case}/guardians", guardian, not_by="supervisor")
    done = await road.step(
        "supervisor", f"{road.case}/abandonment", {"reasons": REASONS}, not_by="registration_officer"
    )
    assert done["stage"] == "abandoned"
    back = await road.step(
        "supervisor",
        f"{road.case}/reopening",
        {"ground": "good_cause", "reasons": REASONS},
        not_by="registration_officer",
    )
    assert back["stage"] == "awaiting_interview"
    claims = await road.claims()
    assert all((c["document"] is not None) for c in claims)
    events = await road.events()
    assert [e for e in events if e in ("interview_missed", "abandonment_noticed", "abandoned", "reopened")] == [
        "interview_missed", "interview_missed", "abandonment_noticed", "abandoned", "reopened",
    ]  # fmt: skip


async def test_a_late_appeal_with_reasons_is_admitted_by_a_judge(site: Site) -> None:
    road, decision = await to_the_decision(site)
    await road.represented()
    await road.serve(decision)
    site.world.clock.advance(timedelta(days=20))
    await road.step("commission_secretary", f"{road.case}/finality", not_by="commission_member_0")
    number = (await road.claims())[0]["document"]
    assert number is None
    body = {"kind": "appeal", "grounds": "La Comisión no valoró la nota de país citada en el análisis."}
    await road.is_refused("legal_representative", f"{decision}/remedies", "invalid", body)
    remedy = await road.appeal(
        decision, late_reasons="Estuvo en el hospital desde la notificación; trae la epicrisis."
    )
    assert await road.stage() == "final"
    admitted = {"admitted": True, "reasons": "La hospitalización consta en la epicrisis."}
    done = await road.step("appeals_judge", f"{remedy}/admission", admitted, not_by="appeals_clerk")
    assert done["stage"] == "under_remedy"
    document = (await road.claims())[0]["document"]
    assert await road.removal_barred(number=document["number"]) == "yes"
    judged = await road.judged(remedy, "upheld")
    road.site.world.clock.advance(timedelta(days=2))
    await road.serve(f"/decisions/{judged['decision_id']}", who="appeals_clerk", not_by="appeals_judge")
    assert await road.stage() == "final"
    assert await road.removal_barred(number=document["number"]) == "no_record"


async def test_the_tribunal_sends_a_case_back_and_it_is_assessed_and_decided_again(site: Site) -> None:
    road, decision = await to_the_decision(site)
    await road.represented()
    await road.serve(decision)
    remedy = await road.appeal(decision)
    await road.is_refused(
        "appeals_judge",
        f"{remedy}/decision",
        "invalid",
        {"result": "remitted", "reasons": "Falta una prueba central."},
    )
    judged = await road.judged(
        remedy, "remitted", instructions=["Valorar la nota de país y volver a oír a la persona."]
    )
    assert judged["stage"] == "assessment"
    await road.endorse(await road.assess(outcome="recognised_convention"))
    second = await road.decided()
    assert second != decision
    assert (await road.serve(second))["stage"] == "final"
    assert [c["outcome"] for c in await road.claims()] == ["recognised_convention"]
    listed = await road.get("supervisor", f"{road.case}/decisions")
    assert {d["id"] for d in listed} >= {decision.rsplit("/", 1)[1], second.rsplit("/", 1)[1]}


async def test_a_relative_who_arrives_after_the_interview_joins_without_a_new_start(site: Site) -> None:
    road = Road(site)
    await road.register(ALONE)
    await road.to_the_interview()
    road.at("2026-11-17T09:00")
    await road.interview()
    spouse = person("Darwin Alexis", "1988-11-02", "spouse", sex="male")
    await road.step("eligibility_officer", f"{road.case}/members", spouse, not_by="supervisor")
    claims = await road.claims()
    assert [(c["basis"], c["stage"]) for c in claims] == [
        ("principal", "assessment"),
        ("derivative", "assessment"),
    ]
    assert claims[1]["document"]["may_work"]
    assert (await road.events()).count("registered") == 1
    await road.endorse(await road.assess(outcome="recognised_convention"))
    await road.serve(await road.decided())
    assert [c["outcome"] for c in await road.claims()] == ["recognised_convention", "recognised_derivative"]
    assert {c["stage"] for c in await road.claims()} == {"final"}
