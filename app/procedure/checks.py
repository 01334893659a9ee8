"""What a lawyer should look at in a profile before it is used. Nothing here stops a profile from loading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.procedure.basis import Fact, marked_values
from app.procedure.flow import Event
from app.procedure.passage import road_of
from app.procedure.schema import Profile

Severity = Literal["defect", "gap", "unverified"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `defect` breaks the road, `gap` is a value nobody knows, `unverified` rests on memory.

    `kind` is a code, `subject` the place in the profile, e.g. "limits.appeal".
    """

    severity: Severity
    kind: str
    subject: str
    message: str


def check(profile: Profile) -> list[Finding]:
    """Everything worth a look: defects first, then gaps, then what is not verified."""
    found = [*_stages(profile), *_limits(profile), *_remedies(profile), *_words(profile), *_marks(profile)]
    order = {"defect": 0, "gap": 1, "unverified": 2}
    return sorted(found, key=lambda finding: (order[finding.severity], finding.subject))


def _stages(profile: Profile) -> Iterator[Finding]:
    allowed = road_of(profile).allowed
    ways = {
        (origin, stage)
        for event in profile.events
        for stage in _ends(event)
        for origin in allowed[event.name]
    }
    reached = {
        stage for event in profile.events if event.creates and not event.leaves for stage in _ends(event)
    }
    while more := {stage for origin, stage in ways if origin in reached} - reached:
        reached |= more
    for stage in profile.stages:
        if stage.name not in reached:
            yield Finding(
                "defect", "unreachable_stage", f"stages.{stage.name}", "no event leads to this stage"
            )
        if stage.open and not any(origin == stage.name != end for origin, end in ways):
            yield Finding(
                "defect", "stage_without_exit", f"stages.{stage.name}", "no event leaves this open stage"
            )


def _ends(event: Event) -> set[str]:
    return {name for target in event.to for name in ((target.to,) if target.to else target.among)}


def _limits(profile: Profile) -> Iterator[Finding]:
    started = {follow.name for event in profile.events for follow in event.starts}
    ended = {name for event in profile.events for name in (*event.meets, *event.cancels)}
    for name, limit in profile.limits.items():
        place = f"limits.{name}"
        if limit.missed is None:
            yield Finding(
                "defect",
                "limit_without_consequence",
                place,
                "nothing follows when it is missed",
            )
        if limit.length is None:
            yield Finding(
                "gap", "no_limit_on_record", place, "there is no length, so no date is ever computed"
            )
        elif name == profile.filing.limit:
            continue  # compared with the day of filing; no clock of a case runs yet
        elif name not in started:
            yield Finding("defect", "limit_never_starts", place, "no event starts it")
        elif name not in ended:
            yield Finding("defect", "limit_never_met", place, "no event meets it")


def _remedies(profile: Profile) -> Iterator[Finding]:
    against = {outcome for remedy in profile.remedies for outcome in remedy.against}
    nothing_on_record = not profile.remedies and profile.remedy_chain.value is None
    for name, outcome in profile.outcomes.items():
        if not outcome.refuses or name in against:
            continue
        place = f"outcomes.{name}"
        if nothing_on_record:
            yield Finding(
                "gap", "remedy_not_on_record", place, "whether a remedy lies against it is not known"
            )
        else:
            yield Finding("defect", "refusal_without_remedy", place, "no remedy lies against it")
    for remedy in profile.remedies:
        if remedy.file_within is None:
            yield Finding(
                "gap", "remedy_without_limit", f"remedies.{remedy.name}", "no time to file it is on record"
            )
        body = profile.bodies[remedy.body]
        if body.kind == "tribunal" and not body.independent_of:
            yield Finding(
                "gap", "independence_not_stated", f"bodies.{remedy.body}", "independent of whom is not said"
            )


def _words(profile: Profile) -> Iterator[Finding]:
    needs = {need for event in profile.events for need in event.needs}
    for need in sorted(needs - set(profile.labels)):
        yield Finding("defect", "need_without_words", f"labels.{need}", "a refusal could not be put in words")


def _marks(profile: Profile) -> Iterator[Finding]:
    for place, value in marked_values(profile):
        if isinstance(value, Fact) and value.value is None:
            yield Finding("gap", "unknown_value", place, value.note or "no value is on record")
        elif value.synthetic:
            yield Finding("gap", "synthetic_value", place, value.note or "made up by the deployment; no law")
        elif value.verification in {"recalled", "unknown"}:
            yield Finding(
                "unverified", value.verification, place, value.note or "to be confirmed against the text"
            )
