"""The paper of a decision that was signed without one: of a batch, or from before papers were kept."""

import asyncio
from uuid import UUID

from sqlalchemy import text as sql

from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.signing import pades, papers
from app.decisions.signing.fields import field_name
from app.decisions.signing.models import DecisionPaper, DecisionSignature
from app.decisions.signing.put import seen_words
from app.decisions.texts.compose import compose, demand_all
from app.documents import public as documents
from app.documents.public import papers as drawn
from app.procedure import public as procedure

_ONE_AT_A_TIME = sql("select pg_advisory_xact_lock(hashtextextended(:decision, 235))")


async def paper_of(db: Session, decision_id: UUID, profile: procedure.Profile) -> DecisionPaper:
    """The newest revision of the paper; one that was signed without it is drawn now, once, and attested by the authority's seal.

    Raises `NotFound`, `NotOnPaperYet` for a draft.
    """
    decision = await db.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    if decision.signed_at is None:
        raise errors.NotOnPaperYet
    await demand_all(db, decision)
    kept = await papers.last(db, decision_id)
    if kept is None:
        await db.execute(_ONE_AT_A_TIME, {"decision": str(decision_id)})
        kept = await papers.last(db, decision_id) or await _attested(db, decision, profile)
    return kept


async def _attested(db: Session, decision: Decision, profile: procedure.Profile) -> DecisionPaper:
    """A place for each who signed, and in each the authority's seal."""
    text = await compose(db, decision.id)
    people = [drawn.Signatory(str(one["name"]), str(one["seat"])) for one in decision.signatories]
    revision, content = await papers.begin(db, decision, text, profile, people)
    seal = documents.seal(db.now(), name=f"Acogida {profile.country}")
    at = db.now().astimezone(profile.zone)

    def signed(number: int, name: str, before: bytes) -> bytes:
        lines = seen_words(text.language, "by_hand", name, at, seal.fingerprint)
        return pades.append(
            before,
            field=field_name(number),
            signer=seal.signer,
            seen=drawn.stamp(lines, at),
            reason=decision.number,
        ).content

    paper = None
    for number, one in enumerate(decision.signatories):
        content = await asyncio.to_thread(signed, number, str(one["name"]), content)
        revision += 1
        paper = await papers.keep(db, decision, revision, content)
        db.add(
            DecisionSignature(
                id=new_id(),
                decision_id=decision.id,
                case_id=decision.case_id,
                user_id=UUID(str(one["user_id"])),
                name=str(one["name"]),
                seat=str(one["seat"]),
                presides=bool(one["presides"]),
                means="by_hand",
                certificate_id=None,
                fingerprint=seal.fingerprint,
                field=field_name(number),
                revision=revision,
                stamp="none",
                scan=None,
                at=decision.signed_at or db.now(),
            )
        )
    if paper is None:
        raise NotFound
    await db.flush()
    return paper
