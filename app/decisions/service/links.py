"""A link of receipt: sent by e-mail to who accepted that, answered by the person with a button, and put on record.

Opening the page says nothing and writes nothing, because mail programs open links before people do. The receipt is proof, and a clock
runs from it when and only when the profile's rule on electronic service gives a day; else a person says the day, with reasons.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from app.cases import public as cases
from app.core import storage
from app.core.actor import SYSTEM, Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.decisions.errors import AlreadyNotified, NotTheDecisionInForce
from app.decisions.service import errors
from app.decisions.service.known import known_of
from app.decisions.service.models import ServiceLink
from app.decisions.service.notify import serve, to_serve
from app.decisions.service.rules import Served, takes_effect
from app.decisions.signing.papers import sealed_at
from app.identity.public import demand, names
from app.notices import public as notices

KIND, CHANNEL = "decision_link", "electronic_address"
SENT, ACKNOWLEDGED = "service_link_sent", "service_acknowledged"
# The job that puts a receipt on record, and writes the service down on the day on which it has effect.
JOB = "service_acknowledged"
LASTS, MOST = timedelta(days=30), 5


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as the office sees it; nobody sees its address."""

    id: UUID
    sent_at: datetime
    sent_by: str
    expires_at: datetime
    withdrawn_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkState:
    """What whoever opens a link is told. `state`: `open`, `acknowledged`, `closed`, `expired`; `has_paper`: the decision is to be had."""

    state: str
    acknowledged_at: datetime | None
    has_paper: bool


async def send_link(db: Session, actor: Actor, decision_id: UUID, *, version: int | None = None) -> UUID:
    """E-mail the person a link by which they say that they received the decision. It serves nothing and starts nothing.

    Only to an adult who accepted electronic service and has a mailbox that is not unsafe; the link before is closed by it. `version` is
    the case's. Raises `NotFound`, `NotSignedYet`, `AlreadyNotified`, `NotTheDecisionInForce`, `CaseChanged`, `NotAcceptedByMail`,
    `ForWhoeverReceivesForAChild`, `NoMailbox`, `TooManyLinks`.
    """
    demand(actor, "decision.notify")
    opened, decision = await to_serve(db, decision_id, version=version)
    known = await known_of(db, opened, decision)
    if known.child:
        raise errors.ForWhoeverReceivesForAChild
    if known.electronic_since is None:
        raise errors.NotAcceptedByMail
    person_id = opened.case.principal_person_id
    way = notices.way_to(await notices.contact(db, person_id), only="email")
    if way.channel != "email":
        raise errors.NoMailbox
    await _close_others(db, decision_id)
    link = ServiceLink(
        id=new_id(),
        case_id=opened.id,
        decision_id=decision_id,
        digest="",
        safe=way.extent == "full",
        sent_at=db.now(),
        sent_by=actor.user_id,
        sent_role=actor.role,
        expires_at=db.now() + LASTS,
        withdrawn_at=None,
        acknowledged_at=None,
        noted_at=None,
    )
    link.digest = notices.digest_of_token(notices.token_of(link.id))
    db.add(link)
    await db.flush()
    await cases.record(
        db,
        actor,
        opened,
        SENT,
        data={"decision": str(decision_id), "number": decision.number},
        tell={KIND: {notices.LINK: str(link.id)}},
    )
    return link.id


async def links_of(db: ReadSession, decision_id: UUID) -> tuple[LinkView, ...]:
    """The links sent for a decision, the latest first."""
    found = list(
        await db.scalars(
            select(ServiceLink)
            .where(ServiceLink.decision_id == decision_id)
            .order_by(ServiceLink.sent_at.desc())
        )
    )
    by = await names(db, [each.sent_by for each in found])
    return tuple(
        LinkView(e.id, e.sent_at, by[e.sent_by], e.expires_at, e.withdrawn_at, e.acknowledged_at)
        for e in found
    )


async def link_state(db: ReadSession, token: str) -> LinkState | None:
    """Whether that link may be answered; `None` where there is none. Nothing of the case, to nobody signed in."""
    asked = text("select * from service_link_state(:asked, :moment)")
    row = await db.row(asked, {"asked": notices.digest_of_token(token), "moment": db.now()})
    return LinkState(row.state, row.acknowledged_at, row.has_paper) if row else None


async def acknowledge(db: Session, token: str) -> None:
    """The person says that they received it: once, and the moment stays. Raises `NotFound`, `LinkClosed`.

    Said again it changes nothing. What follows is left to the worker, which may see the case.
    """
    state = await link_state(db, token)
    if state is None:
        raise NotFound
    if state.state == "acknowledged":
        return
    write = text("select acknowledge_service(:asked, :moment)")
    link_id = await db.scalar(write, {"asked": notices.digest_of_token(token), "moment": db.now()})
    if link_id is None:
        raise errors.LinkClosed
    db.later(JOB, {"link": str(link_id)}, at=db.now())


async def received_paper(db: ReadSession, token: str) -> tuple[str, bytes]:
    """Number and signed file of what was received, where the mailbox is the person's own. Raises `NotFound`."""
    asked = text("select * from received_paper(:asked, :moment)")
    row = await db.row(asked, {"asked": notices.digest_of_token(token), "moment": db.now()})
    content = await storage.get(row.file, at=sealed_at(row.file)) if row else None
    if row is None or content is None:
        raise NotFound
    return row.number, content


async def take_acknowledgement(db: Session, link_id: UUID) -> None:
    """Put a receipt on record as proof, and serve the decision by it once the law's effect is there. Done twice it is done once.

    Where the law's day is not on record nothing runs: a person writes the service down, with the day and the reasons.
    """
    link = await db.locked(ServiceLink, link_id)
    if link is None or link.acknowledged_at is None:
        return
    try:
        opened, decision = await to_serve(db, link.decision_id)
    except (AlreadyNotified, NotTheDecisionInForce):
        return
    profile, zone = opened.profile, opened.profile.zone
    if link.noted_at is None:
        link.noted_at = db.now()
        data = {"decision": str(decision.id), "number": decision.number} | both_clocks(
            link.acknowledged_at, zone
        )
        await cases.record(db, SYSTEM, opened, ACKNOWLEDGED, data=data)
    served = Served(
        CHANNEL,
        link.acknowledged_at,
        (await notices.contact(db, opened.case.principal_person_id)).name,
        proof_of(link.acknowledged_at, zone),
    )
    effect = takes_effect(profile, served, zone)
    if effect is None:
        await db.flush()
        return
    if effect.at > db.now():
        db.later(JOB, {"link": str(link_id)}, at=effect.at.astimezone(UTC))
        await db.flush()
        return
    # Who sent the link served the decision; the receipt proves it.
    name = (await names(db, [link.sent_by]))[link.sent_by]
    await serve(db, Actor(link.sent_by, name, link.sent_role), decision.id, served)


def both_clocks(moment: datetime, zone: ZoneInfo) -> dict[str, str]:
    """A moment in UTC and as the office's clock shows it, with the zone's name."""
    return {
        "at_utc": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "at_office": f"{moment.astimezone(zone).isoformat(timespec='seconds')} {zone.key}",
    }


def proof_of(moment: datetime, zone: ZoneInfo) -> str:
    """The receipt as the record of the service words it."""
    utc, here = moment.astimezone(UTC), moment.astimezone(zone)
    return f"Acuse por enlace de correo electrónico: {utc:%d/%m/%Y %H:%M:%S} UTC ({here:%d/%m/%Y %H:%M:%S} {zone.key})."


async def _close_others(db: Session, decision_id: UUID) -> None:
    link = ServiceLink
    sent = await db.scalar(select(func.count()).where(link.decision_id == decision_id))
    if sent >= MOST:
        raise errors.TooManyLinks(most=MOST)
    for each in await db.scalars(
        select(link).where(
            link.decision_id == decision_id, link.withdrawn_at.is_(None), link.acknowledged_at.is_(None)
        )
    ):
        each.withdrawn_at = db.now()
    await db.flush()
