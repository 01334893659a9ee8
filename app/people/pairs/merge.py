"""Making one record of two, and two of one again. The file's part of it is the workflow's (app/workflows/merge_persons.py)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.people.matching import public as matching
from app.people.pairs import errors
from app.people.pairs.fields import also_known, chosen_row
from app.people.pairs.judge import SHORTEST
from app.people.pairs.models import DuplicatePair, PersonMerge
from app.people.pairs.references import STAYS

_ROW = text("select id, to_jsonb(p) from persons p where id = any (:ids)")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `kept`: rows that the database's own rules left with the other record."""

    id: UUID
    survivor_id: UUID
    merged_id: UUID
    moved: Sequence[Mapping[str, Any]]
    kept: Sequence[Mapping[str, Any]]


# Any number that nothing else in the database takes: merges and their undoing go one after another.
_ONE_AT_A_TIME = 20_150


async def one_at_a_time(db: Session) -> None:
    """Wait until nobody merges or undoes: who is whom is then what it was when the locks were taken. They are rare and short."""
    await db.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})


async def both_sides(db: Session, pair: DuplicatePair) -> tuple[UUID, UUID]:
    """The records that stand for the two of a pair now. Raises `MergedSince` when they are one."""
    standing = "select person_standing(:a), person_standing(:b)"
    a, b = await db.row(text(standing), {"a": pair.person_a, "b": pair.person_b})
    if a == b:
        raise errors.MergedSince
    return a, b


async def open_cases(db: Session, pair_id: UUID) -> tuple[list[UUID], str]:
    """The cases of both people, locked and visible until the gate dismisses the key that is returned with them.

    Raises `SealedSide` where one is sealed and not the actor's to see: one record would be seen from both.
    """
    sealed = "select bool_or((shown ->> 'sealed')::boolean) from pair_sides(array[cast(:pair as uuid)])"
    if await db.scalar(text(sealed), {"pair": pair_id}):
        raise errors.SealedSide
    key = f"pair:{pair_id}"
    found: list[UUID] = await db.scalar(text("select open_cases_of_pair(:pair)"), {"pair": pair_id})
    await db.execute(
        text(
            "select set_config('app.audience', concat_ws(',', nullif(current_setting('app.audience'), ''), cast(:key as text)), true)"
        ),
        {"key": key},
    )
    return sorted(found or []), key


async def merge_rows(
    db: Session,
    actor: Actor,
    pair: DuplicatePair,
    *,
    survivor_id: UUID,
    merged_id: UUID,
    picks: Mapping[str, str],
    closed: Sequence[Mapping[str, Any]] = (),
    number: str | None = None,
) -> Merged:
    """Everything of `merged_id` goes to `survivor_id`, who keeps the values picked field by field."""
    await db.flush()
    found = await db.rows(_ROW, {"ids": [survivor_id, merged_id]})
    rows: dict[UUID, dict[str, Any]] = {key: row for key, row in found}  # noqa: C416 - rows are not pairs to dict()
    survivor, merged = rows[survivor_id], rows[merged_id]
    chosen = chosen_row(survivor, merged, picks)
    whole = {**survivor, **chosen}
    # What the search compares, made anew of the names and the day that stay.
    chosen["name_keys"] = matching.stored_keys(
        whole["given_names"],
        whole["family_names"],
        chosen["aliases"],
        date.fromisoformat(whole["birth_date"]),
        whole["birth_precision"],
    )
    chosen["phone_key"] = matching.phone_key(whole["phone"])
    done: dict[str, Any] = await db.scalar(
        text("select merge_person_rows(:pair, :survivor, :merged, cast(:chosen as jsonb), :stays)"),
        {
            "pair": pair.id,
            "survivor": survivor_id,
            "merged": merged_id,
            "chosen": json.dumps(chosen),
            "stays": list(STAYS),
        },
    )
    merge = PersonMerge(
        id=new_id(),
        pair_id=pair.id,
        survivor_id=survivor_id,
        merged_id=merged_id,
        choices=dict(picks),
        also=also_known(whole, survivor, merged),
        before=done["before"],
        wrote=done["wrote"],
        moved=done["moved"],
        kept=done["kept"],
        had=done["had"],
        closed=[dict(each) for each in closed],
        number=number,
        merged_by=actor.user_id,
        merged_at=db.now(),
        state="done",
        undo_asked_by=None,
        undo_asked_at=None,
        undo_reasons=None,
        undone_by=None,
        undone_at=None,
        left_over={},
    )
    db.add(merge)
    pair.state, pair.version = "merged", pair.version + 1
    await db.flush()
    return Merged(merge.id, survivor_id, merged_id, done["moved"], done["kept"])


async def ask_undo(db: Session, actor: Actor, pair_id: UUID, *, reasons: str) -> UUID:
    """Ask that a merge be undone; another person does it. Returns the merge. Raises `NotFound`, `NoUndoAsked`, `Invalid`."""
    demand(actor, "pair.ask_undo")
    merge = await _last(db, pair_id)
    if len(reasons.strip()) < SHORTEST:
        raise Invalid.at(
            "reasons", "too_short", "Escriba las razones, con %(least)s caracteres al menos.", least=SHORTEST
        )
    if merge.state != "done":
        raise errors.NoUndoAsked
    merge.state, merge.undo_asked_by, merge.undo_asked_at = "undo_asked", actor.user_id, db.now()
    merge.undo_reasons = reasons.strip()
    await db.flush()
    return merge.id


async def asked_to_undo(db: Session, actor: Actor, pair_id: UUID) -> PersonMerge:
    """The merge that another person asked to be undone, locked. Raises `NotFound`, `NoUndoAsked`, `AskedForIt`, `MergedFurther`."""
    demand(actor, "pair.undo")
    merge = await _last(db, pair_id)
    if merge.state != "undo_asked":
        raise errors.NoUndoAsked
    if merge.undo_asked_by == actor.user_id:
        raise errors.AskedForIt
    further = "select person_standing(:person) <> :person"
    if await db.scalar(text(further), {"person": merge.survivor_id}):
        raise errors.MergedFurther
    return merge


async def unmerge_rows(db: Session, actor: Actor, merge: PersonMerge) -> Mapping[str, Any]:
    """Give everything back. Returns what could not be: `missing`, `since`, `fields` (see the migration)."""
    await db.flush()
    left: dict[str, Any] = await db.scalar(
        text("select unmerge_person_rows(:merge, :stays)"), {"merge": merge.id, "stays": list(STAYS)}
    )
    merge.state, merge.undone_by, merge.undone_at, merge.left_over = "undone", actor.user_id, db.now(), left
    pair = await db.locked(DuplicatePair, merge.pair_id)
    if pair is not None:
        # Two people had found them to be one and two others took it back: it is looked at anew from the beginning.
        pair.state, pair.round, pair.settled_at, pair.version = "open", pair.round + 1, None, pair.version + 1
    await db.flush()
    return left


async def _last(db: Session, pair_id: UUID) -> PersonMerge:
    found: PersonMerge | None = await db.scalar(
        select(PersonMerge)
        .where(PersonMerge.pair_id == pair_id)
        .order_by(PersonMerge.merged_at.desc(), PersonMerge.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
