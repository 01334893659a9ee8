"""Which remedies may be filed against what was decided, and against whose claims. Pure."""

from collections.abc import Iterable
from uuid import UUID

from app.core.errors import Invalid
from app.procedure import public as procedure
from app.remedies.rules.values import JUDGE, Standing


def kinds(profile: procedure.Profile) -> tuple[procedure.Remedy, ...]:
    """The remedies that are filed by themselves. One that only goes with another in the same writing is on record with it."""
    return procedure.filed_by_themselves(profile)


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
    return tuple(
        remedy
        for remedy in kinds(profile)
        if any(
            procedure.remedy_lies(profile, remedy, stage=one.stage, outcome=one.outcome, instance=instance)
            for one in standing
        )
    )


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
