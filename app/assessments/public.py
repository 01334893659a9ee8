"""What other rooms may use of assessments."""

from app.assessments.actions.cite import cite
from app.assessments.actions.comment import answer_comment, comment_at, resolve_comment
from app.assessments.actions.review import endorse, give_back
from app.assessments.actions.save import save
from app.assessments.actions.start import start
from app.assessments.actions.submit import submit
from app.assessments.analysis import Analysis, Concluded, Recommended, analysed, analysis
from app.assessments.citing import Cited, citations_of, source_id
from app.assessments.comments import CommentView, comments_on
from app.assessments.errors import (
    AssessmentChanged,
    AuthorMayNotReview,
    CommentsOpen,
    NotADraft,
    NotAssigned,
    NotNow,
    NotUnderReview,
    SecondByAnother,
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
from app.assessments.rules.differences import Difference, Run, compare, words
from app.assessments.rules.facts import DOUBT, never_put
from app.assessments.rules.issues import Choice, Issue, Part, all_grounds, issues
from app.assessments.rules.results import ClaimAt, is_refusal, recommended
from app.assessments.rules.shapes import FINDINGS, INDICATORS, Answer, Content, Evidence, Fact, Recommendation
from app.assessments.rules.texts import key_of, texts

# For joins in other rooms' reads; nobody else writes it.
assessment_table = Assessment.__table__

__all__ = [
    "ANSWERS",
    "DOUBT",
    "FINDINGS",
    "INDICATORS",
    "Analysis",
    "Answer",
    "Assessment",
    "AssessmentChanged",
    "AssessmentView",
    "AuthorMayNotReview",
    "Category",
    "Choice",
    "Cited",
    "ClaimAt",
    "CommentView",
    "CommentsOpen",
    "Concluded",
    "Content",
    "Difference",
    "Evidence",
    "Fact",
    "Instruction",
    "InstructionsUnanswered",
    "Issue",
    "NotADraft",
    "NotAssigned",
    "NotNow",
    "NotUnderReview",
    "Part",
    "Recommendation",
    "Recommended",
    "ReviewView",
    "Run",
    "SecondByAnother",
    "all_grounds",
    "analysed",
    "analysis",
    "answer_comment",
    "answer_instruction",
    "assessment",
    "assessment_table",
    "assessments_of",
    "checklist",
    "citations_of",
    "cite",
    "comment_at",
    "comments_on",
    "compare",
    "endorse",
    "endorsed",
    "give_back",
    "instruct",
    "instructions_of",
    "is_refusal",
    "issues",
    "key_of",
    "never_put",
    "reason_categories",
    "recommended",
    "resolve_comment",
    "save",
    "source_id",
    "start",
    "submit",
    "texts",
    "words",
]
