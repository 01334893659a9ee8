"""`rsd procedure list`: every shipped version, with how sure its values are."""

from typer.testing import CliRunner

from app.cli import app
from app.procedure import public as procedure


def test_every_version_of_every_country_is_listed_once() -> None:
    printed = CliRunner().invoke(app, ["procedure", "list"])
    named = [line.split()[0] for line in printed.output.splitlines() if "/" in line]
    shipped = [f"{v.country}/{v.version}" for c in procedure.countries() for v in procedure.versions(c)]
    assert printed.exit_code == 0
    assert named == shipped
    assert {name[:3] for name in named} == {"CRI", "MEX", "PAN", "GTM", "HND", "BLZ"}
