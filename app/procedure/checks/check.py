"""What a lawyer should look at in a profile before it is used. Nothing here stops a profile from loading."""

from collections.abc import Iterator

from stdnum.util import get_cc_module

from app.procedure.checks.fairness_checks import fairness
from app.procedure.checks.findings import Finding, finding
from app.procedure.checks.limit_checks import limits
from app.procedure.checks.road_checks import road
from app.procedure.law.basis import Fact, marked_values
from app.procedure.law.schema import Profile

__all__ = ["Finding", "check"]

# A series of the deployment's own (app/documents/numbers).
SEQUENCE = "sequence"
_ORDER = {"defect": 0, "gap": 1, "unverified": 2}


def check(profile: Profile) -> list[Finding]:
    """Everything worth a look: defects first, then gaps, then what is not verified."""
    found = [
        *road(profile),
        *limits(profile),
        *fairness(profile),
        *_papers(profile),
        *_numbers(profile),
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


def _numbers(profile: Profile) -> Iterator[Finding]:
    """Forms of numbers that the product does not know, and series that begin like nobody's."""
    for name, document in profile.documents.items():
        number = document.number
        if number.format is not None and not _is_known_form(number.format):
            yield finding("unknown_number_form", f"documents.{name}.number", form=number.format)
        if number.format == SEQUENCE and not number.prefix:
            yield finding("series_without_prefix", f"documents.{name}.number")


def _is_known_form(name: str) -> bool:
    """The national ones that we number in, a series of the deployment's own, and what python-stdnum validates."""
    country, _, number = name.partition(".")
    return name in (SEQUENCE, "cr.dimex") or (bool(number) and get_cc_module(country, number) is not None)


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
