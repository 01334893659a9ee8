"""Which remedies may be filed against what was decided, and against whose claims. Pure."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.core.errors import Invalid
from app.procedure import public as procedure
from app.remedies.rules.values import ADMITTED, FILED, JUDGE, SERVED, Standing


def kinds(profile: procedure.Profile) -> tuple[procedure.Remedy, ...]:
    """The remedies that are filed by themselves. One that only goes with another in the same writing is on record with it."""
    return tuple(r for r in profile.remedies if r.lodged_with is None or r.decide_within is not None)


def with_it(profile: procedure.Profile, kind: str) -> tuple[procedure.Remedy, ...]:
    """The remedies that stand in the same writing as that one, by either's rule."""
    own = profile.remedy(kind).lodged_with
    return tuple(r for r in profile.remedies if r.name != kind and (r.name == own or r.lodged_with == kind))


def heard_here(
    profile: procedure.Profile, claims: Iterable[Standing], instance: str
) -> tuple[procedure.Remedy, ...]:
    """Those of the remedies that lie which somebody with a seat here can decide. What goes to a court is noted by the step that
    the procedure has for it: filed here it would wait for ever."""
    return tuple(r for r in lying(profile, claims, instance) if JUDGE in profile.bodies[r.body].seats)


def lying(
    profile: procedure.Profile, claims: Iterable[Standing], instance: str
) -> tuple[procedure.Remedy, ...]:
    """The remedies that may be filed against what these claims were given, from where they stand: the first of a chain before
    the second, and once the decision is final any of them, late and with reasons."""
    standing = tuple(claims)
    return tuple(remedy for remedy in kinds(profile) if _lies(profile, remedy, standing, instance))


def _lies(
    profile: procedure.Profile, remedy: procedure.Remedy, claims: Sequence[Standing], instance: str
) -> bool:
    for claim in claims:
        event = profile.event(FILED if claim.stage in profile.event(FILED).leaves else ADMITTED)
        known = {"stage": claim.stage, "kind": remedy.name, "instance": instance}
        if claim.outcome not in remedy.against or claim.stage not in event.leaves:
            continue
        if any(
            all(name not in known or known[name] in accepted for name, accepted in target.when.items())
            for target in event.to
        ):
            return True
    return False


def lying_once_served(
    profile: procedure.Profile, given: Iterable[str], instance: str
) -> tuple[procedure.Remedy, ...]:
    """The remedies that a person may file once a decision with these outcomes is served, each with the one that goes in the same
    writing: what the paper itself must say."""
    where = profile.event(FILED).leaves
    reached = {outcome: _stage_once_served(profile, outcome, instance) for outcome in given}
    standing = [
        Standing(UUID(int=0), stage, "principal", None, outcome)
        for outcome, stage in reached.items()
        if stage in where
    ]
    lie = {remedy.name for remedy in lying(profile, standing, instance)}
    return tuple(r for r in profile.remedies if r.name in lie or r.lodged_with in lie)


def _stage_once_served(profile: procedure.Profile, outcome: str, instance: str) -> str:
    """Where such a claim stands once its decision is served; nowhere that anybody knows, where the event does not say."""
    known = {"outcome": outcome, "instance": instance}
    for target in profile.event(SERVED).to:
        if all(known.get(name) in accepted for name, accepted in target.when.items()):
            return target.to or ""
    return ""


def kind_of(profile: procedure.Profile, kind: str) -> procedure.Remedy:
    """Raises `Invalid` for a remedy that the procedure does not have, has only together with another, or sends to a court."""
    for remedy in kinds(profile):
        if remedy.name == kind and JUDGE not in profile.bodies[remedy.body].seats:
            raise Invalid.at(
                "kind",
                "heard_elsewhere",
                "Ese recurso se presenta ante %(body)s: aquí se anota con el paso que le corresponde.",
                body=profile.bodies[remedy.body].label.es,
            )
        if remedy.name == kind:
            return remedy
    for remedy in profile.remedies:
        if remedy.name == kind and remedy.lodged_with:
            raise Invalid.at(
                "kind",
                "lodged_with_another",
                "Ese recurso se presenta en el mismo escrito que «%(other)s»: elija ese.",
                other=profile.remedy(remedy.lodged_with).label.es,
            )
    raise Invalid.at("kind", "unknown", "Elija un recurso de la lista.")


def challenged(
    profile: procedure.Profile, remedy: procedure.Remedy, claims: Iterable[Standing], event: str
) -> tuple[UUID, ...]:
    """The claims that the remedy reaches: refused as it may challenge, and standing where the event leaves from."""
    where = profile.event(event).leaves
    return tuple(c.id for c in claims if c.outcome in remedy.against and c.stage in where)
