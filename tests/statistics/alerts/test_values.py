"""What of a figure can be watched, and filters that are kept and read again."""

from datetime import UTC, date, datetime
from uuid import UUID

from app.statistics.alerts import values
from app.statistics.figures.filters import Filters
from app.statistics.figures.values import Column, Figure, Lag, Table, Value

NOW = datetime(2026, 11, 10, 14, tzinfo=UTC)
LANGUAGES = Table(
    "interpreters",
    (
        Column("language", "code", "language"),
        Column("appointments", "count"),
        Column("median", "days"),
        Column("ninth_decile", "days"),
    ),
    (("ar", 12, 9.5, 31.0), ("ht", 3, None, None)),
)
WORKLOAD = Figure(
    "workload",
    NOW,
    Lag(0, None),
    (Value("officers", "count", 4), Value("since", "date", date(2026, 1, 1))),
    (Table("by_officer", (Column("officer", "code", "user"), Column("claims", "count")), ()), LANGUAGES),
)


def test_headlines_and_how_long_an_interpreter_is_waited_for_can_be_watched() -> None:
    assert {one.key: (one.kind, one.value) for one in values.measures(WORKLOAD)} == {
        "officers": ("count", 4),
        "interpreters.ar.median": ("days", 9.5),
        "interpreters.ar.ninth_decile": ("days", 31.0),
        "interpreters.ht.median": ("days", None),
        "interpreters.ht.ninth_decile": ("days", None),
    }
    assert values.measure(WORKLOAD, "interpreters.fr.median") is None


def test_filters_are_read_again_as_they_were_kept() -> None:
    asked = Filters(
        office=UUID(int=7),
        origin="VEN",
        since=date(2026, 1, 1),
        until=date(2026, 6, 30),
        unit="persons",
        need="SP",
    )
    assert values.filters_of(values.kept(asked)) == asked
    assert values.kept(Filters()) == {}
    assert values.kept(Filters(as_of=NOW)) == {}


def test_the_last_days_end_today() -> None:
    moved = values.within(Filters(origin="VEN"), 30, date(2026, 11, 10))
    assert (moved.since, moved.until, moved.origin) == (date(2026, 10, 12), None, "VEN")
    assert values.within(Filters(), None, date(2026, 11, 10)) == Filters()
