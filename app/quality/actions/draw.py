"""Drawing a sample, and ending the work on it."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, text

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.quality import errors
from app.quality.loading import drawn_sample, units
from app.quality.models import OPEN, FrameUnit, QualityReview, Sample, SampledFile, Stratum
from app.quality.rules.drawing import Part, allocate, code_of, digest_of, draw, twice
from app.quality.rules.frames import Frame, Unit, broken_design, broken_frame, part_of
from app.quality.rules.instruments import NAMES, current

_NUMBERING = text("select pg_advisory_xact_lock(hashtext('quality_samples'))")
_READY = text(
    "select count(*) from quality_assignments(:sample) where purpose = 'assessment' and state = 'submitted' and all_done"
)
MOST = 2000
LONGEST_TITLE, LONGEST_REASON = 200, 4000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be drawn. `factors`: how many times more often a group is drawn. `lot`: a text known beforehand; empty: by chance."""

    title: str
    instruments: tuple[str, ...]
    frame: Frame
    size: int
    design: str = "simple"
    strata_by: tuple[str, ...] = ()
    factors: Mapping[str, int] = field(default_factory=dict)
    double_share: Decimal = Decimal("0.2")
    lot: str = ""


async def draw_sample(db: Session, actor: Actor, plan: Plan, *, zone: str) -> UUID:
    """Draw it and keep the frame, so that anybody can draw it again. `zone`: in which the period's days are.

    Raises `Invalid`: a period, a design or a size that does not work, or a frame with nothing in it.
    """
    demand(actor, "quality.sample")
    if wrong := _broken(plan):
        raise Invalid(*wrong)
    found, sealed = await units(db, plan.frame, zone)
    if not found:
        raise Invalid.at("since", "nothing_found", "En ese marco no hay ningún expediente.")
    sample_id, lot = new_id(), plan.lot.strip() or secrets.token_hex(16)
    coded = {code_of(sample_id, unit.case_id): unit for unit in found}
    parts = _parts(plan, list(coded.values()))
    frame = {code: part_of(_traits(plan, unit)) for code, unit in coded.items()}
    drawn = draw(frame, parts, lot)
    await db.execute(_NUMBERING)
    db.add(
        Sample(
            id=sample_id,
            number=await _number(db, db.now().astimezone(ZoneInfo(zone)).date()),
            title=plan.title.strip(),
            instruments=list(dict.fromkeys(plan.instruments)),
            versions={name: current()[name].version for name in plan.instruments},
            frame=plan.frame.model_dump(mode="json"),
            design=plan.design,
            strata_by=list(dict.fromkeys(plan.strata_by)),
            factors=dict(plan.factors),
            lot=lot,
            size=len(drawn),
            frame_size=len(frame),
            left_out=sealed,
            frame_digest=digest_of(frame),
            double_share=plan.double_share,
            state="drawn",
            drawn_at=db.now(),
            drawn_by=actor.user_id,
            ended_at=None,
            ended_by=None,
        )
    )
    await db.flush()
    await _keep(db, plan, sample_id, coded, frame, parts, drawn, lot)
    await db.flush()
    return sample_id


async def end_sample(
    db: Session, actor: Actor, sample_id: UUID, *, as_: str, reason: str, version: int | None = None
) -> None:
    """Close it, or cancel it with a reason; it stays, with its lot. Assessments that nobody submitted end with it, and so does the
    access to their files.

    Raises `NotFound`, `SampleEnded`, `SampleChanged`, `SomethingToRelease` (closing alone), `Invalid`.
    """
    demand(actor, "quality.sample")
    if as_ not in ("closed", "cancelled"):
        raise Invalid.at("state", "unknown", "Este valor no está entre los posibles.")
    if not reason.strip():
        raise Invalid.at("reason", "required", "Escriba por qué.")
    if len(reason) > LONGEST_REASON:
        raise Invalid.at("reason", "too_long", "Use %(limit)s caracteres como máximo.", limit=LONGEST_REASON)
    found = await drawn_sample(db, sample_id, version)
    if as_ == "closed" and await db.scalar(_READY, {"sample": sample_id}):
        raise errors.SomethingToRelease
    await _withdraw_open(db, sample_id)
    found.state, found.end_reason = as_, reason.strip()
    found.ended_at, found.ended_by = db.now(), actor.user_id
    found.version += 1
    await db.flush()


async def _withdraw_open(db: Session, sample_id: UUID) -> None:
    """What nobody submitted. A calibration over a file of the sample goes on: it counts in none of its figures."""
    found = await db.scalars(
        select(QualityReview)
        .where(
            QualityReview.sample_id == sample_id,
            QualityReview.purpose == "assessment",
            QualityReview.state.in_(OPEN),
        )
        .order_by(QualityReview.case_id, QualityReview.id)
        .with_for_update()
    )
    for each in found:
        each.state, each.ended_at = "withdrawn", db.now()
        each.version += 1


def _broken(plan: Plan) -> list[FieldError]:
    wrong = [*broken_frame(plan.frame), *broken_design(plan.design, plan.strata_by, plan.factors)]
    if not plan.title.strip():
        wrong.append(FieldError("title", "required", "Escriba cómo se llama la muestra."))
    if len(plan.title) > LONGEST_TITLE:
        wrong.append(_too_long("title"))
    if len(plan.lot) > LONGEST_TITLE:
        wrong.append(_too_long("lot"))
    if not plan.instruments or any(name not in NAMES for name in plan.instruments):
        wrong.append(FieldError("instruments", "required", "Elija al menos un instrumento."))
    if plan.frame.work not in NAMES:
        wrong.append(FieldError("work", "unknown", "Este valor no está entre los posibles."))
    if not 1 <= plan.size <= MOST:
        wrong.append(FieldError("size", "range", "Entre 1 y 2000 expedientes."))
    if not 0 <= plan.double_share <= 1:
        wrong.append(FieldError("double_share", "range", "Entre 0 y 100 por ciento."))
    return wrong


def _too_long(field_name: str) -> FieldError:
    limit = {"limit": LONGEST_TITLE}
    return FieldError(field_name, "too_long", "Use %(limit)s caracteres como máximo.", limit)


def _by(plan: Plan) -> tuple[str, ...]:
    if plan.design == "simple":
        return ()
    return (*plan.strata_by, "group") if plan.design == "oversampled" else plan.strata_by


def _traits(plan: Plan, unit: Unit) -> dict[str, str]:
    """Groups that nobody draws more often are not told apart: they would only make the parts smaller."""
    traits = unit.traits(_by(plan))
    if "group" in traits:
        named = next((g for g in plan.factors if plan.factors[g] > 1 and getattr(unit, g)), "rest")
        traits["group"] = named
    return traits


def _parts(plan: Plan, found: Sequence[Unit]) -> tuple[Part, ...]:
    traits = [_traits(plan, unit) for unit in found]
    sizes = Counter(part_of(each) for each in traits)
    factors = {part_of(each): plan.factors.get(each.get("group", ""), 1) for each in traits}
    parts = allocate(sizes, plan.size, factors)
    if parts is None:
        raise Invalid.at(
            "size",
            "too_few",
            "El marco tiene %(parts)s partes: la muestra necesita al menos un expediente de cada una.",
            parts=len(sizes),
        )
    return parts


async def _keep(
    db: Session,
    plan: Plan,
    sample_id: UUID,
    coded: Mapping[str, Unit],
    frame: Mapping[str, str],
    parts: Sequence[Part],
    drawn: Sequence[str],
    lot: str,
) -> None:
    traits = {frame[code]: _traits(plan, unit) for code, unit in coded.items()}
    for part in parts:
        db.add(
            Stratum(
                sample_id=sample_id,
                key=part.key,
                traits=dict(traits[part.key]),
                size=part.size,
                drawn=part.drawn,
            )
        )
    chosen = frozenset(drawn)
    await db.execute(
        insert(FrameUnit),
        [
            {"sample_id": sample_id, "code": code, "stratum": key, "drawn": code in chosen}
            for code, key in frame.items()
        ],
    )
    double = twice(drawn, Fraction(plan.double_share), lot)
    for position, code in enumerate(drawn, start=1):
        unit = coded[code]
        db.add(
            SampledFile(
                id=new_id(),
                sample_id=sample_id,
                code=code,
                position=position,
                stratum=frame[code],
                case_id=unit.case_id,
                reference=unit.reference,
                office_id=unit.office_id,
                traits={**unit.traits(("office", "origin", "outcome", "stage", "group"))},
                reviews=2 if code in double else 1,
            )
        )


async def _number(db: Session, today: date) -> str:
    count: int = await db.scalar(
        select(func.count()).select_from(Sample).where(Sample.number.like(f"QAI-{today.year}-%"))
    )
    return f"QAI-{today.year}-{count + 1:03d}"
