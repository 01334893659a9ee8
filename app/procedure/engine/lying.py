"""Which remedies lie against what a claim was given, from where it stands."""

from collections.abc import Iterable

from app.procedure.law.institutions import Remedy
from app.procedure.law.schema import Profile

FILED, ADMITTED, SERVED = "remedy_filed", "late_remedy_accepted", "notified"


def remedy_lies(profile: Profile, remedy: Remedy, *, stage: str, outcome: str | None, instance: str) -> bool:
    """May this remedy be filed against that outcome of a claim in that stage? Late and with reasons once it is final."""
    event = profile.event(FILED if stage in profile.event(FILED).leaves else ADMITTED)
    if outcome not in remedy.against or stage not in event.leaves:
        return False
    known = {"stage": stage, "kind": remedy.name, "instance": instance}
    return any(
        all(name not in known or known[name] in accepted for name, accepted in target.when.items())
        for target in event.to
    )


def filed_by_themselves(profile: Profile) -> tuple[Remedy, ...]:
    """Without those that only go with another in the same writing."""
    return tuple(r for r in profile.remedies if r.lodged_with is None or r.decide_within is not None)


def lying_once_served(profile: Profile, given: Iterable[str], instance: str) -> tuple[Remedy, ...]:
    """The remedies that a person may file once a decision with these outcomes is served, each with the one that goes in the same
    writing: what the paper itself must say."""
    where = profile.event(FILED).leaves
    reached = {outcome: _stage_once_served(profile, outcome, instance) for outcome in given}
    lie = {
        remedy.name
        for remedy in filed_by_themselves(profile)
        for outcome, stage in reached.items()
        if stage in where and remedy_lies(profile, remedy, stage=stage, outcome=outcome, instance=instance)
    }
    return tuple(r for r in profile.remedies if r.name in lie or r.lodged_with in lie)


def _stage_once_served(profile: Profile, outcome: str, instance: str) -> str:
    """Where such a claim stands once its decision is served; nowhere that anybody knows, where the event does not say."""
    known = {"outcome": outcome, "instance": instance}
    for target in profile.event(SERVED).to:
        if all(known.get(name) in accepted for name, accepted in target.when.items()):
            return target.to or ""
    return ""
