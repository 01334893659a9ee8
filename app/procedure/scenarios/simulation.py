"""A scenario happening in memory: events on a calendar, time that passes, and whether what was expected came.

Before each step the limits that ended by then are noted as passed by the system, in order, as the worker does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from app.procedure.days.explanation import Explanation
from app.procedure.engine.follow import follow
from app.procedure.engine.replay import applied
from app.procedure.errors import ProcedureRefusal
from app.procedure.law.flow import LIMIT_PASSED
from app.procedure.law.schema import Profile
from app.procedure.scenarios.scenario import Person, Scenario
from app.procedure.scenarios.wording import Move, understood
from app.procedure.states import ClaimState, Consequences, DeadlineState, Occurrence, Situation

SYSTEM = "system"
_CLOCKS_FROM = 1001


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: a step of the scenario (`move`), or a limit that passed by itself (then None).

    `refused` where the engine did not allow it; then the situation is as before and `follows` is None.
    """

    at: datetime
    event: str | None
    role: str
    situation: Situation
    outcomes: Mapping[UUID, str]
    explanations: Mapping[UUID, Explanation]
    move: Move | None = None
    passed: DeadlineState | None = None
    follows: Consequences | None = None
    refused: ProcedureRefusal | None = None


def simulated(scenario: Scenario, profile: Profile) -> Iterator[Happened]:
    """Everything that happens in a scenario, in order. Raises ScenarioInvalid for a word that the profile does not know."""
    told = understood(scenario, profile)
    case = _Case(profile, scenario.persons, told.moves, Situation(claims=(), office=told.office))
    for move in case.moves:
        yield from case.time_passes(move.at)
        yield case.step(move)


def claim_id(number: int) -> UUID:
    """The identity of a person's claim in a simulation."""
    return UUID(int=number)


@dataclass
class _Case:
    """The case as it stands between two steps."""

    profile: Profile
    persons: list[Person]
    moves: tuple[Move, ...]
    situation: Situation
    outcomes: dict[UUID, str] = field(default_factory=dict)
    explanations: dict[UUID, Explanation] = field(default_factory=dict)
    clocks: int = _CLOCKS_FROM

    def time_passes(self, until: datetime) -> Iterator[Happened]:
        """Every limit that ends by then, noted as passed at its own end, the earliest first."""
        if LIMIT_PASSED not in self.profile.events_by_name:
            return
        while over := [c for c in self.situation.deadlines if c.state == "running" and c.due_at <= until]:
            clock = min(over, key=lambda c: (c.due_at, c.id))
            yield self._passes(clock)

    def step(self, move: Move) -> Happened:
        """One step of the scenario; a refusal changes nothing."""
        if move.event is None:
            return self._happened(move.at, None, "", move=move)
        before = self.situation
        self._join(move)
        occurrence = self._occurrence(move)
        try:
            follows = follow(self.profile, self.situation, occurrence)
        except ProcedureRefusal as refusal:
            self.situation = before
            return self._happened(move.at, move.event, move.role, move=move, refused=refusal)
        self._apply(occurrence, follows)
        self._remember(move, before)
        return self._happened(move.at, move.event, move.role, move=move, follows=follows)

    def _passes(self, clock: DeadlineState) -> Happened:
        data = {"deadline": str(clock.id), "rule": clock.rule}
        claims = (clock.claim_id,) if clock.claim_id is not None else ()
        occurrence = Occurrence(LIMIT_PASSED, SYSTEM, clock.due_at, claims, data)
        follows = follow(self.profile, self.situation, occurrence)
        self._apply(occurrence, follows)
        return self._happened(clock.due_at, LIMIT_PASSED, SYSTEM, passed=clock, follows=follows)

    def _join(self, move: Move) -> None:
        """The claims that a creating event is about to create; the first of the case is the principal's."""
        event = self.profile.event(move.event or "")
        if not event.creates:
            return
        there = {claim.id for claim in self.situation.claims}
        numbers = move.persons or self._not_named_later(move)
        new = tuple(
            ClaimState(claim_id(n), None, "derivative" if n > 1 else "principal", self.persons[n - 1].flags)
            for n in numbers
            if claim_id(n) not in there
        )
        self.situation = replace(self.situation, claims=(*self.situation.claims, *new))

    def _not_named_later(self, move: Move) -> list[int]:
        """Everyone who does not join by a later event of their own."""
        later = {
            n
            for other in self.moves
            if other.line > move.line and other.event and self.profile.event(other.event).creates
            for n in other.persons
        }
        return [person.number for person in self.persons if person.number not in later]

    def _occurrence(self, move: Move) -> Occurrence:
        event = self.profile.event(move.event or "")
        given = {claim_id(n): outcome for n, outcome in move.outcomes.items()}
        concerned = tuple(claim_id(n) for n in move.persons)
        known = {**self.outcomes, **given}
        return Occurrence(
            name=event.name,
            role=move.role,
            at=move.at,
            claims=concerned,
            data=move.data,
            outcomes={c: o for c, o in known.items() if not concerned or c in concerned},
            satisfied=frozenset(event.needs) - move.lacking,
        )

    def _apply(self, occurrence: Occurrence, follows: Consequences) -> None:
        new = tuple(UUID(int=self.clocks + n) for n in range(len(follows.start)))
        self.clocks += len(new)
        self.situation = applied(self.profile, self.situation, occurrence, follows, new)
        self.explanations.update(zip(new, (each.explanation for each in follows.start), strict=True))
        self.explanations.update((each.id, each.explanation) for each in follows.resume)
        self.explanations.update((each.id, each.explanation) for each in follows.move)

    def _remember(self, move: Move, before: Situation) -> None:
        """What was decided stays so until it is decided anew; a case sent back to the first instance has no outcome."""
        if before.instance != "first" and self.situation.instance == "first":
            self.outcomes.clear()
        self.outcomes.update({claim_id(n): outcome for n, outcome in move.outcomes.items()})

    def _happened(
        self,
        at: datetime,
        event: str | None,
        role: str,
        *,
        move: Move | None = None,
        passed: DeadlineState | None = None,
        follows: Consequences | None = None,
        refused: ProcedureRefusal | None = None,
    ) -> Happened:
        return Happened(
            at,
            event,
            role,
            self.situation,
            dict(self.outcomes),
            dict(self.explanations),
            move,
            passed,
            follows,
            refused,
        )
