"""A person goes to a service with consent, as little is passed on as possible, and an urgent referral rings until it is answered."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.referrals import public as referrals
from app.referrals.rules import Consent, broken_rules, nearest_first
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import MORNING

TODAY = MORNING.date()


def rules_broken(consent: Consent, *, child: bool = False) -> list[str]:
    return [b.rule for b in broken_rules("shelter", consent, ["age"], "Una cama", today=TODAY, child=child)]


def test_without_consent_only_where_the_law_obliges() -> None:
    asked = Consent(True, how="En español", on=TODAY)
    assert rules_broken(asked) == []
    assert rules_broken(Consent(True, how="En español", on=TODAY + timedelta(days=1))) == ["required"]
    assert rules_broken(Consent(False)) == ["consent_required"]
    assert rules_broken(Consent(False, obliged_by="child_at_risk", obliged_why="x")) == ["not_a_child"]
    assert rules_broken(Consent(False, obliged_by="child_at_risk", obliged_why="x"), child=True) == []
    assert rules_broken(Consent(False, obliged_by="threat_to_life", obliged_why=" ")) == ["required"]


def test_the_nearest_service_comes_first_and_of_those_who_speaks_the_language() -> None:
    class Offered:
        def __init__(self, name: str, offices: list[UUID], languages: list[str]) -> None:
            self.name, self.offices, self.languages = name, offices, languages

    here, there = UUID(int=1), UUID(int=2)
    found = [
        Offered("lejos", [there], ["ht"]),
        Offered("todas", [], ["es"]),
        Offered("aquí", [here], ["es"]),
        Offered("aquí con kreyòl", [here], ["ht"]),
    ]
    assert [s.name for s in nearest_first(found, here, ["ht"])] == [
        "aquí con kreyòl",
        "aquí",
        "todas",
        "lejos",
    ]


async def test_an_urgent_referral_rings_until_it_is_answered_and_the_supervisor_hears_of_silence(
    site: Site,
) -> None:
    world = site.world
    filed = await world.register()
    async with site.pages("supervisor") as page:
        assert_sound((await page.get("/services/new")).text)
        made = await page.post(
            "/services/new",
            data={
                "name": f"Casa de prueba {world.tag}", "kinds": ["gbv_survivor", "shelter"], "channel": "phone",
                "contact": "+506 6000 0199", "response_hours": "2", "active": "1",
            },
        )  # fmt: skip
        assert made.status_code == 303, made.text
        assert_sound((await page.get("/services")).text)
    async with site.api("supervisor") as api:
        case = (await api.get(f"/api/v1/cases/{filed.reference}")).json()
        found = (await api.get("/api/v1/services", params={"reference": filed.reference})).json()
    service = next(s for s in found if s["name"].endswith(world.tag))
    async with world.acting("supervisor") as db:
        claim = await db.scalar(text("select id from claims where case_id = :id"), {"id": filed.case_id})
    async with site.pages("border_liaison_officer") as page:
        asked = await page.get(f"/cases/{filed.reference}/referrals/new")
        assert_sound(asked.text)
        form = {
            "claim": str(claim), "kind": "gbv_survivor", "service": service["id"], "needed": "Un lugar seguro hoy",
            "urgent": "1", "parts": ["age", "phone"], "version": str(case["version"]),
        }  # fmt: skip
        refused = await page.post(f"/cases/{filed.reference}/referrals/new", data={**form, "consented": "no"})
        assert "Sin consentimiento solo se deriva" in refused.text
        consent = {
            "consented": "yes", "consent_how": "En español, a solas",
            "consent_on-day": "10", "consent_on-month": "11", "consent_on-year": "2026",
        }  # fmt: skip
        sent = await page.post(f"/cases/{filed.reference}/referrals/new", data=form | consent)
        assert sent.status_code == 303, sent.text
        shown = await page.get(sent.headers["location"])
        assert_sound(shown.text)
        assert "Y. G." in shown.text
        assert "Urgente, sin respuesta" in (await page.get("/")).text
    referral = UUID(sent.headers["location"].split("?")[0].rsplit("/", 1)[1])
    for who in ("registration_officer", "documentation_officer"):
        async with world.reading(who) as db:
            told_to = "select count(*) from notices where kind like 'referral%' and case_id = :id"
            # The address of a service for survivors says for what somebody was referred.
            assert await db.scalar(text(told_to), {"id": filed.case_id}) == 0
    async with world.acting("supervisor") as db:
        told = await db.row(
            text("select addressee, body from notices where kind = 'referral_urgent' and case_id = :id"),
            {"id": filed.case_id},
        )
        event = await db.row(
            text("select data from case_events where name = 'referral_made' and case_id = :id"),
            {"id": filed.case_id},
        )
    assert (told.addressee, "kind" in event.data) == ("+506 6000 0199", False)
    assert not [word for word in (world.tag, "Guédez", filed.reference, "segur") if word in told.body]
    # Sensitive: the registration desk of the office does not see it, though it sees the case.
    async with world.acting("registration_officer") as db:
        assert await referrals.referrals_of(db, filed.case_id) == []
    async with world.acting("other_supervisor") as db:
        try:
            await referrals.referral(db, referral)
            raise AssertionError
        except NotFound:
            pass
    async with site.pages("supervisor") as page:
        assert "Urgente, sin respuesta" not in (await page.get("/")).text
    world.clock.advance(timedelta(hours=3))
    async with world.system.writing(SYSTEM) as db:
        await referrals.note_overdue(db, referral)
    async with site.pages("supervisor") as page:
        assert "Urgente, sin respuesta" in (await page.get("/")).text
        assert_sound((await page.get(f"/cases/{filed.reference}")).text)
        answered = await page.post(
            f"/referrals/{referral}/answer", data={"state": "accepted", "answer": "La reciben hoy"}
        )
        assert answered.status_code == 303
        assert "Urgente, sin respuesta" not in (await page.get("/")).text
    async with site.api("supervisor") as api:
        found = (await api.get(f"/api/v1/cases/{filed.reference}/referrals")).json()
        assert (found[0]["state"], found[0]["sent"]["initials"], set(found[0]["sent"])) == (
            "accepted", "Y. G.", {"initials", "age", "phone", "what_is_needed"},
        )  # fmt: skip
        closed = await api.post(
            f"/api/v1/referrals/{referral}/closing",
            json={"result": "Ya no quiere que la busquen", "consent_withdrawn": True},
            headers={"If-Match": f'"{found[0]["version"]}"'},
        )
        assert closed.json()["state"] == "withdrawn"
        assert (await api.get("/api/v1/referrals")).json() == []
    async with world.acting("supervisor") as db:
        stop = await db.row(
            text("select addressee, body from notices where kind = 'referral_withdrawn' and case_id = :id"),
            {"id": filed.case_id},
        )
    assert stop.addressee == "+506 6000 0199"
    assert not [word for word in (world.tag, "Guédez", filed.reference, "segur") if word in stop.body]
