"""A key for one who signs, so that a decision can be signed electronically: synthetic, as its certificate says in words."""

from app.core.actor import Actor
from app.core.database import Database
from app.decisions import public as decisions
from app.identity import public as identity

PASSPHRASE = "llave de demostración"  # noqa: S105 - printed at every start: nothing that it signs is worth anything


async def give_key(database: Database, signatory: Actor) -> None:
    """A certificate of the deployment's own authority, enrolled by its owner."""
    async with database.writing(signatory) as db:
        made = decisions.issue_certificate(
            db.now(),
            name=signatory.name,
            username=await identity.username_of(db, signatory.user_id),
            seat=signatory.seat or "",
            passphrase=PASSPHRASE,
            synthetic=True,
        )
        await decisions.enrol_certificate(db, signatory, content=made, passphrase=PASSPHRASE)
