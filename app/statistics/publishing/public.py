"""What may be used of publishing outside `statistics`."""

from app.statistics.publishing.actions import discard, prepare, seal
from app.statistics.publishing.queries import (
    Release,
    ReleaseLine,
    published,
    published_release,
    release,
    releases,
)
from app.statistics.publishing.returns import (
    RETURN_TABLES,
    Indicators,
    Return,
    mirps_indicators,
    unhcr_return,
)
from app.statistics.publishing.rules.asked import CONTROLS, MEASURES, TABLES, THRESHOLD, UNITS, Asked

__all__ = [
    "CONTROLS",
    "MEASURES",
    "RETURN_TABLES",
    "TABLES",
    "THRESHOLD",
    "UNITS",
    "Asked",
    "Indicators",
    "Release",
    "ReleaseLine",
    "Return",
    "discard",
    "mirps_indicators",
    "prepare",
    "published",
    "published_release",
    "release",
    "releases",
    "seal",
    "unhcr_return",
]
