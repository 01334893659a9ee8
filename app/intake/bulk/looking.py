"""Looking at every row: some households at a time, each time in a transaction; after a stop it goes on where it was."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from app.cases.public import case_table
from app.core.database import ReadSession, Session
from app.core.errors import NotFound, said
from app.identity import public as identity
from app.intake.bulk.errors import UnreadableFile
from app.intake.bulk.maps import ColumnMap
from app.intake.bulk.models import Import, ImportedClaim, ImportFile, ImportRow
from app.intake.bulk.prepare import check_columns, erase_file, map_of
from app.intake.bulk.reading import Table, said_of
from app.intake.bulk.rules.cells import folded
from app.intake.bulk.rules.households import ReadHousehold, Setting, check, households
from app.intake.bulk.rules.problems import Problem
from app.intake.bulk.rules.rows import ReadRow, differences, read_rows
from app.overrides import public as overrides
from app.people import public as people
from app.procedure import public as procedure

Number = Callable[[procedure.Profile, str], str]


@dataclass(slots=True)
class Looking:
    """A file in memory while it is being looked at. `profiles` by filing day; `papers` seen in the file, by the row."""

    mapping: ColumnMap
    table: Table
    households: list[ReadHousehold]
    setting: Setting
    profiles: dict[date, procedure.Profile | None] = field(default_factory=dict)
    papers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Imported:
    """What a row said when it was imported. `elsewhere`: its case is another office's than the one whose file is looked at."""

    digest: str
    said: Mapping[str, Any]
    elsewhere: bool


async def unread(db: ReadSession, import_id: UUID) -> tuple[bytes, ColumnMap] | None:
    """The file that still has to be looked at, with its map; `None` when there is nothing to look at."""
    state = await db.scalar(select(Import.state).where(Import.id == import_id))
    if state != "reading":
        return None
    content = await db.scalar(select(ImportFile.content).where(ImportFile.import_id == import_id))
    map_id = await db.scalar(select(Import.map_id).where(Import.id == import_id))
    return None if content is None else (content, await map_of(db, map_id))


def open_table(content: bytes, mapping: ColumnMap) -> Table:
    """Raises `UnreadableFile`."""
    return check_columns(mapping, content)


async def not_readable(db: Session, import_id: UUID, fault: UnreadableFile) -> None:
    """Say why the file could not be read; it is erased."""
    taken = await db.locked(Import, import_id)
    if taken is not None and taken.state == "reading":
        first = fault.fields[0]
        taken.state, taken.finished_at = "unreadable", db.now()
        taken.problem = {"rule": first.rule, "message": first.message, "values": dict(first.values or {})}
        taken.version += 1
        await erase_file(db, import_id)


async def begin(db: Session, import_id: UUID, mapping: ColumnMap, table: Table, *, number: Number) -> Looking:
    """Everything that the rows are held against, read once."""
    taken = await db.locked(Import, import_id)
    if taken is None:
        raise NotFound
    offices = await identity.offices(db)
    officers: dict[tuple[UUID, str], UUID] = {}
    for office in offices:
        for officer in await identity.colleagues(db, "eligibility_officer", office_id=office.id):
            officers[office.id, folded(officer.name)] = officer.user_id
    own = UUID(taken.scope.removeprefix("office:")) if taken.scope.startswith("office:") else None
    setting = Setting(
        today=overrides.shipped().today(db.now()),
        offices={folded(word): o.id for o in offices for word in (o.code, o.name)},
        officers=officers,
        own_office=own,
        number=number,
    )
    found = households(read_rows(mapping, table))
    taken.rows, taken.households = len(table.rows), len(found)
    taken.said = dict(said_of(table))
    return Looking(mapping, table, found, setting)


async def look_on(db: Session, import_id: UUID, looking: Looking, *, many: int) -> bool:
    """Look at the next households. False when all were looked at, or somebody closed the import."""
    taken = await db.locked(Import, import_id)
    if taken is None or taken.state != "reading":
        return False
    part = looking.households[taken.looked_at : taken.looked_at + many]
    keys = [row.key for one in part for row in one.rows]
    known = await _known(db, taken.source, keys, own=looking.setting.own_office)
    held = await _held_papers(db, part)
    rows: list[dict[str, Any]] = []
    for count, household in enumerate(part, start=taken.looked_at + 1):
        profile = await _profile(db, looking, household)
        check(household, looking.mapping, profile, looking.setting)
        _papers(looking, household, held)
        rows += _rows(import_id, count, household, profile, known)
    if rows:
        await db.execute(insert(ImportRow), rows)
    taken.looked_at += len(part)
    if taken.looked_at >= len(looking.households):
        taken.state = "checked"
        taken.version += 1
        await erase_file(db, import_id)
        return False
    return True


async def _profile(db: Session, looking: Looking, household: ReadHousehold) -> procedure.Profile | None:
    given = household.principal.values.get("filed_on")
    if given is None:
        return None
    day = looking.setting.today if looking.mapping.procedure == "in_force" else date.fromisoformat(given)
    if day not in looking.profiles:
        looking.profiles[day] = await overrides.procedure_on(db, day)
    return looking.profiles[day]


async def _known(db: Session, source: str, keys: Sequence[str], *, own: UUID | None) -> dict[str, _Imported]:
    """What was imported before under these keys. `own`: the office whose file it is, `None` for the whole deployment's."""
    i, c = ImportedClaim, case_table.c
    rows = await db.rows(
        select(i.key, i.digest, i.said, c.office_id)
        .join(case_table, c.id == i.case_id)
        .where(i.source == source, i.key.in_(keys))
    )
    return {
        row.key: _Imported(row.digest, row.said, own is not None and row.office_id != own) for row in rows
    }


async def _held_papers(db: Session, part: Sequence[ReadHousehold]) -> frozenset[str]:
    keys = [key for one in part for row in one.rows for key in _keys_of(row)]
    if not keys:
        return frozenset()
    found = await db.scalars(
        text("select distinct number_key from identity_papers where number_key = any(cast(:keys as text[]))"),
        {"keys": keys},
    )
    return frozenset(found)


def _keys_of(row: ReadRow) -> list[str]:
    numbers = (row.values.get(name) for name in ("paper_number", "document_number"))
    return [people.paper_key(str(number)) for number in numbers if number]


def _papers(looking: Looking, household: ReadHousehold, held: frozenset[str]) -> None:
    for row in household.rows:
        for key in _keys_of(row):
            if key in held:
                row.problems.append(
                    Problem(
                        "warning",
                        "",
                        "paper_known",
                        said("Ese número de documento ya consta: se propone como posible duplicado."),
                    )
                )
            first = looking.papers.setdefault(key, row.number)
            if first != row.number:
                row.problems.append(
                    Problem(
                        "warning",
                        "",
                        "paper_twice",
                        said("Ese número de documento está también en la fila %(row)s."),
                        {"row": first},
                    )
                )


def _rows(
    import_id: UUID,
    count: int,
    household: ReadHousehold,
    profile: procedure.Profile | None,
    known: dict[str, _Imported],
) -> list[dict[str, Any]]:
    met = [row for row in household.rows if row.key in known]
    rows = []
    for position, row in enumerate(household.rows):
        values, digest, before = dict(row.values), row.digest, known.get(row.key)
        if before is not None and before.elsewhere:
            # Who guesses keys must not be told what the file of another office says.
            state, problems = (
                "changed",
                [
                    Problem(
                        "difference",
                        "",
                        "known_elsewhere",
                        said(
                            "Esa clave ya se importó, y su expediente es de otra oficina: aquí no cambia nada."
                        ),
                    )
                ],
            )
        elif before is not None:
            state = "unchanged" if before.digest == digest else "changed"
            problems = [] if state == "unchanged" else differences(before.said, values)
        elif met:
            state = "changed"
            problems = [
                Problem(
                    "difference",
                    "",
                    "new_member",
                    said("Es una persona nueva en un grupo ya importado: se agrega en su expediente."),
                )
            ]
        else:
            state, problems = ("broken" if row.broken else "ready"), row.problems
        rows.append(
            {
                "import_id": import_id,
                "number": row.number,
                "household": count,
                "position": position,
                "key": row.key,
                "digest": digest,
                "state": state,
                "warns": any(p.severity == "warning" for p in problems),
                "becomes": _becomes(household, row, profile),
                "said": values,
                "problems": [p.as_row() for p in problems],
                "case_id": None,
                "reference": None,
            }
        )
    return rows


def _becomes(household: ReadHousehold, row: ReadRow, profile: procedure.Profile | None) -> dict[str, Any]:
    """What the row will be, without a name: stage, filing day, office, relation, the version of the procedure."""
    first = household.principal.values
    return {
        "stage": row.values.get("stage"),
        "filed_on": first.get("filed_on"),
        "relation": row.values.get("relation"),
        "version": profile.version if profile else None,
        **household.facts,
    }
