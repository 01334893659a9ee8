"""The calendar by its pages: what an office has, the week, moving an appointment, and what is refused at its field."""

import re
from datetime import timedelta

from app.scheduling import public as scheduling
from tests.hearing import awaiting
from tests.pages.test_interviews import see, send
from tests.site import Site
from tests.web_foundation.soundness import assert_sound


async def test_an_office_is_set_up_and_an_appointment_moved_in_its_week(site: Site) -> None:
    world = site.world
    scene = await awaiting(world, booking=False)
    tab, officer = f"/cases/{scene.reference}/interviews", world.actor("eligibility_officer").user_id
    async with site.pages("supervisor") as pages:
        new = await send(pages, "/calendar/rooms/new", 422, name="", confidential="1", active="1")
        assert 'id="name-error"' in new.text
        await send(pages, "/calendar/rooms/new", name="Sala azul", confidential="1", active="1", video="1")
        setup = await see(pages, "/calendar/setup")
        assert_sound(setup)
        room = re.search(r"/calendar/rooms/([0-9a-f-]+)\">Sala azul", setup)
        assert room
        assert_sound(await see(pages, f"/calendar/rooms/{room[1]}"))
        stale = {"name": "Sala verde", "confidential": "1", "active": "1", "version": "9"}
        await send(pages, f"/calendar/rooms/{room[1]}", 412, **stale)
        assert_sound(await see(pages, f"/calendar/interviewers/{officer}"))
        await send(
            pages,
            f"/calendar/interviewers/{officer}",
            sex="female",
            languages="Español, inglés, criollo haitiano, miq",
            trained_for="children",
        )
        kept = await see(pages, f"/calendar/interviewers/{officer}")
        assert 'value="español, inglés, criollo haitiano, miskitu"' in kept
        assert_sound(await see(pages, "/calendar/interpreters/new"))
        called = {
            "name": f"Ana {world.tag}",
            "sex": "female",
            "languages": "ht",
            "active": "1",
            "suspended": "1",
        }
        await send(pages, "/calendar/interpreters/new", 422, **called)
        await send(pages, "/calendar/interpreters/new", **called, suspended_why="Faltó sin avisar dos veces.")
        hours = f"/calendar/hours/user/{officer}"
        assert_sound(await see(pages, hours))
        wrong = await send(pages, hours, 422, **{"day-0": "de 8 a 12"})
        assert 'id="day-0-error"' in wrong.text
        assert "de 8 a 12" in wrong.text
        await send(pages, hours, **{f"day-{n}": "08:00-12:00" for n in range(5)})
        day = {"first-day": "19", "first-month": "11", "first-year": "2026"}
        await send(pages, f"{hours}/changes", **day)
        assert "cerrado o ausente" in await see(pages, hours)
    async with site.pages("registration_officer") as pages:
        shown = await see(pages, tab)
        assert_sound(shown)
        assert 'name="minutes"' in shown
        slot = re.findall(r'name="slot" value="([^"]+)"', shown)[0]
        await send(pages, f"/cases/{scene.reference}/appointments", slot=slot, language="es", minutes="90")
        await send(pages, f"/cases/{scene.reference}/waiting")
        assert_sound(await see(pages, "/waiting-list"))
        week = await see(pages, "/calendar?day=2026-11-18")
        assert_sound(week)
        link = re.search(r'data-move="(/appointments/[^"]+/move)"', week)
        assert link
        moving = await see(pages, f"/calendar?day=2026-11-18&move={link[1].split('/')[2]}")
        picked = re.search(r'href="([^"]+/move\?slot=[^"]+)"', moving)
        assert picked
        assert_sound(await see(pages, picked[1].replace("&amp;", "&")))
        other = re.findall(r'name="slot" value="([^"]+)"', await see(pages, link[1]))[-1]
        none = await send(pages, link[1], 422, slot=other, reasons="La persona pidió otra hora.")
        assert 'id="cause-error"' in none.text
        await send(pages, link[1], slot=other, cause="person", reasons="La persona pidió otra hora.")
        await send(pages, link[1], 409, slot=other, cause="person", reasons="La persona pidió otra hora.")
        assert "La persona lo pidió" in await see(pages, tab)
        person = re.search(r"/people/([0-9a-f-]+)/interview-wishes", await see(pages, tab))
        assert person
        wishes = f"/cases/{scene.reference}/people/{person[1]}/interview-wishes"
        assert_sound(await see(pages, wishes))
        await send(pages, wishes, interviewer_sex="male", interpreter_sex="")
        series = f"/cases/{scene.reference}/appointments/series"
        second = re.findall(r'value="([0-9a-f-]+\|[^"]+)"', await see(pages, series))
        assert all(str(officer) not in value for value in second)
        await send(pages, f"/cases/{scene.reference}/appointments/series", 422, slot=second[0])
    world.clock.advance(timedelta(days=20))
    async with site.pages("registration_officer") as pages:
        absences = re.findall(r'href="(/appointments/[^"]+/absence)"', await see(pages, tab))
        assert_sound(await see(pages, absences[0]))
        await send(pages, absences[0], kind="illness", cause="")
        assert_sound(await see(pages, f"{absences[0]}/judgement"))
        assert "con buen motivo" not in await see(pages, f"{absences[0]}/judgement")
        assert "con buen motivo" in await see(pages, tab)
    async with site.pages("eligibility_officer") as pages:
        assert "No hay ninguna dirección." in await see(pages, "/calendar/feed")
        made = await pages.post("/calendar/feed")
        assert_sound(made.text)
        assert "/calendar/feeds/" in made.text


async def test_who_falls_ill_leaves_each_appointment_with_a_proposal_and_moves_them_in_one_go(
    site: Site,
) -> None:
    world = site.world
    scene = await awaiting(world, booking=False)
    officer, second = (
        world.actor(name).user_id for name in ("eligibility_officer", "second_eligibility_officer")
    )
    async with world.acting("supervisor") as db:
        first = (await scheduling.offer(db, scene.case_id, limit=1)).slots[0]
        await scheduling.book(
            db,
            db.actor,
            scene.case_id,
            room_id=first.room.id,
            starts_at=first.starts_at,
            language="es",
            interviewer_id=officer,
        )
    hours = f"/calendar/hours/user/{officer}"
    async with site.pages("supervisor") as pages:
        assert 'id="affected"' not in await see(pages, hours)
        day = first.starts_at
        sick = {"first-day": str(day.day), "first-month": str(day.month), "first-year": str(day.year)}
        await send(pages, f"{hours}/changes", **sick)
        shown = await see(pages, hours)
        same, *later = re.findall(r'name="(slot-[^"]+)" value="([^"]+)"', shown)
        assert str(second) in same[1]
        assert str(first.room.id) in same[1]
        assert later
        assert str(officer) in later[0][1]
        await send(pages, f"{hours}/rebooking", 422, reasons="")
        none = await send(pages, f"{hours}/rebooking", 422, **{same[0]: same[1]}, reasons="")
        assert 'id="reasons-error"' in none.text
        away = {same[0]: f"{first.room.id}|{first.starts_at.isoformat()}"}
        still = await send(pages, f"{hours}/rebooking", 422, **away, reasons="La oficial no está ese día.")
        assert "no está a esa hora" in still.text, "the same person is still away, and the old time stands"
    async with site.api("supervisor") as api:
        found = (await api.get(f"/api/v1/hours/user/{officer}/affected")).json()
        assert found["appointments"][0]["same_time"]["interviewer_id"] == str(second)
    async with site.pages("supervisor") as pages:
        await send(pages, f"{hours}/rebooking", **{same[0]: same[1]}, reasons="La oficial no está ese día.")
        assert 'id="affected"' not in await see(pages, hours)
    async with world.reading("supervisor") as reader:
        now = [a for a in await scheduling.appointments_of(reader, scene.case_id) if a.state == "booked"]
        assert [(a.starts_at, a.interviewer_id) for a in now] == [(first.starts_at, second)]


async def test_a_room_is_blocked_with_a_reason_and_a_time_held_while_the_person_is_asked(site: Site) -> None:
    world = site.world
    scene = await awaiting(world, booking=False)
    async with site.pages("registration_officer") as pages:
        holds, tab = "/calendar/holds", f"/cases/{scene.reference}/interviews"
        empty = await send(pages, holds, 422, what="", reason="")
        assert 'id="first-error"' in empty.text
        day = {"first-day": "25", "first-month": "11", "first-year": "2026"}
        typed = {"what": f"room:{world.room}", "opens": "08:00", "closes": "10:00", **day}
        assert 'id="reason-error"' in (await send(pages, holds, 422, **typed, reason="")).text
        await send(pages, holds, **typed, reason="Reparan la puerta")
        clash = await send(pages, holds, 409, **typed, reason="Otra vez")
        assert "ya hay una cita para esa sala" in clash.text
        assert "Otra vez" in clash.text
        assert "Reparan la puerta" in await see(pages, holds)
        assert "Reparan la puerta" in await see(pages, "/calendar?day=2026-11-25")
        slot = re.findall(r'name="slot" value="([^"]+)"', await see(pages, tab))[0]
        form = {"slot": slot, "language": "es", "minutes": "90"}
        kept = await send(pages, f"/cases/{scene.reference}/appointments", **form, keep_free="1")
        held = await see(pages, kept.headers["location"].split("#")[0])
        hold = re.search(r'name="hold" value="([^"]+)"', held)
        assert hold
        assert slot in held
        await send(pages, f"/cases/{scene.reference}/appointments", **form, hold=hold[1])
        await see(pages, f"{tab}?video=1")
    async with site.pages("supervisor") as pages:
        release = re.search(r'action="(/calendar/holds/[^"]+/release)"', await see(pages, holds))
        assert release
        await send(pages, release[1])
        assert "Reparan la puerta" not in await see(pages, holds)
    async with site.api("registration_officer") as api:
        body = {
            "starts_at": "2026-11-25T08:00:00-06:00",
            "ends_at": "2026-11-25T10:00:00-06:00",
            "reason": "Visita",
        }
        room = {"room_id": str(world.room)}
        assert (await api.post(f"/api/v1/offices/{world.office}/blocks", json=body)).status_code == 422
        made = await api.post(f"/api/v1/offices/{world.office}/blocks", json=body | room)
        assert made.status_code == 201, made.text
        assert [h["reason"] for h in (await api.get(f"/api/v1/offices/{world.office}/holds")).json()] == [
            "Visita"
        ]
        assert (await api.delete(f"/api/v1/holds/{made.json()['id']}")).status_code == 204
        elsewhere = await api.post(f"/api/v1/offices/{world.other_office}/blocks", json=body | room)
        assert elsewhere.status_code == 403


async def test_a_day_is_planned_for_several_cases_booked_whole_and_taken_back(site: Site) -> None:
    world = site.world
    scenes = [await awaiting(world, booking=False) for _ in range(2)]
    references = [scene.reference for scene in scenes]
    # Not the 1st of December, which is a holiday.
    day = (world.clock.now() + timedelta(days=8)).date().isoformat()
    async with site.pages("registration_officer") as pages:
        listed = await see(pages, "/calendar/batch")
        assert all(reference in listed for reference in references)
        chosen = "&".join(f"case={reference}" for reference in references)
        plan = await see(pages, f"/calendar/batch?day={day}&{chosen}")
        picks = re.findall(r'name="pick" value="([^"]+)"', plan)
        assert [pick.split("~")[0] for pick in picks] == references
        assert len({pick.split("~")[1] for pick in picks}) == 2, "one after the other, not both at once"
        await send(pages, "/calendar/batch", 422, day=day, pick=picks[0])
        twice = [picks[0], f"{references[1]}~{picks[0].split('~')[1]}"]
        none = await send(pages, "/calendar/batch", 409, day=day, pick=twice)
        assert "No se reservó nada." in none.text
        assert all(pick in none.text for pick in picks), "all or none, and the plan is still there"
        booked = (await send(pages, "/calendar/batch", day=day, pick=picks)).headers["location"].split("?")[0]
        assert "2 citas están en pie." in await see(pages, booked)
        assert references[0] not in await see(pages, "/calendar/batch")
        assert 'id="reasons-error"' in (await send(pages, f"{booked}/undoing", 422, reasons="")).text
        await send(pages, f"{booked}/undoing", reasons="Ese día se va la luz en el edificio.")
        assert "0 citas están en pie." in await see(pages, booked)
    async with site.api("registration_officer") as api:
        planned = (await api.get("/api/v1/day-plan", params={"day": day, "reference": references})).json()
        assert all(one["slot"]["starts_at"].startswith(day) for one in planned)
        series = f"/api/v1/appointment-series/{booked.split('/')[-1]}"
        assert [a["state"] for a in (await api.get(series)).json()] == ["cancelled", "cancelled"]
        again = await api.post(f"{series}/cancellation", json={"reasons": "Ese día se va la luz otra vez."})
        assert again.json() == {"cancelled": 0}
