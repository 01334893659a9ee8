"""Whose case it is: the keys that open it. Pure; the database compares them with each reader's own."""

from collections.abc import Iterable

from app.cases.models import Case

_KEPT_BY_GATE = ("post:", "office:", "eligibility_officer:")


def audience_of(
    case: Case, *, body: str | None, admit: Iterable[str] = (), dismiss: Iterable[str] = ()
) -> list[str]:
    """The case's keys as it stands now.

    The post that registered it until the office takes over; its office; the officer it is assigned to; every body that
    had it in hand (`body` is the one of the new stage), which keeps the file it decided on. Keys of named readers
    (a representative, members convened for a sitting) stay until dismissed.
    """
    keys = {key for key in case.audience if not key.startswith(_KEPT_BY_GATE)}
    keys |= set(admit)
    keys.add(f"office:{case.office_id}")
    if case.post_id and case.taken_over_at is None:
        keys.add(f"post:{case.post_id}")
    if case.assigned_to:
        keys.add(f"eligibility_officer:{case.assigned_to}")
    if body:
        keys.add(f"body:{body}")
    return sorted(keys - set(dismiss))
