"""The step curve stands where its figures say."""

import re

from app.web.charts import SurvivalPoint, survival

POINTS = [SurvivalPoint(50, 0.5, 0.4, 0.6), SurvivalPoint(100, 0.25, 0.2, 0.3)]


def test_the_curve_stays_level_between_events_and_drops_at_them() -> None:
    drawing = survival(POINTS, until=200, width=264, height=180)
    assert drawing.line == "M52.0 34.0H102.0V84.0H152.0V109.0H252.0"


def test_the_band_lies_around_the_curve_and_closes() -> None:
    band = survival(POINTS, until=200, width=264, height=180).band
    assert band == "M52.0 34.0H102.0V74.0H152.0V104.0H252.0V114.0H152.0V94.0H102.0V34.0Z"


def test_marks_stand_on_the_curve_and_only_inside_the_figure() -> None:
    drawing = survival(POINTS, until=200, limit=60, median=50, width=264, height=180)
    assert (drawing.limit_x, drawing.limit_y) == (112.0, 84.0)
    assert (drawing.median_x, drawing.median_y) == (102.0, 84.0)
    outside = survival(POINTS, until=200, limit=201, median=None)
    assert outside.limit_x is outside.limit_y is outside.median_x is None


def test_nobody_decided_yet_is_a_level_line() -> None:
    drawing = survival([], until=90)
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+", drawing.line)
    assert drawing.band.endswith("Z")
