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
from app.statistics.publishing.rules.asked import CONTROLS, MEASURES, TABLES, THRESHOLD, UNITS, Asked

__all__ = [
    "CONTROLS",
    "MEASURES",
    "TABLES",
    "THRESHOLD",
    "UNITS",
    "Asked",
    "Release",
    "ReleaseLine",
    "discard",
    "prepare",
    "published",
    "published_release",
    "release",
    "releases",
    "seal",
]
