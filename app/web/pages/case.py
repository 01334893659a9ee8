"""The list of cases, and one case: overview, people, documents, notices, timeline, accesses."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.documents import public as documents
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.notices import public as notices
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.people.public import age_on
from app.procedure import public as procedure
from app.referrals import public as referrals
from app.remedies import public as remedies
from app.scheduling import public as scheduling
from app.web import attention, coi_shown, referral_shown, steps, timeline_shown, track_shown
from app.web.clash_shown import skew_words
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.limits import attached, due, not_on_record, still_due
from app.web.match_words import reason_in_words
from app.web.needs_shown import needs_shown
from app.web.notice_words import shown as notice_shown
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.household_words import household_links, other_files
from app.web.pages.shown import page
from app.web.pages.side_step_words import gap_words
from app.web.rows import rows_of
from app.web.words import action_name, need_tags, relation_name, role_name, sex_name
from app.workflows.next_steps import next_steps

# Of what happened, as many as the overview shows; the timeline has the rest.
RECENT = 6

router = Router(prefix="/cases")
SHOWN = 25
ACCESSES = 50


@router.get("", dependencies=[requires("case.list")])
async def list_cases(
    request: Request,
    db: Db,
    q: Annotated[str, Query(max_length=200)] = "",
    stage: str = "",
    need: str = "",
    origin: str = "",
    after: str = "",
) -> Response:
    """Everything that the actor may see, by the nearest limit; a search by reference leads straight to the case."""
    profile = await procedure_in_force(db)
    filters = cases.Filters(
        stage=stage or None, need=need or None, origin=origin or None, text=q.strip() or None
    )
    found = await cases.worklist(db, filters, after=after or None, limit=SHOWN)
    if q and not after and len(found.rows) == 1 and found.rows[0].reference == q.strip().upper():
        return RedirectResponse(f"/cases/{found.rows[0].reference}", 303)
    return page(
        request,
        db,
        "cases/list.html",
        rows=rows_of(found.rows, profile, db.now(), db.actor.role),
        next_after=found.after,
        filters=_filters(profile, stage, need),
        q=q,
    )


def _filters(profile: procedure.Profile, stage: str, need: str) -> list[dict[str, Any]]:
    everything = ("", _("Todas"))
    families = ("SC", "CR", "WR", "ER", "SP", "DS", "SM", "LP", "TR", "SV", "FU")
    return [
        {
            "name": "stage",
            "label": _("Etapa"),
            "options": [everything, *((s.name, s.label.in_(language())) for s in profile.stages)],
            "value": stage,
        },
        {
            "name": "need",
            "label": _("Necesidad"),
            "options": [everything, *((f, str(need_tags([f])[0]["label"])) for f in families)],
            "value": need,
        },
    ]


@router.get("/{reference}", dependencies=[requires("case.read")])
async def overview(request: Request, db: Db, reference: str) -> HTMLResponse:
    """Who is this, where is it, what is due, what do I do next."""
    header = await case_header(request, db, reference, tab="overview")
    case = header.case
    limits = await cases.limits_of(db, case.id)
    history = await cases.timeline(db, case.id, limit=RECENT)
    reached = await cases.stages_reached(db, case.id)
    arrival = await intake.arrival_of(db, case.id)
    papers = {d.claim_id: d for d in await documents.documents_of(db, case.id) if d.status == "active"}
    may_see_papers = identity.may(db.actor, "document.read")
    whose: dict[UUID | None, str] = {
        c.id: header.persons[c.person_id].name for c in case.claims if c.person_id in header.persons
    }
    proposed = await attention.proposals_of(db, case)
    filing = await attention.filing_of(db, case)
    actions, links = await _next(case, db, late=bool(filing and filing["pending"]))
    if not any(limit.rule == "abandonment_answer" and limit.state == "running" for limit in limits):
        # Nothing to answer before somebody gave notice.
        links = [link for link in links if not link["href"].endswith("/abandonment-answer")]
    return page(
        request,
        db,
        "cases/overview.html",
        header=header,
        track=track_shown.track(case, reached, limits),
        due=[
            due(limit, case.profile, db.now(), whose.get(limit.claim_id)) for limit in still_due(case, limits)
        ],
        unknown=not_on_record(case),
        actions=actions,
        links=links,
        arrival=arrival,
        skew=skew_words(arrival.skew_seconds) if arrival else "",
        household=_household(header, papers if may_see_papers else {}),
        recent=[timeline_shown.line(h, case.profile) for h in history],
        representatives=await cases.representatives_of(db, case.id),
        guardians=await cases.guardians_of(db, case.id),
        day=(header.today - case.filed_on).days,
        sent_back=await _sent_back(db, case),
        proposed=proposed,
        filing=filing,
        doubles=await _doubles(db, header),
        to_complete=list(gap_words(case).values()),
        referred=await _referred(db, case),
        moving=await cases.transfer_proposed(db, case.id),
        questions=await coi_shown.questions_of(db, case.id),
        appointment=await _next_appointment(db, case),
    )


async def _next_appointment(db: Session, case: cases.CaseView) -> scheduling.AppointmentView | None:
    """What is booked next; `None` also for who may see none."""
    if not identity.may(db.actor, "appointment.read"):
        return None
    ahead = [
        a
        for a in await scheduling.appointments_of(db, case.id)
        if a.state == "booked" and a.starts_at >= db.now()
    ]
    return min(ahead, key=lambda a: a.starts_at, default=None)


async def _doubles(db: Session, header: CaseHeader) -> list[dict[str, str]]:
    """Who of the case may be registered a second time, for those who say whether it is so."""
    if not identity.may(db.actor, "pair.read"):
        return []
    return [
        {
            "name": header.persons[pair.person_id].name,
            "why": ", ".join(reason_in_words(str(r["code"]), r["values"]) for r in pair.reasons[:3]),
            "href": f"/duplicates/{pair.id}",
        }
        for pair in await people.pairs.waiting_for(db, list(header.persons))
    ]


async def _referred(db: Session, case: cases.CaseView) -> list[dict[str, Any]] | None:
    """`None` for who may see none."""
    if not identity.may(db.actor, "referral.read"):
        return None
    return [referral_shown.line(view) for view in await referrals.referrals_of(db, case.id)]


async def _sent_back(db: Session, case: cases.CaseView) -> remedies.SentBack | None:
    """What the Tribunal asked for, while a case that it sent back is assessed again."""
    limit = case.profile.limits.get("submit_assessment")
    if limit is None or case.stage not in limit.runs_in or not identity.may(db.actor, "remedy.read"):
        return None
    return await remedies.sent_back(db, case.id)


@router.get("/{reference}/people", dependencies=[requires("case.read")])
async def people_tab(request: Request, db: Db, reference: str) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="people")
    guardians = {g.child_id: g for g in await cases.guardians_of(db, header.case.id)}
    may_see = identity.may(db.actor, "photo.read")
    photos = await people.photos_of(db, header.persons) if may_see else {}
    return page(
        request,
        db,
        "cases/people.html",
        header=header,
        people=_people(header),
        guardians=guardians,
        others=await other_files(db, header),
        household_links=household_links(header, db.actor),
        photos=photos,
        needs=await needs_shown(db, header.case),
    )


@router.get("/{reference}/notices", dependencies=[requires("case.read")])
async def notices_tab(request: Request, db: Db, reference: str, before: UUID | None = None) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="notices")
    found = await notices.messages_of(db, header.case.id, before=before)
    return page(
        request,
        db,
        "cases/notices.html",
        header=header,
        messages=[notice_shown(message) for message in found],
        older=found[-1].id if len(found) == notices.PAGE else None,
        people=list(header.persons.values()),
    )


@router.get("/{reference}/timeline", dependencies=[requires("case.read")])
async def timeline_tab(request: Request, db: Db, reference: str, before: int | None = None) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="timeline")
    history = await cases.timeline(db, header.case.id, before=before, limit=50)
    return page(
        request,
        db,
        "cases/timeline.html",
        header=header,
        lines=[timeline_shown.line(h, header.case.profile) for h in history],
        older=history[-1].number if len(history) == 50 else None,
        limits=await cases.limits_of(db, header.case.id),
        explained=_explained(await cases.limits_of(db, header.case.id)),
    )


@router.get("/{reference}/accesses", dependencies=[requires("case.see_accesses")])
async def accesses_tab(
    request: Request, db: Db, reference: str, before: Annotated[str, Query(max_length=90)] = ""
) -> HTMLResponse:
    header = await case_header(request, db, reference, tab="accesses")
    found = await audit.accesses(db, case_id=header.case.id, before=audit.place_of(before), limit=ACCESSES)
    names = await identity.names(db, {a.actor_id for a in found})
    return page(
        request,
        db,
        "cases/accesses.html",
        header=header,
        accesses=found,
        names=names,
        role_name=role_name,
        action_name=action_name,
        older=found[-1].place if len(found) == ACCESSES else None,
    )


async def _next(
    case: cases.CaseView, db: Session, *, late: bool
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The steps that this actor may take: the first of them large, the lesser ones as links.

    A decision on a late claim that moves nothing is offered where the claim came late and nobody has decided.
    """
    actions: list[dict[str, Any]] = []
    links: list[dict[str, str]] = []
    steps_by_event = {s.event: s for s in await next_steps(db, case.id, db.actor)}
    taken: set[str] = set()
    idle = _of_no_use(case)
    for event, main in steps.in_order(case.profile):
        step = steps_by_event.get(event)
        href = steps.address(case.reference, event, case.profile)
        if step is None or not step.allowed or href is None or href in taken or event in idle:
            continue
        own = case.profile.event(event)
        if event == case.profile.filing.late and not (late or own.to):
            continue
        taken.add(href)
        label = steps.said(own)
        if main:
            note = " ".join(said for rule in own.after for said in attached(case.profile.limit(rule)))
            actions.append({"text": label, "href": href, "primary": not actions, "note": note or None})
        else:
            links.append({"text": label, "href": href})
    return actions, links


def _of_no_use(case: cases.CaseView) -> frozenset[str]:
    """Steps that the stage allows and that have nothing to act on: where nobody holds a status, none is taken away or given up."""
    held = remedies.holding(case.profile, [remedies.Held(c.id, c.stage, c.outcome) for c in case.claims])
    return frozenset() if held else frozenset({"loss_opened", "status_renounced"})


def _household(header: CaseHeader, papers: dict[Any, documents.DocumentView]) -> list[dict[str, Any]]:
    rows = []
    for claim in header.case.claims:
        person = header.persons.get(claim.person_id)
        if person is None:
            continue
        paper = papers.get(claim.id)
        outcome = header.case.profile.outcomes.get(claim.outcome) if claim.outcome else None
        basis = _("Solicitud propia") if claim.basis == "principal" else _("Derivada")
        age = _age(header, person.birth_date)
        rows.append(
            {
                "name": person.name,
                "href": f"/cases/{header.case.reference}/people",
                "sub": f"{relation_name(claim.relation)} · {sex_name(person.sex)}, {age}",
                "basis": f"{basis}: {outcome.label.in_(language())}" if outcome else basis,
                "document": {"text": _("Vigente"), "kind": "ok", "until": _until(paper)} if paper else None,
                "needs": need_tags(person.needs),
            }
        )
    return rows


def _until(paper: documents.DocumentView) -> str:
    return _("hasta %(day)s") % {"day": short_date(paper.valid_until)}


def _age(header: CaseHeader, born: Any) -> int:
    return age_on(born, header.today)


def _people(header: CaseHeader) -> list[dict[str, Any]]:
    return [
        {
            "person": header.persons[c.person_id],
            "claim": c,
            "relation": relation_name(c.relation),
            "sex": sex_name(header.persons[c.person_id].sex),
            "age": _age(header, header.persons[c.person_id].birth_date),
            "stage": header.case.profile.stage(c.stage).label.in_(language()),
        }
        for c in header.case.claims
        if c.person_id in header.persons
    ]


def _explained(limits: list[cases.Limit]) -> dict[Any, str]:
    return {li.id: procedure.Explanation.from_dict(li.explanation).in_words(language()) for li in limits}
