"""The flat table as Parquet, for analysts: typed columns, compressed, a row group for each few thousand lines."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from app.statistics.logs.columns import COLUMNS, Cell, lines
from app.statistics.logs.traces import Trace

LINES = 20_000


class Parquet:
    """Written front to back: only the lines of one row group and the footer's directory are ever in memory."""

    passes = 1

    def __init__(self) -> None:
        # A tenth of a second at the start of the server, for what is asked for once a month.
        import pyarrow as pa  # noqa: PLC0415 - see above
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - see above

        kinds = {
            "text": pa.string(),
            "whole": pa.int32(),
            "day": pa.date32(),
            "moment": pa.timestamp("ms", tz="UTC"),
        }
        self._arrow: Any = pa
        self._schema = pa.schema([(column.name, kinds[column.kind]) for column in COLUMNS])
        self._written = _Sink()
        self._writer: Any = ParquetWriter(self._written, self._schema, compression="zstd")
        self._waiting: list[tuple[Cell, ...]] = []

    def begin(self, _turn: int) -> bytes:
        return b""

    def write(self, _turn: int, traces: Sequence[Trace]) -> bytes:
        self._waiting += lines(traces)
        if len(self._waiting) >= LINES:
            self._write_group()
        return self._written.taken()

    def end(self) -> Iterable[bytes]:
        if self._waiting:
            self._write_group()
        self._writer.close()
        yield self._written.taken()

    def _write_group(self) -> None:
        columns = zip(*self._waiting, strict=True)
        arrays = [
            self._arrow.array(column, type=field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_batch(self._arrow.record_batch(arrays, schema=self._schema))
        self._waiting = []


class _Sink(io.RawIOBase):
    """Where the library writes to: it asks how far it is, and never goes back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._at += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        """What has been written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
