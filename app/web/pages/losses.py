"""Losing a status, on pages: what runs in a case, opening it, and one procedure with what may be done now."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import said
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.remedies import public as remedies
from app.web.formats import language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.loss_words import pressure_words, state_words, way_words
from app.web.pages.case_header import case_header
from app.web.pages.case_step import Describe, ask, chosen, take
from app.web.pages.form import Typed, typed_of
from app.web.pages.shown import page
from app.web.sitting_words import status_words

router = Router()


@router.get("/cases/{reference}/losses", dependencies=[requires("loss.read")])
async def of_case(request: Request, db: Db, reference: str) -> HTMLResponse:
    """The procedures of loss of the case, and what may be begun."""
    header = await case_header(request, db, reference, tab="decisions")
    case = header.case
    held = remedies.holding(case.profile, [remedies.Held(c.id, c.stage, c.outcome) for c in case.claims])
    open_ = bool(held and remedies.ways(case.profile)) and identity.may(db.actor, "loss.open")
    renounces = remedies.RENOUNCED in case.profile.events_by_name
    return page(
        request,
        db,
        "losses/case.html",
        header=header,
        losses=await remedies.losses_of(db, case.id),
        ways=way_words(case.profile),
        states=state_words(),
        may_open=open_,
        may_renounce=bool(held) and renounces and identity.may(db.actor, "loss.renounce"),
        known=bool(remedies.ways(case.profile)),
    )


@router.get("/losses/{loss_id}", dependencies=[requires("loss.read")])
async def read(request: Request, db: Db, loss_id: UUID) -> HTMLResponse:
    """One procedure of loss: why, what the person said, the hearing, the decision, and the next act."""
    loss = await remedies.loss(db, loss_id)
    header = await case_header(request, db, loss.reference, tab="decisions")
    item = await decisions.loss_item(db, loss_id) if identity.may(db.actor, "sitting.read") else None
    names = {str(c.id): header.persons[c.person_id].name for c in header.case.claims}
    hearings = await remedies.hearings_of(db, loss.case_id)
    return page(
        request,
        db,
        "losses/loss.html",
        header=header,
        loss=loss,
        item=item,
        way=way_words(header.case.profile)[loss.kind],
        state=state_words()[loss.state],
        answer_on=remedies.last_day_to_answer(loss.answer_until, header.case.profile.zone)
        if loss.answer_until
        else None,
        told_in=language_name(loss.told_in) if loss.told_in else "",
        concerned=[names[claim] for claim in loss.claims if claim in names],
        booked=await remedies.booked_hearing(db, remedies.LOSS, loss_id),
        hearings=[one for one in hearings if one.loss_id == loss_id],
        can=_can(db, loss, item),
    )


@router.get("/losses/{loss_id}/sitting", dependencies=[requires("sitting.manage")])
async def ask_sitting(request: Request, db: Db, loss_id: UUID) -> HTMLResponse:
    found = await remedies.loss(db, loss_id)
    return await ask(request, db, found.reference, _sitting(loss_id))


@router.post("/losses/{loss_id}/sitting", dependencies=[requires("sitting.manage")])
async def bring_to_sitting(request: Request, db: Db, loss_id: UUID) -> Response:
    """Put it on the agenda of the sitting chosen."""
    found, typed = await remedies.loss(db, loss_id), await typed_of(request)

    async def act(_case: cases.CaseView) -> None:
        sitting = chosen(typed.text("sitting"), "sitting", said("Elija en qué sesión se vota."))
        await remedies.bring_loss_to_sitting(db, db.actor, loss_id, sitting_id=sitting)

    after = f"/losses/{loss_id}"
    return await take(
        request,
        db,
        found.reference,
        _sitting(loss_id),
        act,
        said="on_agenda",
        typed=typed.values,
        after=after,
    )


@router.get("/cases/{reference}/losses/open", dependencies=[requires("loss.open")])
async def ask_open(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _opening)


@router.post("/cases/{reference}/losses/open", dependencies=[requires("loss.open")])
async def open_loss(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> None:
        kind, grounds = _ground(typed)
        wanted = typed.many("claims")
        await remedies.open_loss(
            db,
            db.actor,
            case.id,
            kind=kind,
            grounds=grounds,
            reasons=typed.text("reasons"),
            claims=[c.id for c in case.claims if str(c.id) in wanted],
            version=typed.version,
        )

    after = f"/cases/{reference}/losses"
    return await take(
        request, db, reference, _opening, act, said="loss_opened", typed=typed.values, after=after
    )


@router.get("/cases/{reference}/renounce", dependencies=[requires("loss.renounce")])
async def ask_renounce(request: Request, db: Db, reference: str) -> HTMLResponse:
    return await ask(request, db, reference, _renouncing)


@router.post("/cases/{reference}/renounce", dependencies=[requires("loss.renounce")])
async def renounce(request: Request, db: Db, reference: str) -> Response:
    typed = await typed_of(request)

    async def act(case: cases.CaseView) -> None:
        answered = typed.many("checks")
        await remedies.renounce(
            db,
            db.actor,
            case.id,
            chosen(typed.text("claim"), "claim", "Elija quién renuncia."),
            statement=typed.text("statement"),
            explained_in=typed.text("explained_in"),
            interpreter=typed.text("interpreter"),
            checks={question: question in answered for question in remedies.NO_PRESSURE},
            signed=typed.ticked("signed"),
            version=typed.version,
        )

    after = f"/cases/{reference}/losses"
    return await take(
        request, db, reference, _renouncing, act, said="renounced", typed=typed.values, after=after
    )


def _ground(typed: Typed) -> tuple[str, list[int]]:
    """The way chosen, and the positions of those grounds marked that belong to it."""
    kind = typed.text("kind")
    marked = [one.partition(":") for one in typed.many("grounds")]
    return kind, [int(position) for way, _sep, position in marked if way == kind and position.isdecimal()]


def _can(db: Session, loss: remedies.LossView, item: decisions.LossItem | None) -> list[dict[str, str]]:
    """What this actor may do about it now, each on its own page."""
    at = f"/losses/{loss.id}"
    acts = {
        "opened": [("loss.tell", "notice", _("Avisar a la persona"))],
        "told": [
            ("loss.answer", "answer", _("Anotar lo que contesta")),
            ("loss.answer", "hearing-waiver", _("Anotar que renuncia a la audiencia")),
            ("hearing.book", "hearing/times", _("Citar a la audiencia, o cambiar su día")),
            ("hearing.hold", "hearing", _("Celebrar la audiencia")),
            ("sitting.manage", "sitting", _("Llevar a una sesión del órgano")),
            ("loss.decide", "decision", _("Resolver")),
        ],
        "signed": [("decision.notify", "service", _("Notificar la resolución"))],
    }
    # Once it stands on an agenda, or was voted on, no sitting is asked for again.
    taken = item is not None and (item.status in ("pending", "decided") or item.against)
    shut = {"sitting"} if taken else set()
    if db.actor.role in ("appeals_clerk", "appeals_judge"):
        shut |= {"hearing", "hearing/times"}
    return [
        {"text": text, "href": f"{at}/{path}"}
        for permission, path, text in acts.get(loss.state, [])
        if identity.may(db.actor, permission) and path not in shut
    ]


def _sitting(loss_id: UUID) -> Describe:
    async def describe(db: Session, _case: cases.CaseView) -> dict[str, Any]:
        words = status_words()
        found = (await decisions.sittings(db)).rows
        # The nearest first.
        listed = [one for one in reversed(found) if one.status in ("convened", "open")]
        return {
            "title": _("Llevar a una sesión"),
            "consequence": _("El órgano vota si quita la condición, con su quórum, sus votos y sus firmas."),
            "points": [
                _(
                    "El expediente se abre a las personas convocadas; quien intervino en él queda fuera de inmediato."
                ),
                _("Si se vota en contra, la persona conserva la condición."),
            ],
            "button": _("Poner en el orden del día"),
            "kind": None,
            "back": f"/losses/{loss_id}",
            "fields": [
                {
                    "type": "radios",
                    "name": "sitting",
                    "label": _("En qué sesión"),
                    "hint": None if listed else _("No hay sesiones convocadas: convoque una primero."),
                    "options": [
                        (
                            str(one.id),
                            f"{one.number}, {short_date(one.starts_at, weekday=True)} ({words[one.status]})",
                        )
                        for one in listed
                    ],
                }
            ],
            "values": {},
        }

    return describe


async def _opening(db: Session, case: cases.CaseView) -> dict[str, Any]:
    ways = way_words(case.profile)
    possible = remedies.ways(case.profile)
    grounds = [
        (f"{way}:{n}", f"{ways[way]}: {ground.in_(language())}")
        for way in possible
        for n, ground in enumerate(remedies.loss_grounds(case.profile, way))
    ]
    holders = await _holders(db, case)
    fields: list[dict[str, Any]] = [
        {
            "type": "radios",
            "name": "kind",
            "label": _("Procedimiento"),
            "options": [(w, ways[w]) for w in possible],
        },
        {"type": "checkboxes", "name": "claims", "label": _("A quién concierne"), "options": holders},
    ]
    if grounds:
        fields.append(
            {"type": "checkboxes", "name": "grounds", "label": _("Causas de la ley"), "options": grounds}
        )
    fields.append({"type": "textarea", "name": "reasons", "label": _("Por qué se abre")})
    return {
        "title": _("Abrir un procedimiento de pérdida de la condición"),
        "consequence": _(
            "La condición y los documentos siguen como están hasta que se notifique una resolución."
        ),
        "points": [
            _("Se le avisa a la persona, puede contestar y ser oída, y resuelve alguien distinto."),
            _("Contra lo que se resuelva caben los recursos de la ley."),
        ],
        "button": _("Abrir el procedimiento"),
        "kind": "warning",
        "back": f"/cases/{case.reference}/losses",
        "fields": fields,
        "values": {},
    }


async def _renouncing(db: Session, case: cases.CaseView) -> dict[str, Any]:
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    codes = dict.fromkeys([*(code for p in persons.values() for code in p.languages), "es"])
    return {
        "title": _("Registrar la renuncia a la condición"),
        "consequence": _("La persona deja de estar protegida y sus documentos se cierran."),
        "points": [
            _("Nadie renuncia por otra persona, y la condición de una niña o un niño no se renuncia."),
            _("Si algo de lo que se pregunta a solas no es así, no se registra."),
        ],
        "button": _("Registrar la renuncia"),
        "kind": "warning",
        "back": f"/cases/{case.reference}/losses",
        "fields": [
            {
                "type": "radios",
                "name": "claim",
                "label": _("Quién renuncia"),
                "options": await _holders(db, case),
            },
            {
                "type": "select",
                "name": "explained_in",
                "label": _("Idioma en que se le explicó lo que significa"),
                "options": [(code, language_name(code)) for code in codes],
            },
            {"type": "text", "name": "interpreter", "label": _("Quién interpretó, si alguien lo hizo")},
            {
                "type": "checkboxes",
                "name": "checks",
                "label": _("Lo que se le preguntó a solas"),
                "options": list(pressure_words().items()),
            },
            {"type": "textarea", "name": "statement", "label": _("Lo que manifestó")},
            {
                "type": "checkbox",
                "name": "signed",
                "label": _("Firmó por su propia voluntad, en un idioma que entiende"),
            },
        ],
        "values": {},
    }


async def _holders(db: Session, case: cases.CaseView) -> list[tuple[str, str]]:
    held = remedies.holding(case.profile, [remedies.Held(c.id, c.stage, c.outcome) for c in case.claims])
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    return [(str(c.id), persons[c.person_id].name) for c in case.claims if c.id in held]
