"""The second and third wall: what is not one's own is not found, on every route that names a record."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from app.best_interests import public as best_interests
from app.cases import public as cases
from app.cases.proposals import propose
from app.core.actor import SYSTEM
from app.documents import public as documents
from app.identity.public import matrix
from app.representation import public as representation
from app.workflows.hand_in import hand_in
from tests.journeys.road import FAMILY, Road
from tests.security.routes import Route, body_of, example, form_of, routes_of
from tests.site import Site
from tests.world import World, _hire

# What names a record of a case. A sitting belongs to a body, an office and a code to everybody.
OF_A_CASE = {
    "reference", "interview_id", "entry_id", "participant_id", "assessment_id", "decision_id", "remedy_id", "appointment_id",
    "number", "item_id", "proposal_id", "document_id", "print_id", "attachment_id", "filing_id", "mandate_id",
    "legal_aid_id", "best_interests_id",
}  # fmt: skip
# Who holds a role and has nothing to do with this case.
STRANGERS = {
    "border_liaison_officer": "other_border_liaison_officer",
    "registration_officer": "other_registration_officer",
    "eligibility_officer": "other_eligibility_officer",
    "supervisor": "other_supervisor",
    "documentation_officer": "other_documentation_officer",
    "commission_secretary": "other_commission_secretary",
    "commission_member": "other_commission_member",
    "appeals_clerk": "other_appeals_clerk",
    "appeals_judge": "other_appeals_judge",
    "legal_representative": "other_legal_representative",
    "quality_assessor": "quality_assessor",
}
BODIES = ("commission_secretary", "commission_member", "appeals_clerk", "appeals_judge")


@dataclass
class Filled:
    """A case that went as far as its appeal, and a name for every kind of record in it."""

    road: Road
    names: dict[str, str] = field(default_factory=dict)

    def address(self, route: Route) -> str:
        path = route.path
        for name, value in self.names.items():
            path = path.replace("{" + name + "}", value)
        return path

    def names_a_record(self, route: Route) -> bool:
        return any("{" + name + "}" in route.path for name in OF_A_CASE)


async def _strangers(world: World) -> None:
    async with world.system.writing(SYSTEM) as db:
        there: dict[str, object] = {"office_id": world.other_office}
        elsewhere: dict[str, object] = {"body": "another_body"}
        await _hire(
            db,
            world,
            ("other_documentation_officer", "documentation_officer", there),
            *((f"other_{role}", role, elsewhere) for role in BODIES),
        )


@pytest.fixture
async def filled(site: Site) -> Filled:
    await _strangers(site.world)
    road = Road(site)
    await road.register(FAMILY)
    await road.to_the_interview()
    road.at("2026-11-17T09:00")
    interview = await road.interview()
    record = await road.get("eligibility_officer", interview)
    assessment = await road.assess()
    await road.endorse(assessment)
    sitting, item = await road.convene()
    await road.vote(sitting, item, (0, 1, 2))
    closed = await road.does("commission_secretary", f"{sitting}/items/{item}/closing", {})
    decision = f"/decisions/{closed['decision']}"
    await road.does("commission_member_0", f"{decision}/signature")
    await road.represented()
    await road.serve(decision)
    remedy = await road.appeal(decision)
    return Filled(
        road,
        {
            "reference": road.reference,
            "interview_id": interview.rsplit("/", 1)[1],
            "entry_id": record["entries"][0]["id"],
            "participant_id": record["participants"][0]["id"],
            "assessment_id": assessment.rsplit("/", 1)[1],
            "sitting_id": sitting.rsplit("/", 1)[1],
            "item_id": item,
            "decision_id": decision.rsplit("/", 1)[1],
            "remedy_id": remedy.rsplit("/", 1)[1],
            "appointment_id": road.appointment,
            "number": (await road.claims())[0]["document"]["number"],
            "event": "sent_up",
            "proposal_id": str(await _proposed(site.world, road.reference)),
            **await _printed(site.world, road.reference),
            **await _handed_in(road),
        },
    )


async def _printed(world: World, reference: str) -> dict[str, str]:
    """A document of the case, and a copy of it on paper."""
    async with world.acting("registration_officer") as db:
        found = await documents.documents_of(db, await cases.case_id_of(db, reference))
        paper = next(d for d in found if d.status == "active")
        copy = await documents.print_copy(db, db.actor, paper.id, form="a4")
    return {"document_id": str(paper.id), "print_id": str(copy)}


async def _handed_in(road: Road) -> dict[str, str]:
    """A writing with its file, the mandate of who may write, legal aid asked for, and what is best for the child."""
    world = road.site.world
    async with world.acting("registration_officer") as db:
        case_id = await cases.case_id_of(db, road.reference)
        filing = await hand_in(
            db,
            db.actor,
            case_id,
            kind="writing",
            title="Alegato",
            body="De prueba.",
            files=[("a.pdf", b"%PDF-1.7")],
            handed_in_by="La persona",
        )
        (file,) = await documents.attachments_of(db, case_id, about=f"filing:{filing}")
        (mandate,) = await cases.representatives_of(db, case_id)
        aid = await representation.ask_legal_aid(db, db.actor, case_id, language="es")
    async with world.acting("child_protection_officer") as db:
        opened = await cases.open_case(db, case_id)
        child = opened.claims[4].id
        weighed = await best_interests.open_procedure(
            db, db.actor, case_id, claim_id=child, kind="assessment", reason="asylum_procedure"
        )
    return {
        "filing_id": str(filing),
        "attachment_id": str(file.id),
        "mandate_id": str(mandate.id),
        "legal_aid_id": str(aid),
        "best_interests_id": str(weighed),
    }


async def _proposed(world: World, reference: str) -> UUID:
    """Something that the case's supervisor may decide."""
    async with world.system.writing(SYSTEM) as db:
        opened = await cases.open_case(db, await cases.case_id_of(db, reference))
        noted = await cases.record(
            db, SYSTEM, opened, "reminder_due", data={"rule": "none", "deadline": str(opened.id)}
        )
        claims = [claim.id for claim in opened.claims]
        why = {"name": "withdrawn", "because": "reminder_due", "kind": "event"}
        await propose(db, opened, noted.event, claims=claims, **why)
    async with world.system.reading(SYSTEM) as db:
        return (await cases.proposals_of(db, opened.id))[0].id


async def test_a_foreign_record_is_not_found_on_any_route(site: Site, filled: Filled) -> None:
    await _found_by_whose_they_are(filled)
    openapi, wrong, asked = site.app.openapi(), [], 0
    before = await filled.road.events()
    async with AsyncExitStack() as signed_in:
        http = {
            (role, on_api): await signed_in.enter_async_context((site.api if on_api else site.pages)(who))
            for role, who in STRANGERS.items()
            for on_api in (True, False)
        }
        for route in routes_of(site.app):
            if not filled.names_a_record(route) or "{" in filled.address(route):
                continue
            body = sent_to(openapi, route)
            for role in sorted(matrix().get(route.permission, frozenset()) & set(STRANGERS)):
                answer = await http[role, route.api].request(route.method, filled.address(route), **body)
                asked += 1
                if answer.status_code != 404:
                    wrong.append(f"{route} by {STRANGERS[role]}: {answer.status_code} {answer.text[:160]}")
    assert wrong == [], "\n".join(wrong)
    assert asked > 150
    assert await filled.road.events() == before


def sent_to(openapi: dict[str, Any], route: Route) -> dict[str, Any]:
    """What the route takes: a form, a file with its fields, or JSON."""
    if not route.api:
        return {"data": form_of(route)}
    operation = openapi["paths"].get(route.path, {}).get(route.method.lower(), {})
    parts = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if parts is None:
        return {"json": body_of(openapi, route)}
    fields = example(openapi, parts["schema"])
    return {
        "data": {k: v for k, v in fields.items() if k != "file"},
        "files": {"file": ("a.pdf", b"%PDF-1.7", "application/pdf")},
    }


async def _found_by_whose_they_are(filled: Filled) -> None:
    """So that the test proves foreignness and not a broken address."""
    road, names = filled.road, filled.names
    for who, path in (
        ("supervisor", f"/cases/{names['reference']}/timeline"),
        ("supervisor", f"/interviews/{names['interview_id']}"),
        ("supervisor", f"/assessments/{names['assessment_id']}"),
        ("commission_secretary", f"/sittings/{names['sitting_id']}"),
        ("appeals_clerk", f"/decisions/{names['decision_id']}"),
        ("appeals_judge", f"/remedies/{names['remedy_id']}"),
        ("legal_representative", f"/remedies/{names['remedy_id']}"),
    ):
        await road.get(who, path)
