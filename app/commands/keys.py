"""`rsd keys`: the keys that sign documents. Run where the server runs: the private halves are files there."""

import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from cryptography.hazmat.primitives.serialization import Encoding
from rich.console import Console
from rich.table import Table

from app.commands.connecting import as_the_system
from app.core.actor import SYSTEM
from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.documents import public as documents
from app.identity import public as identity
from app.workflows.change_master_key import rewrap_everything

T = TypeVar("T")
REFUSED = 1
SHORTEST_PASSPHRASE = 12

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


@commands.command()
def authority(
    out: Annotated[Path | None, typer.Option(help="Where to write it; the screen else.")] = None,
) -> None:
    """The certificate (PEM) of the deployment's own authority for signatories, made at the first call: readers that trust it say
    that signatures are good."""
    pem = decisions.signing_authority(datetime.now(UTC)).public_bytes(Encoding.PEM)
    if out is None:
        console.print(pem.decode(), markup=False, highlight=False)
    else:
        out.write_bytes(pem)


@commands.command()
def issue(
    username: str,
    out: Annotated[Path, typer.Option(help="The PKCS#12 file to write; its owner enrols it.")],
    passphrase: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make a key and its certificate for somebody who signs decisions. They type the passphrase at each signature."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        console.print(f"at least {SHORTEST_PASSPHRASE} characters", style="red")
        raise typer.Exit(REFUSED)
    name, seat = _done(lambda db: identity.name_and_seat(db, username))
    made = decisions.issue_certificate(
        datetime.now(UTC), name=name, username=username, seat=seat, passphrase=passphrase
    )
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
    console.print(f"{out}: {name}")


@commands.command("enrol-token")
def enrol_token(username: str, certificate: Path) -> None:
    """Let somebody sign with the key in their token (PKCS#11), whose certificate (PEM) you vouch for."""
    content = certificate.read_bytes()

    async def enrol(db: Session) -> object:
        user_id = await identity.user_id_of(db, username)
        return await decisions.enrol_token(db, SYSTEM, user_id=user_id, certificate=content)

    _done(enrol)
    console.print(f"{username} signs with a token")


def _done(act: Callable[[Session], Awaitable[T]]) -> T:
    try:
        return as_the_system(act)
    except Refusal as refusal:
        console.print(str(refusal), style="red")
        raise typer.Exit(REFUSED) from refusal
