"""Files as people have them: what is found out is said, and what is no table is refused in words."""

import io
import zipfile

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from app.intake.bulk import reading
from app.intake.bulk.errors import BrokenMap, UnreadableFile
from app.intake.bulk.maps import Column, read_map, shipped
from app.intake.bulk.prepare import check_columns
from app.intake.bulk.rules.cells import Unreadable, country_of, day_of
from tests.intake.files import HEADERS, as_csv, hand_made_book, row


def rule_of(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        reading.read_table(content)
    return refused.value.fields[0].rule


def workbook(*, formula: bool = False, merged: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["Nombre", "Edad", None])
    sheet.append(["Una", "=1+1" if formula else 2])
    sheet.append([None, None])
    sheet.append(["Otra", 3])
    sheet.append([" ", None])
    if merged:
        sheet.merge_cells("A2:A3")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\xd0\xcf\x11\xe0old", "old_excel"),
        (b"PK\x03\x04broken", "broken_workbook"),
        (b"\x89PNG\x00\x00\x00", "not_a_table"),
        (b"a;b\n", "no_rows"),
        (b"\n\n", "empty"),
        (b"a;b\n;\n", "no_rows"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, rule: str) -> None:
    assert rule_of(content) == rule


@pytest.mark.parametrize(
    "content",
    [
        # Two cells in opposite corners: 17 thousand million cells to the library that opens it.
        hand_made_book(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Nombre</t></is></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        # One text of a megabyte that 9,000 cells name.
        hand_made_book(
            "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9001)),
            f"<si><t>{'a' * reading.MEGABYTE}</t></si>",
        ),
    ],
    ids=["corners", "shared text"],
)
def test_a_small_workbook_that_opens_to_more_than_all_memory_is_refused_and_the_process_lives(
    content: bytes,
) -> None:
    assert len(content) < 100_000
    assert rule_of(content) == "opens_too_large"


def test_a_file_that_unpacks_to_far_more_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", reading.MEGABYTE)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (3 * reading.MEGABYTE))
    assert len(packed.getvalue()) < 20_000
    assert rule_of(packed.getvalue()) == "unpacks_too_large"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("leeme.txt", b"no")
    assert rule_of(other.getvalue()) == "not_a_workbook"


def test_a_workbook_says_its_formulas_its_merged_cells_and_its_blank_rows() -> None:
    table = reading.read_table(workbook(formula=True, merged=True))
    assert (table.headers, [r.number for r in table.rows]) == (("Nombre", "Edad"), [2, 4])
    assert (table.formulas, table.merged, table.blank) == (1, 1, 1)


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8-sig", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16")]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found_and_said(encoding: str, said: str, separator: str) -> None:
    table = reading.read_table(
        as_csv([row(1, "E-1", Apellidos="Núñez, de la O")], encoding=encoding, separator=separator)
    )
    assert (table.encoding, table.separator, table.headers) == (said, separator, HEADERS)
    assert table.rows[0].cells[3] == "Núñez, de la O"


def test_missing_and_repeated_headers_are_named() -> None:
    mapping = read_map(shipped()["ejemplo"])
    content = as_csv([row(1, "E-1")])
    with pytest.raises(UnreadableFile) as missing:
        check_columns(mapping, content.replace(b"Sexo", b"Genero", 1))
    assert (missing.value.fields[0].rule, missing.value.fields[0].values) == (
        "missing_columns",
        {"names": "«Sexo»"},
    )
    with pytest.raises(UnreadableFile) as twice:
        check_columns(
            mapping,
            content.replace("Teléfono".encode(), b"Sexo", 1)
            .replace(b"Oficial", "Teléfono".encode(), 1)
            .replace(b"Oficina", b"Oficial", 1)
            .replace(b"Resultado", b"Oficina", 1)
            .replace(b"Desde", b"Resultado", 1)
            .replace(b"Estado", b"Desde;Estado", 1),
        )
    assert twice.value.fields[0].rule == "repeated_columns"


@pytest.mark.parametrize(
    ("text", "order", "day", "precision"),
    [
        ("03/04/1990", "dmy", "1990-04-03", "day"),
        ("03/04/1990", "mdy", "1990-03-04", "day"),
        ("1990-04-03", "dmy", "1990-04-03", "day"),
        ("3 abr 1990", "dmy", "1990-04-03", "day"),
        ("1985", "dmy", "1985-01-01", "year"),
        ("04/1985", "dmy", "1985-04-01", "month"),
        ("ca. 1985", "dmy", "1985-01-01", "estimated"),
    ],
)
def test_a_date_is_read_in_the_order_that_the_map_says(
    text: str, order: str, day: str, precision: str
) -> None:
    found = day_of(text, Column(column="x", order=order, estimated=("ca.",)), whole=False)  # type: ignore[arg-type]
    assert (found.day.isoformat(), found.precision) == (day, precision)


@pytest.mark.parametrize("text", ["31/02/1990", "13/25/1990", "5/5/85", "ayer", "33000"])
def test_a_date_that_cannot_be_is_never_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        day_of(text, Column(column="x", order="dmy"), whole=True)


def test_countries_are_read_by_the_codes_that_the_map_names() -> None:
    assert [country_of(t, c) for t, c in (("AUS", "iso"), ("AUS", "unhcr"), ("NI", "iso"), ("haití", "name"), ("Cuba", "name"))] == [
        "AUS", "AUT", "NIC", "HTI", "CUB",
    ]  # fmt: skip
    with pytest.raises(Unreadable):
        country_of("Yugoslavia", "name")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('order = "dmy"\nestimated', "estimated"), "order"),
        (("[fields.sex]", "[fields.sexo]"), "sexo"),
        (('codes = "name"', ""), "codes"),
        (("header_row", "header_rows"), ""),
        (('version = "1"', "version = "), "TOML"),
    ],
)
def test_a_map_that_leaves_something_to_guess_is_refused(change: tuple[str, str], said: str) -> None:
    text = shipped()["ejemplo"].replace(*change)
    if text == shipped()["ejemplo"]:
        text += "\nheader_rows = 2\n"
    with pytest.raises(BrokenMap) as refused:
        read_map(text)
    field = refused.value.fields[0]
    assert said in field.message % (field.values or {})
