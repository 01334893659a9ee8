"""An analysis as the text of a decision is composed from it: typed, with its labels in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.assessments.queries import AssessmentView, assessment
from app.assessments.rules.categories import reason_categories
from app.assessments.rules.issues import Issue, issues
from app.assessments.rules.shapes import Answer, Evidence, Fact, Recommendation
from app.cases import public as cases
from app.core.database import ReadSession
from app.procedure import public as procedure
from app.procedure.public import Label


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of an issue's own with its answer; `ground`: the one that it was asked about, where it is asked of each."""

    question: Label
    ground: Label | None
    says: Label


@dataclass(frozen=True, slots=True)
class Concluded:
    """One issue that was examined. `grounds`: code → label; `answers`: what was answered to its own questions, in their order."""

    name: str
    label: Label
    conclusion: str
    says: Label
    grounds: Mapping[str, Label]
    reasons: str
    answers: tuple[Answered, ...]
    citations: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Recommended:
    """What is recommended for one claim. `reason_categories`: for a refusal the codes of its reasons, never empty; each is explained
    for the person in `explanations` and named in `categories`."""

    claim_id: UUID
    outcome: str
    grounds: tuple[str, ...]
    article: str
    reasons: str
    own: bool
    reason_categories: tuple[str, ...]
    explanations: Mapping[str, str]
    categories: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One version of the analysis of a case: facts in their order, the examined issues in the order of the form."""

    assessment_id: UUID
    case_id: UUID
    reference: str
    number: int
    status: str
    author_id: UUID
    summary: str
    facts: tuple[Fact, ...]
    issues: tuple[Concluded, ...]
    recommendations: tuple[Recommended, ...]

    def issue(self, name: str) -> Concluded | None:
        """The issue of that name, if it was examined."""
        return next((issue for issue in self.issues if issue.name == name), None)


async def analysis(db: ReadSession, assessment_id: UUID) -> Analysis:
    """The analysis whole. Raises `NotFound`, also when it is not the actor's to see."""
    view = await assessment(db, assessment_id)
    case = await cases.case_view(db, view.reference)
    return analysed(case.profile, view)


def analysed(profile: procedure.Profile, view: AssessmentView) -> Analysis:
    """The same from what was read already."""
    return Analysis(
        view.id,
        view.case_id,
        view.reference,
        view.number,
        view.status,
        view.author_id,
        view.summary,
        view.facts,
        tuple(
            _concluded(issue, answer)
            for name, issue in issues(profile).items()
            if (answer := view.analysis.get(name)) and answer.conclusion is not None
        ),
        tuple(_recommended(profile, given) for given in view.recommendations),
    )


def _concluded(issue: Issue, answer: Answer) -> Concluded:
    says = {choice.code: choice.label for choice in issue.conclusions}
    grounds = {ground.code: ground.label for ground in issue.grounds}
    return Concluded(
        issue.name,
        issue.label,
        answer.conclusion or "",
        says[answer.conclusion or ""],
        {code: grounds[code] for code in answer.grounds if code in grounds},
        answer.reasons,
        tuple(answered(issue, answer)),
        answer.citations,
    )


def answered(issue: Issue, answer: Answer) -> Iterator[Answered]:
    """The issue's own questions that were answered, in words."""
    for key, part, ground in issue.asked(answer):
        says = next((choice.label for choice in part.choices if choice.code == answer.parts.get(key)), None)
        if says is not None:
            yield Answered(part.label, ground.label if ground else None, says)


def _recommended(profile: procedure.Profile, given: Recommendation) -> Recommended:
    known = reason_categories(profile)
    return Recommended(
        given.claim_id,
        given.outcome,
        given.grounds,
        given.article,
        given.reasons,
        given.own,
        tuple(given.categories),
        dict(given.categories),
        {code: known[code].label for code in given.categories if code in known},
    )
