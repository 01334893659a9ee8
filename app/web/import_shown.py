"""An import in words: how far it is, what was found out about the file, and what becomes of each row."""

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.spreadsheet import safe_cell
from app.intake import public as intake
from app.people import public as people
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language

bulk = intake.bulk
GOING = ("reading", "running")


def state_words() -> dict[str, str]:
    return {
        "reading": _("se está revisando"),
        "unreadable": _("no se pudo leer"),
        "checked": _("revisada, falta importar"),
        "running": _("se está importando"),
        "stopped": _("detenida"),
        "done": _("importada"),
        "discarded": _("cerrada sin más"),
    }


def row_words() -> dict[str, str]:
    return {
        "ready": _("Por importar"),
        "broken": _("Con error"),
        "changed": _("Por resolver"),
        "kept": _("Resueltas"),
        "unchanged": _("Ya importadas"),
        "done": _("Importadas"),
        "refused": _("No se pudo"),
    }


ROW_KINDS = {
    "ready": "accent", "broken": "bad", "changed": "wait", "kept": "ok", "unchanged": "ok", "done": "ok", "refused": "bad",
}  # fmt: skip


def said_words(view: bulk.ImportView) -> list[tuple[str, str]]:
    """What was found out about the file, for a person."""
    said = view.said
    separators = {";": _("punto y coma"), ",": _("coma"), "\t": _("tabulador"), "|": _("barra")}
    found = [(_("Archivo"), view.file_name), (_("Plantilla"), f"{view.map_name}, {view.map_version}")]
    if "sheet" in said:
        found.append((_("Hoja"), str(said["sheet"])))
    if "encoding" in said:
        found.append((_("Codificación"), str(said["encoding"])))
        found.append((_("Separador"), separators.get(str(said.get("separator")), str(said.get("separator")))))
    for name, words in (
        ("formulas", _("Celdas con fórmula (vale el último valor calculado)")),
        ("merged", _("Celdas combinadas (el valor está solo en la primera)")),
        ("blank", _("Filas en blanco que se saltaron")),
    ):
        if name in said:
            found.append((words, str(said[name])))
    return found


def problem_words(view: bulk.ImportView) -> str | None:
    """Why the file could not be read."""
    return sentence(view.problem) if view.problem else None


def sentence(problem: Mapping[str, Any], *, cells: bool = True) -> str:
    """One problem in the reader's language; what stands in the cells only for who may see it."""
    if not cells and problem.get("rule") == "changed":
        return _("Dice otra cosa que al importarla.")
    values = {
        name: _(str(value)) if isinstance(value, str) else value
        for name, value in dict(problem.get("values") or {}).items()
    }
    text = _(str(problem["message"]))
    return text % values if values else text


def progress(view: bulk.ImportView) -> dict[str, Any]:
    """What the bar shows."""
    return {
        "words": state_words()[view.state],
        "state": view.state,
        "going": view.state in GOING,
        "done": view.looked_at if view.state == "reading" else view.handled,
        "all": view.households if view.state == "reading" else view.to_do,
        "counts": [(row_words()[state], view.counts[state]) for state in bulk.STATES if view.counts[state]],
    }


def acts(view: bulk.ImportView, actor: Actor) -> list[dict[str, Any]]:
    """What this actor may do with the import now, or why not."""
    found: list[dict[str, Any]] = []
    if view.state in ("checked", "stopped") and view.counts["ready"]:
        own = view.prepared_by == actor.user_id
        reason = (
            _(
                "Quien subió el archivo no lo importa: lo hace otra persona, de supervisión o de administración."
            )
            if own
            else None
        )
        found.append({"path": "start", "text": _("Importar"), "reason": reason, "kind": "primary"})
    if view.state == "running":
        found.append({"path": "stop", "text": _("Detener"), "reason": None, "kind": "warning"})
    if view.state in ("reading", "checked", "stopped", "unreadable", "done"):
        found.append(
            {"path": "discard", "text": _("Cerrar esta importación"), "reason": None, "kind": "secondary"}
        )
    return found


def rows(page: bulk.RowPage, profile: procedure.Profile, *, cells: bool) -> list[dict[str, Any]]:
    """Rows for the page. `cells`: may the reader see what stands in a cell?"""
    return [
        {
            "number": row.number,
            "key": row.key,
            "household": row.household,
            "state": row.state,
            "words": row_words()[row.state],
            "kind": ROW_KINDS[row.state],
            "becomes": becomes(row, profile),
            "problems": [
                {
                    "kind": problem["severity"],
                    "column": problem["column"],
                    "text": sentence(problem, cells=cells),
                    "cell": problem.get("cell", "") if cells else "",
                }
                for problem in row.problems
            ],
            "reference": row.reference,
        }
        for row in page.rows
    ]


def becomes(row: bulk.RowView, profile: procedure.Profile) -> str:
    """What the row will be, in a few words."""
    facts = row.becomes
    stage = profile.stages_by_name.get(str(facts.get("stage")))
    relation = people.codes.RELATIONS.get(str(facts.get("relation")))
    parts = []
    if relation is not None:
        parts.append(relation.label_en if language() == "en" else relation.label_es)
    if stage is not None:
        parts.append(stage.label.in_(language()))
    if facts.get("filed_on"):
        with suppress(ValueError):
            parts.append(
                _("presentada el %(day)s") % {"day": short_date(date.fromisoformat(str(facts["filed_on"])))}
            )
    return ", ".join(parts)


def report_head() -> str:
    return _line(
        [
            _("Fila"),
            _("Clave"),
            _("Grupo"),
            _("Estado"),
            _("Qué será"),
            _("Expediente"),
            _("Columna"),
            _("Qué pasa"),
            _("Regla"),
            _("Celda"),
        ]
    )


def report_lines(row: bulk.RowView, profile: procedure.Profile, *, cells: bool) -> str:
    """The row in the report: a line for each thing to say of it."""
    head = [
        row.number,
        row.key,
        row.household,
        row_words()[row.state],
        becomes(row, profile),
        row.reference or "",
    ]
    if not row.problems:
        return _line([*head, "", "", "", ""])
    return "".join(
        _line([*head, p["column"], sentence(p, cells=cells), p["rule"], p.get("cell", "") if cells else ""])
        for p in row.problems
    )


def _line(cells: list[Any]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerow([safe_cell(str(cell)) for cell in cells])
    return out.getvalue()
