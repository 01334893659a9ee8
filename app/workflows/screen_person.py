"""Asking the questions again at the office or later, and doing what a person decides about what the answers propose."""

from datetime import date
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.identity.public import demand
from app.intake import public as intake
from app.people import public as people
from app.workflows.record_need import put_first


async def screened_of(db: ReadSession, case: cases.CaseView, today: date) -> dict[UUID, intake.Screened]:
    """Each person of a case as the screening sees them."""
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    majority = case.profile.majority_age.value or intake.MAJORITY_AGE
    ages = {p.id: people.age_on(p.birth_date, today) for p in persons.values()}
    adults = sum(age >= majority for age in ages.values())
    return {
        claim.person_id: intake.Screened(
            ages[claim.person_id],
            persons[claim.person_id].sex,
            principal=n == 0,
            travels_alone=adults - (ages[claim.person_id] >= majority) == 0,
            majority_age=majority,
        )
        for n, claim in enumerate(case.claims)
        if claim.person_id in persons
    }


async def screen_again(
    db: Session, actor: Actor, reference: str, person_id: UUID, answers: intake.Answers
) -> UUID:
    """Keep a round of questions to a person of the case, with what the answers propose; nothing is decided by it.

    Raises `NotFound`, `Invalid` without a single answer.
    """
    demand(actor, "person.screen")
    case = await cases.case_view(db, reference)
    person = (await screened_of(db, case, case.profile.today(db.now()))).get(person_id)
    if person is None:
        raise NotFound
    if not answers:
        raise Invalid.at("answers", "required", "Anote al menos una respuesta.")
    opened = await cases.open_case(db, case.id)
    claim = next(c for c in opened.claims if c.person_id == person_id)
    proposed = await _new(db, person_id, intake.screen(case.profile, answers, person))
    screening = await intake.keep_screening(
        db,
        actor,
        case_id=case.id,
        person_id=person_id,
        edition=case.profile_version,
        answers=answers,
        proposed=proposed,
    )
    data = {"screening": str(screening), "proposals": len(proposed.all)}
    await cases.record(db, actor, opened, "screening_recorded", claims=[claim.id], data=data)
    return screening


async def _new(db: ReadSession, person_id: UUID, proposed: intake.Proposals) -> intake.Proposals:
    """Without the needs that are on record already."""
    known = {need.code for need in (await people.needs_of(db, [person_id])).get(person_id, [])}
    return intake.Proposals(
        tuple(each for each in proposed.all if each.kind != "need" or each.value not in known)
    )


async def decide_proposal(
    db: Session, actor: Actor, proposal_id: UUID, *, accept: bool, reason: str = ""
) -> None:
    """Take what a screening proposes and do what follows from it, or leave it for now and say why.

    A service that is taken up waits for its referral. Raises `NotFound`, `ProposalDecided`, `Invalid`, `Forbidden` for a modality that
    the actor may not set, and what setting it may raise.
    """
    demand(actor, "person.screen")
    found = await intake.settle_proposal(db, actor, proposal_id, accept=accept, reason=reason)
    if not accept:
        return
    if found.kind == "modality":
        await cases.set_modality(
            db,
            actor,
            found.case_id,
            modality=found.value,
            applies=True,
            criterion=found.criterion,
            reasons=reason.strip() or found.because_es,
        )
        return
    opened = await cases.open_case(db, found.case_id)
    claim = next((c for c in opened.claims if c.person_id == found.person_id), None)
    if claim is None:
        raise NotFound
    if found.kind == "need":
        need = await people.record_need(db, actor, found.person_id, found.value, note=reason.strip() or None)
        await cases.record(db, actor, opened, "need_recorded", claims=[claim.id], data={"need": str(need)})
        await put_first(db, actor, opened, claim, [found.value])
    elif found.kind == "priority" and int(found.value) > opened.case.priority:
        before, opened.case.priority = opened.case.priority, int(found.value)
        data = {"before": before, "after": opened.case.priority}
        await cases.record(db, actor, opened, "priority_changed", claims=[claim.id], data=data)
