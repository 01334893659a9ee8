"""A decision on paper."""

from collections.abc import Iterator, Mapping
from typing import Literal
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions import public as decisions
from app.documents.public import papers
from app.people import public as people
from app.procedure import public as procedure
from app.remedies import public as remedies
from app.workflows import words_on_paper as words
from app.workflows.print_document import Printed

Language = Literal["es", "en"]


async def print_decision(db: ReadSession, decision_id: UUID, *, language: Language = "es") -> Printed:
    """The signed decision as PDF/UA-1. How each member voted is not on it: that is in the minutes.

    Raises `NotFound`, also when it is not the actor's to read, and `NotOnPaperYet` for a draft.
    """
    found = await decisions.decision(db, decision_id)
    if found.signed_at is None:
        raise decisions.NotOnPaperYet
    case = await cases.case_view(db, found.reference)
    profile = case.profile
    decided = await _decided(db, case, found)
    paper = papers.DecisionPaper(
        number=found.number,
        reference=case.reference,
        country=words.country_name(case.country, language),
        body=profile.bodies[found.body].label.in_(language),
        instance=words.instance(found.instance, found.body, profile, language),
        place=words.country_name(case.country, language),
        signed_at=found.signed_at.astimezone(profile.zone),
        outcomes=[_outcome(*one, profile, language) for one in decided],
        reasons=[part.strip() for part in found.reasons.split("\n\n") if part.strip()],
        operative=list(_operative(found, decided, profile, language)),
        signatories=[papers.Signatory(str(s["name"]), str(s["seat"])) for s in found.signatories],
        remedies=list(_remedies(found, profile, language)),
        sitting=found.sitting_number or "",
        sitting_date=found.sitting_at.astimezone(profile.zone).date() if found.sitting_at else None,
    )
    return Printed(f"{found.number}.pdf", papers.decision(paper, language=language), found.case_id)


Decided = list[tuple[decisions.ClaimOutcome, cases.ClaimView, people.Profile]]


async def _decided(db: ReadSession, case: cases.CaseView, found: decisions.DecisionView) -> Decided:
    """Each outcome with its claim and its person, in the order of the household."""
    persons: Mapping[UUID, people.Profile] = await people.profiles(db, [c.person_id for c in case.claims])
    by_claim = {one.claim_id: one for one in found.outcomes}
    return [
        (by_claim[claim.id], claim, persons[claim.person_id])
        for claim in case.claims
        if claim.id in by_claim and claim.person_id in persons
    ]


def _outcome(
    one: decisions.ClaimOutcome,
    claim: cases.ClaimView,
    person: people.Profile,
    profile: procedure.Profile,
    language: Language,
) -> papers.ClaimOutcome:
    return papers.ClaimOutcome(
        person.name,
        papers.Birth(person.birth_date, words.precision(person.birth_precision)),
        words.basis(claim.basis, language),
        profile.outcomes[one.outcome].label.in_(language),
        words.article(profile, one.outcome, one.article),
    )


def _operative(
    found: decisions.DecisionView, decided: Decided, profile: procedure.Profile, language: Language
) -> Iterator[str]:
    """What follows, one sentence for each outcome: who, and what was decided on them."""
    if found.result:
        yield words.result(found.result, language)
    by_outcome: dict[str, list[str]] = {}
    for one, _, person in decided:
        by_outcome.setdefault(one.outcome, []).append(person.name)
    for outcome, names in by_outcome.items():
        yield f"{profile.outcomes[outcome].label.in_(language)}: {', '.join(names)}."


def _remedies(
    found: decisions.DecisionView, profile: procedure.Profile, language: Language
) -> Iterator[papers.RemedyNotice]:
    """What the person can do against it, as far as the procedure says."""
    given = {one.outcome for one in found.outcomes}
    for remedy in remedies.lying_once_served(profile, given, found.instance):
        limit = profile.limits.get(remedy.file_within) if remedy.file_within else None
        days = limit.length.count if limit and limit.length else None
        yield papers.RemedyNotice(
            label=remedy.label.in_(language),
            body=profile.bodies[remedy.body].label.in_(language),
            days=days,
            unit=limit.length.unit_in_words(language) if limit and limit.length else "",
            counted_from=words.service(language),
            basis=profile.cite(limit or remedy),
            verification=limit.verification if limit else remedy.verification,
            suspends_removal=remedy.suspends_removal.value is not False,
        )
