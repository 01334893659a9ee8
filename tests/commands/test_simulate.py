"""`rsd procedure simulate`: what a lawyer reads, and how it ends."""

from pathlib import Path

from typer.testing import CliRunner, Result

from app.cli import app

JOURNEY = Path(__file__).parents[1] / "procedure/journeys/costa-rica-familia.txt"


def simulated(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["procedure", "simulate", *arguments])


def copied(tmp_path: Path, old: str, new: str) -> str:
    text = JOURNEY.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "caso.txt"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(file)


def test_a_journey_is_told_in_words_and_ends_well() -> None:
    result = simulated(str(JOURNEY))
    assert result.exit_code == 0, result.output
    for words in (
        "lunes 2 de marzo de 2026, 10:00 · Oficial de enlace fronterizo · Solicitud registrada",
        "etapa: Registrada",
        "vence: Resolver en primera instancia · martes 2 de junio de 2026",
        "documento: Documento provisional de persona solicitante",
        "se rechaza: falta: el quórum",
        "martes 18 de agosto",
        "venció: Resolver la apelación",
        "se cumple todo lo esperado",
    ):
        assert words in result.output, words
    assert "No se cuentan" not in result.output


def test_every_date_is_explained_on_demand_and_in_english() -> None:
    result = simulated(str(JOURNEY), "--explain", "--english")
    assert "Due on Tuesday 19 May 2026." in result.output
    assert "16/05–17/05 (weekend)" in result.output
    assert "stage: Registered" in result.output
    assert "etapa:" not in result.output


def test_an_expectation_that_does_not_come_true_is_told_with_its_line(tmp_path: Path) -> None:
    file = copied(tmp_path, "2026-05-19", "2026-05-20")
    result = simulated(file)
    line = (
        Path(file)
        .read_text(encoding="utf-8")
        .splitlines()
        .index("    => vence: Presentar revocatoria con apelación en subsidio · 2026-05-20")
    )
    assert result.exit_code == 1
    assert f"✗ caso.txt:{line + 1}: se esperaba «vence: " in result.output
    assert "y es: 2026-05-19" in result.output


def test_a_wrong_word_is_refused_with_file_and_line(tmp_path: Path) -> None:
    result = simulated(copied(tmp_path, "· Admitida a trámite", "· Admitida a tramit"))
    assert result.exit_code == 2
    assert "caso.txt:30: este procedimiento no tiene el evento «Admitida a tramit»" in result.output
    assert "«Admitida a trámite»" in result.output


def test_a_country_that_is_not_here_is_refused_with_its_line(tmp_path: Path) -> None:
    result = simulated(copied(tmp_path, "Versión: 2024-06", "Versión: 1999-01"))
    assert result.exit_code == 2
    assert ":6: no hay perfil de CRI 1999-01" in result.output
