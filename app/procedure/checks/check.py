"""What a lawyer should look at in a profile before it is used. Nothing here stops a profile from loading."""

from collections.abc import Iterator

from app.procedure.checks.fairness_checks import fairness
from app.procedure.checks.findings import Finding, finding
from app.procedure.checks.limit_checks import limits
from app.procedure.checks.road_checks import road
from app.procedure.law.basis import Fact, marked_values
from app.procedure.law.schema import Profile

__all__ = ["Finding", "check"]

_ORDER = {"defect": 0, "gap": 1, "unverified": 2}


def check(profile: Profile) -> list[Finding]:
    """Everything worth a look: defects first, then gaps, then what is not verified."""
    found = [
        *road(profile),
        *limits(profile),
        *fairness(profile),
        *_papers(profile),
        *_words(profile),
        *_marks(profile),
    ]
    return sorted(found, key=lambda each: (_ORDER[each.severity], each.subject))


def _papers(profile: Profile) -> Iterator[Finding]:
    """Events that give a paper of which nobody knows how long it is good for."""
    for event in profile.events:
        given = dict.fromkeys(each.name for each in event.issues)
        if without := [name for name in given if profile.document(name).valid.value is None]:
            yield finding("paper_without_term", f"events.{event.name}.issues", documents=", ".join(without))


def _words(profile: Profile) -> Iterator[Finding]:
    needs = {need for event in profile.events for need in event.needs}
    for need in sorted(needs - set(profile.labels)):
        yield finding("need_without_words", f"labels.{need}")


def _marks(profile: Profile) -> Iterator[Finding]:
    """Values that nobody knows, each by itself, and values that rest on memory."""
    for place, value in marked_values(profile):
        if isinstance(value, Fact) and value.value is None:
            yield finding("unknown_value", place, note=value.note)
        elif value.synthetic:
            yield finding("synthetic_value", place, note=value.note)
        elif value.verification in {"recalled", "unknown"}:
            yield finding(value.verification, place, note=value.note)
