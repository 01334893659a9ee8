"""Every page of the router, by every role that may open it, with cases behind: nothing blocked, cut off or unreadable."""

import httpx
import pytest

from app.identity import public as identity
from tests.browser.caseload import Caseload, made
from tests.browser.serving import NARROW, WIDE, Served
from tests.security.routes import Route, routes_of
from tests.site import Site
from tests.web_foundation.soundness import assert_sound

pytestmark = pytest.mark.browser

CAST = (
    "eligibility_officer",
    "supervisor",
    "other_supervisor",
    "registration_officer",
    "border_liaison_officer",
    "commission_secretary",
    "commission_member_0",
    "legal_representative",
    "appeals_judge",
    "appeals_clerk",
    "documentation_officer",
    "child_protection_officer",
    "quality_assessor",
    "coi_researcher",
    "auditor",
    "data_protection_officer",
    "administrator",
)
# Asked for by machines, not opened by people.
FILES = (
    ".pdf",
    ".jpg",
    ".cbor",
    "/document-status/{number}",
    ".js",
    ".webmanifest",
    ".csv",
    ".json",
    ".svg",
    ".png",
    ".toml",
    "/attachments/{attachment_id}",
    "/feeds/{secret}.ics",
    # Looked at where a link is sent (tests/service/test_links.py).
    "/received/{token}",
    # Looked at where one is sealed (tests/statistics/publishing/test_releases.py).
    "/statistics/{release_number}",
    # A part of the page of all figures.
    "/metrics/{name}/card",
    "healthz",
    "readyz",
)
# What a role sees here depends on the role: looked at by each, the others by the first who may.
OWN = ("/", "/cases", "/cases/{reference}", "/cases/{reference}/interviews", "/cases/{reference}/decisions")


async def test_every_page_is_sound_for_the_first_who_may_open_it(site: Site) -> None:
    """By its text alone: one heading, every field labelled, no reference that leads nowhere."""
    routes, looked = pages_of(site), set[str]()
    caseload = await made(site)
    for who in CAST:
        left = [route for route in routes if route.path in OWN or route.path not in looked]
        looked |= (await _answered(site, who, left, caseload)).keys()
    assert {r.path for r in routes} - looked == set()


@pytest.mark.slow
async def test_every_page_is_whole_for_whoever_may_open_it(served: Served) -> None:
    routes = pages_of(served.site)
    caseload = await made(served.site)
    looked: set[str] = set()
    faults: list[str] = []
    for number, who in enumerate(CAST):
        mine = await _answered(served.site, who, routes, caseload)
        wanted = {p: a for p, a in mine.items() if p in OWN or p not in looked}
        faults += await _faults(served, who, wanted, looked, language="en" if number % 2 else "es")
        looked |= mine.keys()
    faults += await _faults_for_anybody(served, caseload)
    assert faults == []


def pages_of(site: Site) -> list[Route]:
    """What people open."""
    return [r for r in routes_of(site.app) if r.method == "GET" and not r.api and not r.path.endswith(FILES)]


async def _faults_for_anybody(served: Served, caseload: Caseload) -> list[str]:
    """The pages without a sign-in, as a phone has them."""
    faults: list[str] = []
    async with served.visitor(width=NARROW) as visitor:
        for address in ("/sign-in", "/shortcuts", "/verify", *caseload.addresses("/verify/{code}")):
            await visitor.open(address)
            faults += [f"{address}: {broken}" for broken in await visitor.violations()]
            if beyond := await visitor.sideways():
                faults.append(f"{address}: {beyond} px beyond the right edge")
    return faults


async def _answered(site: Site, who: str, routes: list[Route], caseload: Caseload) -> dict[str, str]:
    """Route → an address of it that this person may open. Each is sound, even where no browser goes."""
    found: dict[str, str] = {}
    role = site.world.actor(who).role
    async with site.pages(who) as pages:
        for route in routes:
            if route.permission in identity.matrix() and role not in identity.matrix()[route.permission]:
                continue
            for address in caseload.addresses(route.path):
                if await _opens(pages, address):
                    found[route.path] = address
                    break
    return found


async def _opens(pages: httpx.AsyncClient, address: str) -> bool:
    answer = await pages.get(address, follow_redirects=True)
    assert answer.status_code in (200, 403, 404, 409), (address, answer.status_code, answer.text[:500])
    if answer.status_code == 200:
        assert_sound(answer.text)
    return answer.status_code == 200


async def _faults(
    served: Served, who: str, wanted: dict[str, str], looked: set[str], *, language: str
) -> list[str]:
    """What is wrong with the pages in a browser: axe in a wide window, the edge in a narrow one."""
    faults: list[str] = []
    async with served.seated(who, language=language) as visitor:
        for path, address in wanted.items():
            await visitor.open(address)
            if path not in looked:
                faults += [f"{who} {address}: {broken}" for broken in await visitor.violations()]
            if beyond := await visitor.sideways(NARROW):
                faults.append(f"{who} {address}: {beyond} px beyond the right edge")
            await visitor.page.set_viewport_size({"width": WIDE, "height": 900})
        faults += visitor.complaints
        visitor.complaints.clear()
    return faults
