"""Who has to sign a decision before it is one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions.models import Decision, Recusal, Sitting, SittingMember, Vote
from app.identity import public as identity
from app.overrides.public import procedure_in_force

Capacity = Literal["presiding", "member", "secretary", "authority", "rapporteur", "judge"]
_TITLES = {
    "secretary": ("Secretaría", "Secretary"),
    "rapporteur": ("Ponencia", "Rapporteur"),
    "judge": ("Integrante", "Member"),
}
_DISSENT = (", con voto disidente", ", dissenting")


@dataclass(frozen=True, slots=True)
class Signatory:
    """One person who signs. `seat` is whom they sit for; empty for the secretary. `dissent`: a judge's reasoned vote against."""

    user_id: UUID
    name: str
    seat: str
    capacity: Capacity
    dissent: str = ""

    def title(self, language: str) -> str:
        """As what they sign, in the language of the paper."""
        english = language == "en"
        said = self.seat or _TITLES.get(self.capacity, ("", ""))[english]
        return f"{said}{_DISSENT[english]}" if self.dissent else said


@dataclass(frozen=True, slots=True)
class Signatories:
    """`people` sign: every one of them, or (`any_one`) whichever does it first.

    `verification` is the mark of the profile's rule on signatures: `unknown` where the house's own holds (who presided signs).
    """

    people: tuple[Signatory, ...]
    any_one: bool
    verification: str

    def of(self, user_id: UUID) -> Signatory | None:
        """That person's place among them; `None` for who does not sign this."""
        return next((one for one in self.people if one.user_id == user_id), None)

    def missing(self, signed: Iterable[UUID]) -> tuple[Signatory, ...]:
        """Who is still to sign, once those have; nobody when the decision is complete."""
        done = set(signed)
        if self.any_one and done & {one.user_id for one in self.people}:
            return ()
        return tuple(one for one in self.people if one.user_id not in done)


async def signatories_of(db: ReadSession, decision_id: UUID) -> Signatories:
    """Who signs the decision, in the order in which they are printed: who presided, the members by seat, the secretary.

    Of a sitting: as the profile's `signed_by` says, among those who voted on the item; where who presided did not take part in
    it, any of the members who did. Of a single authority: whoever holds it now. Of a judgment of several: each who voted, however
    they voted, the rapporteur first. Raises `NotFound`.
    """
    decision = await db.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    if decision.remedy_id is not None:
        return Signatories(called_to_sign(decision), any_one=False, verification="unknown")
    if decision.item_id is None:
        return await _authority(db, decision)
    sitting = await db.get(Sitting, decision.sitting_id)
    if sitting is None:
        raise NotFound
    rule = (await procedure_in_force(db)).bodies[sitting.body].sits.signed_by
    voters = await _voters(db, decision.item_id, sitting.id)
    presiding = tuple(one for one in voters if one.capacity == "presiding")
    if rule.value == "all_present":
        return Signatories(voters, any_one=False, verification=rule.verification)
    if not presiding:
        return Signatories(voters, any_one=True, verification=rule.verification)
    if rule.value == "presiding_and_secretary":
        name = (await identity.names(db, [sitting.convened_by]))[sitting.convened_by]
        secretary = Signatory(sitting.convened_by, name, "", "secretary")
        return Signatories((*presiding, secretary), any_one=False, verification=rule.verification)
    return Signatories(presiding, any_one=False, verification=rule.verification)


def called_to_sign(decision: Decision) -> tuple[Signatory, ...]:
    """Who has to sign a judgment of several, in the order of their seats."""
    return tuple(
        Signatory(
            UUID(str(row["user_id"])),
            str(row["name"]),
            "",
            "rapporteur" if row.get("rapporteur") else "judge",
            str(row.get("dissent") or ""),
        )
        for row in decision.signatories
    )


async def _voters(db: ReadSession, item_id: UUID, sitting_id: UUID) -> tuple[Signatory, ...]:
    """Who voted on the item and is not out of it; who presides first."""
    m = SittingMember
    recused = select(Recusal.user_id).where(Recusal.item_id == item_id)
    rows = await db.rows(
        select(m.user_id, m.seat, m.presides)
        .join(Vote, Vote.user_id == m.user_id)
        .where(m.sitting_id == sitting_id, Vote.item_id == item_id, m.user_id.not_in(recused))
        .order_by(m.presides.desc(), m.seat)
    )
    names = await identity.names(db, [row.user_id for row in rows])
    return tuple(
        Signatory(row.user_id, names[row.user_id], row.seat, "presiding" if row.presides else "member")
        for row in rows
    )


async def _authority(db: ReadSession, decision: Decision) -> Signatories:
    """The holders of the body now. What a reviewing body or a single officer decided is signed by one person."""
    role = "commission_member" if decision.instance == "first" else "appeals_judge"
    found = await identity.colleagues(db, role, body=decision.body)
    people = tuple(Signatory(one.user_id, one.name, one.seat or "", "authority") for one in found)
    return Signatories(people, any_one=True, verification="confirmed")
