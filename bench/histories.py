"""Invented histories of cases, straight into the tables: for measuring figures and for holding the kept counts to a recount.

They were not lived through the gate. What an event says is what the gate writes; where it leads is what Costa Rica's procedure says.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

VERSION = "2024-06"
ORIGINS = ("NIC", "VEN", "CUB", "COL", "HND", "SLV")
OUTCOMES = ("recognised_convention", "rejected", "rejected", "excluded")
ROAD = (
    ("taken_over", "screening"),
    ("admitted", "awaiting_interview"),
    ("interview_held", "assessment"),
    ("assessment_submitted", "review"),
    ("endorsed", "awaiting_decision"),
)
COLUMNS = {
    "persons": "id given_names family_names aliases search_name birth_date sex nationalities languages created_at created_by"
    " birth_precision stateless version",
    "cases": "id reference country profile_version office_id registered_at registered_by filed_on stage stage_since instance"
    " household_size principal_person_id next_due_at audience to_complete assigned_to"
    " priority accelerated simplified merged sealed removal_barred missed_interviews open_proposals version",
    "claims": "id case_id person_id position basis relation filed_on stage stage_since grounds awaiting_admission outcome removal_barred",
    "case_events": "id case_id number name at recorded_at actor_id actor_role claims stage_before stage_after data digest",
}


@dataclass
class Rows:
    """Rows to write, by table, in the order of `COLUMNS`."""

    by_table: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {t: [] for t in COLUMNS})


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom the invented cases are."""

    offices: Sequence[UUID]
    users: Sequence[UUID]
    last: datetime


class History:
    """One case while it is invented."""

    def __init__(self, chance: Random, place: Place, rows: Rows) -> None:
        self.chance, self.place, self.rows = chance, place, rows
        self.id, self.at = (
            self._id(),
            place.last - timedelta(days=chance.randint(1, 900), hours=chance.random() * 9),
        )
        self.began, self.number, self.stage = self.at, 0, ""
        self.office, self.officer = chance.choice(place.offices), chance.choice(place.users)
        self.outcome: str | None = None
        self.claims = [self._id() for _ in range(chance.choice((1, 1, 1, 2, 4)))]

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def write(self) -> None:
        persons = [self._person() for _ in self.claims]
        filed = (self.began - timedelta(hours=6)).date()
        self._event("registered", "registered", {"persons": len(persons)})
        self._go_on()
        office = self.office
        self.rows.by_table["cases"].append(
            (self.id, f"B-{self.id}", "CRI", VERSION, office, self.began, self.officer, filed, self.stage, self.at,
             "first", len(persons), persons[0], datetime(9999, 12, 31, tzinfo=UTC), [f"office:{office}"], [], self.officer,
             0, False, False, False, False, True, 0, 0, self.number)
        )  # fmt: skip
        for position, (claim, person) in enumerate(zip(self.claims, persons, strict=True)):
            basis = "derivative" if position else "principal"
            self.rows.by_table["claims"].append(
                (
                    claim,
                    self.id,
                    person,
                    position,
                    basis,
                    basis,
                    filed,
                    self.stage,
                    self.at,
                    [],
                    [],
                    self.outcome,
                    True,
                )
            )

    def _go_on(self) -> None:
        chance = self.chance
        for name, stage in ROAD:
            if not self._later(40):
                return
            if chance.random() < 0.08:
                self._side_step()
            if chance.random() < 0.06:
                self._event(
                    *(("withdrawn", "withdrawn") if chance.random() < 0.5 else ("abandoned", "abandoned"))
                )
                return
            self._event(name, stage)
        if not self._later(60):
            return
        self.outcome = chance.choice(OUTCOMES)
        self._event("decided", "decided", outcomes=True)
        if not self._later(20):
            return
        recognised = self.outcome.startswith("recognised")
        self._event("notified", "final" if recognised else "remedy_window", outcomes=True)
        if not recognised and self._later(10):
            self._remedy() if chance.random() < 0.5 else self._event("became_final", "final")

    def _remedy(self) -> None:
        self._event("remedy_filed", "under_remedy", {"kind": "appeal"})
        if not self._later(90):
            return
        result = self.chance.choice(("upheld", "upheld", "overturned", "remitted"))
        data = {"result": result, "reversal_grounds": ["credibility"] if result != "upheld" else []}
        if result == "overturned":
            self.outcome = "recognised_convention"
        if result == "remitted":
            self.outcome = None
        self._event(
            "remedy_decided",
            "assessment" if result == "remitted" else "decided",
            data,
            outcomes=result != "remitted",
        )

    def _side_step(self) -> None:
        other = self.chance.choice(self.place.offices)
        kind = self.chance.randrange(3)
        if kind == 0 and other != self.office:
            self._event("transferred", self.stage, {"from": str(self.office), "to": str(other)})
            self.office = other
        elif kind == 1:
            self._event("modality_set", self.stage, {"modality": "accelerated", "applies": True})
        else:
            self._event("assigned", self.stage, {"officer": str(self.chance.choice(self.place.users))})

    def _later(self, days: int) -> bool:
        self.at += timedelta(days=self.chance.expovariate(1 / days))
        return self.at <= self.place.last

    def _event(
        self, name: str, stage: str, data: dict[str, Any] | None = None, *, outcomes: bool = False
    ) -> None:
        self.number += 1
        said = dict(data or {}) | (
            {"outcomes": {str(c): self.outcome for c in self.claims}} if outcomes else {}
        )
        self.rows.by_table["case_events"].append(
            (self._id(), self.id, self.number, name, self.at, self.at, self.officer, "system", list(self.claims),
             self.stage or None, stage, json.dumps(said), "")
        )  # fmt: skip
        self.stage = stage

    def _person(self) -> UUID:
        chance, person = self.chance, self._id()
        born = date(2026, 1, 1) - timedelta(days=int(chance.random() ** 1.4 * 75 * 365))
        sex = chance.choice(("female", "male", "male", "other"))
        self.rows.by_table["persons"].append(
            (person, "Inventada", "Persona", [], "inventada persona", born, sex, [chance.choice(ORIGINS)], ["es"],
             self.began, self.officer, "day", False, 1)
        )  # fmt: skip
        return person


def invent(seed: int, cases: int, place: Place) -> Rows:
    """So many cases with everything that happened to them; the same ones for the same seed."""
    chance, rows = Random(seed), Rows()  # noqa: S311 - the same again, not a secret
    for _ in range(cases):
        History(chance, place, rows).write()
    return rows


async def write(connection: asyncpg.Connection, rows: Rows) -> None:
    """Into the tables, past row-level security: as the cluster's own user."""
    async with connection.transaction():
        for table, columns in COLUMNS.items():
            await connection.copy_records_to_table(
                table, records=rows.by_table[table], columns=columns.split()
            )
