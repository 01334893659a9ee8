"""Bad input: a clear problem at its field, and nothing half-written; whatever comes, never an error of ours."""

import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.identity.public import matrix
from tests.journeys.road import ALONE, FAMILY, SERVED, Road
from tests.security.routes import Route, body_of, routes_of
from tests.site import Site
from tests.world import also_holds

PROBLEM = "application/problem+json"
STRANGE = "?q=%00&after=%00&said=%00&number=%00&next=%00&before=99999999999999999999"


async def counts(site: Site) -> dict[str, int]:
    """How many rows every table has, by the database's own catalogue of them. The record of access grows by looking."""
    async with site.world.system.reading(SYSTEM) as db:
        names = await db.scalars(
            text(
                "select tablename from pg_tables where schemaname = 'public' and tablename not like 'pgqueuer%'"
            )
        )
        kept = sorted(set(names) - {"access_records", "alembic_version", "api_clients", "heartbeats"})
        return {name: await db.scalar(text(f"select count(*) from {name}")) for name in kept}  # noqa: S608 - catalogue


@asynccontextmanager
async def nothing_written(site: Site) -> AsyncIterator[None]:
    before = await counts(site)
    yield
    assert await counts(site) == before


def registration(site: Site, **principal: Any) -> dict[str, Any]:
    return {"persons": [FAMILY[0] | principal], "office_id": str(site.world.office)}


async def register(site: Site, body: Any, key: str | None = None) -> httpx.Response:
    async with site.api("border_liaison_officer") as api:
        headers = {"Idempotency-Key": key or uuid4().hex}
        return await api.post("/api/v1/registrations", json=body, headers=headers)


def fields(answer: httpx.Response) -> set[str]:
    assert answer.headers["content-type"] == PROBLEM
    return {error["field"] for error in answer.json()["errors"]}


async def test_broken_rules_of_a_registration_are_named_at_their_fields(site: Site) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"nationalities": ["ZZZ"]}, "persons.0.nationalities"),
        ({"nationalities": ["CR"]}, "persons.0.nationalities"),
        ({"birth_date": "2031-01-01"}, "persons.0.birth_date"),
        ({"birth_date": "1991-02-30"}, "persons.0.birth_date"),
        ({"given_names": "", "family_names": ""}, "persons.0.given_names"),
        ({"given_names": "Yor\0lenis"}, "persons.0.given_names"),
        ({"aliases": ["x", "\0"]}, "persons.0.aliases"),
        ({"needs": ["ZZ-ZZ"]}, "persons.0.needs"),
        ({"sex": "both"}, "persons.0.sex"),
        ({"shoe_size": 38}, "persons.0.shoe_size"),
        ({"relation": "cousin's dog"}, "persons.0.relation"),
        ({"birth_date": "2015-01-01"}, "persons.0.guardian"),
    ]
    async with nothing_written(site):
        for changes, field in cases:
            answer = await register(site, registration(site, **changes))
            assert answer.status_code == 422, (changes, answer.text)
            assert any(named.startswith(field) for named in fields(answer)), (changes, answer.text)
            assert all(error["message"] for error in answer.json()["errors"])


async def test_a_long_name_with_an_apostrophe_and_an_arabic_alias_goes_in_as_it_is(site: Site) -> None:
    long = ("N'Golo " * 40)[:200].strip()
    answer = await register(site, registration(site, given_names=long, aliases=["محمد عبد الله"]))
    assert answer.status_code == 201, answer.text
    async with site.api("border_liaison_officer") as api:
        person = (await api.get(f"/api/v1/cases/{answer.json()['reference']}")).json()["claims"][0]["person"]
        found = (await api.get("/api/v1/cases", params={"q": "N'Golo"})).json()["cases"]
    assert (person["given_names"], person["aliases"]) == (long, ["محمد عبد الله"])
    assert [row["reference"] for row in found] == [answer.json()["reference"]]
    async with nothing_written(site):
        too_long = await register(site, registration(site, given_names="x" * 201))
        assert fields(too_long) == {"persons.0.given_names"}


async def test_a_key_with_another_body_and_a_missing_key_are_refused(site: Site) -> None:
    body = registration(site)
    assert (await register(site, body, "one")).status_code == 201
    async with nothing_written(site):
        other = await register(site, registration(site, given_names="Otra"), "one")
        assert (other.status_code, other.json()["type"]) == (
            422,
            "urn:acogida:problem:idempotency_key_reused",
        )
        async with site.api("border_liaison_officer") as api:
            assert fields(await api.post("/api/v1/registrations", json=body)) == {"Idempotency-Key"}


async def test_fifty_megabytes_are_refused_whether_announced_or_not(site: Site) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b" " * 1_000_000

    async with nothing_written(site), site.api("border_liaison_officer") as api:
        for content in (b" " * 50_000_000, dripping()):
            answer = await api.post(
                "/api/v1/registrations", content=content, headers={"Content-Type": "application/json"}
            )
            assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)


async def test_a_document_number_of_the_wrong_length_is_refused_at_its_field(site: Site) -> None:
    road = Road(site)
    await road.removal_barred(number="100000000009")
    async with nothing_written(site):
        for number in ("1234", "1234567890123", "12345678901x"):
            answer = await road.send("registration_officer", "GET", f"/documents/{number}.pdf")
            assert (answer.status_code, fields(answer)) == (422, {"number"}), answer.text
    with pytest.raises(AssertionError, match="422"):
        await road.removal_barred(number="1234")


async def test_the_order_of_things_cannot_be_jumped(site: Site) -> None:
    """A vote by a non-member, a notification before the signature, a second decision, a stale If-Match: refused, nothing changed."""
    world = site.world
    await also_holds(
        world, "supervisor", "commission_member", "member_not_called", body="commission", seat="Otra"
    )
    road = Road(site)
    await road.register(ALONE)
    stale = await road.send(
        "registration_officer", "POST", f"{road.case}/take-over", None, **{"If-Match": '"99"'}
    )
    assert stale.status_code == 412
    garbage = await road.send(
        "registration_officer", "POST", f"{road.case}/take-over", None, **{"If-Match": "yesterday"}
    )
    assert fields(garbage) == {"If-Match"}
    await road.to_the_interview()
    road.at("2026-11-17T09:00")
    await road.interview()
    await road.endorse(await road.assess())
    sitting, item = await road.convene()
    async with nothing_written(site):
        vote = await road.send(
            "member_not_called", "POST", f"{sitting}/votes", {"item": item, "choice": "for"}
        )
        assert vote.status_code in (403, 404), vote.text
        perhaps = await road.send(
            "commission_member_0", "POST", f"{sitting}/votes", {"item": item, "choice": "perhaps"}
        )
        assert fields(perhaps) == {"choice"}
    await road.vote(sitting, item, (0, 1, 2))
    closed = await road.does("commission_secretary", f"{sitting}/items/{item}/closing", {})
    decision = f"/decisions/{closed['decision']}"
    service = SERVED | {"served_at": road.now()}
    async with nothing_written(site):
        await road.is_refused("commission_secretary", f"{decision}/notifications", "not_signed_yet", service)
        await road.is_refused("commission_secretary", f"{sitting}/items/{item}/closing", "item_closed", {})
        late_vote = {"item": item, "choice": "for"}
        await road.is_refused("commission_member_0", f"{sitting}/votes", "item_closed", late_vote)
        listed = await road.send(
            "commission_secretary", "POST", f"{sitting}/agenda", {"reference": road.reference}
        )
        assert listed.status_code == 409
    await road.does("commission_member_0", f"{decision}/signature")
    async with nothing_written(site):
        await road.is_refused("commission_member_0", f"{decision}/signature", "already_signed")
        late = service | {"served_at": "2026-11-01T08:00:00-06:00"}
        await road.is_refused("registration_officer", f"{decision}/notifications", "invalid", late)


async def test_a_body_that_is_none_is_refused_in_the_same_form(site: Site) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    bodies: list[tuple[bytes, str]] = [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"null", "application/json"),
        (b"[]", "application/json"),
        (b"7", "application/json"),
        (b'{"persons": NaN}', "application/json"),
        (b'{"persons": 1e999}', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"persons": [{"given_names": "\xc3\x28"}]}', "application/json"),
        (b'{"persons": [{"given_names": "\\ud800"}]}', "application/json"),
        (deep.encode(), "application/json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
        (b"{}", "text/plain"),
        (b"<a/>", "application/xml"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"{}", "application/json; charset=utf-16"),
        (b"{}", "nonsense"),
        (b'{"office_id": ' + b"9" * 5000 + b"}", "application/json"),
    ]
    async with nothing_written(site), site.api("border_liaison_officer") as api:
        for body, kind in bodies:
            headers = {"Content-Type": kind, "Idempotency-Key": uuid4().hex}
            answer = await api.post("/api/v1/registrations", content=body, headers=headers)
            assert answer.status_code in (400, 413, 415, 422), (
                body[:40],
                kind,
                answer.status_code,
                answer.text,
            )
            assert answer.headers["content-type"] == PROBLEM, (body[:40], kind)


async def test_paths_methods_and_queries_that_are_none_are_refused_in_the_same_form(site: Site) -> None:
    async with site.api("supervisor") as api:
        for method, path in (
            ("GET", "/api/v1/nothing"),
            ("PATCH", "/api/v1/cases"),
            ("DELETE", "/api/v1/cases/CR26-0000-00"),
            ("GET", "/api/v1/cases/%00"),
            ("GET", "/api/v1/cases/%ff%fe"),
            ("GET", "/api/v1/cases/" + "x" * 5000),
            ("GET", "/api/v1/cases?after=%00"),
            ("GET", "/api/v1/cases?after=bm9uc2Vuc2U="),
            ("GET", "/api/v1/cases?limit=99999999999999999999"),
            ("GET", "/api/v1/cases?limit=-1"),
            ("GET", "/api/v1/cases?unknown=1"),
            ("GET", "/api/v1/cases?stage=%00"),
            ("GET", "/api/v1/cases?q=%00"),
            ("GET", "/api/v1/cases?q=%25%27%3B--"),
            ("GET", "/api/v1/cases?origin=" + "Z" * 4000),
            ("GET", "/api/v1/interviews/not-a-uuid"),
        ):
            answer = await api.request(method, path)
            assert answer.status_code < 500, (method, path, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == PROBLEM, (method, path)


async def test_pages_answer_garbage_with_a_page(site: Site) -> None:
    wrong = []
    async with site.pages("supervisor") as browser:
        for turn, route in enumerate(routes_of(site.app)):
            if (
                route.api
                or route.path in ("/sign-out", "/healthz", "/readyz")
                or route.path.startswith("/static")
            ):
                continue
            filling, form = (
                ("%00", {"version": "x", "reasons": "\0", "csrf_token": "\0"})
                if turn % 2
                else ("x" * 300, {})
            )
            path = "/".join(filling if part.startswith("{") else part for part in route.path.split("/"))
            answer = await browser.request(
                route.method, path + STRANGE, data=form if route.method != "GET" else None
            )
            if answer.status_code >= 500:
                wrong.append(f"{route.method} {path[:60]} {form}: {answer.status_code}")
    assert wrong == []


# ── a small fuzz over the contract ─────────────────────────────────────────────────────────────────────────────────────

GARBAGE: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**400, 1.5, 1e308, "", " ", "\0", "x" * 5000, "ñ\u202e\u0301", "😀", "'; drop table cases; --",
    "9999-12-31", "0001-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-11-10T14:00:00", "00000000-0000-0000-0000-000000000000",
    [], {}, [None], [[[]]], {"\0": "\0"}, {"a": {"b": []}}, "%s%(x)s{}", "\\",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Idempotency-Key": "k" * 300},
    {"Idempotency-Key": "same"},
    {"If-Match": '"0"'},
    {"If-Match": '"99999999999999999999"'},
    {"If-Match": "*"},
    {"If-Match": "\\"},
    {"Accept-Language": ";;q=,,*", "Content-Type": "application/json; charset=x"},
)
SECONDS = 8.0
FUZZING = (
    "border_liaison_officer",
    "registration_officer",
    "supervisor",
    "eligibility_officer",
    "commission_secretary",
    "commission_member_0",
    "appeals_judge",
    "legal_representative",
)


def mutated(random_: random.Random, value: Any) -> Any:
    """`value` with one part of it missing, strange or too much."""
    if isinstance(value, dict) and value and random_.random() < 0.8:
        name = random_.choice(list(value))
        rest = {k: v for k, v in value.items() if k != name}
        chance = random_.random()
        if chance < 0.15:
            return rest
        if chance < 0.25:
            return value | {"extra": random_.choice(GARBAGE)}
        return rest | {name: mutated(random_, value[name])}
    if isinstance(value, list) and value and random_.random() < 0.7:
        return [mutated(random_, value[0]), *value[1:]] if random_.random() < 0.8 else value * 60
    return random_.choice(GARBAGE)


async def test_no_operation_of_the_contract_breaks_over_garbage(site: Site) -> None:
    """Every operation as several roles, with things missing, extra or strange, on a case that exists."""
    random_, openapi = random.Random(20261121), site.app.openapi()
    road = Road(site)
    await road.register(FAMILY)
    await road.to_the_interview()
    begun = await road.does("eligibility_officer", f"{road.case}/interviews", {})
    sitting = await road.does(
        "commission_secretary",
        "/sittings",
        {
            "starts_at": "2026-12-01T15:00:00Z",
            "members": [road.user(f"commission_member_{n}") for n in range(3)],
            "presiding": road.user("commission_member_0"),
        },
    )
    names = {
        "reference": road.reference,
        "interview_id": begun["id"],
        "sitting_id": sitting["id"],
        "appointment_id": road.appointment,
        "office_id": str(site.world.office),
    }
    routes = [r for r in routes_of(site.app) if r.path in openapi["paths"] and not r.path.endswith("/token")]
    assert len(routes) > 60
    wrong, sent, ends = [], 0, time.monotonic() + SECONDS
    whole = body_of(openapi, next(r for r in routes if r.path.endswith("/registrations")))
    async with AsyncExitStack() as stack:
        clients = {who: await stack.enter_async_context(site.api(who)) for who in FUZZING}
        while time.monotonic() < ends or sent < len(routes):
            route = routes[sent % len(routes)]
            path = route.path
            for name in set(_parameters(path)):
                strange = str(random_.choice(GARBAGE)).replace("/", "").replace("\0", "%00")[:200] or "x"
                given = names.get(name, str(uuid4()))
                path = path.replace("{" + name + "}", given if random_.random() < 0.85 else strange)
            body = body_of(openapi, route)
            if route.path.endswith("/registrations"):
                body = whole | {"persons": FAMILY[:2], "office_id": names["office_id"]}
            for _ in range(random_.randint(0, 2)):
                body = mutated(random_, body)
            params = {
                p["name"]: str(random_.choice(GARBAGE))
                for p in _query(openapi, route)
                if random_.random() < 0.5
            }
            answer = await clients[_role(random_, route)].request(
                route.method,
                path,
                params=params,
                content=json.dumps(body).encode(),
                headers=random_.choice(HEADERS),
            )
            sent += 1
            if answer.status_code >= 500 or (
                answer.status_code >= 400 and answer.headers.get("content-type") != PROBLEM
            ):
                wrong.append(
                    f"{route} {params} {json.dumps(body)[:300]}: {answer.status_code} {answer.text[:200]}"
                )
    assert wrong == []
    assert sent >= len(routes)


def _role(random_: random.Random, route: Route) -> str:
    """Mostly somebody who may, so that more than the first wall is tried."""
    may = [who for who in FUZZING if who.removesuffix("_0") in matrix().get(route.permission, frozenset())]
    return random_.choice(may if may and random_.random() < 0.9 else FUZZING)


def _parameters(path: str) -> list[str]:
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _query(openapi: dict[str, Any], route: Route) -> list[dict[str, Any]]:
    parameters = openapi["paths"][route.path][route.method.lower()].get("parameters", [])
    return [p for p in parameters if p["in"] == "query"]
