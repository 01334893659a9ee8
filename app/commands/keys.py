"""`rsd keys`: the keys that sign documents. Run where the server runs: the private halves are files there."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from app.commands.connecting import as_the_system
from app.core.actor import SYSTEM
from app.core.database import Session
from app.core.errors import Refusal
from app.documents import public as documents
from app.workflows.change_master_key import rewrap_everything

T = TypeVar("T")
REFUSED = 1

commands = typer.Typer(help="The keys that sign documents, and the one that seals.", no_args_is_help=True)
console = Console()


@commands.command("list")
def listed() -> None:
    """Say which keys there are, which one signs, and until when each is believed."""
    found = _done(documents.keys)
    table = Table("key", "issuer", "since", "believed until", "state", "private half")
    for key in found:
        state = (
            f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "signs" if key.signs else "believed"
        )
        here = "here" if key.here else "-"
        table.add_row(key.kid, key.issuer, f"{key.since:%Y-%m-%d}", f"{key.until:%Y-%m-%d}", state, here)
    console.print(table)


@commands.command()
def rotate() -> None:
    """Make a new key, which signs from now on. Papers that the old one signed stay good until its end."""
    console.print(_done(lambda db: documents.rotate_key(db, SYSTEM)))


@commands.command()
def revoke(kid: str, *, because: Annotated[str, typer.Option(help="Why; kept with the key.")]) -> None:
    """Believe nothing any longer that this key has signed: its private half is in somebody else's hands."""
    _done(lambda db: documents.revoke_key(db, SYSTEM, kid, because=because))
    console.print(f"{kid} revoked")


@commands.command()
def rewrap() -> None:
    """Wrap what is kept sealed under the master key on top of its file. Once it says 0, the older keys may leave the file."""
    console.print(f"{_done(rewrap_everything)} wrapped anew")


def _done(act: Callable[[Session], Awaitable[T]]) -> T:
    try:
        return as_the_system(act)
    except Refusal as refusal:
        console.print(str(refusal), style="red")
        raise typer.Exit(REFUSED) from refusal
