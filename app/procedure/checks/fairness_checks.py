"""Whether anybody judges their own work, whether a refusal can be challenged before someone else, whether children are spared."""

from collections.abc import Iterator

from app.procedure.checks.findings import Finding, finding
from app.procedure.checks.road_checks import ends
from app.procedure.law.flow import Event
from app.procedure.law.institutions import Remedy
from app.procedure.law.schema import Profile

_ANOTHER = {"not_the_author", "not_involved_before"}
# Who takes a remedy back decides nothing.
_PARTIES = {"applicant", "legal_representative"}


def fairness(profile: Profile) -> Iterator[Finding]:
    """Own work, remedies before another body, groups that protect, and safeguards for children."""
    yield from _own_work(profile)
    yield from _remedies(profile)
    yield from _challenges(profile)
    yield from _children(profile)
    for group in profile.groups:
        if not profile.outcomes[group.outcome].protects:
            yield finding("group_not_protected", f"groups.{group.name}.outcome")


def _standing(profile: Profile, standard: str) -> set[str]:
    return {stage.name for stage in profile.stages if stage.standard == standard}


def _moving_on(profile: Profile, stages: set[str]) -> list[Event]:
    """Events that lead out of these stages by name; those possible anywhere (a withdrawal) judge nothing."""
    return [
        event
        for event in profile.events
        if not event.creates and stages & set(event.leaves) and ends(event) - stages
    ]


def _own_work(profile: Profile) -> Iterator[Finding]:
    review, deciding = _standing(profile, "review"), _standing(profile, "awaiting_decision")
    written = [
        event
        for event in profile.events
        if any(target.to in review for target in event.to) and not review & set(event.leaves)
    ]
    writers = {role for event in written for role in event.by}
    # A step that is also possible elsewhere (a group recognised together) reviews nobody's work.
    reviewing = [event for event in _moving_on(profile, review) if set(event.leaves) <= review]
    reviewers = {role for event in reviewing for role in event.by}
    if writers and reviewers and reviewers <= writers:
        yield finding("own_work", f"events.{reviewing[0].name}.by", roles=", ".join(sorted(reviewers)))
    for event in reviewing:
        if not _ANOTHER & set(event.needs):
            yield finding("reviewed_by_author", f"events.{event.name}.needs")
    for event in _moving_on(profile, deciding):
        same = writers & set(event.by)
        if same and not _ANOTHER & set(event.needs) and ends(event) & _standing(profile, "decided"):
            yield finding("decided_by_author", f"events.{event.name}.by", roles=", ".join(sorted(same)))


def _challenges(profile: Profile) -> Iterator[Finding]:
    """Whoever decides a remedy took no part before. A court's people are its own affair: there a clerk records what it ruled."""
    for event in profile.events:
        stages = [profile.stage(name) for name in event.leaves if name in _standing(profile, "under_remedy")]
        bodies = {stage.body for stage in stages if stage.body is not None}
        if not stages or not event.to or set(event.by) & _PARTIES or "not_involved_before" in event.needs:
            continue
        kinds = {profile.bodies[body].kind for body in bodies}
        if not kinds or kinds <= {"court", "tribunal"}:
            continue
        same = bodies <= _deciders(profile)
        yield finding(
            "reconsidered_by_the_same" if same else "remedy_by_the_same", f"events.{event.name}.needs"
        )


def _deciders(profile: Profile) -> set[str]:
    """The bodies that decide at first instance."""
    duty = profile.duties.get("decides")
    at_stages = {
        stage.body for stage in profile.stages if stage.standard == "awaiting_decision" and stage.body
    }
    return {duty.body} if duty is not None else at_stages


def _remedies(profile: Profile) -> Iterator[Finding]:
    deciders = _deciders(profile)
    nothing_on_record = not profile.remedies and profile.remedy_chain.value is None
    for name, outcome in profile.outcomes.items():
        against = [remedy for remedy in profile.remedies if name in remedy.against]
        if not outcome.refuses:
            continue
        if not against:
            yield finding(
                "remedy_not_on_record" if nothing_on_record else "refusal_without_remedy", f"outcomes.{name}"
            )
        elif all(remedy.body in deciders for remedy in against):
            yield finding("no_other_body", f"outcomes.{name}")
    for remedy in profile.remedies:
        yield from _remedy(profile, remedy, deciders)


def _remedy(profile: Profile, remedy: Remedy, deciders: set[str]) -> Iterator[Finding]:
    place = f"remedies.{remedy.name}"
    if remedy.file_within is None:
        yield finding("remedy_without_limit", place)
    if remedy.body in deciders:
        if not _reconsiders(profile, remedy):
            yield finding("judge_of_own_decision", f"{place}.body")
        return
    body = profile.bodies[remedy.body]
    missing = sorted(deciders - set(body.independent_of))
    if body.kind in ("tribunal", "court") and (missing or not body.independent_of):
        yield finding("independence_not_stated", f"bodies.{remedy.body}", body=", ".join(missing) or "—")


def _reconsiders(profile: Profile, remedy: Remedy) -> bool:
    """Is it put as a reconsideration: by its name, by the instance it leads to, or as part of one writing with an appeal?"""
    led_to = {
        profile.stage(target.to).body
        for event in profile.events
        for target in event.to
        if target.instance == "reconsideration" and target.to
    }
    return "reconsideration" in remedy.name or remedy.lodged_with is not None or remedy.body in led_to


def _children(profile: Profile) -> Iterator[Finding]:
    """Where the law lets no time run out against a child, nothing that time alone brings may be recorded for one."""
    if profile.children.no_lapse.value is not True:
        return
    proposed = {
        (f"limits.{name}.missed", limit.missed.proposes, limit.spares)
        for name, limit in profile.limits.items()
        if limit.binds == "applicant" and limit.missed is not None and limit.missed.proposes is not None
    }
    proposed |= {(f"abandonment.{t.name}", t.proposes, t.spares) for t in profile.abandonment}
    abandoned = _standing(profile, "abandoned")
    for place, event, spares in sorted(proposed):
        reached = ends(profile.event(event))
        if "child" in {*spares, *profile.event(event).spares} or all(profile.stage(n).open for n in reached):
            continue
        yield finding(
            "lapse_against_a_child" if reached & abandoned else "time_against_a_child", place, event=event
        )
    for each in profile.events:
        if ends(each) & abandoned and "child" not in each.spares:
            yield finding("lapse_against_a_child", f"events.{each.name}.spares", event=each.name)
