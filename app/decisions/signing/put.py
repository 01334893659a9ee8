"""Putting one signature on a decision's paper."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pyhanko.sign.signers import Signer
from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions.models import Decision
from app.decisions.signing import keys, pades, papers, stamping
from app.decisions.signing.fields import field_name
from app.decisions.signing.models import DecisionSignature
from app.decisions.texts.compose import Text
from app.documents import public as documents
from app.documents.public import papers as drawn
from app.procedure import public as procedure
from app.settings import settings

_SEEN = {
    "es": {
        "certificate": "Firmado electrónicamente",
        "token": "Firmado electrónicamente",
        "by_hand": "Firmó a mano · sello de la autoridad",
        "key": "Certificado {short}",
        "sheet": "Su firma consta en el expediente",
    },
    "en": {
        "certificate": "Signed electronically",
        "token": "Signed electronically",
        "by_hand": "Signed by hand · seal of the authority",
        "key": "Certificate {short}",
        "sheet": "The signature is on record in the file",
    },
}


@dataclass(frozen=True, slots=True)
class Place:
    """Whose signature it is and where it stands among those of the decision, from 0."""

    name: str
    seat: str
    presides: bool
    number: int


@dataclass(frozen=True, slots=True)
class _Key:
    signer: Signer
    means: str
    fingerprint: str
    certificate_id: UUID | None


def seen_words(language: str, means: str, name: str, at: datetime, fingerprint: str) -> list[str]:
    """What is seen where somebody signed."""
    words = _SEEN[language]
    last_line = words["sheet"] if means == "by_hand" else words["key"].format(short=fingerprint[:16])
    return [words[means], name, drawn.stamped_on(at, "en" if language == "en" else "es"), last_line]


async def signatures_of(db: ReadSession, decision_id: UUID) -> list[DecisionSignature]:
    """Those that count, in the order in which they were given."""
    s = DecisionSignature
    standing = select(s).where(s.decision_id == decision_id, s.withdrawn_at.is_(None))
    return list(await db.scalars(standing.order_by(s.revision)))


async def put(
    db: Session,
    actor: Actor,
    decision: Decision,
    text: Text,
    profile: procedure.Profile,
    *,
    place: Place,
    signatories: Sequence[drawn.Signatory],
    dissents: Sequence[tuple[str, str]] = (),
    passphrase: str = "",
    scan: UUID | None = None,
) -> DecisionSignature:
    """Add the actor's signature to the paper and keep both. The decision is locked by the caller: two never sign the same revision.

    With the actor's own key where they have one enrolled; else, where the deployment lets, by hand and attested by the
    authority's seal. Raises `Invalid` at `passphrase`, `SignatureNotKept`, `storage.NoRoom`.
    """
    key = await _key(db, actor, profile, passphrase)
    revision, content = await papers.begin(db, decision, text, profile, signatories, dissents)
    at = db.now().astimezone(profile.zone)
    lines = seen_words(text.language, key.means, place.name, at, key.fingerprint)
    stamper = stamping.authority()

    def signed() -> pades.Appended:
        return pades.append(
            content,
            field=field_name(place.number),
            signer=key.signer,
            seen=drawn.stamp(lines, at),
            reason=decision.number,
            stamper=stamper,
        )

    appended = await asyncio.to_thread(signed)
    await papers.keep(db, decision, revision + 1, appended.content)
    signature = DecisionSignature(
        id=new_id(),
        decision_id=decision.id,
        case_id=decision.case_id,
        user_id=actor.user_id,
        name=place.name,
        seat=place.seat,
        presides=place.presides,
        means=key.means,
        certificate_id=key.certificate_id,
        fingerprint=key.fingerprint,
        field=field_name(place.number),
        revision=revision + 1,
        stamp="none" if stamper is None else "granted" if appended.stamped else "unanswered",
        scan=scan if key.means == "by_hand" else None,
        at=db.now(),
    )
    db.add(signature)
    await db.flush()
    return signature


async def _key(db: Session, actor: Actor, profile: procedure.Profile, passphrase: str) -> _Key:
    certificate = None if settings().signing_means == "by_hand" else await keys.current(db, actor.user_id)
    if certificate is not None:
        opened = await keys.opened(db, certificate, passphrase)
        return _Key(opened.signer, opened.means, opened.fingerprint, opened.certificate_id)
    if settings().signing_means == "certificate":
        raise Invalid.at(
            "passphrase",
            "no_certificate",
            "Usted no tiene un certificado inscrito. Pídalo a quien administra las llaves.",
        )
    seal = documents.seal(db.now(), name=f"Acogida {profile.country}")
    return _Key(seal.signer, "by_hand", seal.fingerprint, None)
