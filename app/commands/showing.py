"""How the commands print: plain lines that also read well in a file, in colour on a screen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from rich.console import Console
from rich.text import Text

from app.procedure import public as procedure

console = Console(highlight=False, soft_wrap=True)

_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "step": "bold",
        "time": "bold yellow",
        "stage": "cyan",
        "starts": "green",
        "moves": "green",
        "ends": "dim",
        "paper": "blue",
        "proposes": "magenta",
        "why": "dim italic",
        "refused": "yellow",
        "miss": "bold red",
    }
)
_SEVERITIES = (
    ("defect", "bold red", "Defectos", "Defects"),
    ("gap", "bold yellow", "Vacíos y preguntas", "Gaps and questions"),
    ("unverified", "bold", "Por confirmar", "To be confirmed"),
)
_COLUMNS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "es": (
            *("perfil", "desde", "etapas", "hechos", "plazos", "recursos"),
            *("confirmados", "secundarios", "de memoria", "no constan"),
        ),
        "en": (
            *("profile", "from", "stages", "events", "limits", "remedies"),
            *("confirmed", "secondary", "recalled", "unknown"),
        ),
    }
)
_AT_THE_MARGIN = {"step", "time"}


def say(text: str, style: str = "") -> None:
    """One line."""
    console.print(Text(text, style=style))


def show_faults(faults: Iterable[procedure.Fault], language: str) -> None:
    """Everything that is wrong with a file, one a line: `file:line: place: reason`."""
    for fault in faults:
        say(replace(fault, file=_near(fault.file)).in_words(language), "red")


def show_story(lines: Iterable[procedure.Line]) -> None:
    """A simulation, step by step."""
    for line in lines:
        if line.kind in _AT_THE_MARGIN:
            say("")
        indent = "" if line.kind in _AT_THE_MARGIN else "        " if line.kind == "why" else "    "
        mark = "✗ " if line.kind == "miss" else ""
        say(f"{indent}{mark}{line.text}", _STYLES[line.kind])


def show_versions(versions: Iterable[procedure.Profile], language: str) -> None:
    """A line for each version: from when, how large, and how many values have which mark."""
    rows = [_COLUMNS["en" if language == "en" else "es"]]
    for version in versions:
        marks = Counter(value.verification for _, value in procedure.marked_values(version))
        parts = (version.stages, version.events, version.limits, version.remedies)
        rows.append(
            (
                f"{version.country}/{version.version}",
                version.in_force.since.isoformat(),
                *(str(len(part)) for part in parts),
                *(str(marks[mark]) for mark in ("confirmed", "secondary", "recalled", "unknown")),
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        say("  ".join(cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in enumerate(cells)))


def show_profile(profile: procedure.Profile, language: str) -> None:
    """Which profile is meant."""
    say(f"{profile.country} {profile.version} · {profile.label.in_(language)}")


def show_findings(findings: Sequence[procedure.Finding], language: str, *, short: bool) -> None:
    """What a check found, by how much it matters, and how many there are of each."""
    for severity, style, es, en in _SEVERITIES:
        found = [finding for finding in findings if finding.severity == severity]
        say("")
        say(f"{(en if language == 'en' else es)}: {len(found)}", style if found else "bold green")
        if not (short and severity == "unverified"):
            for finding in found:
                say(f"    {replace(finding, file=_near(finding.file)).in_words(language)}")


def _near(file: Path | None) -> Path | None:
    """The file as seen from here."""
    here = Path.cwd()
    return file.relative_to(here) if file is not None and file.is_relative_to(here) else file


def show_differences(parts: Sequence[procedure.Part], language: str) -> None:
    """What two profiles say otherwise, part by part."""
    signs = {"added": ("+", "green"), "removed": ("−", "red"), "changed": ("~", "")}
    if not parts:
        say("No difference." if language == "en" else "No hay diferencias.", "bold green")
    for part in parts:
        say("")
        say(part.title, "bold")
        for each in part.differences:
            sign, style = signs[each.kind]
            say(f"    {sign} {each.in_words(language)}", style)
