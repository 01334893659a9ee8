"""What an assessment's row holds, in its shapes."""

from app.assessments.models import Assessment
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation


def content_of(row: Assessment) -> Content:
    """What was written. Results that followed the principal's are left out: they are worked out anew, for a relative may have
    joined since."""
    return Content(
        row.summary,
        tuple(Fact.model_validate(fact) for fact in row.facts),
        {name: Answer.model_validate(answer) for name, answer in row.analysis.items()},
        tuple(
            Recommendation.model_validate(given) for given in row.recommendations if given.get("own", True)
        ),
    )
