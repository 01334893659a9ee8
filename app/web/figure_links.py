"""From a number to the cases behind it: the address of their list, for who may see cases or reads them under pseudonyms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from app.core.actor import Actor
from app.identity import public as identity
from app.statistics import public as statistics

UUID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of a figure's lists, with the filters that it was counted with; none where the reader sees no case."""

    name: str
    query: Mapping[str, str]
    open: bool = False

    def to(self, table: str | None, row: Sequence[statistics.Cell], column: str) -> str | None:
        """The list behind a cell; of a headline with no table and no row. Fewer cells than the table has keys take in all that begin so."""
        found = statistics.part_of(self.name, table)
        if not self.open or found is None or column not in found.columns:
            return None
        keys = [_said(cell) for cell, _ in zip(row, found.keys, strict=False)]
        if any(
            k.kind == "officer" and len(v) not in (0, UUID_LENGTH)
            for k, v in zip(found.keys, keys, strict=False)
        ):
            # Somebody else's desk, which is told by a number alone.
            return None
        asked = [*self.query.items(), *([("table", table)] if table else []), *(("row", key) for key in keys)]
        return f"/metrics/{self.name}/cases?{urlencode([*asked, ('column', column)])}"


def links(actor: Actor, name: str, query: Mapping[str, str]) -> Links:
    """`query`: the filters of the address."""
    may = identity.may(actor, "case.read") or actor.role in statistics.PSEUDONYMOUS
    return Links(name, query, open=may)


def _said(cell: statistics.Cell) -> str:
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell)
