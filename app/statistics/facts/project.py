"""From the events of a case to what is counted of it. Pure: the same events give the same facts, whoever asks and whenever.

A fact holds from the instant at which the record knew it. What comes later adds facts and changes none: a figure as of a past instant
reads those that held then. Events that were recorded at one instant are one step, as the gate wrote them in one transaction.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from app.procedure import public as procedure
from app.statistics.facts import plan as plans
from app.statistics.facts.values import FACT_COLUMNS, Act, Fact, PastCase, PastClaim, PastEvent, Projection

# In the order in which one is named where several apply.
MODALITIES = ("prima_facie", "accelerated", "simplified", "merged")
ORDINARY = "ordinary"
# An old registry knows the day and no hour.
_NOON = time(18, tzinfo=UTC)
_OF_THE_CASE = frozenset({"transferred", "modality_set", "assigned", "handed_over"})
_PAPERS = frozenset({"document_issued", "document_replaced"})
_as_row = attrgetter(*FACT_COLUMNS)
_recorded = attrgetter("recorded_at")


def project(case: PastCase, profile: procedure.Profile) -> Projection:
    """Every fact of the case's claims and every act, from its first event to its last.

    A claim that went on in another file leaves nothing here: it is counted there.
    """
    running = _Case(case, profile)
    for instant, events in groupby(case.events, key=_recorded):
        running.until(instant)
        for event in events:
            running.take(event)
        running.note(instant)
    running.until(None)
    facts = tuple(fact for claim in running.claims if not claim.elsewhere for fact in claim.facts)
    counted = {fact.claim_id for fact in facts}
    return Projection(facts, tuple(act for act in running.acts if act.claim_id in counted))


class _Case:
    """A case while its events pass."""

    def __init__(self, case: PastCase, profile: procedure.Profile) -> None:
        self.past, self.known, self.zone = case, plans.plans_of(profile), profile.zone
        self.office = _first_office(case)
        self.officer: UUID | None = None
        self.modalities: set[str] = set()
        self.modality = ORDINARY
        self.acts: list[Act] = []
        self.claims = [_Claim(self, claim) for claim in case.claims]
        self.by_id = {claim.past.id: claim for claim in self.claims}

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def principal_stage(self) -> str:
        """Where the principal's claim was last known to stand."""
        facts = self.claims[0].facts
        return facts[-1].stage if facts else ""

    def take(self, event: PastEvent) -> None:
        if event.name in _OF_THE_CASE:
            self._of_the_case(event.name, event.data)
        if event.name == "group_recognised":
            self._handled("prima_facie", applies=True)
        plan = self.known.events.get(event.name)
        concerned = [self.by_id[c] for c in event.claims if c in self.by_id] if event.claims else self.claims
        for claim in concerned:
            claim.take(event, plan)

    def _of_the_case(self, name: str, data: Mapping[str, Any]) -> None:
        if name == "transferred":
            self.office, self.officer = UUID(str(data["to"])), None
        elif name == "modality_set":
            self._handled(str(data["modality"]), applies=bool(data.get("applies")))
        elif to := data.get("officer") or data.get("to"):
            self.officer = UUID(str(to))
        for claim in self.claims:
            claim.changed = True

    def _handled(self, modality: str, *, applies: bool) -> None:
        (self.modalities.add if applies else self.modalities.discard)(modality)
        self.modality = next((each for each in MODALITIES if each in self.modalities), ORDINARY)

    def note(self, instant: datetime) -> None:
        for claim in self.claims:
            if claim.changed:
                claim.note(instant)

    def until(self, instant: datetime | None) -> None:
        """What became known of the people between two events; none: after the last."""
        for claim in self.claims:
            while claim.coming and (instant is None or claim.coming[0] < instant):
                claim.note(claim.coming.pop(0))
            while claim.coming and claim.coming[0] == instant:
                claim.coming.pop(0)
                claim.changed = True


class _Claim:
    """A claim while its events pass: `now` as it stands, `facts` as it was known."""

    __slots__ = (
        *("analyst", "case", "changed", "coming", "elsewhere", "facts", "now", "outcome", "past"),
        "since_before",
    )

    def __init__(self, case: _Case, past: PastClaim) -> None:
        self.case, self.past = case, past
        self.facts: list[Fact] = []
        self.coming = _instants(past)
        self.changed = self.elsewhere = False
        self.outcome: str | None = None
        self.analyst: UUID | None = None
        self.since_before: datetime | None = None
        self.now = _blank(case, past)

    def take(self, event: PastEvent, plan: plans.Plan | None) -> None:
        now = self.now
        self.changed = True
        if not now.stage:
            now.filed_at = _filed_at(self.past, event, plan)
        given = (event.data.get("outcomes") or {}).get(str(self.past.id))
        if given is not None:
            self._decided(event, str(given))
        if plan is not None and plan.ways:
            self._move(event, plan, given)
        if now.documented_at is None and self._issued(event, plan):
            now.documented_at, now.document_days = event.at, self._days(event.at)
        if (done := _DONE.get(event.name)) is not None:
            done(self, event)

    def interviewed(self, event: PastEvent) -> None:
        now = self.now
        if now.interviewed_at is None:
            now.interviewed_at, now.interview_days = event.at, self._days(event.at)
        self._act(event, "interview", officer=event.actor_id)

    def recommended(self, event: PastEvent) -> None:
        now = self.now
        self.analyst = event.actor_id
        if now.recommended_at is None:
            now.recommended_at, now.recommendation_days = event.at, self._days(event.at)

    def served(self, event: PastEvent) -> None:
        now = self.now
        if now.served_at is None and now.decided_at is not None:
            now.served_at, now.service_days = event.at, self._days(event.at)

    def missed(self, event: PastEvent) -> None:
        self.now.missed_interviews += 1
        self._act(event, "absence", str(event.data.get("cause") or "unknown"), "missed")

    def _decided(self, event: PastEvent, outcome: str) -> None:
        now, counts = self.now, self.case.known.counts_as.get(outcome, "")
        self.outcome = outcome
        imported = event.name == procedure.IMPORTED
        if event.name in plans.NOT_DECIDING and not imported:
            return
        if now.decided_at is None and counts:
            at = _day_of(event.data.get("known"), "decided") if imported else event.at
            now.decided_at = at or _since(event)
            now.first_outcome, now.first_counts_as, now.author = outcome, counts, self.analyst
            now.decision_days = self._days(now.decided_at)
            now.resolved_on, now.resolved_as = self.case.day(now.decided_at), counts
        if not imported:
            self._act(event, "decision", outcome, counts)

    def remedy(self, event: PastEvent) -> None:
        result = str(event.data.get("result") or "")
        grounds = ",".join(sorted(map(str, event.data.get("reversal_grounds") or ())))
        # The instance of the remedy is the one at which it was decided, wherever its result leads.
        instance = self.facts[-1].instance if self.facts else self.now.instance
        self._act(
            event, "remedy", str(event.data.get("kind") or instance), result, codes=grounds, instance=instance
        )
        if result == "remitted":
            self.outcome = None

    def _move(self, event: PastEvent, plan: plans.Plan, outcome: str | None) -> None:
        way = plan.certain or plans.way_of(plan, self._known_to_conditions(event, outcome))
        stage: str | None = None
        if self.past.position == 0:
            stage = event.stage_after
        elif event.name == procedure.IMPORTED:
            stage = str((event.data.get("stages") or {}).get(str(self.past.id)) or event.stage_after)
        elif way is not None:
            stage = way.stage or (str(event.data.get(way.from_data)) if way.from_data else event.stage_after)
        elif not self.now.stage or self.now.stage == self.case.principal_stage:
            # It hangs on what no event says, such as who is a child: it goes with the family.
            stage = event.stage_after
        if way is not None and way.instance:
            self.now.instance = way.instance
        if stage and stage != self.now.stage:
            self._reach(stage, event)

    def _known_to_conditions(self, event: PastEvent, outcome: str | None) -> dict[str, Any]:
        now = self.now
        known = {"instance": now.instance, **event.data, "basis": self.past.basis, "stage": now.stage}
        return {**known, "outcome": outcome} if outcome is not None else known

    def _reach(self, stage: str, event: PastEvent) -> None:
        now, known = self.now, self.case.known
        at = _since(event)
        if not now.moved:
            now.stage_before, self.since_before = now.stage or None, now.stage_since if now.stage else None
        now.moved, now.stage, now.stage_since = True, stage, at
        now.standard, now.open = known.standard.get(stage, stage), stage in known.open
        if self.since_before is not None:
            now.stage_days = max(0, (self.case.day(at) - self.case.day(self.since_before)).days)
        self.elsewhere = self.elsewhere or stage == plans.ELSEWHERE
        if now.open:
            self._reopened()
        else:
            self._ended(at)

    def _reopened(self) -> None:
        now = self.now
        if now.closed_at is not None and now.decided_at is None:
            now.resolved_on = now.resolved_as = None
        now.final_at = now.final_outcome = now.final_counts_as = now.final_days = None
        now.closed_at = now.closed_as = now.closed_days = None

    def _ended(self, at: datetime) -> None:
        now = self.now
        counts = self.case.known.counts_as.get(self.outcome or "", "")
        if now.standard == plans.FINAL:
            now.final_at, now.final_days = at, self._days(at)
            now.final_outcome, now.final_counts_as = self.outcome, counts or None
        if now.standard != plans.FINAL or counts not in plans.SUBSTANTIVE:
            now.closed_at, now.closed_days = at, self._days(at)
            now.closed_as = (self.outcome or "discontinued") if now.standard == plans.FINAL else now.standard
            if now.decided_at is None:
                now.resolved_on, now.resolved_as = self.case.day(at), "closed"

    def _issued(self, event: PastEvent, plan: plans.Plan | None) -> bool:
        if event.name in _PAPERS:
            return True
        if plan is None or not plan.issues:
            return False
        facts = self._known_to_conditions(event, None)
        return any(
            (not reaching or self.now.stage in reaching) and (not when or procedure.holds(when, facts))
            for reaching, when in plan.issues
        )

    def _days(self, at: datetime) -> int:
        return max(0, (self.case.day(at) - self.past.filed_on).days)

    def _act(
        self,
        event: PastEvent,
        kind: str,
        code: str = "",
        result: str = "",
        *,
        codes: str = "",
        instance: str | None = None,
        officer: UUID | None = None,
    ) -> None:
        case = self.case
        self.case.acts.append(
            Act(
                case_id=case.past.id,
                claim_id=self.past.id,
                kind=kind,
                at=event.at,
                day=case.day(event.at),
                recorded_at=event.recorded_at,
                code=code,
                result=result,
                codes=codes,
                instance=instance or self.now.instance,
                officer=officer or case.officer,
            )
        )

    def note(self, instant: datetime) -> None:
        """Keep how the claim is known to stand from this instant on; nothing before its filing."""
        now, case = self.now, self.case
        self.changed = False
        if not now.stage:
            return
        now.known_from = instant
        now.office_id, now.officer, now.modality = case.office, case.officer, case.modality
        traits = self.past.traits
        trait = traits[0]
        if len(traits) > 1:
            trait = next((t for t in reversed(traits) if t.since <= instant), trait)
        now.origin, now.sex, now.age_group = trait.origin, trait.sex, trait.age_group
        now.decision_due_at, now.remedy_due_at = trait.decision_due_at, trait.remedy_due_at
        if self.past.needs:
            now.needs = _needs_at(self.past, instant)
        now.late_on = self._late_on()
        self.facts.append(Fact(*_as_row(now)))
        now.moved, now.stage_before, now.stage_days = False, None, None

    def _late_on(self) -> date | None:
        now = self.now
        if not now.open:
            return None
        under_remedy = now.standard == plans.UNDER_REMEDY
        due = now.remedy_due_at if under_remedy else now.decision_due_at if now.decided_at is None else None
        return self.case.day(due) if due is not None else None


# What an event means beside where it leads.
_DONE: Mapping[str, Callable[[_Claim, PastEvent], None]] = {
    plans.INTERVIEWED: _Claim.interviewed,
    plans.RECOMMENDED: _Claim.recommended,
    plans.SERVED: _Claim.served,
    plans.MISSED: _Claim.missed,
    plans.REMEDY_DECIDED: _Claim.remedy,
}


def _blank(case: _Case, past: PastClaim) -> Fact:
    moment = case.past.registered_at
    values = dict.fromkeys(FACT_COLUMNS)
    given = {
        "claim_id": past.id,
        "case_id": case.past.id,
        "principal": past.position == 0,
        "office_id": case.office,
        "post_id": case.past.post_id,
        "country": case.past.country,
        "sex": "unknown",
        "age_group": "",
        "modality": ORDINARY,
        "needs": "",
        "instance": "first",
        "filed_on": past.filed_on,
        "filed_at": moment,
        "stage": "",
        "standard": "",
        "open": True,
        "stage_since": moment,
        "moved": False,
        "missed_interviews": 0,
        "known_from": moment,
    }
    return Fact(**{**values, **given})  # type: ignore[arg-type]  # every column is named


def _instants(past: PastClaim) -> list[datetime]:
    """When something became known of the person after the beginning."""
    if len(past.traits) == 1 and not past.needs:
        return []
    needs = [at for n in past.needs for at in (n.found_at, n.ended_at) if at is not None]
    return sorted({*(trait.since for trait in past.traits[1:]), *needs})


def _needs_at(past: PastClaim, instant: datetime) -> str:
    held = {
        n.code for n in past.needs if n.found_at <= instant and (n.ended_at is None or n.ended_at > instant)
    }
    return ",".join(sorted(held))


def _first_office(case: PastCase) -> UUID:
    moved = next((event for event in case.events if event.name == "transferred"), None)
    return UUID(str(moved.data["from"])) if moved and moved.data.get("from") else case.office_id


def _filed_at(past: PastClaim, event: PastEvent, plan: plans.Plan | None) -> datetime:
    if event.name == procedure.IMPORTED or plan is None or not plan.creates:
        return datetime.combine(past.filed_on, _NOON)
    return event.at


def _day_of(known: Any, name: str) -> datetime | None:
    day = known.get(name) if isinstance(known, Mapping) else None
    return datetime.combine(date.fromisoformat(str(day)), _NOON) if day else None


def _since(event: PastEvent) -> datetime:
    """When it happened; of an import, since when the claim stands where it stands, where that is known."""
    since = event.data.get("stage_since") if event.name == procedure.IMPORTED else None
    return datetime.combine(date.fromisoformat(str(since)), _NOON) if since else event.at


def as_rows(facts: Iterable[Fact]) -> list[tuple[Any, ...]]:
    """The facts in the order of `FACT_COLUMNS`."""
    return [_as_row(fact) for fact in facts]
