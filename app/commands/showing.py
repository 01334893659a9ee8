"""How the commands print: plain lines that also read well in a file, in colour on a screen."""

from collections.abc import Iterable, Mapping
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
_AT_THE_MARGIN = {"step", "time"}


def say(text: str, style: str = "") -> None:
    """One line."""
    console.print(Text(text, style=style))


def show_faults(faults: Iterable[procedure.Fault], language: str) -> None:
    """Everything that is wrong with a file, one a line: `file:line: place: reason`."""
    for fault in faults:
        say(fault.in_words(language), "red")


def show_story(lines: Iterable[procedure.Line]) -> None:
    """A simulation, step by step."""
    for line in lines:
        if line.kind in _AT_THE_MARGIN:
            say("")
        indent = "" if line.kind in _AT_THE_MARGIN else "        " if line.kind == "why" else "    "
        mark = "✗ " if line.kind == "miss" else ""
        say(f"{indent}{mark}{line.text}", _STYLES[line.kind])
