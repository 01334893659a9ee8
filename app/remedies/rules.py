"""What a remedy may be, whether it came in time, and what a judgment says for each claim. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.errors import FieldError, Invalid
from app.procedure import public as procedure

SERVED = "notified"
FILED = "remedy_filed"
FILED_LATE = "late_remedy_filed"
ADMITTED = "late_remedy_accepted"
REFUSED = "late_remedy_refused"
WITHDRAWN = "remedy_withdrawn"
DECIDED = "remedy_decided"

UPHELD, OVERTURNED, REMITTED = "upheld", "overturned", "remitted"
JUDGE = "appeals_judge"
BY_FAMILY = "recognised_derivative"


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim as a remedy finds it."""

    id: UUID
    stage: str
    basis: str
    derivative_of: UUID | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time limit to file: when it started and the first instant after its last day (UTC)."""

    started_at: datetime
    due_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judgment gives one claim."""

    outcome: str
    grounds: tuple[str, ...] = ()
    article: str | None = None
    reasons: str = ""


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


def in_time(
    profile: procedure.Profile, remedy: procedure.Remedy, clocks: Iterable[Clock], filed_at: datetime
) -> bool:
    """Did it come before the end of the newest limit to file? Where no limit is on record, always: nobody is late by a guess.

    Nor is anybody late whose time never ran (the law spares them, or the limit was not in force), or is paused.
    """
    if remedy.file_within is None or profile.limit(remedy.file_within).length is None:
        return True
    known = tuple(clocks)
    counting = [clock for clock in known if clock.state in ("running", "suspended", "missed")]
    newest = max(counting, key=lambda clock: clock.started_at, default=None)
    if newest is None:
        return not known
    return newest.state == "suspended" or filed_at < newest.due_at


def suspends(remedy: procedure.Remedy) -> bool:
    """Does removal wait for it? What the law does not say counts as yes."""
    return remedy.suspends_removal.value is not False


def result_of(profile: procedure.Profile, kind: str, result: str) -> str:
    """Raises `Invalid` for a result that this remedy cannot have."""
    if result not in profile.remedy(kind).outcomes:
        raise Invalid.at("result", "unknown", "Elija un resultado de la lista.")
    return result


def outcomes_after(
    profile: procedure.Profile,
    result: str,
    claims: Sequence[Standing],
    reached: Sequence[UUID],
    given: Mapping[UUID, Judged],
) -> dict[UUID, Judged]:
    """The outcome of each claim reached: kept when upheld, none when sent back, and given per claim when overturned.

    A derivative claim that is given none follows its principal's (unity of the family). Raises `Invalid` at `outcomes.<claim>`.
    """
    if result == REMITTED:
        return {}
    by_id = {claim.id: claim for claim in claims}
    if result == UPHELD:
        return {claim_id: Judged(by_id[claim_id].outcome or "") for claim_id in reached}
    broken = _unknown(profile, reached, given)
    after: dict[UUID, Judged] = {}
    # Principals first, for the others follow them.
    for claim_id in sorted(reached, key=lambda c: by_id[c].basis == "derivative"):
        judged = given.get(claim_id) or _followed(profile, by_id, claim_id, after)
        if judged is None:
            broken.append(
                FieldError(f"outcomes.{claim_id}", "required", "Diga el resultado de esta solicitud.")
            )
        else:
            after[claim_id] = judged
    if not broken and all(after[c].outcome == by_id[c].outcome for c in reached):
        broken.append(
            FieldError("outcomes", "unchanged", "Al revocar, el resultado de al menos una solicitud cambia.")
        )
    if broken:
        raise Invalid(*broken)
    return after


def _unknown(
    profile: procedure.Profile, reached: Sequence[UUID], given: Mapping[UUID, Judged]
) -> list[FieldError]:
    broken = []
    for claim_id, judged in given.items():
        if claim_id not in reached:
            broken.append(
                FieldError(
                    f"outcomes.{claim_id}", "not_in_this_remedy", "Esa solicitud no está en este recurso."
                )
            )
        elif judged.outcome not in profile.decided_outcomes:
            broken.append(FieldError(f"outcomes.{claim_id}", "unknown", "Elija un resultado de la lista."))
    return broken


def _followed(
    profile: procedure.Profile,
    claims: Mapping[UUID, Standing],
    claim_id: UUID,
    after: Mapping[UUID, Judged],
) -> Judged | None:
    claim = claims[claim_id]
    if claim.derivative_of is None:
        return None
    if claim.derivative_of in after:
        leading: str | None = after[claim.derivative_of].outcome
    else:
        leading = claims[claim.derivative_of].outcome
    if leading is None or leading not in profile.outcomes:
        return None
    if profile.outcomes[leading].protects and BY_FAMILY in profile.outcomes:
        return Judged(BY_FAMILY, article=profile.outcomes[BY_FAMILY].article)
    return Judged(claim.outcome) if claim.outcome else None
