"""The log as a flat table, a line for each event, and as CSV. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.spreadsheet import safe_cell
from app.statistics.logs.traces import Trace
from app.statistics.logs.writing import moment


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what is in it: `text`, `whole`, `day` or `moment`."""

    name: str
    kind: str = "text"


COLUMNS = (
    Column("case"),
    Column("event"),
    Column("position", "whole"),
    Column("activity"),
    Column("timestamp", "moment"),
    Column("officer"),
    Column("role"),
    Column("stage_before"),
    Column("stage_after"),
    Column("claims", "whole"),
    Column("outcome"),
    Column("decision"),
    Column("remedy"),
    Column("remedy_kind"),
    Column("remedy_result"),
    Column("office"),
    Column("modality"),
    Column("origin"),
    Column("sex"),
    Column("age_group"),
    Column("filed_on", "day"),
)
Cell = str | int | date | datetime | None


def lines(traces: Iterable[Trace]) -> Iterator[tuple[Cell, ...]]:
    """The lines of these cases, in the order of `COLUMNS`."""
    for trace in traces:
        of_case = (trace.office, trace.modality, trace.origin, trace.sex, trace.age_group, trace.filed_on)
        for event in trace.events:
            yield (
                trace.case,
                event.id,
                event.position,
                event.name,
                event.at,
                event.officer,
                event.role,
                event.stage_before or None,
                event.stage_after,
                len(event.claims),
                event.outcome or None,
                event.decision,
                event.remedy,
                event.kind,
                event.result,
                *of_case,
            )


class Csv:
    """One line for each event; with the mark by which spreadsheets know the encoding."""

    passes = 1

    def begin(self, _turn: int) -> bytes:
        return ("\ufeff" + _line([column.name for column in COLUMNS])).encode()

    def write(self, _turn: int, traces: Sequence[Trace]) -> bytes:
        return "".join(_line(line) for line in lines(traces)).encode()

    def end(self) -> Iterable[bytes]:
        return ()


def _line(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(
        [safe_cell(moment(cell) if isinstance(cell, datetime) else cell) for cell in cells]
    )
    return written.getvalue()
