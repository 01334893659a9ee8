"""`rsd procedure check`: findings with their lines, refusals with theirs, and how each ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.procedure.scenes import DEMONSTRATION, HERE

TOY = (HERE / "toy.toml").read_text(encoding="utf-8")


def checked(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["procedure", "check", *arguments])


def own(tmp_path: Path, text: str) -> str:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("country", ["CRI", "MEX", "PAN", "GTM", "HND", "BLZ"])
def test_a_shipped_country_has_no_defect(country: str) -> None:
    result = checked(country)
    assert result.exit_code == 0, result.output
    assert "Defectos: 0" in result.output
    assert "no consta un valor" in result.output


def test_a_defect_is_told_with_its_line_and_ends_with_an_error(tmp_path: Path) -> None:
    text = TOY.replace('against = ["refused"]', "against = []")
    file = own(tmp_path, text)
    line = text[: text.index("[outcomes.refused]")].count("\n") + 1
    result = checked(file)
    assert result.exit_code == 1
    assert f"{file}:{line}: outcomes.refused: ningún recurso procede contra este resultado" in result.output
    assert f"{file}:{line}: outcomes.refused: no remedy lies against it" in checked(file, "--english").output


def test_a_broken_file_is_refused_with_its_lines(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        TOY.replace('length = "1 month"', 'length = "30"').replace('meets = ["stay"]', 'meets = ["x"]'),
    )
    result = checked(file)
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{file}:")
    assert lines[0].endswith("limits.rule.length: «30» no tiene unidad; escriba por ejemplo «3 working_days»")


def test_an_override_is_laid_over_its_profile_and_named_where_it_speaks() -> None:
    result = checked(str(DEMONSTRATION))
    assert result.exit_code == 0, result.output
    assert (
        "cri-demonstration.toml:8: bodies.commission.quorum: valor inventado por la instalación"
        in result.output
    )
    assert "profiles/cri-2024-06.toml:" in result.output


def test_what_is_unverified_is_left_out_on_demand() -> None:
    long, short = checked("CRI"), checked("CRI", "--short")
    assert "de memoria" in long.output
    assert "de memoria" not in short.output
    assert "Por confirmar: " in short.output


@pytest.mark.parametrize("named", ["ZZZ", "CRI/1999-01", "nowhere.toml"])
def test_what_is_neither_a_file_nor_a_version_is_refused(named: str) -> None:
    result = checked(named)
    assert result.exit_code == 2
    assert "no hay tal perfil" in result.output
