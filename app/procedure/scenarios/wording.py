"""What the words of a scenario mean in a profile. A word that means nothing, or two things, is told with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from app.procedure.errors import ScenarioInvalid
from app.procedure.faults import Fault
from app.procedure.law.basis import Label
from app.procedure.law.flow import Event
from app.procedure.law.roles import ROLES
from app.procedure.law.schema import Profile
from app.procedure.scenarios.plain import likely, named, plain
from app.procedure.scenarios.scenario import Expected, Scenario, Written

_YES_OR_NO: Mapping[str, bool] = MappingProxyType({"si": True, "true": True, "no": False, "false": False})

Words = Mapping[str, Label | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An expectation made ready to be looked up: `name` as the profile has it, `day` where it names one."""

    said: Expected
    kind: str
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One step with the profile's own names; `event` None where only time passes. `at` is UTC."""

    line: int
    at: datetime
    role: str
    event: str | None
    persons: tuple[int, ...]
    data: Mapping[str, Any]
    outcomes: Mapping[int, str]
    lacking: frozenset[str]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A scenario in the profile's own names; `office` is the code of the one that has the case."""

    office: str | None
    moves: tuple[Move, ...]


def understood(scenario: Scenario, profile: Profile) -> Told:
    """The steps with the names that the profile has for them. Raises ScenarioInvalid with every word it does not."""
    words = _Words(scenario, profile)
    moves = tuple(words.move(step) for step in scenario.steps)
    words.in_order(moves)
    if words.faults:
        raise ScenarioInvalid(words.faults)
    return Told(words.office, moves)


class _Words:
    """Looks words up and collects what it does not find."""

    def __init__(self, scenario: Scenario, profile: Profile) -> None:
        self._scenario, self._profile = scenario, profile
        self._known = _known(profile)
        self.faults: list[Fault] = []
        self.office = self._one("office", *scenario.heads["office"]) if "office" in scenario.heads else None
        self._zone: tzinfo = profile.zone_of(self.office)

    def move(self, step: Written) -> Move:
        """One step; wrong words are noted and stand for themselves."""
        event = self._one("event", step.event, step.line) if step.event else None
        return Move(
            line=step.line,
            at=datetime.combine(step.day, step.hour, self._zone).astimezone(UTC),
            role=self._one("role", step.role, step.line) if step.role else "",
            event=event,
            persons=tuple(step.persons),
            data={name: self._value(event, name, value) for name, value in step.data.items()},
            outcomes=self._outcomes(step),
            lacking=frozenset(
                self._one("need", each, step.lines.get("lacking", step.line)) for each in step.lacking
            ),
            wanted=tuple(self._wanted(each) for each in step.expected),
        )

    def in_order(self, moves: tuple[Move, ...]) -> None:
        """Time does not run backwards."""
        for before, move in pairwise(moves):
            if move.at < before.at:
                self._fault(
                    move.line,
                    "backwards",
                    "este paso es anterior al de arriba",
                    "this step is before the one above",
                )

    def _outcomes(self, step: Written) -> dict[int, str]:
        line = step.lines.get("outcome", step.line)
        everyone = [person.number for person in self._scenario.persons]
        given: dict[int, str] = {}
        for person, words in step.outcomes.items():
            name = self._one("outcome", words, line)
            given.update(dict.fromkeys([person] if person else step.persons or everyone, name))
        return given

    def _value(self, event: str | None, name: str, words: str) -> Any:
        """A fact as the event takes it: the name of a choice, a number where one is asked for, yes and no."""
        known = self._profile.events_by_name.get(event or "")
        ask = next((ask for ask in known.asks if ask.name == name), None) if known else None
        if ask is None:
            return self._cause(known, words) if name == "cause" else _YES_OR_NO.get(plain(words), words)
        if ask.kind == "whole" and words.isdecimal():
            return int(words)
        found = named(words, {choice.name: choice.label for choice in ask.choices})
        return found[0] if found else words

    def _cause(self, event: Event | None, words: str) -> str:
        """A listed cause of extension by its name or its label."""
        rules = (self._profile.limit(name).extension for name in event.prolongs) if event else ()
        causes = {cause.name: cause.label for rule in rules if rule for cause in rule.causes}
        return (*named(words, causes), words)[0]

    def _wanted(self, said: Expected) -> Wanted:
        kind = KINDS.get(said.kind)
        if kind is None:
            self._unknown("expectation", said.kind, said.line, tuple(KINDS))
            return Wanted(said, said.kind, said.text)
        subject, _, rest = (part.strip() for part in said.text.partition("·"))
        if kind in _FREE:
            return Wanted(said, kind, said.text)
        name = self._one(_SUBJECTS[kind], subject, said.line)
        return Wanted(said, kind, name, self._day(rest, said.line) if rest else None)

    def _day(self, words: str, line: int) -> date | None:
        try:
            return date.fromisoformat(words)
        except ValueError:
            self._fault(line, "no_such_day", f"«{words}» no es un día", f"'{words}' is no day")
            return None

    def _one(self, what: str, words: str, line: int) -> str:
        known = self._known[what]
        found = named(words, known)
        if len(found) > 1:
            names = ", ".join(found)
            self._fault(
                line,
                "two_meanings",
                f"«{words}» puede ser {names}: escriba el nombre",
                f"'{words}' may be {names}: write the name",
            )
        elif not found:
            self._unknown(
                what, words, line, tuple(label.es if label else name for name, label in known.items())
            )
        return found[0] if found else words

    def _unknown(self, what: str, words: str, line: int, known: tuple[str, ...]) -> None:
        close = likely(words, known)
        es = f"{_WHAT[what].es} «{words}»" + (f"; ¿quiso decir {_quoted(close)}?" if close else "")
        en = f"{_WHAT[what].en} '{words}'" + (f"; did you mean {_quoted(close)}?" if close else "")
        self._fault(line, f"no_such_{what}", es, en)

    def _fault(self, line: int, code: str, es: str, en: str) -> None:
        self.faults.append(Fault(code, es, en, file=self._scenario.file, line=line))


def _quoted(words: tuple[str, ...]) -> str:
    return " / ".join(f"«{word}»" for word in words)


def _known(profile: Profile) -> Mapping[str, Words]:
    needs = {need for event in profile.events_by_name.values() for need in event.needs}
    notices = {each.name for event in profile.events for each in event.notices}
    return {
        "role": ROLES,
        "office": {office.code: office.label for office in profile.offices},
        # Also what the house records: a service that failed, a hearing held.
        "event": {name: event.label for name, event in profile.events_by_name.items()},
        "stage": {stage.name: stage.label for stage in profile.stages},
        "limit": {name: limit.label for name, limit in profile.limits.items()},
        "document": {name: document.label for name, document in profile.documents.items()},
        "outcome": {name: outcome.label for name, outcome in profile.outcomes.items()},
        "need": {need: profile.labels.get(need) for need in sorted(needs)},
        "notice": {notice: profile.labels.get(notice) for notice in sorted(notices)},
    }


KINDS: Mapping[str, str] = MappingProxyType(
    {
        "etapa": "stage",
        "vence": "due",
        "no corre": "not_running",
        "suspendido": "suspended",
        "vencido": "passed",
        "sin plazo": "no_limit",
        "documento": "document",
        "aviso": "notice",
        "propone": "proposed",
        "no propone": "not_proposed",
        "no se devuelve": "removal_barred",
        "se rechaza": "refused",
        "en plazo": "in_time",
    }
)
_FREE = {"removal_barred", "refused", "in_time"}
_SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "stage": "stage",
        "due": "limit",
        "not_running": "limit",
        "suspended": "limit",
        "passed": "limit",
        "no_limit": "limit",
        "document": "document",
        "notice": "notice",
        "proposed": "event",
        "not_proposed": "event",
    }
)
_WHAT: Mapping[str, Label] = MappingProxyType(
    {
        "role": Label(es="no hay rol", en="there is no role"),
        "office": Label(es="este procedimiento no tiene la oficina", en="this procedure has no office"),
        "event": Label(es="este procedimiento no tiene el evento", en="this procedure has no event"),
        "stage": Label(es="este procedimiento no tiene la etapa", en="this procedure has no stage"),
        "limit": Label(es="este procedimiento no tiene el plazo", en="this procedure has no limit"),
        "document": Label(es="este procedimiento no tiene el documento", en="this procedure has no document"),
        "outcome": Label(es="este procedimiento no tiene el resultado", en="this procedure has no outcome"),
        "need": Label(es="ningún evento exige", en="no event needs"),
        "notice": Label(es="ningún evento da el aviso", en="no event gives the notice"),
        "expectation": Label(es="no se entiende", en="cannot read"),
    }
)
