"""Who speaks for some of a file is told nothing of the others in it, by any page and by any answer: read off the router."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pypdf
import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.documents import public as documents
from app.edge.access import SIGNED_IN
from app.identity.public import matrix
from app.workflows.hand_in import hand_in
from tests.security.routes import Route, routes_of
from tests.security.test_foreign_records import Filled, filled
from tests.site import Site
from tests.world import _hire

__all__ = ["filled"]
COUNSEL = "legal_representative"
PHONES = ("+506 6000 7701", "+506 6000 7702")
LODGINGS = ("Barrio La Ceiba, casa celeste", "Pensión El Roble, cuarto 9")
NEEDS = ("NOTA-DE-ELLA", "NOTA-DE-ÉL")
# What the file says of each of its two adults, and of a third whom nobody here speaks for.
OF_HER = ("Yorlenis", PHONES[0], LODGINGS[0], NEEDS[0])
OF_HIM = ("Darwin", PHONES[1], LODGINGS[1], NEEDS[1], "Tutora Inventada", "ESCRITO-DE-ÉL")
OF_THE_CHILDREN = ("Sara Valentina", "Jhoan", "Keyla")


async def _tell_apart(filled: Filled) -> list[UUID]:
    """Something of each that nobody else has; counsel for her and counsel for him. Returns the claims in their order."""
    world = filled.road.site.world
    async with world.system.writing(SYSTEM) as db:
        await _hire(db, world, ("for_her", COUNSEL, {}), ("for_him", COUNSEL, {}))
        case_id = await cases.case_id_of(db, filled.road.reference)
        opened = await cases.open_case(db, case_id)
        for n in (0, 1):
            of = {
                "p": opened.claims[n].person_id,
                "phone": PHONES[n],
                "lodging": LODGINGS[n],
                "note": NEEDS[n],
            }
            await db.execute(text("update persons set phone = :phone, lodging = :lodging where id = :p"), of)
            await db.execute(
                text(_NEED), of | {"by": world.actor("eligibility_officer").user_id, "at": db.now()}
            )
        claims = [claim.id for claim in opened.claims]
        child = opened.claims[2].person_id
    async with world.acting("child_protection_officer") as db:
        await cases.appoint_guardian(
            db,
            db.actor,
            case_id,
            child_id=child,
            guardian_name="Tutora Inventada",
            kind="legal",
            proof="Auto 1",
        )
    async with world.acting("registration_officer") as db:
        for who, claim in (("for_her", claims[0]), ("for_him", claims[1])):
            await cases.record_representation(
                db, db.actor, case_id, user_id=world.actor(who).user_id, mandate="Poder", claims=[claim]
            )  # fmt: skip
        await hand_in(
            db, db.actor, case_id, kind="writing", title="ESCRITO-DE-ÉL", body="ESCRITO-DE-ÉL", files=[],
            claims=[claims[1]], handed_in_by="ESCRITO-DE-ÉL",
        )  # fmt: skip
        await documents.attach(
            db,
            db.actor,
            case_id,
            kind="evidence",
            name="ESCRITO-DE-ÉL.pdf",
            content=b"%PDF-1.7 a",
            about=f"claim:{claims[1]}",
        )
    return claims


_NEED = (
    "insert into specific_needs (id, person_id, code, note, found_at, found_by, sensitivity, asks)"
    " values (gen_random_uuid(), :p, 'SV', :note, :at, :by, 'protected', '{}')"
)


@pytest.fixture
def counsel(site: Site) -> Any:
    @asynccontextmanager
    async def both(who: str) -> AsyncIterator[dict[bool, httpx.AsyncClient]]:
        async with AsyncExitStack() as stack:
            yield {
                True: await stack.enter_async_context(site.api(who)),
                False: await stack.enter_async_context(site.pages(who)),
            }

    return both


@pytest.mark.slow
async def test_counsel_for_one_of_a_family_reads_nothing_of_the_others_on_any_route(
    site: Site, filled: Filled, counsel: Any
) -> None:
    claims = await _tell_apart(filled)
    persons = [UUID(c["person"]["id"]) for c in await filled.road.claims()]
    routes = [r for r in routes_of(site.app) if r.gates and r.method == "GET" and _may(r)]
    assert len(routes) > 90
    wrong: list[str] = []
    for who, mine, hidden in (
        ("for_her", 0, (*OF_HIM, *OF_THE_CHILDREN)),
        ("for_him", 1, (*OF_HER, *OF_THE_CHILDREN)),
    ):
        read = 0
        async with counsel(who) as clients:
            for route in routes:
                for person in persons if "{person_id}" in route.path else persons[:1]:
                    address = _address(filled, route, person, event="filing_received")
                    if "{" in address:
                        continue
                    answer = await clients[route.api].get(address)
                    said = _words(answer)
                    found = [word for word in hidden if word in said]
                    if found or answer.status_code >= 500:
                        wrong.append(f"{who}: {route}: {answer.status_code} {found}")
                    read += answer.status_code == 200
            assert wrong == [], "\n".join(wrong)
            own = await clients[True].get(f"/api/v1/cases/{filled.road.reference}")
            (claim,) = own.json()["claims"]
            assert claim["id"] == str(claims[mine])
            page = await clients[False].get(f"/cases/{filled.road.reference}/people")
            assert PHONES[mine] in page.text
            assert own.json()["household_size"] == 5
            (listed,) = (await clients[True].get("/api/v1/cases")).json()["cases"]
            assert ("Yorlenis", "Darwin")[mine] in str(listed)
            for typed, finds in (("Yorlenis Beatriz", not mine), ("Darwin Alexis", bool(mine))):
                found_by = (await clients[True].get("/api/v1/cases", params={"q": typed})).json()["cases"]
                assert bool(found_by) == finds, (who, typed)
        assert read > 60, read
    assert wrong == [], "\n".join(wrong)


def _may(route: Route) -> bool:
    return route.permission == SIGNED_IN or COUNSEL in matrix().get(route.permission, frozenset())


def _address(filled: Filled, route: Route, person: UUID, **more: str) -> str:
    path = filled.address(route)
    for name, value in {"person_id": str(person), "language": "es", **more}.items():
        path = path.replace("{" + name + "}", value)
    return re.sub(r"{decision_id:\w+}", filled.names["decision_id"], path)


def _words(answer: httpx.Response) -> str:
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages)
    return answer.text


# Tables with somebody of a file in them that need no policy of their own, and why.
SHOWN_OTHERWISE = {
    "best_interests": "read by those who protect children and those who decide",
    "claim_acts": "no page or answer for who speaks for the person; the figures are of many",
    "claim_facts": "no page or answer for who speaks for the person; the figures are of many",
    "claim_facts_past": "no page or answer for who speaks for the person; the figures are of many",
    "claim_traits": "no page or answer for who speaks for the person; the figures are of many",
    "biometric_references": "read by those who register and examine",
    "counter_visits": "read at the counter",
    "duplicate_pairs": "read by those who say whether two are one",
    "imported_claims": "read by nobody but the worker",
    "proposals": "no page or answer for who speaks for the person",
    "reunification_requests": "read by those who look for a family",
    "screening_proposals": "read by those who screen",
    "screenings": "read by those who screen",
    "tracing_matches": "read by those who look for a family",
    "tracing_requests": "read by those who look for a family",
    "person_relations": "read by those who look for a family",
    "offline_photos": "read where they were taken",
}
ABOUT_SOMEBODY = """
select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
   and a.attname in ('person_id', 'claim_id', 'child_id', 'claims', 'person', 'person_a', 'relative_id')
   and not exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'within'
                    and p.permissive = 'RESTRICTIVE' and p.cmd = 'SELECT')
"""


async def test_a_table_with_somebody_of_a_file_in_it_is_narrowed_for_who_speaks_for_another(
    site: Site,
) -> None:
    async with site.world.system.reading(SYSTEM) as db:
        assert set(await db.scalars(text(ABOUT_SOMEBODY))) == set(SHOWN_OTHERWISE)
