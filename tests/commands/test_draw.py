"""`rsd procedure draw`: a picture in a file or on the output, of a version or a file."""

from pathlib import Path
from xml.etree import ElementTree as ET

from typer.testing import CliRunner, Result

from app.cli import app
from tests.procedure.scenes import HERE


def drawn(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["procedure", "draw", *arguments])


def test_the_picture_is_printed_or_written(tmp_path: Path) -> None:
    printed = drawn("CRI/2022-12")
    assert printed.exit_code == 0
    assert ET.fromstring(printed.output).get("role") == "img"  # noqa: S314 - our own text
    file = tmp_path / "road.svg"
    written = drawn("CRI/2022-12", "--out", str(file))
    assert written.output.strip() == str(file)
    assert file.read_text(encoding="utf-8").strip() == printed.output.strip()


def test_a_file_is_drawn_narrow_in_english_where_the_case_stands() -> None:
    result = drawn(str(HERE / "toy.toml"), "--narrow", "--english", "--at", "ruling")
    assert "The case stands here" in result.output
    width = ET.fromstring(result.output).get("width")  # noqa: S314 - the same
    assert int(width or 0) <= 360


def test_a_stage_that_is_not_there_is_refused() -> None:
    result = drawn("CRI", "--at", "nirvana")
    assert result.exit_code == 2
    assert "no hay etapa nirvana" in result.output
