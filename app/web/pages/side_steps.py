"""Leaving a case's road and coming back, and who joins or speaks for whom: each on a page that names its consequence."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid
from app.documents.public import Desk
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.web.i18n import gettext as _
from app.web.pages import side_step_words as words
from app.web.pages.case_step import Describe, ask, chosen, take
from app.web.pages.form import Typed, typed_of
from app.workflows.add_family_member import add_family_member
from app.workflows.record_need import record_need

router = Router(prefix="/cases/{reference}")

Act = Callable[[Session, cases.CaseView, Typed], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class SideStep:
    """One page: its address below the case, who may, what it says, what it does, and what is said of it afterwards."""

    path: str
    permission: str
    describe: Describe
    act: Act
    said: str


async def _withdraw(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.withdraw(
        db,
        db.actor,
        case.id,
        statement=typed.text("statement"),
        signed=typed.ticked("signed"),
        desk=Desk(),
        claims=_marked(typed, _("Marque quién desiste.")),
        version=typed.version,
    )


async def _give_notice(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.give_abandonment_notice(db, db.actor, case.id, version=typed.version)


async def _answer_notice(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.answer_abandonment_notice(
        db, db.actor, case.id, reasons=typed.text("reasons"), version=typed.version
    )


async def _abandon(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.abandon(
        db, db.actor, case.id, reasons=typed.text("reasons"), desk=Desk(), version=typed.version
    )


async def _reopen(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.reopen(
        db,
        db.actor,
        case.id,
        ground=typed.text("ground"),
        reasons=typed.text("reasons"),
        desk=Desk(),
        claims=_marked(typed, _("Marque qué solicitud se reabre.")),
        version=typed.version,
    )


async def _suspend(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.suspend(db, db.actor, case.id, reasons=typed.text("reasons"), version=typed.version)


async def _resume(db: Session, case: cases.CaseView, typed: Typed) -> object:
    return await cases.resume(db, db.actor, case.id, version=typed.version)


MODALITY_ANSWERS = {"yes": True, "no": False, "unsaid": None}


async def _set_modality(db: Session, case: cases.CaseView, typed: Typed) -> object:
    modality, _sep, applies = typed.text("modality").partition(":")
    if applies not in MODALITY_ANSWERS:
        raise Invalid.at("modality", "required", "Elija qué cambia.")
    return await cases.set_modality(
        db,
        db.actor,
        case.id,
        modality=modality,
        applies=MODALITY_ANSWERS[applies],
        criterion=typed.text("criterion").partition(":")[2] or None,
        reasons=typed.text("reasons"),
        version=typed.version,
    )


async def _appoint_guardian(db: Session, case: cases.CaseView, typed: Typed) -> object:
    child = chosen(typed.text("child"), "child", _("Elija de quién se registra la tutela."))
    if typed.text("kind") not in cases.GUARDIAN_KINDS:
        raise Invalid.at("kind", "required", "Elija qué clase de tutela es.")
    return await cases.appoint_guardian(
        db,
        db.actor,
        case.id,
        child_id=child,
        guardian_name=typed.text("guardian_name"),
        kind=typed.text("kind"),
        proof=typed.text("proof"),
        version=typed.version,
    )


async def _end_guardianship(db: Session, case: cases.CaseView, typed: Typed) -> object:
    which = chosen(typed.text("guardianship"), "guardianship", _("Elija qué tutela termina."))
    return await cases.end_guardianship(
        db, db.actor, case.id, which, reasons=typed.text("reasons"), version=typed.version
    )


async def _record_need(db: Session, case: cases.CaseView, typed: Typed) -> object:
    person = chosen(typed.text("person"), "person", _("Elija de quién es la necesidad."))
    if not typed.text("code"):
        raise Invalid.at("code", "required", "Elija la necesidad.")
    return await record_need(
        db,
        db.actor,
        case.id,
        person_id=person,
        code=typed.text("code"),
        note=typed.text("note"),
        review_on=typed.day("review_on"),
        version=typed.version,
    )


async def _add_member(db: Session, case: cases.CaseView, typed: Typed) -> object:
    try:
        return await add_family_member(db, db.actor, case.id, typed.member(), version=typed.version)
    except Invalid as invalid:
        fields = (replace(f, field=f.field.removeprefix("person.")) for f in invalid.fields)
        raise Invalid(*fields) from invalid


async def _tell_dates(db: Session, case: cases.CaseView, typed: Typed) -> object:
    names = [gap.removeprefix(cases.LIMIT_GAP) for gap in case.to_complete if gap.startswith(cases.LIMIT_GAP)]
    told = {name: day for name in names if (day := typed.day(f"limit-{name}")) is not None}
    return await cases.tell_dates(
        db,
        db.actor,
        case.id,
        limits=told,
        stage_since=typed.day("stage_since"),
        settled=tuple(typed.many("settled")),
        version=typed.version,
    )


def _marked(typed: Typed, message: str) -> list[UUID]:
    if not typed.many("claims"):
        raise Invalid.at("claims", "required", message)
    return [chosen(claim, "claims", message) for claim in typed.many("claims")]


STEPS = (
    SideStep("/withdraw", "case.withdraw", words.withdraw, _withdraw, "case_withdrawn"),
    SideStep(
        "/abandonment-notice",
        "case.notice_abandonment",
        words.give_notice,
        _give_notice,
        "abandonment_noticed",
    ),
    SideStep(
        "/abandonment-answer",
        "case.answer_abandonment",
        words.answer_notice,
        _answer_notice,
        "abandonment_answered",
    ),
    SideStep("/abandonment", "case.abandon", words.abandon, _abandon, "abandoned"),
    SideStep("/reopen", "case.reopen", words.reopen, _reopen, "reopened"),
    SideStep("/suspend", "case.suspend", words.suspend, _suspend, "suspended"),
    SideStep("/resume", "case.suspend", words.resume, _resume, "resumed"),
    SideStep("/modality", "case.set_modality", words.set_modality, _set_modality, "modality_set"),
    SideStep("/dates", "case.tell_dates", words.tell_dates, _tell_dates, "dates_told"),
    SideStep(
        "/guardian",
        "person.appoint_guardian",
        words.appoint_guardian,
        _appoint_guardian,
        "guardian_appointed",
    ),
    SideStep(
        "/guardian/ending",
        "person.appoint_guardian",
        words.end_guardianship,
        _end_guardianship,
        "guardian_ended",
    ),
    SideStep("/needs/new", "person.record_need", words.record_need, _record_need, "need_recorded"),
    SideStep("/members/new", "case.add_member", words.add_member, _add_member, "member_added"),
)


def add_step(router: Router, step: SideStep) -> None:
    """The page that asks and the one that does, below a router of cases."""

    async def asks(request: Request, db: Db, reference: str) -> Response:
        return await ask(request, db, reference, step.describe)

    async def takes(request: Request, db: Db, reference: str) -> Response:
        typed = await typed_of(request)

        async def act(case: cases.CaseView) -> None:
            await step.act(db, case, typed)

        return await take(request, db, reference, step.describe, act, said=step.said, typed=typed.values)

    name = step.path.strip("/").replace("/", "_").replace("-", "_")
    gate = [requires(step.permission)]
    router.add_api_route(step.path, asks, methods=["GET"], name=f"ask_{name}", dependencies=gate)
    router.add_api_route(step.path, takes, methods=["POST"], name=name, dependencies=gate)


for _step in STEPS:
    add_step(router, _step)
