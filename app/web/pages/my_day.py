"""My day: what is late, due today and this week, what waits for me, and my interviews."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.spreadsheet import safe_cell
from app.edge.access import requires, signed_in
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.intake import public as intake
from app.intake.public import offline
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.quality import public as quality
from app.referrals import public as referrals
from app.scheduling import public as scheduling
from app.web import alerts_shown, attention, encounters_shown, needs_shown, referral_shown
from app.web.formats import country, language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.own_desk import own_desk
from app.web.pages.shown import page, zone_of
from app.web.rows import rows_of
from app.web.words import modality_names, need_name
from app.workflows.my_day import acting_stages

router = Router()
SHOWN = 50
# Roles whose work is elsewhere than in a list of cases.
ELSEWHERE = {
    "auditor": "/metrics",
    "documentation_officer": "/documents",
    "data_protection_officer": "/record",
    "coi_researcher": "/coi/requests",
    "administrator": "/procedure/overrides",
}


@router.get("/", dependencies=[signed_in()])
async def my_day(
    request: Request,
    db: Db,
    show: Annotated[str, Query(pattern="^(late|today|week|waiting|all|)$")] = "",
    stage: str = "",
    need: str = "",
    modality: str = "",
    after: str = "",
) -> Response:
    if db.actor.role in ELSEWHERE:
        return RedirectResponse(ELSEWHERE[db.actor.role], 303)
    profile, now = await procedure_in_force(db), db.now()
    moments = _moments(profile, now)
    mine = _mine(db.actor)
    waiting = acting_stages(profile, db.actor.role)
    stages_open = [s.name for s in profile.stages if s.open]
    base = {**mine, "open_only": True}
    narrowed = cases.Filters(
        **base,
        stage=stage or None,
        need=need or None,
        modality=modality or None,
        due_before={"late": now, "today": moments["today"], "week": moments["week"]}.get(show),
        stages=waiting if show == "waiting" else (),
    )
    first = not (show or stage or need or modality or after)
    found = await cases.worklist(db, narrowed, after=after or None, limit=SHOWN, stages_open=stages_open)
    count = await cases.counts(
        db,
        cases.Filters(**base),
        now=now,
        today_ends=moments["today"],
        week_ends=moments["week"],
        stages_open=stages_open,
        waiting=waiting,
    )
    return page(
        request,
        db,
        "my_day/my_day.html",
        counts=_counts(count, show),
        groups=_groups(found.rows, profile, now, moments, db.actor.role),
        total=count.all,
        interviews=await _interviews(db, profile),
        filters=_filters(profile, stage, need, modality),
        next_after=found.after,
        show=show,
        today=profile.today(now),
        holiday=_next_holiday(profile, profile.today(now)),
        ringing=await _ringing(db) if first else [],
        to_decide=await attention.to_decide(db) if first else [],
        clashes=await _clashes(db) if first else 0,
        before_me=await attention.put_before(db, now) if first else [],
        to_review=await needs_shown.to_review(db) if first else [],
        suggested=await needs_shown.suggested(db) if first else [],
        second_looks=await _second_looks(db) if first else [],
        own=await own_desk(db) if first else None,
        alerts=await alerts_shown.news(db) if first else [],
        assessments=await _assessments(db) if first else (0, 0),
    )


async def _assessments(db: Session) -> tuple[int, int]:
    """Of quality: what this person is to assess, and what of the own work they may answer."""
    if not (identity.may(db.actor, "quality.review") or identity.may(db.actor, "quality.answer")):
        return 0, 0
    return await quality.awaited(db)


async def _clashes(db: Session) -> int:
    """Registrations made with no line that wait for this person's decision."""
    if not identity.may(db.actor, "clash.read"):
        return 0
    return await offline.waiting(db)


async def _second_looks(db: Session) -> list[dict[str, Any]]:
    """People who said that they are afraid and were not let in, for who looks a second time."""
    if not identity.may(db.actor, "encounter.look"):
        return []
    return [encounters_shown.line(each) for each in await intake.encounters(db, to_look_at=True, limit=10)]


@router.get("/my-day.csv", dependencies=[requires("case.list")])
async def download(db: Db) -> Response:
    """The same list for a spreadsheet: the first thousand cases."""
    profile = await procedure_in_force(db)
    stages_open = [s.name for s in profile.stages if s.open]
    found = await cases.worklist(
        db, cases.Filters(**_mine(db.actor), open_only=True), limit=1000, stages_open=stages_open
    )
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(
        ["reference", "stage", "stage_since", "due_on", "rule", "basis", "verification", "priority"]
    )
    for row in found.rows:
        cells = [
            row.reference,
            row.stage,
            row.stage_since.date(),
            row.due_on,
            row.due_rule,
            row.due_basis,
            row.due_verification,
            row.priority,
        ]
        lines.writerow(safe_cell(cell) for cell in cells)
    return Response(
        "\ufeff" + sheet.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-day.csv"'},
    )


def _mine(actor: Actor) -> dict[str, Any]:
    """An officer's day is what is assigned to them; everybody else's is what they can see."""
    return {"assigned_to": actor.user_id} if actor.role == "eligibility_officer" else {}


async def _ringing(db: Session) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "referral.make"):
        return []
    return [referral_shown.line(view) for view in await referrals.ringing(db)]


def _moments(profile: procedure.Profile, now: datetime) -> dict[str, datetime]:
    zone, today = zone_of(profile), profile.today(now)
    friday = today + timedelta(days=(4 - today.weekday()) % 7)

    def after(day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)

    return {"today": after(today), "week": after(friday)}


def _counts(count: cases.Counts, show: str) -> list[dict[str, Any]]:
    items = [
        ("late", count.late, _("Fuera de plazo"), "late"),
        ("today", count.today, _("Vencen hoy"), "soon"),
        ("week", count.week, _("Esta semana"), None),
        ("waiting", count.waiting, _("Esperan por mí"), None),
        ("", count.all, _("Todos"), None),
    ]
    return [
        {
            "count": number,
            "label": label,
            "href": f"/?show={name}" if name else "/",
            "current": name == show,
            **({"kind": kind} if kind and number else {}),
        }
        for name, number, label, kind in items
    ]


def _groups(
    rows: list[cases.Row], profile: procedure.Profile, now: datetime, moments: dict[str, datetime], role: str
) -> list[dict[str, Any]]:
    def fits(row: cases.Row, after: datetime | None, until: datetime | None) -> bool:
        if row.due_at is None:
            return after is not None and until is None
        return (after is None or row.due_at > after) and (until is None or row.due_at <= until)

    spans = [
        ("late", _("Fuera de plazo"), None, now),
        ("today", _("Vence hoy"), now, moments["today"]),
        ("week", _("Esta semana"), moments["today"], moments["week"]),
        ("later", _("Después"), moments["week"], None),
    ]
    groups = []
    for name, title, after, until in spans:
        inside = [row for row in rows if fits(row, after, until)]
        if inside:
            groups.append(
                {
                    "id": name,
                    "title": title,
                    "note": str(len(inside)),
                    "rows": rows_of(inside, profile, now, role),
                    "later": name in ("week", "later"),
                }
            )
    return groups


async def _interviews(db: Session, profile: procedure.Profile) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "interview.conduct"):
        return []
    zone, today = zone_of(profile), profile.today(db.now())
    starts = datetime.combine(today, time(), zone)
    booked = await scheduling.appointments_with(
        db, db.actor.user_id, since=starts, until=starts + timedelta(days=1)
    )
    persons = await people.profiles(db, [a.person_id for a in booked])
    items = []
    for a in booked:
        person = persons.get(a.person_id)
        if person is None:
            continue
        origin = ", ".join(country(c) for c in person.nationalities)
        interpreter = (
            {"text": _("Intérprete: %(name)s") % {"name": a.interpreter}, "state": "ok"}
            if a.interpreter
            else {
                "text": _("Sin intérprete: %(language)s") % {"language": language_name(a.language)},
                "state": "ok",
            }
        )
        items.append(
            {
                "at": a.starts_at.astimezone(zone),
                "href": f"/appointments/{a.id}",
                "name": person.name,
                "lines": [{"text": f"{origin} · {a.room}"}, interpreter],
            }
        )
    return items


def _filters(profile: procedure.Profile, stage: str, need: str, modality: str) -> list[dict[str, Any]]:
    everything = ("", _("Todas"))
    return [
        {
            "name": "stage",
            "label": _("Etapa"),
            "options": [everything, *((s.name, s.label.in_(language())) for s in profile.stages if s.open)],
            "value": stage,
        },
        {
            "name": "need",
            "label": _("Necesidad"),
            "options": [
                everything,
                *((f, need_name(f)) for f in ("SC", "CR", "WR", "ER", "SP", "DS", "SM", "TR", "SV")),
            ],
            "value": need,
        },
        {
            "name": "modality",
            "label": _("Modalidad"),
            "options": [everything, *modality_names().items()],
            "value": modality,
        },
    ]


def _next_holiday(profile: procedure.Profile, today: date) -> str:
    """The next weekday of the coming month that is a holiday, in words, because it changes the days that are left."""
    for offset in range(31):
        day = today + timedelta(days=offset)
        if day.weekday() < 5 and not procedure.is_working_day(profile, day):
            return _("el %(day)s es feriado") % {"day": short_date(day)}
    return ""
