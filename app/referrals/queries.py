"""Reading services and referrals. Row-level security shows a sensitive one to who may read protected needs, and to nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from app.cases.public import case_table, claim_table
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.people.public import person_table
from app.referrals.models import WAITING, Referral, Service
from app.referrals.rules import nearest_first

MOST, MOST_RINGING = 100, 20

_R, _maker, _answerer = Referral, aliased(user_table), aliased(user_table)
_VIEWS = (
    select(
        _R,
        case_table.c.reference,
        person_table.c.given_names,
        person_table.c.family_names,
        Service.name.label("service"),
        Service.contact,
        _maker.c.name.label("maker"),
        _answerer.c.name.label("answerer"),
    )
    .join(case_table, case_table.c.id == _R.case_id)
    .join(claim_table, claim_table.c.id == _R.claim_id)
    .join(person_table, person_table.c.id == claim_table.c.person_id)
    .join(Service, Service.id == _R.service_id)
    .join(_maker, _maker.c.id == _R.made_by)
    .outerjoin(_answerer, _answerer.c.id == _R.answered_by)
    .order_by(_R.made_at.desc(), _R.id)
    .limit(MOST)
)
_ONE = _VIEWS.where(_R.id == bindparam("id"))
_OF_CASE = _VIEWS.where(_R.case_id == bindparam("case"))
_WAITING = _VIEWS.where(_R.state.in_(WAITING))
_UNANSWERED = and_(_R.state == "made", _R.urgent)
_OWN = or_(_R.made_by == bindparam("reader"), case_table.c.assigned_to == bindparam("reader"))
_AGAIN = and_(_R.state.in_(WAITING), _R.follow_up_on <= bindparam("today"), _OWN)
# What stands on top of the day, by role; of every other role under "".
_RINGING = {
    role: _VIEWS.where(or_(shown, _AGAIN)).limit(MOST_RINGING)
    for role, shown in {
        "supervisor": or_(and_(_R.state == "made", _R.escalated_at.is_not(None)), and_(_UNANSWERED, _OWN)),
        "child_protection_officer": _UNANSWERED,
        "": and_(_UNANSWERED, _OWN),
    }.items()
}


@dataclass(frozen=True, slots=True)
class ServiceView:
    id: UUID
    name: str
    kinds: list[str]
    offices: list[UUID]
    places: str
    languages: list[str]
    hours: str
    channel: str
    contact: str
    capacity: str
    response_hours: int
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral with whose it is. `person` is the name of the person referred; `waiting` until it is closed or refused."""

    id: UUID
    case_id: UUID
    reference: str
    person: str
    service: str
    contact: str
    kind: str
    sensitive: bool
    urgent: bool
    why: str
    sent: Mapping[str, Any]
    consented: bool
    consent_how: str
    consent_on: date | None
    obliged_by: str | None
    obliged_why: str
    state: str
    made_at: datetime
    maker: str
    respond_by: datetime | None
    escalated_at: datetime | None
    answered_at: datetime | None
    answerer: str | None
    answer: str
    follow_up_on: date | None
    closed_at: datetime | None
    result: str
    version: int

    @property
    def waiting(self) -> bool:
        return self.state in WAITING

    @property
    def code(self) -> str:
        return self.id.hex[-8:].upper()


async def services(db: ReadSession, *, active_only: bool = False) -> list[ServiceView]:
    """Every service, by name."""
    statement = select(Service).order_by(Service.name, Service.id)
    if active_only:
        statement = statement.where(Service.active)
    return [_service(one) for one in await db.scalars(statement)]


async def service(db: ReadSession, service_id: UUID) -> ServiceView:
    """Raises `NotFound`."""
    found = await db.get(Service, service_id)
    if found is None:
        raise NotFound
    return _service(found)


async def services_for(
    db: ReadSession, kind: str | None, *, office_id: UUID, languages: Sequence[str]
) -> list[ServiceView]:
    """Those that offer the kind (any, when left out), nearest first."""
    found = [one for one in await services(db, active_only=True) if kind is None or kind in one.kinds]
    return nearest_first(found, office_id, languages)


def _service(s: Service) -> ServiceView:
    return ServiceView(
        s.id, s.name, s.kinds, s.offices, s.places, s.languages, s.hours, s.channel, s.contact, s.capacity,
        s.response_hours, s.active, s.version,
    )  # fmt: skip


async def referral(db: ReadSession, referral_id: UUID) -> ReferralView:
    """Raises `NotFound`."""
    found = await _views(db, _ONE, {"id": referral_id})
    if not found:
        raise NotFound
    return found[0]


async def referrals_of(db: ReadSession, case_id: UUID) -> list[ReferralView]:
    """Of one case, newest first."""
    return await _views(db, _OF_CASE, {"case": case_id})


async def open_referrals(db: ReadSession) -> list[ReferralView]:
    """Those among the actor's cases that still wait; urgent and unanswered first."""
    found = await _views(db, _WAITING, {})
    return sorted(found, key=lambda r: (r.state != "made", not r.urgent, r.made_at))


async def ringing(db: ReadSession) -> list[ReferralView]:
    """What stands on top of the day: urgent ones without an answer, before who made them, who has the case and child protection; before
    the supervisor what the service did not answer in its time; and those to look at again today."""
    statement = _RINGING.get(db.actor.role, _RINGING[""])
    return await _views(db, statement, {"reader": db.actor.user_id, "today": db.now().date()})


async def _views(db: ReadSession, statement: Select[Any], values: Mapping[str, Any]) -> list[ReferralView]:
    return [_view(row) for row in await db.rows(statement, values)]


def _view(row: Any) -> ReferralView:
    r: Referral = row.Referral
    return ReferralView(
        id=r.id,
        case_id=r.case_id,
        reference=row.reference,
        person=f"{row.given_names} {row.family_names}".strip(),
        service=row.service,
        contact=row.contact,
        kind=r.kind,
        sensitive=r.sensitive,
        urgent=r.urgent,
        why=r.why,
        sent=r.sent,
        consented=r.consented,
        consent_how=r.consent_how,
        consent_on=r.consent_on,
        obliged_by=r.obliged_by,
        obliged_why=r.obliged_why,
        state=r.state,
        made_at=r.made_at,
        maker=row.maker,
        respond_by=r.respond_by,
        escalated_at=r.escalated_at,
        answered_at=r.answered_at,
        answerer=row.answerer,
        answer=r.answer,
        follow_up_on=r.follow_up_on,
        closed_at=r.closed_at,
        result=r.result,
        version=r.version,
    )
