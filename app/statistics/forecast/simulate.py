"""One future of the first instance, as discrete events: cases arrive, wait for an officer (and an interpreter), are reviewed, and wait
for a sitting, where those filed first are decided first. Pure: the same measure, scenario, seed and number give the same run.

Stations are passed in order, so no list of all events is kept: each station turns the times
at which cases are ready into those at which they are done. What a case will need is drawn when it is made, whatever the scenario: two
scenarios with the same arrivals differ by what differs between them alone (common random numbers).

A case takes one officer's time once, for the interview and the analysis together. Who needs an interpreter that is not free at their
turn is given the interpreter's next time, and comes in then; the officer goes on with the next. A case may be closed for other reasons
at any time before its decision (at a constant rate). With many cases each simulated file stands for a lot of them: the bands are then
wider than they need be, never narrower.
"""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace
from math import ceil, log
from random import Random

from app.statistics.forecast.arrivals import TREND_WEEKS, coming, pattern
from app.statistics.forecast.rules import Listed, free_from, sitting_days, spread, taken_at, week_after
from app.statistics.forecast.values import (
    DECISION,
    INTAKE,
    INTERVIEW,
    REVIEW,
    WRITING,
    Measured,
    Run,
    Scenario,
)

PLACES = 1024
# More simulated files than these, and each stands for several cases.
MOST = 20_000
# Nobody is late, but for so many of those that come within the limit.
FEW = 0.05
NEVER = float("inf")
ONCE_A_YEAR = 365.0
SOON = 0.01

# Ready for an interview; filed; closed for other reasons; an officer's days; days of review; language (0: the officers' own).
Case = tuple[float, float, float, float, float, int]


@dataclass(slots=True)
class Files:
    """Who waits for an interview, who has been heard and waits for the decision, and (done, filed) of whoever left."""

    queue: list[Case] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    left: list[tuple[float, float]] = field(default_factory=list)
    closed: int = 0


class Chances:
    """What a case will need, from tables of equally likely values: one draw of bits for each case."""

    def __init__(self, log_: Measured, chance: Random, *, officers: int, lot: int) -> None:
        self.bits = chance.getrandbits
        self.intake = spread(log_.intake or (0.0,), PLACES)
        _together, times = together(officers, lot)
        self.work = [times * days for days in spread(log_.work, PLACES)]
        self.review = spread(log_.review or (0.0,), PLACES)
        # Where a body sits, its days say when.
        alone = log_.deciding if log_.sittings is None else ()
        self.deciding = spread(alone or (0.0,), PLACES)
        self.language = _languages(log_)
        self.closing = [
            -log((n + 0.5) / PLACES) / log_.closing if log_.closing else NEVER for n in range(PLACES)
        ]
        self.inadmissible = round(log_.inadmissible * PLACES)


def _languages(log_: Measured) -> list[int]:
    """Which language a case needs: 0 for the officers' own, else its place in alphabetical order from 1."""
    table: list[int] = []
    for number, code in enumerate(sorted(log_.languages), 1):
        table += [number] * round(log_.languages[code].share * PLACES)
    return (table + [0] * PLACES)[:PLACES]


def together(people: int, lot: int) -> tuple[int, float]:
    """`people` who each work on one case, as those who work on lots: how many, and how much longer a lot takes than a case. They do
    as much in a day as the people would."""
    if not people:
        return 0, 1.0
    groups = max(1, round(people / lot))
    return groups, lot * groups / people


def lot_of(log_: Measured, scenario: Scenario, weeks: int) -> int:
    """For how many cases each simulated file stands."""
    of = pattern(log_.weeks)
    grown = of.growth ** min(weeks, TREND_WEEKS)
    expected = log_.pending + of.level * max(1.0, grown) * scenario.arrivals * weeks
    return max(1, ceil(expected / MOST))


def simulate(log_: Measured, scenario: Scenario, *, seed: int, number: int, weeks: int) -> Run:
    """One run. `number` tells the runs of one seed apart; `weeks` is the horizon."""
    days, lot = weeks * 7, lot_of(log_, scenario, weeks)
    officers = max(0, log_.officers + scenario.officers)
    chance = Random(f"{seed}/{number}/cases")  # noqa: S311 - repeated, not guessed
    chances = Chances(log_, chance, officers=officers, lot=lot)
    coming_in = Random(f"{seed}/{number}/arrivals")  # noqa: S311 - the same
    files, waiting = Files(), _who_waits(log_, lot)
    for place, filed in waiting:
        _put(place, filed, chances, files)
    daily = coming(coming_in, pattern(log_.weeks), log_.weekdays, log_.weekday, days, scenario.arrivals)
    daily = _in_lots(daily, lot)
    _who_comes(daily, chances, files)
    rooms = Interpreters(log_, scenario, until=days, lot=lot)
    desks, _times = together(officers, lot)
    busy = {"officers": _interviews(files, rooms, desks=desks, until=days)} | rooms.busy()
    busy |= _decisions(log_, scenario, files, until=days, lot=lot)
    files.left = [(at, filed) for at, filed in files.left if at < days]
    return _told(log_, scenario, files, [filed for _place, filed in waiting], daily, lot=lot, busy=busy)


def _who_waits(log_: Measured, lot: int) -> list[tuple[str, float]]:
    """(place, filed) of those who wait today, those filed first in front at each place; one in a lot stands for all of it."""
    found = []
    for place in (DECISION, REVIEW, WRITING, INTERVIEW, INTAKE):
        at = over = 0
        for age, cases in sorted(log_.waiting.get(place, ()), reverse=True):
            at, over = divmod(over + cases, lot)
            found += [(place, -float(age))] * at
        if over * 2 >= lot > 1:
            found.append((place, 0.0))
    return found


def _put(place: str, filed: float, chances: Chances, files: Files) -> None:
    bits = chances.bits(60)
    review, deciding = chances.review[bits & 1023], chances.deciding[(bits >> 20) & 1023]
    work = chances.work[(bits >> 10) & 1023]
    part = ((bits >> 40) & 1023) / PLACES
    closing = chances.closing[(bits >> 30) & 1023]
    if place == DECISION:
        files.listed.append((deciding * part if deciding else filed, filed, closing))
    elif place == REVIEW:
        files.listed.append((review * part + deciding, filed, closing))
    elif place == WRITING:
        # Heard already: at the head of the queue, with a part of the work done.
        files.queue.append((filed - 1e6, filed, closing, work * part, review + deciding, 0))
    else:
        language = chances.language[(bits >> 20) & 1023]
        ready = filed if place == INTERVIEW else chances.intake[(bits >> 50) & 1023] * part
        files.queue.append((ready, filed, closing, work, review + deciding, language))


def _in_lots(daily: list[int], lot: int) -> list[int]:
    found, over = [], 0
    for number in daily:
        whole, over = divmod(over + number, lot)
        found.append(whole)
    return found


def _who_comes(daily: list[int], chances: Chances, files: Files) -> None:
    bits_of, append = chances.bits, files.queue.append
    intake, work, review, deciding = chances.intake, chances.work, chances.review, chances.deciding
    language, closing, inadmissible = chances.language, chances.closing, chances.inadmissible
    for day, number in enumerate(daily):
        filed = day + 0.5
        for _ in range(number):
            bits = bits_of(60)
            ready = filed + intake[bits & 1023]
            if bits >> 50 < inadmissible:
                files.left.append((ready, filed))
                continue
            append(
                (
                    ready,
                    filed,
                    filed + closing[(bits >> 30) & 1023],
                    work[(bits >> 10) & 1023],
                    review[(bits >> 40) & 1023] + deciding[(bits >> 50 ^ bits >> 20) & 1023],
                    language[(bits >> 20) & 1023],
                )
            )


class Interpreters:
    """By language: when each interpreter is free."""

    def __init__(self, log_: Measured, scenario: Scenario, *, until: float, lot: int) -> None:
        self.codes = sorted(log_.languages)
        of = [log_.languages[code] for code in self.codes]
        # Fewer than none would be a wait without end; a language with nobody left has one who comes once a year.
        people = [one.people + scenario.interpreters for one in of]
        groups = [together(max(1, n), lot) for n in people]
        self.free = [free_from(number) for number, _times in groups]
        self.takes = [
            times * (7 / one.per_week if n > 0 else ONCE_A_YEAR)
            for one, n, (_number, times) in zip(of, people, groups, strict=True)
        ]
        self.spent = [0.0] * len(of)
        self.until = until

    def booked(self, language: int, start: float) -> float:
        """Take an interpreter from `start` on, or as soon as there is one. From when."""
        free, takes = self.free[language - 1], self.takes[language - 1]
        slot = max(start, free[0])
        heapreplace(free, slot + takes)
        self.spent[language - 1] += max(0.0, min(slot + takes, self.until) - slot)
        return slot

    def busy(self) -> dict[str, float]:
        """The share of their time, by language."""
        return {
            f"interpreters.{code}": spent / (len(free) * self.until)
            for code, spent, free in zip(self.codes, self.spent, self.free, strict=True)
        }


class Turns:
    """Whose turn it is: whoever's interpreter is there, then whoever has waited longest."""

    def __init__(self, queue: list[Case]) -> None:
        queue.sort(reverse=True)
        self.queue = queue
        self.booked: list[Case] = []

    def next(self, now: float) -> Case | None:
        booked, queue = self.booked, self.queue
        if booked and (not queue or booked[0][0] <= now or booked[0][0] < queue[-1][0]):
            return heappop(booked)
        return queue.pop() if queue else None


def _interviews(files: Files, rooms: Interpreters, *, desks: int, until: float) -> float:
    """Serve the queue until the horizon. The share of their time that the officers were busy."""
    turns, free, worked = Turns(files.queue), free_from(desks), 0.0
    left, listed = files.left.append, files.listed.append
    while free and (case := turns.next(free[0])) is not None:
        ready, filed, closing, work, review, language = case
        start = max(ready, free[0], 0.0)
        if start >= until:
            turns.queue.append(case)
            break
        if closing <= start:
            left((closing, filed))
            files.closed += 1
            continue
        if language and (slot := rooms.booked(language, start)) > start:
            heappush(turns.booked, (slot, filed, closing, work, review, 0))
            continue
        finished = start + work
        heapreplace(free, finished)
        worked += min(finished, until) - start
        if finished < until:
            listed((finished + review, filed, closing))
    # Nobody who is left is heard within the horizon; some are closed.
    ended = [(one[2], one[1]) for one in (*turns.queue, *turns.booked) if one[2] < until]
    files.left += ended
    files.closed += len(ended)
    return worked / (desks * until) if desks else 0.0


def _decisions(
    log_: Measured, scenario: Scenario, files: Files, *, until: float, lot: int
) -> dict[str, float]:
    """At sittings, those filed first in front; or, where nobody sits, when they are ready. The share of the places on agendas that
    were used."""
    body = log_.sittings
    if body is None:
        # Nobody has left before the first number is read.
        files.left += [(max(SOON, min(ready, closing)), filed) for ready, filed, closing in files.listed]
        files.closed += sum(closing <= ready and closing < until for ready, _filed, closing in files.listed)
        return {}
    days = sitting_days(body.next, body.every / scenario.sittings, until)
    room = body.agenda * scenario.agenda
    files.listed.sort()
    taken = taken_at(files.listed, days, room / lot)
    decided = 0
    for at, (_ready, filed, closing) in zip(taken, files.listed, strict=True):
        decided += at < closing
        files.closed += closing < min(at, until)
        files.left.append((min(at, closing), filed))
    return {"sittings": min(1.0, decided * lot / (len(days) * room)) if days else 0.0}


def _told(
    log_: Measured,
    scenario: Scenario,
    files: Files,
    waiting: list[float],
    daily: list[int],
    *,
    lot: int,
    busy: dict[str, float],
) -> Run:
    """The run as it is kept: counts at the end of each week, and the answers."""
    days = len(daily)
    old = [at for at, filed in files.left if filed <= 0]
    late = _late(log_.limit, files, waiting, daily)
    decided = len(files.left) - files.closed
    stay = len(waiting) * days + sum(number * (days - day - 0.5) for day, number in enumerate(daily))
    pending = _pending(files, waiting, daily)
    return Run(
        pending=[lot * number for number in pending[::7]],
        area=lot * (sum(pending) - (pending[0] + pending[-1]) / 2),
        late=[lot * number for number in late],
        entered=lot * (len(waiting) + sum(daily)),
        decided=lot * decided,
        closed=lot * files.closed,
        answered=max(old, default=0.0) if len(old) == len(waiting) else None,
        gone=_gone([lot * number for number in late], _tolerated(log_, scenario)),
        stay=lot * (stay - sum(days - at for at, _filed in files.left)),
        busy=busy,
        lot=lot,
    )


def _pending(files: Files, waiting: list[float], daily: list[int]) -> list[int]:
    """How many are there at the cut-off and at the end of each day."""
    gone = Counter(ceil(at) for at, _filed in files.left)
    found = [len(waiting) - gone[0]]
    for day, come in enumerate(daily, 1):
        found.append(found[-1] + come - gone[day])
    return found


def _late(limit: int, files: Files, waiting: list[float], daily: list[int]) -> list[int]:
    """Those who wait beyond the limit at the end of each week: who has passed it by then, less those of them who had left."""
    passed = Counter(week_after(filed + limit) for filed in waiting)
    for day, number in enumerate(daily):
        passed[week_after(day + 0.5 + limit)] += number
    passed.subtract(week_after(max(at, filed + limit)) for at, filed in files.left)
    found, late = [], 0
    for week in range(len(daily) // 7 + 1):
        late += passed[week]
        found.append(late)
    return found


def _tolerated(log_: Measured, scenario: Scenario) -> float:
    return max(1.0, FEW * pattern(log_.weeks).level * scenario.arrivals * log_.limit / 7)


def _gone(late: list[int], tolerated: float) -> float | None:
    """From which day on no more than are tolerated are late, to the end; none when too many are at the end."""
    last = max((week for week, number in enumerate(late) if number > tolerated), default=-1)
    return None if last == len(late) - 1 else 7.0 * (last + 1)
