"""What every story of the simulation knows: who there is, when there is time, who waits for the Commission."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.demonstration.deployment import Institution
from app.demonstration.diary import Diary

if TYPE_CHECKING:
    from app.demonstration.life import Life


@dataclass
class Land:
    """One deployment in simulated time."""

    institution: Institution
    diary: Diary
    # Which part of the deployment this is: its offices, its sittings, its interpreters.
    part: int
    # Cases that await a decision, in the order in which they came.
    docket: list["Life"] = field(default_factory=list)
