"""What a decision's templates are filled with: plain data, from the case, its analysis, the procedure and the decision itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.assessments import public as assessments
from app.cases import public as cases
from app.coi import public as coi
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions.chamber_models import Ruling
from app.decisions.models import AgendaItem, Decision, Sitting
from app.decisions.texts import kinds, reasons, words
from app.decisions.values import ClaimOutcome, read_outcomes
from app.people import public as people
from app.procedure import public as procedure

# What a decision tells of how it came about, in the words that the procedure has for it.
TOLD = frozenset({
    "registered", "own_claim_filed", "admitted", "interview_held", "recommendation_issued", "committee_recommended", "decided",
    "notified", "remedy_filed", "late_remedy_filed", "late_remedy_accepted", "hearing_held", "remedy_decided", "reopened",
    "cessation_served", "loss_opened", "loss_told", "loss_answered", "loss_hearing_waived",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is told, by which kind of template, in which language; `spoken` are the principal applicant's languages."""

    country: str
    kind: kinds.Kind
    language: words.Language
    data: Mapping[str, Any]
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sources:
    decision: Decision
    case: cases.CaseView
    persons: Mapping[UUID, people.Profile]
    analysis: assessments.Analysis | None
    language: words.Language

    @property
    def profile(self) -> procedure.Profile:
        return self.case.profile

    def recommended(self, claim_id: UUID) -> assessments.Recommended | None:
        """What the analysis recommends for that claim."""
        given = self.analysis.recommendations if self.analysis else ()
        return next((one for one in given if one.claim_id == claim_id), None)

    def decided(self) -> Iterator[tuple[ClaimOutcome, cases.ClaimView, people.Profile]]:
        """Each outcome with its claim and its person, in the order of the household."""
        given = {one.claim_id: one for one in read_outcomes(self.decision.outcomes)}
        for claim in self.case.claims:
            if claim.id in given and claim.person_id in self.persons:
                yield given[claim.id], claim, self.persons[claim.person_id]


async def gather(db: ReadSession, decision: Decision, *, instruction: str = "") -> Gathered:
    """Everything that the decision's text is made of. Raises `NotFound` where the case is not the actor's to see."""
    case = await cases.case_view(db, await cases.reference_of(db, decision.case_id))
    language = words.written_in(case.country)
    persons = await people.profiles(db, [claim.person_id for claim in case.claims])
    sources = _Sources(decision, case, persons, await _analysis(db, decision), language)
    happened = await cases.timeline(db, case.id, limit=500)
    sitting = await db.get(Sitting, decision.sitting_id) if decision.sitting_id else None
    profile = case.profile
    decided = list(sources.decided())
    outcomes = [one.outcome for one, _, _ in decided]
    lying = procedure.lying_once_served(profile, outcomes, decision.instance)
    data: dict[str, Any] = {
        "number": decision.number,
        "reference": case.reference,
        "country": words.country_name(case.country, language),
        "office": case.office,
        "body": profile.bodies[decision.body].label.in_(language) if decision.body in profile.bodies else "",
        "instance": words.instance(decision.instance, decision.body, profile, language),
        "sitting": sitting.number if sitting else "",
        "sitting_on": (sitting.opened_at or sitting.starts_at).astimezone(profile.zone).date().isoformat()
        if sitting
        else "",
        "filed_on": case.filed_on.isoformat(),
        "persons": [_person(one, claim, person, language) for one, claim, person in decided],
        "steps": list(_steps(happened, profile, language)),
        "summary": sources.analysis.summary if sources.analysis else "",
        "reasons": decision.reasons,
        "facts": list(_facts(sources)),
        "sources": await _country_information(db, sources),
        "issues": list(_issues(sources)),
        "outcomes": [_outcome(sources, *one) for one in decided],
        "result": words.word(f"result.{decision.result}", language) if decision.result else "",
        "decided_as": decision.result or "",
        "instruction": instruction,
        "remedies": [_remedy(profile, remedy, language) for remedy in lying],
        "suspends": any(remedy.suspends_removal.value is not False for remedy in lying),
        "protects": any(profile.outcomes[outcome].protects for outcome in outcomes),
    }
    kind = kinds.kind_of(profile, outcomes, result=decision.result)
    spoken = tuple(decided[0][2].languages) if decided else ()
    return Gathered(case.country, kind, language, data, spoken)


async def _analysis(db: ReadSession, decision: Decision) -> assessments.Analysis | None:
    """The analysis that was voted on. A judgment gives its own grounds; an office's own decision has had none.

    A decision that was signed before texts were kept is told from its own record, so that it says the same to whoever asks first.
    """
    if decision.status == "signed":
        return None
    item = await db.get(AgendaItem, decision.item_id) if decision.item_id else None
    # A single authority decides on the recommendation itself.
    ruled = select(Ruling.assessment_id).where(Ruling.decision_id == decision.id)
    analysis = item.assessment_id if item else await db.scalar(ruled)
    return await assessments.analysis(db, analysis) if analysis else None


def _person(
    one: ClaimOutcome, claim: cases.ClaimView, person: people.Profile, language: words.Language
) -> dict[str, Any]:
    return {
        "claim": str(one.claim_id),
        "name": person.name,
        "born": person.birth_date.isoformat(),
        "precision": "year" if person.birth_precision == "estimated" else person.birth_precision,
        "basis": words.word(f"basis.{claim.basis}", language),
    }


def _steps(
    happened: Sequence[cases.Happening], profile: procedure.Profile, language: words.Language
) -> Iterator[dict[str, str]]:
    for one in sorted(happened, key=lambda each: (each.at, each.number)):
        if one.name in TOLD and one.name in profile.events_by_name:
            label = profile.event(one.name).label.in_(language)
            yield {"on": one.at.astimezone(profile.zone).date().isoformat(), "words": label}


def _facts(sources: _Sources) -> Iterator[dict[str, Any]]:
    for fact in sources.analysis.facts if sources.analysis else ():
        yield {
            "statement": fact.statement.rstrip(".") + ".",
            "finding": words.word(f"finding.{fact.finding or 'none'}", sources.language),
            "reasons": fact.reasons,
            "evidence": [
                {
                    "kind": words.word(f"evidence.{one.kind}", sources.language),
                    "ref": "" if one.kind == "entry" else one.ref,
                    "quote": one.quote,
                }
                for one in fact.evidence
                if one.kind != "country_source" and (one.quote or one.kind != "entry")
            ],
        }


async def _country_information(db: ReadSession, sources: _Sources) -> list[dict[str, str]]:
    """Each source once with each passage that was cited of it, under a fact or under an issue, in the edition that was cited."""
    if sources.analysis is None:
        return []
    cited = [one for fact in sources.analysis.facts for one in fact.evidence]
    cited += [one for issue in sources.analysis.issues for one in issue.citations]
    found = dict.fromkeys((one.ref, one.quote) for one in cited if one.kind == "country_source")
    return [{"ref": await _source_name(db, ref), "quote": quote} for ref, quote in found]


async def _source_name(db: ReadSession, ref: str) -> str:
    """A passage of the library by its document; what was typed stands as it is."""
    try:
        passage = await coi.passage(db, UUID(ref))
    except (ValueError, NotFound):
        return ref
    return f"{passage.title}, {passage.publisher}, {passage.published_on.isoformat()}"


def _issues(sources: _Sources) -> Iterator[dict[str, str]]:
    for issue in sources.analysis.issues if sources.analysis else ():
        yield {
            "label": issue.label.in_(sources.language),
            "conclusion": issue.says.in_(sources.language),
            "grounds": ", ".join(label.in_(sources.language) for label in issue.grounds.values()),
            "reasons": "\n\n".join(filter(None, (issue.reasons, _answers(issue, sources.language)))),
        }


def _answers(issue: assessments.Concluded, language: str) -> str:
    """What was answered to the issue's own questions, in whole sentences: `¿Qué acto se examina? 1F b: delito común grave.`"""
    return " ".join(
        (f"{one.ground.in_(language)}: " if one.ground else "")
        + f"{one.question.in_(language)} {one.says.in_(language)}."
        for one in issue.answers
    )


def _outcome(
    sources: _Sources, one: ClaimOutcome, claim: cases.ClaimView, person: people.Profile
) -> dict[str, Any]:
    profile, language = sources.profile, sources.language
    known = profile.outcomes[one.outcome]
    grounds = assessments.all_grounds(profile)
    kind = kinds.kind_of_outcome(profile, one.outcome)
    given: tuple[reasons.Reason, ...] = ()
    if kinds.needs_reasons(profile, one.outcome):
        given = reasons.reasons_of(
            sources.recommended(one.claim_id),
            kind=kind,
            given=one.reasons,
            fallback=sources.decision.reasons,
            follows=claim.basis == "derivative" and not one.reasons.strip() and kind == "rejected",
            language=language,
        )
    return {
        "name": person.name,
        "code": one.outcome,
        "kind": kind,
        "basis": words.word(f"basis.{claim.basis}", language),
        "outcome": known.label.in_(language),
        "article": one.article if one.article and one.article != known.cited else profile.cite(known),
        "grounds": ", ".join(
            grounds[code].in_(language) if code in grounds else code for code in one.grounds
        ),
        # What explains its only category is not said twice.
        "reasons": ""
        if one.reasons in {each.explained for each in given}
        else one.reasons
        or (words.word("follows", language) if claim.basis == "derivative" and not given else ""),
        "categories": [
            {"code": each.code, "label": each.label, "explained": each.explained} for each in given
        ],
    }


def _remedy(profile: procedure.Profile, remedy: procedure.Remedy, language: words.Language) -> dict[str, Any]:
    limit = profile.limits.get(remedy.file_within) if remedy.file_within else None
    length = limit.length if limit else None
    return {
        "name": remedy.name,
        "label": remedy.label.in_(language),
        "body": profile.bodies[remedy.body].label.in_(language),
        "count": length.count if length else None,
        "unit": length.unit if length else None,
        "length": f"{length.count} {length.unit_in_words(language)}"
        if length
        else words.word("unknown", language),
        "counted_from": words.word("service", language),
        "basis": profile.cite(limit or remedy),
        "unverified": (limit.verification if limit else remedy.verification) != "confirmed",
        "suspends": remedy.suspends_removal.value is not False,
    }
