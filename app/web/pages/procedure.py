"""The country's procedure as its profile says it: stages, who acts, limits, legal basis, and how sure each is."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.cases import public as cases
from app.edge.access import requires
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import language
from app.web.pages.shown import page
from app.web.words import role_name, span_in_words

router = APIRouter(prefix="/procedure")


@router.get("", dependencies=[requires("procedure.read")])
async def show(request: Request, db: Db, case: str = "") -> HTMLResponse:
    """The procedure in force, or a case's own version with its position."""
    at, shown = None, await procedure_in_force(db)
    if case:
        view = await cases.case_view(db, case)
        at, shown = view.stage, view.profile
    return page(
        request,
        db,
        "procedure/procedure.html",
        shown=shown,
        road=_road(shown, at),
        stages=[_stage(s, shown, at) for s in shown.stages],
        limits=[_limit(name, limit, shown) for name, limit in shown.limits.items()],
        remedies=shown.remedies,
        at=at,
        reference=case,
    )


def _road(profile: procedure.Profile, at: str | None) -> list[dict[str, Any]]:
    """The main stages in order, each with who has it; where a case is, when one is asked about."""
    main = [s for s in profile.stages if s.track]
    here = next((n for n, s in enumerate(main) if s.name == at), None)
    steps = []
    for n, stage in enumerate(main):
        state = "next" if here is None or n > here else "now" if n == here else "done"
        body = profile.bodies.get(stage.body) if stage.body else None
        steps.append(
            {
                "label": stage.label.in_(language()),
                "state": state,
                "dates": None,
                "note": body.label.in_(language()) if body else None,
            }
        )
    return steps


def _in_sentence(name: str) -> str:
    """A role inside a sentence: only its first letter is lowered, for it may name a body."""
    return name[:1].lower() + name[1:]


def _stage(stage: procedure.Stage, profile: procedure.Profile, at: str | None) -> dict[str, Any]:
    leaves = [e for e in profile.events if stage.name in e.leaves and any(t.to for t in e.to)]
    body = profile.bodies.get(stage.body) if stage.body else None
    return {
        "name": stage.label.in_(language()),
        "body": body.label.in_(language()) if body else "–",
        "here": stage.name == at,
        "main": stage.track,
        "leaves": [
            {"what": e.label.in_(language()), "who": ", ".join(_in_sentence(role_name(r)) for r in e.by)}
            for e in leaves
        ],
    }


def _limit(name: str, limit: procedure.Limit, profile: procedure.Profile) -> dict[str, Any]:
    return {
        "name": limit.label.in_(language()),
        "length": span_in_words(limit.length) if limit.length else None,
        "kind": limit.kind,
        "binds": limit.binds,
        "source": profile.sources[limit.source].title if limit.source else "",
        "article": limit.article,
        "verification": limit.verification,
        "rule": name,
    }
