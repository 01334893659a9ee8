"""From the bytes of a file to rows of cells: XLSX or CSV, with what was found out about it said. Pure.

Nothing is guessed silently: encoding and separator are named, merged cells, formulas and blank rows are counted. A file that is no
table, that unpacks to far more than it is, or that has a needed header twice is refused in words.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.intake.bulk import apart
from app.intake.bulk.errors import UnreadableFile

Cell = str | int | float | bool | date | datetime | None
MEGABYTE = 1024 * 1024
LARGEST_FILE = 60 * MEGABYTE
# What an XLSX may come to when unpacked, and how many times its own size.
LARGEST_UNPACKED = 600 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 250_000, 400
LONGEST_CELL = 2000
_SEPARATORS = (";", ",", "\t", "|")
_FORMULA = re.compile(rb"<f[ >/]")
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the line of the sheet, or of the text file, as the person who opens it sees it."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers as they stand, the rows that are not blank, and what was found out about the file."""

    kind: str
    headers: tuple[str, ...]
    rows: list[Row]
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    formulas: int = 0
    merged: int = 0
    blank: int = 0
    repeated: tuple[str, ...] = field(default=())


def read_table(content: bytes, *, sheet: str | None = None, header_row: int = 1) -> Table:
    """Read the file. `sheet` names one of an XLSX (else its first), `header_row` counts from 1. Raises `UnreadableFile`."""
    if not content.strip(b"\x00 \r\n\t"):
        raise UnreadableFile("El archivo está vacío.", "empty")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(
            "El archivo pasa de %(limit)s MB. Divídalo.", "too_large", limit=LARGEST_FILE // MEGABYTE
        )
    if content.startswith(_ZIP):
        return _workbook(content, sheet, header_row)
    if content.startswith(_OLE):
        raise UnreadableFile(
            "Es un libro de Excel antiguo o con contraseña. Guárdelo como XLSX sin contraseña, o como CSV.",
            "old_excel",
        )
    if content.startswith(_PDF):
        raise UnreadableFile("Es un PDF, no una tabla. Suba un archivo XLSX o CSV.", "not_a_table")
    return _text(content, header_row)


def _workbook(content: bytes, sheet: str | None, header_row: int) -> Table:
    formulas = _look_inside(content)
    try:
        book = apart.open_book(content, sheet)
    except apart.Password as fault:
        raise UnreadableFile("El libro tiene contraseña. Guárdelo sin ella.", "password") from fault
    except apart.Broken as fault:
        raise UnreadableFile(
            "El libro está dañado o no es de Excel: no se pudo leer.", "broken_workbook"
        ) from fault
    except apart.TooMuch as fault:
        raise UnreadableFile(
            "Al abrirlo, el libro pide más memoria o tiempo del que hay. Guarde solo la tabla en un libro nuevo, o como CSV.",
            "opens_too_large",
        ) from fault
    if book.sheet is None:
        raise UnreadableFile(
            "El libro no tiene la hoja «%(sheet)s». Tiene: %(names)s.",
            "no_such_sheet",
            sheet=sheet,
            names=", ".join(book.names[:10]),
        )
    below = [last for last in book.merged if last >= header_row]
    lines: Sequence[Sequence[Cell]] = book.lines  # type: ignore[assignment]
    return _table("xlsx", lines, header_row, sheet=book.sheet, formulas=formulas, merged=len(below))


def _look_inside(content: bytes) -> int:
    """Unpack once and count, so that nothing else unpacks more than it may; and count the cells with a formula."""
    formulas = unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "xl/workbook.xml" not in names:
                raise UnreadableFile(
                    "Es un archivo comprimido, no un libro XLSX. Suba un archivo XLSX o CSV.",
                    "not_a_workbook",
                )
            for name in names:
                with packed.open(name) as part:
                    while piece := part.read(MEGABYTE):
                        unpacked += len(piece)
                        if unpacked > LARGEST_UNPACKED:
                            raise UnreadableFile(
                                "Al descomprimirlo, el archivo pasa de %(limit)s MB. No se abre.",
                                "unpacks_too_large",
                                limit=LARGEST_UNPACKED // MEGABYTE,
                            )
                        if name.startswith("xl/worksheets/"):
                            formulas += len(_FORMULA.findall(piece))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise UnreadableFile(
            "El libro está dañado o no es de Excel: no se pudo leer.", "broken_workbook"
        ) from fault
    return formulas


def _text(content: bytes, header_row: int) -> Table:
    text, encoding = _decoded(content)
    first = next((line for line in text.splitlines()[header_row - 1 :] if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    counts = {separator: bare.count(separator) for separator in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda each: counts[each])
    if not counts[separator]:
        separator = ","
    csv.field_size_limit(LARGEST_FILE)
    numbered: list[tuple[int, list[Cell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        # A cell may run over several lines: the row is named by the one it ends on.
        numbered += [(reader.line_num, list(cells)) for cells in reader]
    except csv.Error as fault:
        raise UnreadableFile(
            "La línea %(line)s no se puede leer como CSV.", "broken_text", line=reader.line_num
        ) from fault
    lines = [cells for _, cells in numbered]
    return _table(
        "csv", lines, header_row, encoding=encoding, separator=separator, numbers=[n for n, _ in numbered]
    )


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(name), name.removesuffix("-sig")
            except UnicodeDecodeError as fault:
                raise UnreadableFile("El texto está dañado: no se pudo leer.", "broken_text") from fault
    if b"\x00" in content[:4096]:
        raise UnreadableFile("No es una tabla: suba un archivo XLSX o CSV.", "not_a_table")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # What Excel writes in Spanish-speaking countries where it is not told otherwise.
        return content.decode("cp1252", errors="replace"), "windows-1252"


def _table(
    kind: str,
    lines: Sequence[Sequence[Cell]],
    header_row: int,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    formulas: int = 0,
    merged: int = 0,
    numbers: Sequence[int] | None = None,
) -> Table:
    if len(lines) < header_row:
        raise UnreadableFile("No hay fila %(row)s con los encabezados.", "no_headers", row=header_row)
    headers = _trimmed([_word(cell) for cell in lines[header_row - 1]])
    if not any(headers):
        raise UnreadableFile(
            "La fila %(row)s, la de los encabezados, está en blanco.", "no_headers", row=header_row
        )
    if len(headers) > MOST_COLUMNS:
        raise UnreadableFile("Hay más de %(limit)s columnas.", "too_many_columns", limit=MOST_COLUMNS)
    rows, blank = [], 0
    for place in range(header_row, len(lines)):
        cells = lines[place]
        if all(_blank(cell) for cell in cells):
            blank += 1
            continue
        rows.append(Row(numbers[place] if numbers else place + 1, cells[: len(headers)]))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(
            "Hay más de %(limit)s filas. Divida el archivo.", "too_many_rows", limit=MOST_ROWS
        )
    if not rows:
        raise UnreadableFile("Debajo de los encabezados no hay ninguna fila.", "no_rows")
    # Blank rows at the end are no gap in the table.
    last = max(n for n in range(len(lines)) if not all(_blank(cell) for cell in lines[n]))
    blank -= len(lines) - 1 - last
    again = tuple(name for name, times in Counter(headers).items() if name and times > 1)
    return Table(kind, tuple(headers), rows, sheet, encoding, separator, formulas, merged, blank, again)


def _trimmed(headers: list[str]) -> list[str]:
    while headers and not headers[-1]:
        headers.pop()
    return headers


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _word(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def said_of(table: Table) -> Iterable[tuple[str, str]]:
    """What was found out about the file, as codes and values, for whoever looks at the report."""
    yield "kind", table.kind
    for name in ("sheet", "encoding", "separator"):
        if (value := getattr(table, name)) is not None:
            yield name, value
    for name in ("formulas", "merged", "blank"):
        if count := getattr(table, name):
            yield name, str(count)
