"""Two records that two people found to be one person become one, in the files too; and two others can take that back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.documents import public as documents
from app.identity.public import demand
from app.people import public as people

pairs = people.pairs


async def merge_persons(
    db: Session,
    actor: Actor,
    pair_id: UUID,
    *,
    survivor: UUID,
    picks: Mapping[str, str] | None = None,
    version: int | None = None,
) -> UUID:
    """Merge what was confirmed: `survivor` is the record that stays, `picks` names the fields taken from the other (`survivor` or
    `merged`). In one transaction, one merge after another; locks in one order: the pair, the files and the people by their identifiers.

    Every file of either gets the event and names the others. A file that has both claims keeps the survivor's; the other is closed with
    its document. Claims in two files both stay, marked: closing one is the procedure's own step. Returns the merge. Raises `NotFound`,
    `PairChanged`, `NotConfirmed`, `MergedSince`, `PrincipalStays`, `Invalid`.
    """
    await pairs.one_at_a_time(db)
    pair = await pairs.ready_to_merge(db, actor, pair_id, version=version)
    sides = await pairs.both_sides(db, pair)
    if survivor not in sides:
        raise Invalid.at("survivor", "required", "Elija cuál de los dos registros queda.")
    merged = next(side for side in sides if side != survivor)
    picked = _picks(picks or {})
    case_ids, key = await pairs.open_cases(db, pair_id)
    files = [await cases.open_case(db, case_id) for case_id in case_ids]
    closed = []
    for opened in files:
        closed += await _close_repeated(db, actor, opened, pair_id, survivor=survivor, merged=merged)
    number = await documents.lasting_number(db, [survivor, merged])
    done = await pairs.merge_rows(
        db,
        actor,
        pair,
        survivor_id=survivor,
        merged_id=merged,
        picks=picked,
        closed=closed,
        number=number,
    )
    data = {
        "pair": str(pair_id),
        "merge": str(done.id),
        "survivor": str(survivor),
        "merged": str(merged),
        "number": number,
        "moved": len(done.moved),
        "stayed": len(done.kept),
    }
    await _tell_every_file(db, actor, case_ids, "persons_merged", data, key)
    return done.id


async def undo_merge(db: Session, actor: Actor, pair_id: UUID) -> Mapping[str, Any]:
    """Take a merge back that another person asked to undo: every row that moved and every field that nobody changed since is what it
    was; what came since stays with the survivor, and the events say so. Raises `NotFound`, `NoUndoAsked`, `AskedForIt`, `MergedFurther`.
    """
    demand(actor, "pair.undo")
    await pairs.one_at_a_time(db)
    merge = await pairs.asked_to_undo(db, actor, pair_id)
    case_ids, key = await pairs.open_cases(db, pair_id)
    for case_id in case_ids:
        await _restore_repeated(db, actor, await cases.open_case(db, case_id), merge.closed)
    left = await pairs.unmerge_rows(db, actor, merge)
    data = {
        "pair": str(pair_id),
        "merge": str(merge.id),
        "survivor": str(merge.survivor_id),
        "merged": str(merge.merged_id),
        "reasons": merge.undo_reasons,
        "since": len(left["since"]),
        "missing": len(left["missing"]),
        "fields": left["fields"],
    }
    await _tell_every_file(db, actor, case_ids, "persons_separated", data, key)
    return left


def _picks(picks: Mapping[str, str]) -> dict[str, str]:
    for field, side in picks.items():
        if field not in pairs.FIELDS or side not in ("survivor", "merged"):
            raise Invalid.at(f"picks.{field}", "unknown", "Elija una opción.")
    return dict(picks)


async def _close_repeated(
    db: Session, actor: Actor, opened: cases.OpenCase, pair_id: UUID, *, survivor: UUID, merged: UUID
) -> list[dict[str, Any]]:
    """In a file that has both claims, the merged record's ends. Returns what that changed, before and after."""
    held = {claim.person_id: claim for claim in opened.claims}
    if survivor not in held or merged not in held:
        return []
    claim = held[merged]
    if claim is opened.principal:
        raise pairs.PrincipalStays
    if not opened.profile.stage(claim.stage).open:
        return []
    before = await _rows_of(db, claim.id)
    await cases.record(
        db,
        actor,
        opened,
        "duplicate_claim_closed",
        claims=[claim.id],
        data={"pair": str(pair_id), "goes_on": str(held[survivor].id)},
        desk=documents.Desk(),
    )
    # Whose claim hangs on the one that ends hangs on the one that goes on.
    for other in opened.claims:
        if other.derivative_of == claim.id:
            other.derivative_of = held[survivor].id
    await db.flush()
    after = await _rows_of(db, claim.id)
    return [
        {"table": table, "before": before[table, key], "after": row}
        for (table, key), row in after.items()
        if before.get((table, key)) not in (None, row)
    ]


_ROWS = text(
    "select 'claims', id, to_jsonb(x) from claims x where id = :claim or derivative_of = :claim"
    " union all select 'provisional_documents', id, to_jsonb(x) from provisional_documents x where claim_id = :claim"
    " union all select 'deadlines', id, to_jsonb(x) from deadlines x where claim_id = :claim"
)


async def _rows_of(db: Session, claim_id: UUID) -> dict[tuple[str, UUID], dict[str, Any]]:
    return {(table, key): row for table, key, row in await db.rows(_ROWS, {"claim": claim_id})}


async def _restore_repeated(
    db: Session, actor: Actor, opened: cases.OpenCase, closed: Sequence[Mapping[str, Any]]
) -> None:
    """The claim that was closed with the merge goes back to its stage by the gate; the rest of the row follows with the others."""
    for row in closed:
        before = row["before"]
        if (
            row["table"] != "claims"
            or before["case_id"] != str(opened.id)
            or row["after"]["stage"] != "elsewhere"
        ):
            continue
        claim = opened.claim(UUID(before["id"]))
        since, stage_before = claim.stage_since, claim.stage_before
        if claim.stage != "elsewhere":
            continue
        await cases.record(
            db,
            actor,
            opened,
            "duplicate_claim_restored",
            claims=[claim.id],
            data={"to_stage": before["stage"]},
        )
        # As it stood at the merge, so that the row given back is the one that was taken.
        claim.stage, claim.stage_since, claim.stage_before = "elsewhere", since, stage_before
        claim.removal_barred = bool(row["after"]["removal_barred"])
        await db.flush()


async def _tell_every_file(
    db: Session, actor: Actor, case_ids: Sequence[UUID], name: str, data: Mapping[str, Any], key: str
) -> None:
    files = [await cases.open_case(db, case_id) for case_id in case_ids]
    # Who reads one file may be the one from whom a sealed one is hidden: that one is never named.
    references = {opened.id: opened.case.reference for opened in files if not opened.case.sealed}
    for opened in files:
        others = sorted(reference for case, reference in references.items() if case != opened.id)
        hers = {data["survivor"], data["merged"]}
        claims = [c.id for c in opened.claims if str(c.person_id) in hers]
        await cases.record(
            db, actor, opened, name, claims=claims, data={**data, "files": others}, dismiss=[key]
        )
