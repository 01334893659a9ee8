"""Outside biometric matchers, as a port: this product keeps under which identifier another system knows a person, and asks who
else is matched to it. No template, no image and no score ever comes in: what an answer may hold is a list of identifiers.
"""

import asyncio
import json
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound, Unavailable
from app.core.ids import new_id
from app.identity.public import demand
from app.people.models import BiometricReference, Person
from app.people.pairs.propose import propose_pair
from app.people.pairs.rules import Reason
from app.settings import settings

LONGEST_SYSTEM, LONGEST_IDENTIFIER = 40, 100
# An answer is a few short identifiers; what is longer is something that must not come in.
LONGEST_ANSWER, MOST_MATCHES, SECONDS = 20_000, 20, 5.0
SAME = 1.0


class Matcher(Protocol):
    """Says which other identifiers of its own an identifier is matched to. Nothing else is taken from it."""

    async def matched_to(self, system: str, identifier: str) -> Sequence[str]: ...


class NoMatcher:
    """Nobody is asked: only people under the same identifier are seen as one."""

    async def matched_to(self, system: str, identifier: str) -> Sequence[str]:  # noqa: ARG002 - the port's own shape
        return ()


@dataclass(frozen=True, slots=True)
class FileMatcher:
    """For trials: a JSON file of {system: [[identifiers of one person], …]}."""

    path: Path

    async def matched_to(self, system: str, identifier: str) -> Sequence[str]:
        groups = json.loads(await asyncio.to_thread(self.path.read_text, "utf-8"))
        return _identifiers(
            [other for group in groups.get(system, ()) if identifier in group for other in group], identifier
        )


@dataclass(frozen=True, slots=True)
class HttpMatcher:
    """GET `{address}/{system}/{identifier}/matches` over https, which answers {"identifiers": [...]}."""

    address: str
    token: str | None = None

    async def matched_to(self, system: str, identifier: str) -> Sequence[str]:
        parts = "/".join(urllib.parse.quote(part, safe="") for part in (system, identifier))
        try:
            answer = await asyncio.to_thread(self._get, f"{self.address.rstrip('/')}/{parts}/matches")
            found = json.loads(answer)["identifiers"]
        except (OSError, ValueError, KeyError, TypeError) as away:
            raise Unavailable from away
        return _identifiers(found, identifier)

    def _get(self, address: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - `matcher` lets https alone through
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - the same
            read: bytes = answer.read(LONGEST_ANSWER + 1)
        if len(read) > LONGEST_ANSWER:
            raise ValueError("longer than a list of identifiers is")
        return read


def _identifiers(found: object, own: str) -> list[str]:
    if not isinstance(found, list):
        raise Unavailable
    short = [
        one for one in found if isinstance(one, str) and 0 < len(one) <= LONGEST_IDENTIFIER and one != own
    ]
    return list(dict.fromkeys(short))[:MOST_MATCHES]


def matcher() -> Matcher:
    """The one that the settings name. Raises `ValueError` for an address that is not https."""
    given = settings().biometric_matcher
    if not given:
        return NoMatcher()
    if given.startswith("https://"):
        token = settings().biometric_matcher_token_file
        return HttpMatcher(given, token.read_text(encoding="utf-8").strip() if token else None)
    if "://" in given:
        raise ValueError("the biometric matcher is a file or an https address")
    return FileMatcher(Path(given))


@dataclass(frozen=True, slots=True)
class ReferenceView:
    id: UUID
    person_id: UUID
    system: str
    identifier: str
    taken_at: datetime


async def references_of(db: ReadSession, person_ids: Sequence[UUID]) -> list[ReferenceView]:
    """Under which identifiers outside systems know those people."""
    b = BiometricReference
    rows = await db.rows(
        select(b.id, b.person_id, b.system, b.identifier, b.taken_at)
        .where(b.person_id.in_(list(person_ids)))
        .order_by(b.taken_at, b.id)
    )
    return [ReferenceView(*row) for row in rows]


async def add_reference(
    db: Session,
    actor: Actor,
    person_id: UUID,
    *,
    system: str,
    identifier: str,
    asked: Matcher | None = None,
) -> list[UUID]:
    """Keep the identifier, and put before people whoever has the same or is matched to it. Returns the pairs proposed.

    The same one again is one. Raises `NotFound`, `Invalid`, `Unavailable` when the matcher does not answer.
    """
    demand(actor, "biometric.refer")
    system, identifier = system.strip(), identifier.strip()
    if not system or len(system) > LONGEST_SYSTEM:
        raise Invalid.at(
            "system",
            "required",
            "Escriba el sistema, con %(limit)s caracteres como máximo.",
            limit=LONGEST_SYSTEM,
        )
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        raise Invalid.at(
            "identifier",
            "required",
            "Escriba el identificador, con %(limit)s caracteres como máximo. Nunca una plantilla ni una imagen.",
            limit=LONGEST_IDENTIFIER,
        )
    if await db.scalar(select(Person.id).where(Person.id == person_id)) is None:
        raise NotFound
    await db.execute(
        insert(BiometricReference)
        .values(
            id=new_id(),
            person_id=person_id,
            system=system,
            identifier=identifier,
            taken_at=db.now(),
            taken_by=actor.user_id,
        )
        .on_conflict_do_nothing()
    )
    others = await (asked or matcher()).matched_to(system, identifier)
    return await _propose(db, person_id, system, [identifier, *others])


async def _propose(db: Session, person_id: UUID, system: str, identifiers: Sequence[str]) -> list[UUID]:
    rows = await db.rows(
        text("select distinct person_id from persons_with_biometric(:system, :identifiers)"),
        {"system": system, "identifiers": list(identifiers)},
    )
    proposed = []
    for (other,) in rows:
        if other != person_id:
            reason = Reason("same_biometric_reference", SAME, {"system": system})
            pair = await propose_pair(
                db, person_id, other, score=SAME, reasons=[reason], found_by="registration"
            )
            proposed += [pair] if pair else []
    return proposed
