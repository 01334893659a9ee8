"""The first wall, read off the router itself: every route, every role."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from app.cases import public as cases
from app.edge.access import ANYBODY, SIGNED_IN
from app.identity.public import ROLES, machine_scopes, matrix
from app.procedure import public as procedure
from app.procedure.files.loading import _shipped
from tests.journeys.road import SECRET, Road
from tests.security.routes import Route, routes_of
from tests.site import Site

# Permissions that no route of its own asks for, and why they are in the matrix.
INTERNAL = {
    "identity.read": "users and offices are set up from the command line so far",
    "pair.judge": "who reads a pair may come to answer; whose look it is, the action asks",
    "pair.confirm": "the same",
    "conflict.declare_for": "a field of the declaration; the action asks for it",
    "key.enrol": "asked for when a laptop is enrolled, by the action",
}
# The framework's own: the contract says nothing about anybody.
UNGATED = {"/api/v1/openapi.json"}
FILLED = {
    "reference": "CR26-0000-00",
    "number": "100000000009",
    "code": "100000000009",
    "kind": "appeal",
}


def all_routes(site: Site) -> list[Route]:
    return [r for r in routes_of(site.app) if r.path not in UNGATED and not r.path.startswith("/static")]


def address(route: Route) -> str:
    """The route's path, with somebody or something in it that does not exist."""
    return re.sub(
        r"{(\w+)[^}]*}", lambda name: FILLED.get(name[1], "01890000-0000-7000-8000-00000000dead"), route.path
    )


async def test_every_route_declares_who_may_take_it(site: Site) -> None:
    routes = all_routes(site)
    assert len(routes) > 90
    assert sum(r.api for r in routes) > 60
    assert [str(r) for r in routes if len(r.gates) != 1] == []
    known = {ANYBODY, SIGNED_IN} | set(matrix())
    assert {r.permission for r in routes} <= known


async def test_only_these_routes_are_open_to_anybody(site: Site) -> None:
    assert {str(r) for r in all_routes(site) if r.permission == ANYBODY} == {
        "GET /healthz",
        "GET /readyz",
        # The page of a laptop, its worker and its manifest: the same for everybody; and whether anybody is signed in.
        "GET /register/offline",
        "GET /register/offline/worker.js",
        "GET /register/offline/manifest.json",
        "GET /register/offline/line.json",
        "POST /api/v1/token",
        "GET /api/v1/verify/{code}",
        "POST /api/v1/verify",
        "POST /api/v1/verify/certificate",
        "POST /verify/certificate",
        "GET /.well-known/document-keys.json",
        "GET /.well-known/document-keys.cbor",
        "GET /.well-known/document-status/{number}",
        "GET /verify",
        "GET /verify/worker.js",
        "GET /verify/manifest.webmanifest",
        "GET /verify/{code}",
        # Whether a decision is authentic, its number, its day and its digest; nothing of what it says.
        "GET /verify/decisions",
        "POST /verify/decisions",
        "GET /verify/decisions/{decision_code}",
        "GET /api/v1/verify/decisions/{code}",
        "POST /api/v1/verify/decisions",
        # Whether a link of receipt is open; by a secret address, nothing of any case before the receipt.
        "GET /received/{token}",
        "POST /received/{token}",
        "POST /received/{token}/decision",
        "GET /api/v1/received/{token}",
        "POST /api/v1/received/{token}",
        "GET /shortcuts",
        # Sealed releases of statistics: counts under disclosure control.
        "GET /statistics",
        "GET /statistics/{release_number}",
        "GET /statistics/{release_number}.json",
        "GET /statistics/{release_number}/{table}.csv",
        "GET /api/v1/statistics",
        "GET /api/v1/statistics/{release_number}",
        # A gateway's word on a message, under the shared secret.
        "POST /api/v1/notices/receipts",
        # By a secret address, and without a name in it.
        "GET /calendar/feeds/{secret}.ics",
        "GET /sign-in",
        "POST /sign-in",
    }  # fmt: skip


async def test_every_permission_opens_a_route_or_says_why_not(site: Site) -> None:
    used = {r.permission for r in all_routes(site)} - {ANYBODY, SIGNED_IN}
    assert set(matrix()) - used == set(INTERNAL)


@pytest.fixture
async def clients(site: Site) -> AsyncIterator[dict[tuple[str, bool], httpx.AsyncClient]]:
    """(role or `nobody`, API or pages) → a signed-in client."""
    async with AsyncExitStack() as stack:
        cast = {role: role for role in ROLES} | {"commission_member": "commission_member_0"}
        found = {("nobody", True): await stack.enter_async_context(site.api())}
        found["nobody", False] = await stack.enter_async_context(site.pages())
        for role, who in cast.items():
            found[role, True] = await stack.enter_async_context(site.api(who))
            found[role, False] = await stack.enter_async_context(site.pages(who))
        yield found


async def test_every_route_is_closed_to_nobody_and_asked_by_a_role_in_turn(
    site: Site, clients: dict[tuple[str, bool], httpx.AsyncClient]
) -> None:
    """Each route by somebody who holds its permission or somebody who does not; which one goes round with the routes."""
    wrong = []
    for n, route in enumerate(all_routes(site)):
        if route.permission == ANYBODY or route.path == "/sign-out":
            continue
        holders = _holders(route)
        asking = (holders if n % 2 else frozenset(ROLES) - holders) or frozenset(ROLES)
        for role in ("nobody", sorted(asking)[n % len(asking)]):
            answer = await clients[role, route.api].request(route.method, address(route))
            if not _as_it_should(role, route, answer, holders):
                wrong.append(f"{route} by {role}: {answer.status_code} {answer.text[:120]}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
async def test_every_route_is_closed_to_every_role_without_its_permission_and_open_to_the_others(
    site: Site, clients: dict[tuple[str, bool], httpx.AsyncClient]
) -> None:
    wrong = []
    for route in all_routes(site):
        # Signing out ends the session that the next route needs.
        if route.permission == ANYBODY or route.path == "/sign-out":
            continue
        holders = _holders(route)
        for role in ("nobody", *ROLES):
            answer = await clients[role, route.api].request(route.method, address(route))
            if not _as_it_should(role, route, answer, holders):
                wrong.append(f"{route} by {role}: {answer.status_code} {answer.text[:120]}")
    assert wrong == [], "\n".join(wrong)


def _holders(route: Route) -> frozenset[str]:
    return frozenset(ROLES) if route.permission == SIGNED_IN else matrix()[route.permission]


def _as_it_should(role: str, route: Route, answer: httpx.Response, holders: frozenset[str]) -> bool:
    if role == "nobody":
        if route.api:
            return answer.status_code == 401
        return answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    if role not in holders:
        return answer.status_code == 403
    return answer.status_code not in (401, 403, 405) and answer.status_code < 500


async def test_a_machine_holds_only_what_is_marked_for_machines(site: Site) -> None:
    road, wrong = Road(site), []
    await road.removal_barred(number="100000000009")
    async with site.api() as api:
        credentials = {"client_id": road.made["machine"], "client_secret": SECRET}
        token = await api.post("/api/v1/token", data={"grant_type": "client_credentials", **credentials})
        api.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        for route in all_routes(site):
            if route.api and route.permission != ANYBODY:
                status = (await api.request(route.method, address(route))).status_code
                if (status == 403) == (route.permission == "removal.check"):
                    wrong.append(f"{route}: {status}")
    assert wrong == [], "\n".join(wrong)
    assert machine_scopes() == {"removal.check", "document.verify"}
    assert all(not matrix()[scope] for scope in machine_scopes())


# Who records the event by the procedure, and the permission that the action behind it demands.
PERMISSION_OF = {
    "registered": "registration.create",
    "taken_over": "case.take_over",
    "admitted": "case.admit",
    "declared_inadmissible": "case.declare_inadmissible",
    "assigned": "case.assign",
    "transferred": "case.transfer",
    "appointment_booked": "appointment.book",
    "appointment_cancelled": "appointment.book",
    "interview_started": "interview.conduct",
    "interview_held": "interview.conduct",
    "interview_missed": "appointment.miss",
    "addendum_made": "interview.conduct",
    "abandonment_noticed": "case.notice_abandonment",
    "abandonment_answered": "case.answer_abandonment",
    "abandoned": "case.abandon",
    "reopened": "case.reopen",
    "assessment_started": "assessment.write",
    "assessment_submitted": "assessment.write",
    "returned": "assessment.review",
    "endorsed": "assessment.review",
    "put_on_agenda": "sitting.manage",
    "taken_off_agenda": "sitting.manage",
    "sent_back": "sitting.manage",
    "notified": "decision.notify",
    "remedy_filed": "remedy.file",
    "late_remedy_filed": "remedy.file",
    "late_remedy_accepted": "remedy.admit_late",
    "late_remedy_refused": "remedy.admit_late",
    "remedy_withdrawn": "remedy.withdraw",
    "remedy_decided": "remedy.decide",
    "became_final": "decision.declare_final",
    "withdrawn": "case.withdraw",
    "member_added": "case.add_member",
    "suspended": "case.suspend",
    "resumed": "case.suspend",
    "need_recorded": "person.record_need",
    "guardian_recorded": "person.appoint_guardian",
    "representation_recorded": "case.represent",
}
# Not people of the house, so not in the matrix.
OUTSIDE = {"system", "applicant"}


def test_the_procedure_and_the_matrix_name_the_same_roles() -> None:
    profile = procedure.load("CRI")
    apart = {}
    for name, permission in PERMISSION_OF.items():
        by = frozenset(profile.event(name).by) - OUTSIDE
        if by != matrix()[permission]:
            apart[name] = (sorted(by - matrix()[permission]), sorted(matrix()[permission] - by))
    assert apart == {}


def test_whoever_a_procedure_lets_record_something_on_the_general_form_holds_the_permission() -> None:
    named = {
        role
        for draft in _shipped()
        for event in procedure.load(str(draft.country), version=str(draft.values["version"])).events
        for role in event.by
        if event.form
    }
    assert len(named) > 5
    assert named - OUTSIDE <= matrix()["case.record_step"]


def test_who_speaks_for_the_person_reads_and_decides_no_proposal() -> None:
    assert "legal_representative" not in matrix()["proposal.read"] | matrix()["proposal.dismiss"]
    assert "legal_representative" in cases.NOBODYS
