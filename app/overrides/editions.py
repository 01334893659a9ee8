"""The one door to the procedure: of the deployment today, and of a case by the edition that it is bound to.

What an edition says never changes, so each process reads it from the database once. What is in force changes when an administrator
says so, in whatever process: it is asked of the database once in each transaction.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, select

from app.core.database import ReadSession
from app.overrides.errors import ProcedureUnreadable
from app.overrides.models import ProcedureOverride
from app.procedure import public as procedure
from app.settings import settings

_IN_FORCE = (
    select(ProcedureOverride.number)
    .where(
        ProcedureOverride.country == bindparam("country"),
        ProcedureOverride.profile_version == bindparam("version"),
        ProcedureOverride.state == "in_force",
        ProcedureOverride.valid_from <= bindparam("day"),
        ProcedureOverride.number != bindparam("but"),
    )
    .order_by(ProcedureOverride.valid_from.desc())
    .limit(1)
)
_TEXTS = select(ProcedureOverride.number, ProcedureOverride.content).where(
    ProcedureOverride.country == bindparam("country"),
    ProcedureOverride.number.in_(bindparam("numbers", expanding=True)),
    # A draft is nobody's law, and may not be read by everybody.
    ProcedureOverride.put_in_force_at.is_not(None),
)


def shipped(on: date | None = None) -> procedure.Profile:
    """The deployment's profile without what was put in force over it: for what no override may change, its country and its zone."""
    return procedure.load(settings().profile_country, on=on, overrides=settings().profile_overrides)


async def procedure_in_force(db: ReadSession) -> procedure.Profile:
    """The deployment's procedure for a claim that is filed today: a case keeps it.

    Raises `ProcedureUnreadable` where an override that was put in force cannot be read: the shipped one is then not the law here.
    """
    today = shipped().today(db.now())
    return await edition(db, settings().profile_country, await _edition_on(db, today))


async def procedure_on(db: ReadSession, day: date) -> procedure.Profile | None:
    """The deployment's procedure for a claim that was filed on that day; `None` where no version on record was in force."""
    try:
        return await edition(db, settings().profile_country, await _edition_on(db, day))
    except procedure.NoSuchProfile:
        return None


async def edition_in_force(db: ReadSession) -> str:
    """The name of the edition that a claim filed today falls under."""
    return await _edition_on(db, shipped().today(db.now()))


async def edition_without(db: ReadSession, number: int) -> str | None:
    """What a claim filed today would fall under if that override were withdrawn; `None` where it is not what is in force today."""
    today = shipped().today(db.now())
    own = procedure.Plain.read(await _edition_on(db, today))
    if own.number != number:
        return None
    asked = {"country": settings().profile_country, "version": own.version, "day": today, "but": number}
    return str(procedure.Plain(own.version, await db.scalar(_IN_FORCE, asked)))


async def edition(db: ReadSession, country: str, name: str) -> procedure.Profile:
    """The procedure of that edition (`procedure.editions`). Raises `ProcedureUnreadable`."""
    known: procedure.Profile | None = db.kept.get(("edition", country, name))
    if known is None:
        known = db.kept["edition", country, name] = await _read(db, country, name)
    return known


async def _edition_on(db: ReadSession, day: date) -> str:
    """Versions are the shipped files' by the day; the override is the one that began last."""
    noted = db.noted.get(("edition in force", day))
    if noted is None:
        version = shipped(day).version
        number = await db.scalar(
            _IN_FORCE, {"country": settings().profile_country, "version": version, "day": day, "but": 0}
        )
        noted = db.noted["edition in force", day] = str(procedure.Plain(version, number))
    return str(noted)


def forget_what_is_in_force(db: ReadSession) -> None:
    """This transaction has just changed it."""
    for key in [key for key in db.noted if key[0] == "edition in force"]:
        del db.noted[key]


async def _read(db: ReadSession, country: str, name: str) -> procedure.Profile:
    try:
        named = procedure.read_edition(name)
        layers = await layers_of(db, country, named.numbers)
        return procedure.load_edition(country, named, overrides=settings().profile_overrides, layers=layers)
    except (procedure.ProfileError, KeyError) as fault:
        raise ProcedureUnreadable(edition=name) from fault


async def layers_of(db: ReadSession, country: str, numbers: frozenset[int]) -> Mapping[int, procedure.Layer]:
    """The texts of those overrides that were ever put in force: nothing to read, no query."""
    if not numbers:
        return {}
    rows = await db.rows(_TEXTS, {"country": country, "numbers": sorted(numbers)})
    return {row.number: procedure.Layer(f"{country}+{row.number}", row.content) for row in rows}
