"""A case's first steps in the office, each on a page of its own that says what follows from it."""

from typing import Annotated, Any

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import NotFound
from app.decisions import public as decisions
from app.documents.public import Desk
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.pages.case_step import ask, chosen, take
from app.workflows.transfer_case import transfer_case

router = Router(prefix="/cases/{reference}")

Version = Annotated[int | None, Form()]
Words = Annotated[str, Form(max_length=8000)]


@router.get("/take-over", dependencies=[requires("case.take_over")])
async def ask_take_over(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _take_over)


@router.post("/take-over", dependencies=[requires("case.take_over")])
async def take_over(request: Request, db: Db, reference: str, version: Version = None) -> Response:
    async def act(case: cases.CaseView) -> None:
        await cases.take_over(db, db.actor, case.id, desk=Desk(), version=version)

    return await take(request, db, reference, _take_over, act, said="taken_over")


@router.get("/admit", dependencies=[requires("case.admit")])
async def ask_admit(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _admit)


@router.post("/admit", dependencies=[requires("case.admit")])
async def admit(request: Request, db: Db, reference: str, version: Version = None) -> Response:
    async def act(case: cases.CaseView) -> None:
        await cases.admit(db, db.actor, case.id, desk=Desk(), version=version)

    return await take(request, db, reference, _admit, act, said="admitted")


@router.get("/declare-inadmissible", dependencies=[requires("case.declare_inadmissible")])
async def ask_declare_inadmissible(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _inadmissible)


@router.post("/declare-inadmissible", dependencies=[requires("case.declare_inadmissible")])
async def declare_inadmissible(
    request: Request,
    db: Db,
    reference: str,
    reasons: Words = "",
    passphrase: Annotated[str, Form(max_length=1000)] = "",
    version: Version = None,
) -> Response:
    async def act(case: cases.CaseView) -> None:
        await decisions.declare_inadmissible(
            db, db.actor, case.id, reasons=reasons, passphrase=passphrase, version=version
        )

    return await take(
        request, db, reference, _inadmissible, act, said="declared_inadmissible", typed={"reasons": reasons}
    )


@router.get("/assign", dependencies=[requires("case.assign")])
async def ask_assign(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _assign)


@router.post("/assign", dependencies=[requires("case.assign")])
async def assign(
    request: Request, db: Db, reference: str, officer: Annotated[str, Form()] = "", version: Version = None
) -> Response:
    async def act(case: cases.CaseView) -> None:
        picked = chosen(officer, "officer", _("Elija a quién se asigna."))
        await cases.assign(db, db.actor, case.id, officer_id=picked, version=version)

    return await take(request, db, reference, _assign, act, said="assigned", typed={"officer": officer})


@router.get("/transfer", dependencies=[requires("case.transfer")])
async def ask_transfer(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _transfer)


@router.post("/transfer", dependencies=[requires("case.transfer")])
async def transfer(
    request: Request,
    db: Db,
    reference: str,
    office: Annotated[str, Form()] = "",
    reasons: Words = "",
    danger: Annotated[str, Form()] = "",
    version: Version = None,
) -> Response:
    """Ask the other office; in danger the case moves at once, and is no longer here to be shown afterwards: on to the list."""

    async def act(case: cases.CaseView) -> None:
        picked = chosen(office, "office", _("Elija la oficina que lo recibe."))
        does = transfer_case if danger else cases.propose_transfer
        await does(db, db.actor, case.id, office_id=picked, reasons=reasons, version=version)

    typed = {"office": office, "reasons": reasons, "danger": danger}
    after, told = ("/cases", "transferred") if danger else (None, "transfer_proposed")
    return await take(request, db, reference, _transfer, act, said=told, typed=typed, after=after)


def _follows(case: cases.CaseView, event: str) -> str:
    """The stage that comes next, in the words of the case's own procedure. Raises `NotFound` where it has no such step."""
    known = case.profile.events_by_name.get(event)
    if known is None:
        raise NotFound
    stages = (target.to for target in known.to if target.to)
    words = (case.profile.stage(stage).label.in_(language()) for stage in stages)
    return _("Sigue: %(stage)s.") % {"stage": " / ".join(dict.fromkeys(words))}


async def _take_over(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    post = case.post or _("el puesto que lo registró")
    return {
        "title": _("Recibir el expediente"),
        "consequence": _("La oficina de %(office)s se hace cargo de este expediente.")
        % {"office": case.office},
        "points": [
            _("%(post)s deja de verlo.") % {"post": post},
            _follows(case, "taken_over"),
        ],
        "button": _("Recibir el expediente"),
        "kind": None,
        "fields": [],
    }


async def _admit(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    people_in = ngettext("%(n)s solicitud", "%(n)s solicitudes", len(case.claims)) % {"n": len(case.claims)}
    return {
        "title": _("Admitir a trámite"),
        "consequence": _("Se admite a trámite: %(claims)s.") % {"claims": people_in},
        "points": [_follows(case, "admitted")],
        "button": _("Admitir a trámite"),
        "kind": None,
        "fields": [],
    }


async def _inadmissible(_db: Session, case: cases.CaseView) -> dict[str, Any]:
    outcome = case.profile.outcomes.get("inadmissible")
    points = [
        _("Se firma una resolución por cada solicitud del grupo familiar, y hay que notificarla."),
        _("La persona puede recurrirla, y mientras tanto no se la puede devolver."),
    ]
    if outcome is not None and outcome.verification == "unknown":
        points.append(
            _("Las causales vigentes (%(article)s) están sin verificar en este procedimiento: cite la norma.")
            % {"article": outcome.cited}
        )
    return {
        "title": _("Declarar inadmisible"),
        "consequence": _("La solicitud termina sin examen de fondo."),
        "points": points,
        "button": _("Firmar y declarar inadmisible"),
        "kind": "warning",
        "fields": [{"type": "textarea", "name": "reasons", "label": _("Razones de hecho y de derecho")}],
        "signs": True,
    }


async def _assign(db: Session, case: cases.CaseView) -> dict[str, Any]:
    officers = await identity.colleagues(db, "eligibility_officer", office_id=case.office_id)
    stages = [stage.name for stage in case.profile.stages if stage.open]
    load = await cases.open_cases_of(db, [o.user_id for o in officers], stages_open=stages)
    options = [
        {
            "value": str(o.user_id),
            "text": o.name,
            "hint": ngettext("%(n)s expediente abierto", "%(n)s expedientes abiertos", load.get(o.user_id, 0))
            % {"n": load.get(o.user_id, 0)},
        }
        for o in sorted(officers, key=lambda o: (load.get(o.user_id, 0), o.name))
    ]
    now = _("Ahora lo tiene %(officer)s.") % {"officer": case.officer} if case.officer else ""
    return {
        "title": _("Asignar el expediente"),
        "consequence": now or _("Todavía no lo tiene nadie."),
        "points": [_("Quien lo reciba lo verá en «Mi día», con sus plazos.")],
        "button": _("Asignar"),
        "kind": None,
        "fields": [
            {"type": "radios", "name": "officer", "label": _("Oficial de elegibilidad"), "options": options}
        ],
    }


async def _transfer(db: Session, case: cases.CaseView) -> dict[str, Any]:
    offices = [(str(o.id), o.name) for o in await identity.offices(db) if o.id != case.office_id]
    return {
        "title": _("Trasladar a otra oficina"),
        "consequence": _(
            "Se le propone a la otra oficina. El expediente sigue aquí hasta que su supervisión lo acepte."
        ),
        "points": [
            _("Cuando lo acepte, la oficina de %(office)s deja de verlo en ese momento.")
            % {"office": case.office},
            _("Queda sin asignar en la otra oficina, en la misma etapa y con los mismos plazos."),
            _("Las citas que tenga aquí se cancelan, y se avisa a la persona."),
        ],
        "button": _("Proponer el traslado"),
        "kind": None,
        "fields": [
            {"type": "select", "name": "office", "label": _("Oficina que lo recibe"), "options": offices},
            {"type": "textarea", "name": "reasons", "label": _("Razones")},
            {
                "type": "checkbox",
                "name": "danger",
                "label": _(
                    "Hay peligro: se traslada ahora mismo, sin esperar respuesta, y lo saben las dos oficinas"
                ),
            },
        ],
    }
