"""A case led to its assessment, and a complete assessment of it, for the tests of what comes after."""

from typing import Any
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.intake import public as intake
from app.procedure import public as procedure
from app.workflows.register_arrival import Registered
from tests.world import World

FACT: dict[str, Any] = {
    "statement": "Fue amenazada por denunciar extorsiones en su barrio.",
    "evidence": [{"kind": "country_source", "ref": "Nota de país inventada, párr. 3"}],
    "finding": "accepted",
    "indicators": ["detail", "country_information"],
    "reasons": "Relato detallado y coherente con la información del país.",
}
REASONS = "Según los hechos aceptados y la información del país citada."
# Answers to every issue that Costa Rica's profile has, for a claim that is rejected.
REJECTING: dict[str, Any] = {
    "identity": {"conclusion": "established", "reasons": REASONS},
    "country_information": {"conclusion": "supports", "reasons": REASONS},
    "well_founded_fear": {"conclusion": "well_founded", "reasons": REASONS},
    "harm": {"conclusion": "other_serious_harm", "reasons": REASONS},
    "nexus": {"conclusion": "no_nexus", "reasons": REASONS, "parts": {"gender_examined": "yes"}},
    "agent_of_harm": {"conclusion": "non_state", "reasons": REASONS},
    "state_protection": {"conclusion": "not_available", "reasons": REASONS},
    "exclusion": {"conclusion": "no_indication"},
    "family_unity": {"conclusion": "shown", "reasons": REASONS},
    "statelessness": {"conclusion": "no_indication", "reasons": REASONS},
}
RECOGNISING: dict[str, Any] = REJECTING | {
    "harm": {"conclusion": "persecution", "reasons": REASONS},
    "nexus": {
        "conclusion": "nexus",
        "grounds": ["political_opinion"],
        "reasons": REASONS,
        "parts": {"gender.political_opinion": "no"},
    },
}
# Why it is refused, for the person: what `REJECTING` says.
CATEGORIES = {"no_link_to_criteria": "Lo que teme no se debe a ninguno de los motivos de la Convención."}
# What else a law may have, answered so that nothing protects.
_OTHERWISE: dict[str, Any] = {
    "cartagena": {"conclusion": "not_met", "reasons": REASONS},
    "oau": {"conclusion": "not_met", "reasons": REASONS},
    "internal_flight": {"conclusion": "not_available", "reasons": REASONS},
    "complementary_protection": {
        "conclusion": "does_not_apply",
        "reasons": REASONS,
        "parts": {"life": "no", "torture": "no"},
    },
}


def refusing(profile: procedure.Profile) -> dict[str, Any]:
    """Answers to every issue that the profile has, for a claim that is rejected."""
    said = REJECTING | _OTHERWISE
    answers = {name: said[name] for name in assessments.issues(profile)}
    if "cartagena" in answers:
        offered = assessments.issues(profile)["cartagena"].grounds
        answers["cartagena"] = answers["cartagena"] | {
            "parts": {f"absent.{each.code}": "absent" for each in offered}
        }
    if any(p.code == "sur_place" for p in assessments.issues(profile)["well_founded_fear"].parts):
        answers["well_founded_fear"] = answers["well_founded_fear"] | {"parts": {"sur_place": "no"}}
    return answers


def result(claim_id: object, outcome: str, reasons: str = REASONS) -> dict[str, Any]:
    """What is recommended for one claim, a refusal with its category."""
    given: dict[str, Any] = {"claim_id": str(claim_id), "outcome": outcome, "reasons": reasons}
    return given | ({"categories": CATEGORIES} if outcome in ("rejected", "refused") else {})


def complete_checklist() -> dict[str, str]:
    return dict.fromkeys(assessments.checklist(), "yes")


async def to_assessment(world: World, household: list[intake.Member] | None = None) -> Registered:
    """Registered, taken over, admitted, assigned, interviewed: the officer can begin."""
    registered = await world.register(household)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
        await cases.admit(db, db.actor, registered.case_id)
    officer = world.actor("eligibility_officer").user_id
    async with world.acting("supervisor") as db:
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    async with world.acting("eligibility_officer") as db:
        opened = await cases.open_case(db, registered.case_id)
        await cases.record(db, db.actor, opened, "interview_held", satisfied=["signed"])
    return registered


async def written(world: World, case_id: UUID, *, outcome: str = "rejected") -> UUID:
    """A complete draft that recommends `outcome` for the principal claim. Returns the assessment's id."""
    async with world.acting("eligibility_officer") as db:
        assessment_id = await assessments.start(db, db.actor, case_id)
        opened = await cases.open_case(db, case_id)
        await assessments.save(
            db,
            db.actor,
            assessment_id,
            summary="Pide protección porque la amenazaron por denunciar.",
            facts=[FACT],
            analysis=RECOGNISING if outcome == "recognised_convention" else REJECTING,
            recommendations=[result(opened.principal.id, outcome)],
        )
    return assessment_id


async def submitted(world: World, case_id: UUID, *, outcome: str = "rejected") -> UUID:
    """A complete assessment, handed in. Returns its id."""
    assessment_id = await written(world, case_id, outcome=outcome)
    async with world.acting("eligibility_officer") as db:
        await assessments.submit(db, db.actor, assessment_id)
    return assessment_id


async def endorsed(world: World, case_id: UUID, *, outcome: str = "rejected") -> UUID:
    """A complete assessment, endorsed: the case awaits its decision. Returns the assessment's id."""
    assessment_id = await submitted(world, case_id, outcome=outcome)
    async with world.acting("supervisor") as db:
        await assessments.endorse(db, db.actor, assessment_id, checklist=complete_checklist())
    return assessment_id
