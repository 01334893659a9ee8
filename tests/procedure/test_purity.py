"""The same answer in a test, on a page and in a court: no clock of its own, no fractions, nothing read at random."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.procedure

ROOM = Path(app.procedure.__file__).parent
FORBIDDEN_CALLS = {"now", "utcnow", "random", "time", "monotonic", "getenv"}
FORBIDDEN_IMPORTS = {"random", "time", "os", "secrets", "socket", "locale"}


def impurities(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in FORBIDDEN_CALLS:
                yield f"line {node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="date" | "datetime"), attr="today")):
                yield f"line {node.lineno}: today()"
            case ast.Constant(value=float()) | ast.Name(id="float"):
                yield f"line {node.lineno}: a float"
            case ast.Import(names=names) if FORBIDDEN_IMPORTS & {name.name for name in names}:
                yield f"line {node.lineno}: {names[0].name}"
            case ast.ImportFrom(module=module) if module in FORBIDDEN_IMPORTS:
                yield f"line {node.lineno}: {module}"


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_the_procedure_has_no_clock_and_no_fractions(path: Path) -> None:
    assert list(impurities(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "impure", ["datetime.now()", "date.today()", "x = 0.5", "import random", "from time import sleep"]
)
def test_the_rule_sees_what_it_forbids(impure: str) -> None:
    assert list(impurities(impure))
