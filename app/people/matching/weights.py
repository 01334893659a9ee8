"""What each kind of agreement weighs, in bits: log2(m / u).

m is how often it is so for two records of one person, u how often for two different people (Fellegi & Sunter 1969, "A Theory for
Record Linkage", JASA 64:1183–1210). The m of names and dates were estimated on the Spanish set of `bench/spanish_names.py`, whose
rates of error are documented there, and rounded; u of names is the share of people who bear the name (Winkler 1990, "String
Comparator Metrics and Enhanced Decision Rules", and his frequency-based matching): what is common says little, what is rare much.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

# Shown as a hint from here: one in some ten thousand pairs that a name brings together by chance reaches it.
HINT = 10.0
# Decided by two people from here: even odds among a million pairs. Measured by `python -m bench.matching`.
LIKELY = 20.0

# A name about which nothing is counted: borne by one in a thousand.
RARE = 0.001
COMMONEST = 0.25
# Until an installation has counted its own: the commonest names in the region by sound, orders of magnitude only.
USUAL: Mapping[str, float] = {
    "maria": 0.12, "jose": 0.10, "juan": 0.05, "luis": 0.04, "carlos": 0.04, "ana": 0.03, "jesus": 0.02, "antonio": 0.02,
    "miguel": 0.02, "jorge": 0.02, "francisco": 0.02, "manuel": 0.02, "rosa": 0.02, "martinez": 0.03, "lopes": 0.03,
    "rodriges": 0.03, "gonsales": 0.03, "garsia": 0.03, "ernandes": 0.03, "peres": 0.025, "sanches": 0.02, "ramires": 0.02,
    "flores": 0.015, "torres": 0.012, "ribera": 0.012, "dias": 0.012, "morales": 0.012, "kastillo": 0.01, "mendosa": 0.01,
}  # fmt: skip

# Names: a fraction of what the same spelling would weigh, and what a difference takes away.
SOUNDS, CALLED, CLOSE, NEAR, INITIAL = 0.9, 0.75, 0.75, 0.45, 0.15
SAME_WORD = 0.9
# What family names can say of two people whose given names differ: sisters share them.
KIN = 10.0
ELSEWHERE = 1.0  # a given name among the family names, or the order turned: taken away once
GIVEN_DIFFER, FAMILY_DIFFER, SECOND_DIFFERS, WORD_MISSING = -10.0, -5.0, -2.0, -0.3


@dataclass(frozen=True, slots=True)
class Level:
    """How often among records of one person (m) and of different people (u)."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        return round(log2(self.m / self.u), 2)


# Dates of adults spread over some fifty years, unevenly.
_DAYS = 50 * 365.25 / 1.6
BIRTH_SAME = Level(0.86, 1 / _DAYS).weight
BIRTH_SWAPPED = Level(0.04, 1 / _DAYS).weight
BIRTH_ONE_DIGIT = Level(0.05, 24 / _DAYS).weight
BIRTH_SAME_MONTH = Level(0.8, 12 / _DAYS * 2.5).weight
BIRTH_ESTIMATED_SAME = Level(0.5, 1.6 / 50).weight
BIRTH_ESTIMATED_NEAR = Level(0.4, 5 * 1.6 / 50).weight
BIRTH_TWO_PARTS = Level(0.02, 42 / _DAYS).weight
BIRTH_SAME_YEAR = Level(0.01, 1.6 / 50).weight
BIRTH_DIFFERS = Level(0.02, 0.95).weight
BIRTH_ESTIMATED_DIFFERS = Level(0.08, 0.8).weight

SEX_SAME = Level(0.98, 0.5).weight
SEX_DIFFERS = Level(0.02, 0.5).weight
NATIONALITY_SAME = Level(0.97, 0.45).weight
NATIONALITY_DIFFERS = Level(0.03, 0.55).weight
# A number is copied wrongly, and the paper of one member is shown for another.
PAPER_SAME = Level(0.8, 1e-6).weight
NUMBER_SAME = Level(0.05, 1e-6).weight
NUMBER_NEAR = Level(0.12, 2e-5).weight
PAPER_DIFFERS = Level(0.08, 1.0).weight
# A family shares one, and phones change hands.
PHONE_SAME = Level(0.5, 0.0005).weight - 4
# A shelter has one address for all.
LODGING_SAME, LODGING_NEAR, LODGING_DIFFERS = 6.0, 4.0, -1.5
COMPANION, MOST_COMPANIONS = 6.0, 2
