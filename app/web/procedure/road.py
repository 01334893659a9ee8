"""The road: the main stages in their order, and for every stage who may do what there."""

from dataclasses import dataclass
from typing import Any

from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.procedure.lines import Mark, mark_of, said
from app.web.words import role_name


@dataclass(frozen=True, slots=True)
class Way:
    """An event that leads out of a stage: what, who records it, whither."""

    what: str
    who: str
    to: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage: its body, the ways out, whether removal is barred there; `here` where a case stands."""

    name: str
    body: str
    here: bool
    main: bool
    ways: tuple[Way, ...]
    barred: str
    mark: Mark


def road(profile: procedure.Profile, at: str | None) -> list[dict[str, Any]]:
    """The main stages in order, each with who has it; where a case is, when one is asked about."""
    main = [stage for stage in profile.stages if stage.track]
    here = next((n for n, stage in enumerate(main) if stage.name == at), None)
    steps = []
    for n, stage in enumerate(main):
        state = "next" if here is None or n > here else "now" if n == here else "done"
        body = profile.bodies.get(stage.body) if stage.body else None
        steps.append(
            {
                "label": said(stage.label),
                "state": state,
                "dates": None,
                "note": said(body.label) if body else None,
            }
        )
    return steps


def stage_lines(profile: procedure.Profile, at: str | None) -> tuple[StageLine, ...]:
    """Every stage in the profile's order."""
    return tuple(_stage(profile, stage, at) for stage in profile.stages)


def _stage(profile: procedure.Profile, stage: procedure.Stage, at: str | None) -> StageLine:
    body = profile.bodies.get(stage.body) if stage.body else None
    barred = stage.removal_barred
    words = _("No se devuelve a la persona") if barred.value is not False else _("No la impide por sí misma")
    return StageLine(
        name=said(stage.label),
        body=said(body.label) if body else "–",
        here=stage.name == at,
        main=stage.track,
        ways=tuple(_ways(profile, stage)),
        barred=words,
        mark=mark_of(profile, barred),
    )


def _ways(profile: procedure.Profile, stage: procedure.Stage) -> list[Way]:
    ways = []
    for event in profile.events:
        ends = _ends(profile, stage, event)
        if ends:
            who = ", ".join(_in_sentence(role_name(role)) for role in event.by)
            ways.append(Way(said(event.label), who, ", ".join(ends)))
    return ways


def _ends(profile: procedure.Profile, stage: procedure.Stage, event: procedure.Event) -> list[str]:
    leaves = stage.name in event.leaves or ("*open" in event.leaves and stage.open) or "*" in event.leaves
    if not leaves or stage.name in event.but_not:
        return []
    names = dict.fromkeys(
        name for target in event.to for name in ((target.to,) if target.to else target.among)
    )
    return [said(profile.stage(name).label) for name in names if name != stage.name]


def _in_sentence(name: str) -> str:
    """A role inside a sentence: only its first letter is lowered, for it may name a body."""
    return name[:1].lower() + name[1:]
