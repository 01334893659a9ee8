"""Booking as people do it: what they asked for holds, what is taken is taken, and who waits is served in order."""

import asyncio
import os
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.actor import SYSTEM
from app.scheduling import public as scheduling
from app.workflows.record_need import record_need
from tests.hearing import awaiting
from tests.site import Site
from tests.world import World, adult, relative

WHY = "La oficina no tiene a nadie más este mes."


async def case_of(world: World, **person: object) -> tuple[str, UUID, UUID]:
    """A case that awaits its interview: its reference, the case, the person."""
    scene = await awaiting(world, booking=False, household=[adult(**person)])  # type: ignore[arg-type]
    async with world.reading("supervisor") as db:
        person_id = await db.scalar(
            text("select person_id from claims where case_id = :c"), {"c": scene.case_id}
        )
    return scene.reference, scene.case_id, person_id


async def test_what_a_person_asked_for_holds_or_is_waived_with_a_reason_and_their_consent(site: Site) -> None:
    world = site.world
    reference, _, person = await case_of(world, languages=("ht",))
    officer = str(world.actor("eligibility_officer").user_id)
    free, wishes = (
        f"/api/v1/cases/{reference}/offer",
        f"/api/v1/cases/{reference}/people/{person}/interview-wishes",
    )
    async with site.api("supervisor") as api:
        man = {"languages": ["es"], "sex": "male", "trained_for": ["children"]}
        assert (
            await api.put(f"/api/v1/interviewers/{officer}", json=man, headers={"If-Match": '"1"'})
        ).status_code == 204
        spoken = {
            "name": f"Intérprete {world.tag}",
            "sex": "female",
            "languages": ["ht", "es"],
            "communities": ["HTI"],
        }
        made = (await api.post("/api/v1/interpreters", json=spoken)).json()["id"]
    async with site.api("registration_officer") as api:
        found = (await api.get(free)).json()
        first = found["slots"][0]
        assert (first["interviewer_id"], first["interpreter_id"], found["minutes"]) == (officer, made, 150)
        asked = {"interviewer_sex": "female", "refuses_own_community": True, "communities": ["HTI"]}
        assert (await api.put(wishes, json=asked, headers={"If-Match": '"0"'})).status_code == 204
        assert (await api.put(wishes, json=asked, headers={"If-Match": '"0"'})).status_code == 412
        after = (await api.get(free)).json()
        assert (after["slots"], after["lacks"]) == ([], ["own_interviewer"])
        assert {why["kind"] for why in after["why_not_earlier"]} >= {"interpreter"}
        wanted = {**first, "language": "ht", "minutes": 150}
        wanted = {
            k: wanted[k]
            for k in ("room_id", "starts_at", "interviewer_id", "interpreter_id", "language", "minutes")
        }
        book = f"/api/v1/cases/{reference}/appointments"
        refused = await api.post(book, json=wanted)
        assert {(e["field"], e["rule"]) for e in refused.json()["errors"]} == {
            ("interviewer", "interviewer_sex"), ("interpreter", "own_community")
        }  # fmt: skip
        waived = [{"what": what, "reason": WHY} for what in ("interviewer_sex", "own_community")]
        without = await api.post(book, json=wanted | {"waivers": waived})
        assert without.json()["errors"][0]["field"] == "consented_by"
        agreed = [one | {"consented_by": "La persona"} for one in waived]
        booked = await api.post(book, json=wanted | {"waivers": agreed})
        assert booked.status_code == 201, booked.text
        (kept,) = (await api.get(book)).json()
        assert [w["consented_by"] for w in kept["waived"]] == ["La persona", "La persona"]
        known = {"interpreter_id": made, "kind": "knows_the_person"}
        conflicts = f"/api/v1/cases/{reference}/people/{person}/interpreter-conflicts"
        assert (await api.post(conflicts, json=known)).status_code == 201
        other = (await api.get(free, params={"language": "es"})).json()["slots"]
        moved = await api.post(
            f"/api/v1/appointments/{booked.json()['id']}/move",
            json={
                "room_id": first["room_id"],
                "starts_at": kept["ends_at"],
                "cause": "authority",
                "reasons": WHY,
            },
        )
        # Nobody waives that the interpreter knows the person, and the old time stands.
        assert "knows_the_person" in moved.text
        assert [a["state"] for a in (await api.get(book)).json()] == ["booked"]
        assert other


async def test_hours_absences_and_closed_days_are_kept(site: Site) -> None:
    world = site.world
    reference, _, _ = await case_of(world)
    officer = world.actor("eligibility_officer").user_id
    async with site.api("supervisor") as api:
        hours = f"/api/v1/hours/office/{world.office}"
        week = ["09:00-12:00"] * 5 + ["", ""]
        assert (await api.put(hours, json={"week": week}, headers={"If-Match": '"0"'})).status_code == 204
        assert (await api.put(hours, json={"week": week}, headers={"If-Match": '"0"'})).status_code == 412
        assert (await api.get(hours)).json() == {"week": week, "version": 1}
        closed = {"first": "2026-11-18", "note": "Inventario"}
        assert (await api.post(f"{hours}/changes", json=closed)).status_code == 201
        elsewhere = await api.put(
            f"/api/v1/hours/office/{world.other_office}", json={"week": week}, headers={"If-Match": '"0"'}
        )
        assert elsewhere.status_code == 403
    async with site.api("eligibility_officer") as api:
        away = await api.post(f"/api/v1/hours/user/{officer}/changes", json={"first": "2026-11-19"})
        assert away.status_code == 201
        not_mine = await api.post(
            f"/api/v1/hours/office/{world.office}/changes", json={"first": "2026-11-20"}
        )
        assert not_mine.status_code == 403
    async with site.api("registration_officer") as api:
        found = (await api.get(f"/api/v1/cases/{reference}/offer")).json()
        assert found["slots"][0]["starts_at"] == "2026-11-20T15:00:00Z"
        assert [(w["first"], w["kind"]) for w in found["why_not_earlier"]] == [
            ("2026-11-18", "closed"), ("2026-11-19", "interviewer")
        ]  # fmt: skip
        early = {"room_id": str(world.room), "starts_at": "2026-11-20T13:00:00Z"}
        refused = await api.post(f"/api/v1/cases/{reference}/appointments", json=early)
        assert refused.json()["errors"][0]["rule"] == "closed"
        reason = {"waivers": [{"what": "closed", "reason": "La persona viaja de noche y llega a esa hora."}]}
        assert (
            await api.post(f"/api/v1/cases/{reference}/appointments", json=early | reason)
        ).status_code == 201


async def test_a_freed_time_goes_to_the_child_then_to_who_waited_longest(world: World) -> None:
    child = [adult(), relative("Sara", date(2014, 6, 1), "child")]
    scenes = [await awaiting(world, booking=False, household=h) for h in (None, None, child)]
    world.clock.set(datetime(2026, 11, 17, 14, tzinfo=UTC))
    async with world.acting("registration_officer") as db:
        early, late = db.now() + timedelta(days=7), db.now() + timedelta(days=21)
        held, *waiting = scenes
        first = await scheduling.book(
            db, db.actor, held.case_id, room_id=world.room, starts_at=early, language="es"
        )
        theirs = await scheduling.book(
            db, db.actor, waiting[0].case_id, room_id=world.room, starts_at=late, language="es"
        )
        await scheduling.wait(db, db.actor, waiting[0].case_id)
        with pytest.raises(scheduling.AlreadyWaiting):
            await scheduling.wait(db, db.actor, waiting[0].case_id)
        claim = await db.scalar(
            text("select id from claims where case_id = :c order by position desc limit 1"),
            {"c": waiting[1].case_id},
        )
        await scheduling.wait(db, db.actor, waiting[1].case_id, claim_id=claim)
        order = await scheduling.waiting(db, today=db.now().date(), office_id=world.office)
        assert [(one.case_id, one.child) for one in order] == [
            (waiting[1].case_id, True),
            (waiting[0].case_id, False),
        ]
        await scheduling.cancel(db, db.actor, first, reasons=WHY)
    async with world.system.writing(SYSTEM) as db:
        to_child = await scheduling.fill(db, SYSTEM, first)
        (booked,) = await scheduling.appointments_of(db, waiting[1].case_id)
        assert (booked.id, booked.state) == (to_child, "booked")
        assert booked.starts_at < early + timedelta(hours=2)
        again = await scheduling.fill(db, SYSTEM, first)
        states = {a.id: a.state for a in await scheduling.appointments_of(db, waiting[0].case_id)}
        # The other one had a later time, which moved.
        assert states == {theirs: "moved", again: "booked"}
        assert await scheduling.fill(db, SYSTEM, first) is None


async def test_an_absence_with_a_good_reason_does_not_count_also_when_it_is_told_later(site: Site) -> None:
    scene = await awaiting(site.world)
    site.world.clock.advance(timedelta(hours=3))
    absence = f"/api/v1/appointments/{scene.appointment_id}/absence"
    async with site.api("registration_officer") as api:
        assert (await api.post(absence, json={})).json() == {"times": 1}
        judged = {"justified": True, "reasons": "Trajo el comprobante del hospital."}
        assert (await api.post(f"{absence}/judgement", json=judged)).json() == {"times": 0}
        assert (await api.post(f"{absence}/judgement", json=judged)).json() == {"times": 0}
        other = judged | {"justified": False, "reasons": "El comprobante es de otro día."}
        assert (await api.post(f"{absence}/judgement", json=other)).json() == {"times": 1}
        (kept,) = (await api.get(f"/api/v1/cases/{scene.reference}/appointments")).json()
    assert (kept["state"], kept["justified"], kept["justified_why"]) == ("missed", False, other["reasons"])


async def test_a_calendar_without_names_opens_by_its_secret_alone(site: Site) -> None:
    world = site.world
    reference, case_id, _ = await case_of(world)
    officer = world.actor("eligibility_officer").user_id
    async with world.acting("registration_officer") as db:
        starts = db.now() + timedelta(days=1)
        sessions = [
            scheduling.SeriesTime(
                case_id, world.room, starts + timedelta(days=n), "es", interviewer_id=officer
            )
            for n in range(2)
        ]
        series, made = await scheduling.book_series(db, db.actor, sessions)
    async with site.api("eligibility_officer") as api:
        address = (await api.post("/api/v1/calendar-feed")).json()["address"]
        path = "/calendar/feeds/" + address.rsplit("/", 1)[1]
    async with site.pages() as anybody:
        answer = await anybody.get(path)
        assert answer.headers["content-type"].startswith("text/calendar")
        assert answer.headers["cache-control"] == "private, no-store"
        # What a property holds is known by its name alone.
        events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
        assert [e["dtstart"].dt for e in events] == [s.starts_at for s in sessions]
        assert {e["url"].rsplit("/", 1)[1] for e in events} == {str(one) for one in made}
        for told in (reference, "Guédez", "Yorlenis", str(case_id), str(series)):
            assert told not in answer.text
        assert (await anybody.get("/calendar/feeds/otra.ics")).status_code == 404
    async with site.api("eligibility_officer") as api:
        assert (await api.delete("/api/v1/calendar-feed")).status_code == 204
    async with site.pages() as anybody:
        assert (await anybody.get(path)).status_code == 404


# From a Tuesday on, the days that are worked.
WORKING = (0, 1, 2, 3, 6, 7, 8, 9, 10, 13)


async def attempts(world: World, times: int, slots: int, *, at_once: int = 8) -> tuple[int, int]:
    """So many attempts by chance on few slots, some on holds: how many were booked, and how many were refused as taken."""
    rooms = [world.room]
    async with world.system.writing(SYSTEM) as db:
        rooms += [
            await scheduling.open_room(
                db, office_id=world.office, name="Sala 2", child_friendly=False, step_free=False
            )
        ]
    cases = [(await world.register()).case_id for _ in range(6)]
    chance, gate = random.Random(5), asyncio.Semaphore(at_once)
    start = world.clock.now() + timedelta(days=7)
    officers = [world.actor(name).user_id for name in ("eligibility_officer", "second_eligibility_officer")]

    async def one(n: int, room: UUID, slot: int, case: UUID, officer: UUID, held: bool) -> bool:
        # Half an hour apart and an hour long: each touches its neighbours.
        at = start + timedelta(days=WORKING[slot // 6], minutes=30 * (slot % 6))
        async with gate:
            try:
                async with world.acting("registration_officer") as db:
                    length = timedelta(hours=1)
                    if held:
                        await scheduling.hold(
                            db, db.actor, room_id=room, starts_at=at, length=length, interviewer_id=officer
                        )
                    else:
                        await scheduling.book(
                            db,
                            db.actor,
                            case,
                            room_id=room,
                            starts_at=at,
                            language="es",
                            length=length,
                            interviewer_id=officer,
                        )
            except scheduling.AlreadyBooked:
                return False
            return True

    drawn = [
        one(
            n,
            chance.choice(rooms),
            chance.randrange(slots),
            chance.choice(cases),
            chance.choice(officers),
            n % 10 == 0,
        )
        for n in range(times)
    ]
    outcome = await asyncio.gather(*drawn)
    return sum(outcome), len(outcome) - sum(outcome)


OVERLAPS = """
select count(*) from (
  select room_id as who, during, id from appointments where state = 'booked'
  union all select interviewer_id, during, id from appointments where state = 'booked'
  union all select person_id, during, id from appointments where state = 'booked'
  union all select room_id, during, id from holds where released_at is null
  union all select interviewer_id, during, id from holds where released_at is null
) a join (
  select room_id as who, during, id from appointments where state = 'booked'
  union all select interviewer_id, during, id from appointments where state = 'booked'
  union all select person_id, during, id from appointments where state = 'booked'
  union all select room_id, during, id from holds where released_at is null
  union all select interviewer_id, during, id from holds where released_at is null
) b on a.who = b.who and a.id < b.id and a.during && b.during
"""
STANDING = """
select (select count(*) from appointments where office_id = :o and state = 'booked')
     + (select count(*) from holds where office_id = :o and released_at is null)
"""


async def proved(world: World, times: int, slots: int) -> None:
    booked, refused = await attempts(world, times, slots)
    async with world.system.reading(SYSTEM) as db:
        assert await db.scalar(text(OVERLAPS)) == 0
        assert await db.scalar(text(STANDING), {"o": world.office}) == booked
    assert booked + refused == times
    assert booked >= slots / 6


async def test_many_who_want_the_same_few_times_get_each_of_them_once(world: World) -> None:
    await proved(world, 80, 12)


@pytest.mark.slow
async def test_ten_thousand_attempts_on_few_times_overlap_nowhere_and_lose_none(world: World) -> None:
    """Stops by itself after twenty minutes, as a failure."""
    times = int(os.environ.get("ACOGIDA_BOOKING_ATTEMPTS", "10000"))
    await asyncio.wait_for(proved(world, times, 60), timeout=1200)


async def test_the_database_alone_refuses_what_overlaps(world: World) -> None:
    """Even a statement that goes round the actions: one room, for two cases, by an hour in common."""
    first = await world.register(booking=True)
    second = await world.register()
    copied = (
        "insert into appointments (id, case_id, person_id, office_id, room_id, kind, during, language, state, booked_at, booked_by)"
        " select gen_random_uuid(), :case, (select person_id from claims where case_id = :case limit 1), office_id, room_id, kind,"
        " tstzrange(lower(during) + interval '1 hour', upper(during) + interval '1 hour'), language, state, booked_at, booked_by"
        " from appointments where id = :first"
    )
    with pytest.raises(DBAPIError, match="taken room"):
        async with world.system.writing(SYSTEM) as db:
            await db.execute(text(copied), {"case": second.case_id, "first": first.appointment_id})


async def test_an_interview_that_demands_training_is_offered_only_with_who_has_it(site: Site) -> None:
    """For a need that who books may not read: not one word of which it is, and an untrained interviewer only with a reason."""
    world = site.world
    reference, case_id, person = await case_of(world)
    officer, second = (world.actor(n).user_id for n in ("eligibility_officer", "second_eligibility_officer"))
    async with world.acting("eligibility_officer") as db:
        await record_need(db, db.actor, case_id, person_id=person, code="SV-VO")

    async def train(user: UUID, *trained_for: str) -> None:
        async with world.acting("supervisor") as db:
            await scheduling.keep_interviewer(
                db, db.actor, user, languages=["es"], sex="female", trained_for=trained_for
            )

    async with site.api("registration_officer") as api:

        async def offered() -> tuple[list[str], set[str | None]]:
            found = (await api.get(f"/api/v1/cases/{reference}/offer")).json()
            assert "violence" not in str(found)
            return found["lacks"], {slot["interviewer_id"] for slot in found["slots"]}

        assert await offered() == ([], {str(officer)})
        for user in (officer, second):
            await train(user, "children")
        assert await offered() == (["own_not_trained", "trained"], {None})
        await train(second, "gender_violence")
        assert await offered() == (["own_not_trained"], {str(second)})
        slot = (await api.get(f"/api/v1/cases/{reference}/offer")).json()["slots"][0]
        wanted = {k: slot[k] for k in ("room_id", "starts_at")} | {"interviewer_id": str(officer)}
        book = f"/api/v1/cases/{reference}/appointments"
        refused = await api.post(book, json=wanted)
        assert [(e["field"], e["rule"]) for e in refused.json()["errors"]] == [("interviewer", "not_trained")]
        why = {"waivers": [{"what": "not_trained", "reason": WHY}]}
        assert (await api.post(book, json=wanted | why)).status_code == 201
