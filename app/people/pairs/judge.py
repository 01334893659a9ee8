"""Answering whether two records are one person: one answers, another confirms, a third settles where they differ."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand, may
from app.people.pairs import errors
from app.people.pairs.models import DuplicatePair, PairJudgement
from app.people.pairs.rules import VERDICTS, Look, has_looked, next_look, state_after, waits

SHORTEST = 20
PERMISSION = {"first": "pair.judge", "second": "pair.confirm", "third": "pair.confirm"}


async def judge(
    db: Session,
    actor: Actor,
    pair_id: UUID,
    *,
    verdict: str,
    reasons: str,
    missing: str = "",
    back_on: date | None = None,
    today: date,
    version: int | None = None,
) -> str:
    """Answer `same`, `different` or `undecided`; returns the pair's state afterwards.

    The second look, and the third where the first two differ, are a supervisor's, and each is another person's whatever their
    role. Undecided says what is `missing` and on which day it comes `back_on`. Raises `NotFound`, `PairChanged`, `AlreadyLooked`,
    `NotTheirLook`, `NothingToJudge`, `Invalid`.
    """
    pair = await _taken(db, actor, pair_id, today=today, version=version)
    looks = await looks_of(db, pair)
    look = _whose(actor, looks)
    given, lacking = _checked(verdict, reasons, missing, back_on, today)
    db.add(
        PairJudgement(
            id=new_id(),
            pair_id=pair.id,
            round=pair.round,
            look=look,
            verdict=verdict,
            reasons=given,
            missing=lacking,
            back_on=back_on if verdict == "undecided" else None,
            judged_by=actor.user_id,
            judged_role=actor.role,
            judged_at=db.now(),
        )
    )
    pair.state = state_after([*looks, Look(look, verdict, actor.user_id)])
    pair.version += 1
    if pair.state == "undecided":
        pair.back_on, pair.missing = back_on, lacking
    pair.settled_at = db.now() if pair.state in ("same", "different") else None
    await db.flush()
    return pair.state


async def _taken(
    db: Session, actor: Actor, pair_id: UUID, *, today: date, version: int | None
) -> DuplicatePair:
    """The pair, locked; one that was undecided and whose day has come begins a new round."""
    if not (may(actor, "pair.judge") or may(actor, "pair.confirm")):
        raise Forbidden
    pair = await db.locked(DuplicatePair, pair_id)
    if pair is None:
        raise NotFound
    if version is not None and version != pair.version:
        raise errors.PairChanged
    if not waits(pair.state, pair.back_on, today):
        raise errors.NothingToJudge
    if pair.state == "undecided":
        pair.state, pair.round, pair.back_on, pair.missing = "open", pair.round + 1, None, None
    return pair


def _whose(actor: Actor, looks: list[Look]) -> str:
    """The look that this person may take now."""
    if has_looked(looks, actor.user_id):
        raise errors.AlreadyLooked
    look = next_look(looks)
    if look is None:
        raise errors.NothingToJudge
    if not may(actor, PERMISSION[look]):
        raise errors.NotTheirLook
    return look


def _checked(
    verdict: str, reasons: str, missing: str, back_on: date | None, today: date
) -> tuple[str, str | None]:
    if verdict not in VERDICTS:
        raise Invalid.at("verdict", "required", "Elija una respuesta.")
    if len(reasons.strip()) < SHORTEST:
        raise Invalid.at(
            "reasons", "too_short", "Escriba las razones, con %(least)s caracteres al menos.", least=SHORTEST
        )
    if verdict != "undecided":
        return reasons.strip(), None
    if not missing.strip():
        raise Invalid.at("missing", "required", "Escriba qué falta para saberlo.")
    if back_on is None or back_on <= today:
        raise Invalid.at("back_on", "required", "Elija un día de aquí en adelante para volver a mirarlo.")
    return reasons.strip(), missing.strip()


async def looks_of(db: Session, pair: DuplicatePair) -> list[Look]:
    """The answers of the present round, the first one first."""
    j = PairJudgement
    rows = await db.rows(
        select(j.look, j.verdict, j.judged_by)
        .where(j.pair_id == pair.id, j.round == pair.round)
        .order_by(j.judged_at, j.id)
    )
    return [Look(*row) for row in rows]


async def ready_to_merge(db: Session, actor: Actor, pair_id: UUID, *, version: int | None) -> DuplicatePair:
    """The pair, locked, that two people found to be one person. Raises `NotFound`, `PairChanged`, `NotConfirmed`, `MergedSince`."""
    demand(actor, "pair.merge")
    pair = await db.locked(DuplicatePair, pair_id)
    if pair is None:
        raise NotFound
    if pair.state == "merged":
        raise errors.MergedSince
    if version is not None and version != pair.version:
        raise errors.PairChanged
    if pair.state != "same":
        raise errors.NotConfirmed
    return pair
