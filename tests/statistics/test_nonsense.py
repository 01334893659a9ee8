"""Whatever stands in the address of a figure, a map, an extract or a release: an answer, and never an error of ours."""

import re

from app.identity import public as identity
from app.statistics import public as statistics
from tests.security.routes import Route, routes_of
from tests.site import Site
from tests.statistics.test_metrics import two_pending_and_one_decided
from tests.web_foundation.soundness import assert_sound

ASKED_BY = {
    "metrics.read": "supervisor",
    "consistency.read": "supervisor",
    "forecast.read": "supervisor",
    "encounter.count": "border_liaison_officer",
    "publication.read": "auditor",
    "publication.returns": "auditor",
    "event_log.read": "auditor",
}
FIRST, LAST, LATER = "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00"
WORDS = (
    *("office", "vs_office", "origin", "sex", "unit", "need", "table", "column", "row", "after", "extract", "year", "by"),
    *("share", "months", "of", "post", "outcome", "figure", "value", "format", "scenario", "compare", "limit"),
)  # fmt: skip
NOBODY = "00000000-0000-7000-8000-000000000009"
PLACES = {"name": "clearance", "year": "9999", "table": "applications", "scenario": "base"}


def address(route: Route) -> str:
    return re.sub(r"{(\w+)}", lambda place: PLACES.get(place[1], NOBODY), route.path)


async def test_no_address_of_the_figures_breaks_them(site: Site) -> None:
    await two_pending_and_one_decided(site.world)
    await statistics.catch_up(site.world.system)
    # A list of cases is written into the record of access, of which other tests read the last line.
    routes = [
        r
        for r in routes_of(site.app)
        if r.method == "GET" and r.gates and r.permission in ASKED_BY and not r.path.endswith("/cases")
    ]
    assert len(routes) > 40
    queries = [{"to": FIRST}, {"as_of": LAST}, {"from": FIRST, "to": LAST, "vs_to": FIRST, "vs_as_of": LATER}]
    queries += [dict.fromkeys(WORDS, words) for words in ("\0", "O'Neill")]
    broken = []
    for route in routes:
        async with (site.api if route.api else site.pages)(ASKED_BY[route.permission]) as client:
            for query in queries:
                answer = await client.get(address(route), params=query)
                if answer.status_code >= 500:
                    broken.append((str(route), query, answer.status_code))
    assert broken == []


async def test_a_page_says_which_filter_it_left_out_and_the_interface_refuses_it(site: Site) -> None:
    world = site.world
    await two_pending_and_one_decided(world)
    async with world.reading("supervisor") as db:
        codes = {office.id: office.code for office in await identity.offices(db)}
    mine, other = codes[world.office], codes[world.other_office]
    backwards = {"from": "2026-12-31", "to": "2026-01-01"}
    async with site.pages("supervisor") as pages:
        for path in ("/metrics", "/metrics/pending", "/process-map", "/metrics/alerts/new?figure=pending"):
            for query, why in (
                ({"office": "nowhere"}, "Elija una oficina de la lista."),
                ({"office": other}, "Usted cuenta los casos de su oficina, no los de otra."),
                (backwards, "El período termina antes de empezar."),
            ):
                answer = await pages.get(
                    path, params=dict(pair.split("=") for pair in path.split("?")[1:]) | query
                )
                assert answer.status_code == 200, (path, query)
                assert_sound(answer.text)
                assert why in answer.text, (path, query)
                assert "nowhere," not in answer.text
        beside = await pages.get("/metrics/pending", params={"vs_office": other})
        assert "no los de otra" in beside.text
        kept = await pages.get("/metrics/pending", params={"office": mine})
        assert "no se aplicó" not in kept.text
        post = await pages.get("/metrics/access", params={"post": "nowhere"})
        assert "Elija un puesto de la lista." in post.text
        picture = await pages.get("/metrics/pending.png", params={"office": "\0"})
        assert picture.status_code == 200
        coming = await pages.get("/metrics/pending", params={"as_of": "2999-01-01"})
        assert "cuenta solo lo registrado" not in coming.text
        past = await pages.get("/metrics/pending", params={"as_of": "2026-10-01"})
        assert "con lo registrado hasta el final del 1 oct 2026" in past.text
    async with site.api("supervisor") as api:
        for path in ("/api/v1/figures/pending", "/api/v1/process-map"):
            for query in ({"office": other}, backwards):
                assert (await api.get(path, params=query)).status_code == 422, (path, query)
