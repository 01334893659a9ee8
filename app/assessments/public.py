"""What other rooms may use of assessments."""

from app.assessments.actions.review import endorse, give_back
from app.assessments.actions.save import save
from app.assessments.actions.start import start
from app.assessments.actions.submit import submit
from app.assessments.analysis import Analysis, Concluded, Recommended, analysed, analysis
from app.assessments.errors import (
    AssessmentChanged,
    AuthorMayNotReview,
    NotADraft,
    NotAssigned,
    NotUnderReview,
)
from app.assessments.instructions import (
    Instruction,
    InstructionsUnanswered,
    answer_instruction,
    instruct,
    instructions_of,
)
from app.assessments.models import Assessment
from app.assessments.queries import AssessmentView, ReviewView, assessment, assessments_of, endorsed
from app.assessments.rules.categories import Category, reason_categories
from app.assessments.rules.checklist import ANSWERS, checklist
from app.assessments.rules.issues import Choice, Issue, all_grounds, issues
from app.assessments.rules.results import ClaimAt, recommended
from app.assessments.rules.shapes import FINDINGS, INDICATORS, Answer, Evidence, Fact, Recommendation

# For joins in other rooms' reads; nobody else writes it.
assessment_table = Assessment.__table__

__all__ = [
    "ANSWERS",
    "FINDINGS",
    "INDICATORS",
    "Analysis",
    "Answer",
    "AssessmentChanged",
    "AssessmentView",
    "AuthorMayNotReview",
    "Category",
    "Choice",
    "ClaimAt",
    "Concluded",
    "Evidence",
    "Fact",
    "Instruction",
    "InstructionsUnanswered",
    "Issue",
    "NotADraft",
    "NotAssigned",
    "NotUnderReview",
    "Recommendation",
    "Recommended",
    "ReviewView",
    "all_grounds",
    "analysed",
    "analysis",
    "answer_instruction",
    "assessment",
    "assessment_table",
    "assessments_of",
    "checklist",
    "endorse",
    "endorsed",
    "give_back",
    "instruct",
    "instructions_of",
    "issues",
    "reason_categories",
    "recommended",
    "save",
    "start",
    "submit",
]
