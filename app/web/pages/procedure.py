"""The country's procedure as its profile says it: the road, who acts, every limit, legal basis, and how sure each is."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides import public as overrides
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import language
from app.web.pages.shown import page
from app.web.procedure.days import days
from app.web.procedure.institutions import definition, institutions
from app.web.procedure.limits import limit_lines
from app.web.procedure.road import road, stage_lines
from app.web.procedure.safeguards import safeguards

router = Router(prefix="/procedure")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: a profile, the one in force, and the case whose version it is, where there is one."""

    shown: procedure.Profile
    current: procedure.Profile
    case: cases.CaseView | None


@router.get("", dependencies=[requires("procedure.read")])
async def show(request: Request, db: Db, case: str = "", version: str = "") -> HTMLResponse:
    """The procedure in force, another version of it, or a case's own version with its position."""
    asked = await _asked(db, case, version)
    shown, at = asked.shown, asked.case.stage if asked.case else None
    clocks = await cases.limits_of(db, asked.case.id, ended=False) if asked.case else []
    return page(
        request,
        db,
        "procedure/procedure.html",
        shown=shown,
        current=asked.current,
        base=procedure.read_edition(shown.version).own.version,
        versions=procedure.versions(shown.country),
        road=road(shown, at),
        stages=stage_lines(shown, at),
        limits=limit_lines(shown),
        running={clock.rule: _clock(clock) for clock in reversed(clocks)},
        sections=(
            *institutions(shown),
            definition(shown),
            *safeguards(shown),
            days(shown, shown.today(db.now())),
        ),
        certainty=_certainty(shown),
        unknown=_unknown(shown),
        at=at,
        reference=case,
        drawing=_drawing(case, version),
    )


@router.get("/drawing.svg", dependencies=[requires("procedure.read")])
async def drawing(db: Db, case: str = "", version: str = "", *, narrow: bool = False) -> Response:
    """The road as a picture; `narrow` for a telephone. With a case, the stages of its claims are marked."""
    asked = await _asked(db, case, version)
    at = {claim.stage for claim in asked.case.claims} if asked.case else set()
    picture = procedure.draw(asked.shown, language=language(), at=at, narrow=narrow)
    return Response(picture, media_type="image/svg+xml")


async def _asked(db: Db, case: str, version: str) -> Asked:
    view = await cases.case_view(db, case) if case else None
    current = await procedure_in_force(db)
    if view is not None:
        return Asked(view.profile, current, view)
    return Asked(await _version(db, current, version) if version else current, current, None)


def _drawing(case: str, version: str) -> str:
    """The picture's address, in the page's language: a browser keeps what it has under one address."""
    return "/procedure/drawing.svg?" + urlencode({"case": case, "version": version, "lang": language()})


def _clock(limit: cases.Limit) -> dict[str, Any]:
    return {
        "on": limit.due_on,
        "suspended": limit.state == "suspended",
        "words": procedure.Explanation.from_dict(limit.explanation).in_words(language()),
    }


async def _version(db: ReadSession, current: procedure.Profile, version: str) -> procedure.Profile:
    """That version, or edition: one that was ever in force."""
    if version == current.version:
        return current
    try:
        return await overrides.edition(db, current.country, version)
    except overrides.ProcedureUnreadable as none:
        raise NotFound from none


def _certainty(profile: procedure.Profile) -> dict[str, int]:
    """How many values have which mark."""
    counted = Counter(value.verification for _, value in procedure.marked_values(profile))
    return {mark: counted[mark] for mark in ("confirmed", "secondary", "recalled", "unknown")}


def _unknown(profile: procedure.Profile) -> list[dict[str, Any]]:
    """What a lawyer still has to find out, in the profile's own words."""
    return [
        {"what": rule.label.in_(language()), "note": rule.note, "cited": profile.cite(rule)}
        for rule in profile.open_questions
    ]
