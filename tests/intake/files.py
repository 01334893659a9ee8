"""Files of an invented registry, as CSV and as XLSX."""

import csv
import io
import zipfile
from collections.abc import Sequence

HEADERS = (
    "ID persona", "Expediente", "Nombres", "Apellidos", "Nacimiento", "Sexo", "Nacionalidad", "Parentesco",
    "Presentación", "Estado", "Desde", "Resultado", "Oficina", "Oficial", "Próxima cita", "Carné", "Pasaporte", "Teléfono",
)  # fmt: skip


def row(number: int, case: str, **said: str) -> list[str]:
    """One good row of somebody alone who waits for the interview; `said` says otherwise."""
    values = {
        "ID persona": f"P-{number:05}", "Expediente": case, "Nombres": f"Nombre{number}", "Apellidos": "Prueba Sintética",
        "Nacimiento": "14/03/1991", "Sexo": "F", "Nacionalidad": "Nicaragua", "Parentesco": "Titular",
        "Presentación": "05/02/2026", "Estado": "Por entrevistar", "Desde": "20/02/2026", "Resultado": "",
        "Oficina": "", "Oficial": "", "Próxima cita": "", "Carné": "", "Pasaporte": "", "Teléfono": "",
    }  # fmt: skip
    values |= said
    return [values[header] for header in HEADERS]


def as_csv(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", separator: str = ";") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([HEADERS, *rows])
    return text.getvalue().encode(encoding)


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def hand_made_book(cells: str, shared: str = "") -> bytes:
    """A workbook of one sheet, with whatever XML stands for its rows and its shared texts."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="{_SHEET}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return packed.getvalue()
