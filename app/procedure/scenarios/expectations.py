"""Whether what a scenario expects after a step has come: what was expected, and what came instead."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from app.procedure.days.filing import check_filing
from app.procedure.engine.follow import removal_is_barred
from app.procedure.law.basis import Label
from app.procedure.law.schema import Profile
from app.procedure.scenarios.plain import plain
from app.procedure.scenarios.refusal_words import refusal_in_words
from app.procedure.scenarios.scenario import Scenario
from app.procedure.scenarios.simulation import Happened, claim_id, simulated
from app.procedure.scenarios.wording import Wanted
from app.procedure.states import DeadlineState

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Miss:
    """An expectation that did not come true: its line, its words, and what was so instead."""

    line: int
    expected: str
    came: Label


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that happened, with what was expected of it and did not come."""

    happened: Happened
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """What an expectation may look at: the moment after a step, and all that happened since the step before."""

    profile: Profile
    now: Happened
    since: tuple[Happened, ...]

    def claims(self, person: int | None) -> tuple[UUID, ...]:
        here = tuple(claim.id for claim in self.now.situation.claims)
        return here if person is None else tuple(c for c in here if c == claim_id(person))

    def clocks(self, rule: str, person: int | None) -> tuple[DeadlineState, ...]:
        own = None if person is None else claim_id(person)
        clocks = self.now.situation.deadlines
        return tuple(c for c in clocks if c.rule == rule and (own is None or c.claim_id in (None, own)))

    def due(self, clock: DeadlineState) -> date:
        return due_day(self.profile, clock, self.now.situation.office)


def run(scenario: Scenario, profile: Profile) -> tuple[Checked, ...]:
    """The scenario from its first step to its last. Raises ScenarioInvalid for words that the profile does not know."""
    checked: list[Checked] = []
    since: list[Happened] = []
    for happened in simulated(scenario, profile):
        since.append(happened)
        if happened.move is None:
            checked.append(Checked(happened))
            continue
        checked.append(Checked(happened, tuple(_missed(_View(profile, happened, tuple(since))))))
        since.clear()
    return tuple(checked)


def due_day(profile: Profile, clock: DeadlineState, office: str | None = None) -> date:
    """The last local day of a clock, whose end is the first instant after it."""
    return profile.today(clock.due_at - _A_MOMENT, office)


def _missed(view: _View) -> Iterable[Miss]:
    move, refused = view.now.move, view.now.refused
    wanted = move.wanted if move is not None else ()
    if refused is not None and move is not None and not any(each.kind == "refused" for each in wanted):
        came = _both(lambda language: refusal_in_words(view.profile, refused, language))
        yield Miss(move.line, "", Label(es=f"se rechaza: {came.es}", en=f"refused: {came.en}"))
    for each in wanted:
        came_instead = _LOOK[each.kind](view, each)
        if came_instead is not None:
            yield Miss(each.said.line, each.said.words, came_instead)


def _both(words: Callable[[str], str]) -> Label:
    return Label(es=words("es"), en=words("en"))


def _stage(view: _View, wanted: Wanted) -> Label | None:
    """Without a person, the stage is the case's own: that of its first claim."""
    chosen = view.claims(wanted.said.person)[: 1 if wanted.said.person is None else None]
    stages = [c.stage for c in view.now.situation.claims if c.id in chosen]
    if stages == [wanted.name]:
        return None
    if not stages or stages[0] is None:
        return Label(es="no hay solicitud todavía", en="there is no claim yet")
    return view.profile.stage(stages[0]).label


def _due(view: _View, wanted: Wanted) -> Label | None:
    clocks = [c for c in view.clocks(wanted.name, wanted.said.person) if c.state == "running"]
    days = sorted({view.due(clock) for clock in clocks})
    if clocks and (wanted.day is None or wanted.day in days):
        return None
    if not days:
        return Label(es="no corre", en="it is not running")
    return _both(lambda _: ", ".join(day.isoformat() for day in days))


def _not_running(view: _View, wanted: Wanted) -> Label | None:
    clocks = [c for c in view.clocks(wanted.name, wanted.said.person) if c.state == "running"]
    if not clocks:
        return None
    day = view.due(clocks[0])
    return Label(es=f"corre y vence el {day}", en=f"it is running, due on {day}")


def _suspended(view: _View, wanted: Wanted) -> Label | None:
    clocks = view.clocks(wanted.name, wanted.said.person)
    if clocks and all(clock.state == "suspended" for clock in clocks):
        return None
    return Label(es="corre", en="it is running") if clocks else Label(es="no corre", en="there is none")


def _passed(view: _View, wanted: Wanted) -> Label | None:
    """Passed unmet since the step before."""
    passed = {each.passed.rule for each in view.since if each.passed is not None}
    return None if wanted.name in passed else Label(es="no ha vencido", en="it has not passed")


def _no_limit(view: _View, wanted: Wanted) -> Label | None:
    length = view.profile.limit(wanted.name).length
    return None if length is None else _both(lambda _: str(length))


def _document(view: _View, wanted: Wanted) -> Label | None:
    follows = view.now.follows
    given = (*follows.issue, *follows.extend) if follows else ()
    return None if wanted.name in given else _named(given)


def _notice(view: _View, wanted: Wanted) -> Label | None:
    given = tuple(notice for each in view.since if each.follows for notice in each.follows.notices)
    return None if wanted.name in given else _named(given)


def _proposed(view: _View, wanted: Wanted) -> Label | None:
    return None if wanted.name in proposed_by(view.since) else _named(proposed_by(view.since))


def _not_proposed(view: _View, wanted: Wanted) -> Label | None:
    return _named(proposed_by(view.since)) if wanted.name in proposed_by(view.since) else None


def proposed_by(happened: Iterable[Happened]) -> tuple[str, ...]:
    """The events that were proposed to a person by what happened."""
    return tuple(each.event for one in happened if one.follows for each in one.follows.propose)


def _removal(view: _View, wanted: Wanted) -> Label | None:
    barred = any(
        removal_is_barred(view.profile, claim.stage, outcome=view.now.outcomes.get(claim.id))
        for claim in view.now.situation.claims
        if claim.id in view.claims(wanted.said.person)
    )
    if barred == (plain(wanted.said.text) in {"si", "yes"}):
        return None
    return Label(es="sí", en="yes") if barred else Label(es="no", en="no")


def _in_time(view: _View, wanted: Wanted) -> Label | None:
    """Was the claim filed in time, by the days among the facts of this step? "no consta" where nobody may say."""
    move, office = view.now.move, view.now.situation.office
    day = view.profile.today(view.now.at, office)
    filed = check_filing(view.profile, move.data if move else {}, day, office)
    came = {True: Label(es="sí", en="yes"), False: Label(es="no", en="no")}
    said = Label(es="no consta", en="not on record") if filed.in_time is None else came[filed.in_time]
    return None if plain(wanted.said.text) in (plain(said.es), plain(said.en)) else said


def _refused(view: _View, wanted: Wanted) -> Label | None:
    refused = view.now.refused
    if refused is None:
        return Label(es="se registró", en="it was recorded")
    words = _both(lambda language: refusal_in_words(view.profile, refused, language))
    heard = plain(f"{type(refused).__name__} {refused} {words.es} {words.en}")
    return None if plain(wanted.said.text) in heard else words


def _named(given: tuple[str, ...]) -> Label:
    return Label(es=", ".join(given) or "nada", en=", ".join(given) or "nothing")


_LOOK: Mapping[str, Callable[[_View, Wanted], Label | None]] = MappingProxyType(
    {
        "stage": _stage,
        "due": _due,
        "not_running": _not_running,
        "suspended": _suspended,
        "passed": _passed,
        "no_limit": _no_limit,
        "document": _document,
        "notice": _notice,
        "proposed": _proposed,
        "not_proposed": _not_proposed,
        "removal_barred": _removal,
        "refused": _refused,
        "in_time": _in_time,
    }
)
