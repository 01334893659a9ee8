"""Registering with the line down: the page as an application that a laptop keeps, and the few answers that it asks for.

The page is the same for everybody and has nobody in it: it is fetched without a session and kept by the browser. Who works
with it is asked for apart, and what they type stays encrypted on the laptop (record 16).
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.core.actor import ANONYMOUS
from app.core.database import ReadSession
from app.edge.access import public
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.identity import public as identity
from app.people import public as people
from app.procedure import public as procedure
from app.web import assets
from app.web.formats import common_languages, country_options
from app.web.frame import MenuItem
from app.web.i18n import LANGUAGES, language, speaking
from app.web.i18n import gettext as _
from app.web.offline_words import offline_words, paper_phrases
from app.web.pages.registration import NEAR, STATELESS
from app.web.pages.shown import frame_for
from app.web.rendering import render
from app.web.words import need_name, relation_name

router = Router(prefix="/register/offline")
ENTRIES = ("staff.css", "paper.css", "app.js", "offline.js", "icon.svg")
# A row of the household whose numbers the page replaces: no other text of the page has them.
ROW = 986
_IMPORT = re.compile(r'from\s*"\./([\w.-]+\.js)"')


@router.get("", dependencies=[public(reads=True)])
async def application(request: Request, _db: ReadDb) -> HTMLResponse:
    """The page, empty. Whoever asks gets the same."""
    return HTMLResponse(_page(request))


@router.get("/worker.js", dependencies=[public(reads=True)])
async def worker(request: Request, _db: ReadDb) -> Response:
    """The service worker, with what it keeps: the page in both languages and its files by their hashed names."""
    kept = {"files": _files(assets.BUILT), "pages": list(LANGUAGES), "digest": _digest(request)}
    source = (assets.BUILT / assets.manifest(assets.BUILT)["offline_worker.js"]).read_text("utf-8")
    return Response(
        f"const KEPT = {json.dumps(kept)};\n{source}",
        media_type="text/javascript",
        headers={"Service-Worker-Allowed": "/register/offline", "Cache-Control": "no-cache"},
    )


@router.get("/manifest.json", dependencies=[public(reads=True)])
async def manifest(request: Request, _db: ReadDb) -> Response:
    """What a browser needs to install the page as an application."""
    words = {
        "name": _("Acogida: registrar sin conexión"),
        "short_name": "Acogida",
        "lang": request.state.language,
        "start_url": "/register/offline",
        "scope": "/register/offline",
        "display": "standalone",
        "background_color": "#f6f4ee",
        "theme_color": "#0b5563",
        "icons": [
            {"src": assets.asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
        ],
    }
    return JSONResponse(words, media_type="application/manifest+json")


@router.get("/line.json", dependencies=[public(reads=True)])
async def line(request: Request, db: ReadDb) -> dict[str, Any]:
    """Does the line work, what time is it here, and who is signed in: what the page asks before it sends."""
    actor = db.actor
    known = actor.role != "anonymous"
    return {
        "server_time": db.now().isoformat(),
        "user": {
            "id": str(actor.user_id),
            "name": actor.name,
            "place": actor.place,
            "may": identity.may(actor, "registration.create") and bool(actor.post_id or actor.office_id),
            "csrf": request.state.csrf_token,
            "username": await _username(db),
        }
        if known
        else None,
    }


async def _username(db: ReadSession) -> str:
    return await identity.username_of(db, db.actor.user_id)


def _page(request: Request) -> str:
    profile: procedure.Profile = request.state.procedure
    around = frame_for(ANONYMOUS, profile)
    request.state.actor = ANONYMOUS
    request.state.csrf_token = None
    menu = tuple(
        MenuItem(label, f"/register/offline#{part}")
        for label, part in (
            (_("Registrar"), "register"),
            (_("Por enviar"), "outbox"),
            (_("Este equipo"), "laptop"),
        )
    )
    request.state.frame = type(around)(
        country=around.country,
        menu=menu,
        zone=around.zone,
        procedure=around.procedure,
        home_href="/register/offline",
        demonstration=around.demonstration,
    )
    return render(
        request,
        "offline/application.html",
        row=ROW,
        words=offline_words(),
        phrases=paper_phrases(),
        languages=";".join(f"{name}={code}" for name, code in sorted(common_languages().items())),
        relations=[(code, relation_name(code)) for code in people.codes.RELATIONS],
        sexes=[
            ("female", _("Mujer")),
            ("male", _("Hombre")),
            ("other", _("Otro")),
            ("unknown", _("No consta")),
        ],
        countries=[*country_options(first=NEAR), (STATELESS, _("Sin nacionalidad"))],
        questions=_questions(profile.screening),
        rules=_rules(profile.screening),
        guardians=[
            ("institution", _("Institución")),
            ("adult_caregiver", _("Persona adulta a cargo")),
            ("parent", _("Madre o padre")),
        ],
    )


def _questions(form: procedure.Screening) -> list[dict[str, Any]]:
    """The short questions, as the page on line asks them."""
    return [
        {
            "code": q.name,
            "text": q.text.in_(language()),
            "minors": "child" in q.asked,
            "note": _("menores") if "child" in q.asked else None,
        }
        for q in form.asked
        if q.short
    ]


def _rules(form: procedure.Screening) -> list[dict[str, Any]]:
    """From which answers which need follows."""
    return [
        {"need": r.need, "label": need_name(r.need), "when": dict(r.when), "at_least": dict(r.at_least)}
        for r in form.rules
        if r.need is not None
    ]


def _digest(request: Request) -> str:
    """Changes with anything that the page shows, in any language: then browsers fetch it anew."""
    pages = []
    for code in LANGUAGES:
        with speaking(code):
            request.state.language = code
            pages.append(_page(request))
    return hashlib.sha256("\0".join(pages).encode()).hexdigest()[:16]


@cache
def _files(built: Path) -> list[str]:
    """The addresses of the page's files, with every module that one of them imports."""
    names = assets.manifest(built)
    wanted = [names[entry] for entry in ENTRIES]
    for file in wanted:
        if file.endswith(".js"):
            for imported in _IMPORT.findall((built / file).read_text("utf-8")):
                if imported not in wanted:
                    wanted.append(imported)
    return [assets.PREFIX + file for file in wanted]
