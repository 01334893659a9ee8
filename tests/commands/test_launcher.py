"""The `rsd` command that `make setup` writes: it runs, from anywhere, the tree it was made in."""

import os
import subprocess
import sys
from pathlib import Path

from app.commands.launcher import ROOT, write_launcher

JOURNEY = ROOT / "tests/procedure/journeys/costa-rica-familia.txt"


def test_the_command_runs_from_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    launcher = write_launcher(folder, python=Path(sys.executable), root=ROOT)
    ran = subprocess.run(
        [launcher, "procedure", "simulate", JOURNEY],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "se cumple todo lo esperado" in ran.stdout


def test_it_is_written_again_only_when_it_would_change(tmp_path: Path) -> None:
    python = Path(sys.executable)
    launcher = write_launcher(tmp_path, python=python, root=ROOT)
    before = launcher.stat().st_mtime_ns
    write_launcher(tmp_path, python=python, root=ROOT)
    assert launcher.stat().st_mtime_ns == before
    write_launcher(tmp_path, python=python, root=tmp_path)
    assert str(tmp_path) in launcher.read_text(encoding="utf-8")
