"""`rsd procedure diff`: two versions or files side by side, in words."""

from typer.testing import CliRunner, Result

from app.cli import app
from tests.procedure.scenes import DEMONSTRATION


def differing(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["procedure", "diff", *arguments])


def test_two_versions_are_told_part_by_part() -> None:
    result = differing("CRI/2022-12", "CRI/2024-06")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    at = lines.index("Plazos")
    assert (
        lines[at + 1] == "    ~ Presentar la solicitud · duración: antes 1 mes; ahora sin plazo en registro"
    )
    english = differing("CRI/2022-12", "CRI/2024-06", "--english").output
    assert "    ~ File the claim · length: before 1 month; now no limit on record" in english


def test_an_override_file_is_told_by_what_it_changes() -> None:
    result = differing("CRI", str(DEMONSTRATION))
    assert "quórum: antes no consta" in result.output
    assert "Plazos" not in result.output


def test_the_same_twice_is_no_difference() -> None:
    assert "No hay diferencias." in differing("CRI", "CRI/2024-06").output
    assert "No difference." in differing("CRI", "CRI", "--english").output


def test_what_is_not_there_is_refused() -> None:
    assert differing("CRI", "CRI/1900-01").exit_code == 2
