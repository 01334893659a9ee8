"""Writes the `rsd` command beside this interpreter: `python -m app.commands.launcher`, done by `make setup`.

The program runs from its own checkout and is never built into a package, so nothing else would make the command. A tree
whose virtual environment is a link to another's finds itself: the launcher first looks two folders above itself.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).absolute().parents[2]

_LAUNCHER = '''#!{python}
"""The command line of Acogida."""
import sys
from pathlib import Path

beside = Path(__file__).absolute().parents[2]
sys.path.insert(0, str(beside) if (beside / "app" / "cli.py").exists() else {root!r})
from app.cli import app

app(prog_name="rsd")
'''


def write_launcher(folder: Path, *, python: Path, root: Path) -> Path:
    """The launcher in that folder, run by that interpreter, for the program at `root`."""
    launcher = folder / "rsd"
    text = _LAUNCHER.format(python=python, root=str(root))
    if not launcher.exists() or launcher.read_text(encoding="utf-8") != text:
        launcher.write_text(text, encoding="utf-8")
    launcher.chmod(0o755)
    return launcher


if __name__ == "__main__":
    interpreter = Path(sys.executable)
    write_launcher(interpreter.parent, python=interpreter, root=ROOT)
