"""Files of an invented registry, as CSV and as XLSX."""

import csv
import io
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
