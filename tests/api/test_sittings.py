"""A sitting from its convening to the end of the time to appeal, by the programming interface, each step by who may take it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pypdf
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from tests.awaiting import case_awaiting_decision
from tests.site import Site
from tests.world import family_of_five

SITTINGS = "/api/v1/sittings"
SERVED = {
    "channel": "in_person",
    "served_to": "La persona solicitante",
    "proof": "Acta de notificación firmada",
}


def members(site: Site) -> list[str]:
    return [str(site.world.actor(f"commission_member_{n}").user_id) for n in range(3)]


async def reference_of(site: Site, case_id: UUID) -> str:
    async with site.world.reading("supervisor") as db:
        return str(await db.scalar(text("select reference from cases where id = :id"), {"id": case_id}))


def convening(site: Site, **changes: Any) -> dict[str, Any]:
    called = members(site)
    starts = (site.world.clock.now() + timedelta(hours=1)).isoformat()
    return {"starts_at": starts, "members": called, "presiding": called[0], **changes}


async def done(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


async def to_the_vote(site: Site, household: Any = None) -> tuple[str, str, str]:
    """An open sitting with one case: its reference, the sitting and the item."""
    reference = await reference_of(site, await case_awaiting_decision(site.world, household))
    async with site.api("commission_secretary") as api:
        sitting = (await done(await api.post(SITTINGS, json=convening(site)), 201))["id"]
        item = await done(await api.post(f"{SITTINGS}/{sitting}/agenda", json={"reference": reference}), 201)
        await done(await api.post(f"{SITTINGS}/{sitting}/attendance", json={"present": members(site)}))
        await done(await api.post(f"{SITTINGS}/{sitting}/opening", json={}))
    return reference, sitting, item["item"]


async def voted(site: Site, sitting: str, item: str) -> str:
    """Voted by all, closed, and the draft's identifier."""
    for n in range(3):
        async with site.api(f"commission_member_{n}") as api:
            body = {"item": item, "choice": "for"}
            await done(await api.post(f"{SITTINGS}/{sitting}/votes", json=body), 201)
    async with site.api("commission_secretary") as api:
        closed = await done(await api.post(f"{SITTINGS}/{sitting}/items/{item}/closing", json={}))
    assert closed["result"] == "decided"
    return str(closed["decision"])


async def test_a_family_is_decided_served_and_final(site: Site) -> None:
    reference, sitting, item = await to_the_vote(site, family_of_five())
    decision = await voted(site, sitting, item)
    async with site.api("commission_member_0") as api:
        signed = await done(await api.post(f"/api/v1/decisions/{decision}/signature"))
    assert signed["stage"] == "decided"
    async with site.api("registration_officer") as api:
        served = await done(
            await api.post(
                f"/api/v1/decisions/{decision}/notifications",
                json={**SERVED, "served_at": "2026-11-10T08:00:00-06:00"},
                headers={"If-Match": f'"{signed["version"]}"'},
            ),
            201,
        )
        read = await done(await api.get(f"/api/v1/decisions/{decision}", headers={"Accept-Language": "en"}))
    assert served["stage"] == "remedy_window"
    assert [o["outcome"] for o in read["outcomes"]] == ["rejected"] * 5
    assert read["remedy_until"] == "2026-11-13"
    assert "3 working days" in read["remedy_in_words"]
    async with site.api("commission_secretary") as api:
        early = await api.post(f"/api/v1/cases/{reference}/finality")
        assert (early.status_code, early.json()["type"]) == (
            409,
            "urn:acogida:problem:remedy_period_running",
        )
        site.world.clock.advance(timedelta(days=4))
    async with site.api("commission_secretary") as api:
        final = await done(await api.post(f"/api/v1/cases/{reference}/finality"))
        listed = await done(await api.get(f"/api/v1/cases/{reference}/decisions"))
    assert final["stage"] == "final"
    assert [d["id"] for d in listed] == [decision]


async def test_the_decision_and_the_minutes_are_papers(site: Site) -> None:
    reference, sitting, item = await to_the_vote(site, family_of_five())
    decision = await voted(site, sitting, item)
    async with site.api("commission_secretary") as api:
        draft = await api.get(f"/api/v1/decisions/{decision}.pdf")
        assert draft.json()["type"] == "urn:acogida:problem:not_on_paper_yet"
        assert (await api.get(f"{SITTINGS}/{sitting}/minutes.pdf")).status_code == 409
        await done(await api.post(f"{SITTINGS}/{sitting}/closing"))
    async with site.api("commission_member_0") as api:
        await done(await api.post(f"/api/v1/decisions/{decision}/signature"))
    async with site.api("commission_secretary") as api:
        paper = await api.get(f"/api/v1/decisions/{decision}.pdf")
        english = await api.get(f"/api/v1/decisions/{decision}.pdf", headers={"Accept-Language": "en"})
        minutes = await api.get(f"{SITTINGS}/{sitting}/minutes.pdf")
    async with site.api("registration_officer") as api:
        same = await api.get(f"/api/v1/decisions/{decision}.pdf")
    assert same.content == english.content == paper.content, "one file, whoever asks and in whatever language"
    words = read(paper)
    assert "Ley 8764, art. 106" in words
    assert reference in words
    assert "Keyla Dayana Mejía Portillo" in words
    assert "días hábiles" in words
    assert reference in read(minutes)
    assert "Yorlenis" not in read(minutes)


def read(answer: httpx.Response) -> str:
    from io import BytesIO  # noqa: PLC0415

    assert answer.headers["content-type"] == "application/pdf", answer.text
    return " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(answer.content)).pages
    )


async def test_each_refusal_has_its_name(site: Site) -> None:
    reference, sitting, item = await to_the_vote(site)
    decision = await voted(site, sitting, item)
    vote = {"item": item, "choice": "for"}
    service = {**SERVED, "served_at": "2026-11-10T08:00:00-06:00"}
    refusals = [
        ("commission_secretary", f"{SITTINGS}/{sitting}/votes", vote, 403, "forbidden"),
        ("appeals_judge", f"{SITTINGS}/{sitting}/votes", vote, 403, "forbidden"),
        ("commission_member_0", f"{SITTINGS}/{sitting}/votes", vote, 409, "item_closed"),
        ("commission_secretary", f"{SITTINGS}/{sitting}/items/{item}/closing", {}, 409, "item_closed"),
        ("commission_secretary", f"/api/v1/decisions/{decision}/notifications", service, 409, "not_signed_yet"),
        ("commission_member_1", f"/api/v1/decisions/{decision}/signature", {}, 403, "not_yours_to_sign"),
        ("commission_secretary", f"{SITTINGS}/{sitting}/agenda", {"reference": reference}, 409, "awaiting_signature"),
        ("registration_officer", f"/api/v1/decisions/{decision}/notifications", service, 404, "not_found"),
    ]  # fmt: skip
    for who, address, body, status, rule in refusals:
        async with site.api(who) as api:
            answer = await api.post(address, json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:acogida:problem:{rule}"), address


@pytest.mark.parametrize(
    ("served_at", "rule"),
    [
        ("2026-11-10T08:01:00-06:00", "in_the_future"),
        ("2026-11-09T08:00:00-06:00", "before_signature"),
        ("2026-11-10T08:00:00", "timezone_aware"),
    ],
)
async def test_service_at_an_impossible_time_is_refused_at_its_field(
    site: Site, served_at: str, rule: str
) -> None:
    _, sitting, item = await to_the_vote(site)
    decision = await voted(site, sitting, item)
    async with site.api("commission_member_0") as api:
        await done(await api.post(f"/api/v1/decisions/{decision}/signature"))
    async with site.api("commission_secretary") as api:
        answer = await api.post(
            f"/api/v1/decisions/{decision}/notifications", json={**SERVED, "served_at": served_at}
        )
        read_again = await done(await api.get(f"/api/v1/decisions/{decision}"))
    assert answer.status_code == 422
    assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [("served_at", rule)]
    assert read_again["service"] is None


async def test_a_repeated_vote_under_one_key_is_one_vote_and_a_stale_change_is_refused(site: Site) -> None:
    _, sitting, item = await to_the_vote(site)
    body = {"item": item, "choice": "for"}
    async with site.api("commission_member_0") as api:
        seen = await api.get(f"{SITTINGS}/{sitting}")
        first = await api.post(f"{SITTINGS}/{sitting}/votes", json=body, headers={"Idempotency-Key": "v1"})
        again = await api.post(f"{SITTINGS}/{sitting}/votes", json=body, headers={"Idempotency-Key": "v1"})
        twice = await api.post(f"{SITTINGS}/{sitting}/votes", json=body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert twice.status_code == 201  # the vote again, in place of itself
    async with site.api("commission_secretary") as api:
        stale = await api.post(f"{SITTINGS}/{sitting}/closing", headers={"If-Match": seen.headers["ETag"]})
        shown = await done(await api.get(f"{SITTINGS}/{sitting}"))
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:acogida:problem:sitting_changed")
    assert shown["items"][0]["tally"] == {
        "votes_for": 1,
        "votes_against": 0,
        "abstentions": 0,
        "missing": 2,
        "recused": 0,
    }
    assert shown["items"][0]["why_not_closed"] == "votes_missing"


async def test_a_recused_member_gets_no_case_and_the_sitting_says_so(site: Site) -> None:
    reference, sitting, item = await to_the_vote(site)
    async with site.api("commission_member_2") as api:
        recusal = {"item": item, "reasons": "Conozco a la familia."}
        await done(await api.post(f"{SITTINGS}/{sitting}/recusals", json=recusal), 201)
        seen = await done(await api.get(f"{SITTINGS}/{sitting}"))
        assert (await api.get(f"/api/v1/cases/{reference}")).status_code == 404
    assert (seen["items"], seen["recused_from"]) == ([], 1)


async def test_the_agenda_is_proposed_and_members_are_listed_for_the_secretary(site: Site) -> None:
    reference = await reference_of(site, await case_awaiting_decision(site.world))
    async with site.api("commission_secretary") as api:
        proposed = await done(await api.get(f"{SITTINGS}/proposed-agenda", params={"limit": 200}))
        listed = await done(await api.get(f"{SITTINGS}/members"))
    assert reference in {row["reference"] for row in proposed}
    assert set(members(site)) <= {row["user_id"] for row in listed}
    async with site.api("commission_member_0") as api:
        assert (await api.get(f"{SITTINGS}/proposed-agenda")).status_code == 403


async def test_the_tribunal_reads_the_decision_on_appeal_but_no_sitting_and_no_vote(site: Site) -> None:
    reference, sitting, item = await to_the_vote(site)
    decision = await voted(site, sitting, item)
    async with site.api("commission_member_0") as api:
        await done(await api.post(f"/api/v1/decisions/{decision}/signature"))
    async with site.api("appeals_judge") as api:
        assert (await api.get(f"/api/v1/decisions/{decision}")).status_code == 404
    async with site.world.system.writing(SYSTEM) as db:
        await db.execute(
            text(
                "update cases set audience = audience || array['body:tribunal'] where reference = :reference"
            ),
            {"reference": reference},
        )
    async with site.api("appeals_judge") as api:
        seen = await done(await api.get(f"/api/v1/decisions/{decision}"))
        assert (seen["outcomes"][0]["outcome"], seen["tally"]) == ("rejected", {})
        assert (await api.get(f"{SITTINGS}/{sitting}")).status_code == 403
    async with site.world.reading("appeals_judge") as db:
        for table in ("votes", "recusals", "agenda_items"):
            assert await db.scalar(text(f"select count(*) from {table}")) == 0  # noqa: S608
