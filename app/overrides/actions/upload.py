"""Bringing an override in: read, refused with its faults, or kept as a draft under the country's next number."""

import hashlib

from sqlalchemy import bindparam, func, select

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.overrides import errors, rules
from app.overrides.editions import shipped
from app.overrides.models import ProcedureOverride
from app.overrides.queries import one_at_a_time
from app.procedure import public as procedure
from app.settings import settings


async def upload(db: Session, actor: Actor, *, content: str, because: str, title: str = "") -> int:
    """Keep a TOML text as a draft; nothing changes for any case. The number it has from now on.

    `title` is the file's own label where it is left empty. Raises `Invalid`, `BrokenOverride` with every fault, `AlreadyUploaded`.
    """
    demand(actor, "procedure.draft")
    broken = rules.broken_rules(title, content, because)
    if broken:
        raise Invalid(*broken)
    country = settings().profile_country
    mark, version = _read(db, content)
    await one_at_a_time(db, country)
    digest = hashlib.sha256(content.encode()).hexdigest()
    await _demand_new(db, country, digest)
    number = (await db.scalar(_LAST, {"country": country}) or 0) + 1
    db.add(
        ProcedureOverride(
            id=new_id(),
            country=country,
            number=number,
            profile_version=version,
            title=title.strip() or mark.label.es[: rules.LONGEST_TITLE],
            content=content,
            digest=digest,
            state="draft",
            uploaded_by=actor.user_id,
            uploaded_at=db.now(),
            because=because.strip(),
            alone=False,
            version=1,
        )
    )
    await db.flush()
    name = str(procedure.Plain(version, number))
    await audit.looked(db, "procedure.draft", name, detail={"sha256": digest})
    return number


_LAST = select(func.max(ProcedureOverride.number)).where(ProcedureOverride.country == bindparam("country"))


def _read(db: Session, content: str) -> tuple[procedure.Overlay, str]:
    """What the text says of itself, and the version that it fits. Raises `BrokenOverride`, `Invalid` for another country's."""
    layer = procedure.Layer("override", content)
    try:
        mark = procedure.mark_of(layer)
        country, _, version = mark.of.partition("/")
        if country != settings().profile_country:
            raise Invalid.at(
                "content",
                "wrong_country",
                "Este ajuste es para «%(of)s»; aquí rige el procedimiento de %(country)s.",
                of=mark.of,
                country=settings().profile_country,
            )
        version = version or shipped(shipped().today(db.now())).version
        procedure.with_layer(country, version, overrides=settings().profile_overrides, layer=layer)
    except procedure.ProfileError as fault:
        raise errors.BrokenOverride(fault) from fault
    except RecursionError as depth:
        raise errors.BrokenOverride(procedure.ProfileInvalid(_TOO_DEEP)) from depth
    return mark, version


_TOO_DEEP = "brackets within brackets, too deep to be read"


async def _demand_new(db: Session, country: str, digest: str) -> None:
    """The same text twice is a second click, or two people who did not know of each other."""
    known = await db.scalar(
        select(ProcedureOverride.number)
        .where(
            ProcedureOverride.country == country,
            ProcedureOverride.digest == digest,
            ProcedureOverride.state != "withdrawn",
        )
        .limit(1)
    )
    if known is not None:
        raise errors.AlreadyUploaded(number=known)
