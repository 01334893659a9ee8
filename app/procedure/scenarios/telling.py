"""A simulation told in words: what happened, where everybody stands, what is due when and why, and what did not come true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.procedure.days.explanation import in_long
from app.procedure.law.roles import ROLES
from app.procedure.law.schema import Profile
from app.procedure.scenarios.expectations import Checked, Miss, due_day
from app.procedure.scenarios.refusal_words import refusal_in_words
from app.procedure.scenarios.scenario import Scenario
from app.procedure.scenarios.simulation import Happened, claim_id
from app.procedure.states import DeadlineState, Situation

Kind = Literal[
    "step", "time", "stage", "starts", "moves", "ends", "paper", "proposes", "why", "refused", "miss"
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story; `kind` is what it is about, for colours, and steps stand at the margin."""

    kind: Kind
    text: str


def told(
    scenario: Scenario,
    profile: Profile,
    checked: Iterable[Checked],
    language: str = "es",
    *,
    explain: bool = False,
) -> Iterator[Line]:
    """The story, step by step. With `explain`, every date with the days counted and skipped."""
    teller = _Teller(scenario, profile, language, explain=explain)
    before = Situation(claims=())
    for each in checked:
        yield from teller.one(each, before)
        before = each.happened.situation


class _Teller:
    def __init__(self, scenario: Scenario, profile: Profile, language: str, *, explain: bool) -> None:
        self.scenario, self.profile, self.language, self.explain = scenario, profile, language, explain

    def say(self, es: str, en: str) -> str:
        return en if self.language == "en" else es

    def one(self, checked: Checked, before: Situation) -> Iterator[Line]:
        happened = checked.happened
        yield self._headline(happened)
        if happened.refused is not None:
            words = refusal_in_words(self.profile, happened.refused, self.language)
            yield Line("refused", f"{self.say('se rechaza', 'refused')}: {words}")
        yield from self._stages(happened, before)
        yield from self._clocks(happened, before)
        yield from self._papers(happened)
        if happened.event is None:
            yield from self._running(happened)
        for miss in checked.misses:
            yield self._missed(miss)

    def _headline(self, happened: Happened) -> Line:
        when = self._moment(happened.at, happened.situation.office)
        if happened.passed is not None:
            passed = f"{self.say('venció', 'passed')}: {self._limit(happened.passed.rule)}"
            return Line("time", f"{when} · {passed}")
        if happened.event is None:
            return Line("step", f"{when} · {self.say('pasa el tiempo', 'time passes')}")
        role = ROLES.get(happened.role)
        event = self.profile.event(happened.event).label.in_(self.language)
        return Line("step", f"{when} · {role.in_(self.language) if role else happened.role} · {event}")

    def _stages(self, happened: Happened, before: Situation) -> Iterator[Line]:
        stood = {claim.id: claim.stage for claim in before.claims}
        moved = {c.id: c.stage for c in happened.situation.claims if c.stage and c.stage != stood.get(c.id)}
        word = self.say("etapa", "stage")
        if moved and len(moved) == len(happened.situation.claims) and len(set(moved.values())) == 1:
            yield Line("stage", f"{word}: {self._stage(next(iter(moved.values())))}")
            return
        for claim, stage in moved.items():
            yield Line("stage", f"{word}, {self._person(claim)}: {self._stage(stage)}")

    def _clocks(self, happened: Happened, before: Situation) -> Iterator[Line]:
        was = {clock.id: clock for clock in before.deadlines}
        now = {clock.id: clock for clock in happened.situation.deadlines}
        passed = happened.passed.id if happened.passed is not None else None
        for clock in (c for c in before.deadlines if c.id not in now and c.id != passed):
            met = happened.follows is not None and clock.id in happened.follows.meet
            word = self.say("cumplido", "met") if met else self.say("ya no corre", "no longer running")
            yield Line("ends", f"{word}: {self._limit(clock.rule)}")
        for clock in now.values():
            old = was.get(clock.id)
            if old is None or (old.due_at, old.state) != (clock.due_at, clock.state):
                yield from self._clock(happened, clock, new=old is None)

    def _clock(self, happened: Happened, clock: DeadlineState, *, new: bool) -> Iterator[Line]:
        whose = f" ({self._person(clock.claim_id)})" if clock.claim_id else ""
        name = f"{self._limit(clock.rule)}{whose}"
        if clock.state == "suspended":
            yield Line("ends", f"{self.say('suspendido', 'suspended')}: {name}")
            return
        day = in_long(due_day(self.profile, clock, happened.situation.office), self.language)
        yield Line("starts" if new else "moves", f"{self.say('vence', 'due')}: {name} · {day}")
        explanation = happened.explanations.get(clock.id)
        if self.explain and explanation is not None:
            yield Line("why", explanation.in_words(self.language))

    def _running(self, happened: Happened) -> Iterator[Line]:
        """What stands while nothing happens but time."""
        for clock in sorted(happened.situation.deadlines, key=lambda c: c.due_at):
            yield from self._clock(happened, clock, new=False)

    def _papers(self, happened: Happened) -> Iterator[Line]:
        follows = happened.follows
        if follows is None:
            return
        for claim in follows.spared:
            yield Line("stage", f"{self.say('no alcanza a', 'it spares')}: {self._person(claim)}")
        for kind in follows.issue:
            yield Line("paper", f"{self.say('documento', 'document')}: {self._document(kind)}")
        for kind in follows.extend:
            yield Line("paper", f"{self.say('sigue vigente', 'stays valid')}: {self._document(kind)}")
        if follows.close_documents:
            yield Line("paper", self.say("se cierran los documentos", "documents are closed"))
        for notice in follows.notices:
            label = self.profile.labels.get(notice)
            words = label.in_(self.language) if label else notice.replace("_", " ")
            yield Line("paper", f"{self.say('aviso', 'notice')}: {words}")
        for each in follows.propose:
            event = self.profile.event(each.event).label.in_(self.language)
            yield Line(
                "proposes", f"{self.say('se propone a quien decide', 'put before who decides')}: {event}"
            )

    def _missed(self, miss: Miss) -> Line:
        where = f"{self.scenario.file.name}:{miss.line}"
        came = miss.came.in_(self.language)
        if not miss.expected:
            return Line("miss", f"{where}: {came}")
        return Line(
            "miss",
            self.say(
                f"{where}: se esperaba «{miss.expected}» y es: {came}",
                f"{where}: expected '{miss.expected}', and it is: {came}",
            ),
        )

    def _moment(self, at: datetime, office: str | None) -> str:
        local = at.astimezone(self.profile.zone_of(office))
        return f"{in_long(local.date(), self.language)}, {local:%H:%M}"

    def _person(self, claim: UUID) -> str:
        return next((p.name for p in self.scenario.persons if claim_id(p.number) == claim), str(claim))

    def _stage(self, name: str) -> str:
        return self.profile.stage(name).label.in_(self.language)

    def _limit(self, name: str) -> str:
        return self.profile.limit(name).label.in_(self.language)

    def _document(self, name: str) -> str:
        return self.profile.document(name).label.in_(self.language)
