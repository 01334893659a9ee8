"""The end of a draft: signed, with the digest of what it says, and its paper."""

import hashlib
import json
from collections.abc import Iterable
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.decisions.models import Decision
from app.decisions.signing.models import DecisionSignature
from app.decisions.signing.put import Place, put
from app.decisions.texts.compose import compose
from app.documents.public import papers
from app.procedure import public as procedure


def seal(db: Session, decision: Decision, signatures: Iterable[DecisionSignature]) -> None:
    """Close a draft with its signatures and the digest of what it says."""
    decision.status, decision.signed_at = "signed", db.now()
    decision.signatories = [
        {
            "user_id": str(one.user_id),
            "name": one.name,
            "seat": one.seat,
            "presides": one.presides,
            "at": one.at.isoformat(),
        }
        for one in signatures
    ]
    decision.digest = digest_of(decision)


async def sign_alone(
    db: Session,
    actor: Actor,
    profile: procedure.Profile,
    decision: Decision,
    *,
    passphrase: str = "",
    instruction: str = "",
) -> None:
    """Sign what one person decides in one act: the row, its text, its paper.

    Raises `Invalid` at `passphrase`.
    """
    seat = actor.seat or ""
    sign_row(db, actor, decision, seat=seat)
    await db.flush()
    text = await compose(db, decision.id, instruction=instruction)
    await put(
        db,
        actor,
        decision,
        text,
        profile,
        place=Place(actor.name, seat, presides=False, number=0),
        signatories=[papers.Signatory(actor.name, seat)],
        passphrase=passphrase,
    )


def sign_row(
    db: Session,
    actor: Actor,
    decision: Decision,
    *,
    seat: str,
    presides: bool = False,
) -> None:
    """Sign one person's decision without its paper, which is made when it is first asked for: one of many at a time."""
    decision.status, decision.signed_at = "signed", db.now()
    decision.signatories = [
        {
            "user_id": str(actor.user_id),
            "name": actor.name,
            "seat": seat,
            "presides": presides,
            "at": db.now().isoformat(),
        }
    ]
    decision.digest = digest_of(decision)
    db.add(decision)


def digest_of(decision: Decision) -> str:
    """SHA-256 over what was decided, by whom and when, in one canonical form."""
    content = {
        "id": str(decision.id),
        "case": str(decision.case_id),
        "number": decision.number,
        "instance": decision.instance,
        "body": decision.body,
        "result": decision.result,
        "reasons": decision.reasons,
        "outcomes": decision.outcomes,
        "signatories": decision.signatories,
        "signed_at": decision.signed_at.isoformat() if decision.signed_at else None,
    }
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def keep_grounds(opened: cases.OpenCase, decision: Decision) -> None:
    """Write the decision's grounds on the claims that it decides."""
    for row in decision.outcomes:
        grounds = row.get("grounds")
        opened.claim(UUID(str(row["claim_id"]))).grounds = (
            [str(ground) for ground in grounds] if isinstance(grounds, list) else []
        )
