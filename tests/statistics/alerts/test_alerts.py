"""A figure is watched, crosses its line and comes back; who asked is told once, and nobody else."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from app.core.actor import SYSTEM
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.identity.models import RoleGrant, User
from app.intake import public as intake
from app.notices.public import FileOutbox, Outgoing, TryLater, Undeliverable
from app.statistics import public as statistics
from app.statistics.alerts import looking
from app.statistics.alerts.looking import Reading, note
from app.statistics.alerts.models import Alert
from app.workflows.due_jobs import HANDLERS
from tests.features.test_encounters import REFERRED
from tests.features.test_jobs import jobs_of
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, also_holds

alerts = statistics.alerts
MINE: dict[str, Any] = {"figure": "pending", "key": "pending", "direction": "above", "line": 1}
ADDRESS = "supervision@ejemplo.go.cr"


async def watched(world: World, who: str = "supervisor", **more: Any) -> UUID:
    async with world.acting(who) as db:
        return await alerts.subscribe(db, db.actor, **(MINE | more))


async def view(world: World, alert_id: UUID, who: str = "supervisor") -> alerts.AlertView:
    async with world.reading(who) as db:
        return await alerts.alert(db, alert_id)


async def cases(world: World, how_many: int) -> None:
    for _ in range(how_many):
        await world.register()
    world.clock.advance(timedelta(minutes=1))
    await statistics.catch_up(world.system)


async def look(world: World, alert_id: UUID) -> bool:
    """As the worker does, of that one alone: whether it crossed or came back."""
    told = 0
    for question, watch in (await looking.watched(world.system)).items():
        if mine := [each for each in watch.alerts if each[0] == alert_id]:
            told += await looking.settle(world.system, world.app, question, looking.Watch(watch.actor, mine))
    return bool(told)


async def mailed(world: World, alert_id: UUID, outbox: Any) -> str:
    """What the job of the last crossing does; what became of the message."""
    (last, *_) = (await view(world, alert_id)).crossings
    async with world.system.writing(SYSTEM) as db:
        await HANDLERS[alerts.TELL](db, {"crossing": str(last.id)}, outbox)
    return (await view(world, alert_id)).crossings[0].mail


async def test_a_crossing_is_written_once_and_told_without_a_word_about_the_figure(
    world: World, tmp_path: Path
) -> None:
    await cases(world, 1)
    one = await watched(world, email=ADDRESS)
    assert (await view(world, one)).state == "within"
    await world.register()
    world.clock.advance(timedelta(hours=1))
    # The look itself keeps the counts up first.
    assert await alerts.look(world.system, world.app) >= 1
    found = await view(world, one)
    assert (found.state, found.value) == ("beyond", 2)
    (crossing,) = found.crossings
    assert (crossing.value, crossing.line, crossing.direction, crossing.back) == (2, 1, "above", False)
    assert not await look(world, one)
    assert len((await view(world, one)).crossings) == 1
    assert len(await jobs_of(world, alerts.TELL, {str(crossing.id)})) == 1
    outbox = FileOutbox(tmp_path / "outbox")
    assert await mailed(world, one, outbox) == "sent"
    assert await mailed(world, one, outbox) == "sent"
    (file,) = (tmp_path / "outbox").iterdir()
    letter = json.loads(file.read_text())
    assert (letter["address"], letter["channel"]) == (ADDRESS, "email")
    assert letter["text"].startswith("Una alerta que usted pidió tiene una novedad.")
    assert letter["text"].endswith("/metrics/alerts")
    for secret in ("Pendientes", "Guédez", "LIB", "2"):
        assert secret not in letter["text"].replace("127.0.0.1", "")


async def test_it_is_told_again_when_it_came_back_and_has_rested(world: World) -> None:
    one = await watched(world, direction="below", line=2)
    assert (await view(world, one)).state == "beyond"
    await cases(world, 3)
    assert not await look(world, one), "back, but not for a day"
    world.clock.advance(timedelta(days=1))
    assert await look(world, one)
    (back,) = (await view(world, one)).crossings
    assert (back.back, back.value) == (True, 3)
    assert not await look(world, one)


async def test_two_workers_tell_once(world: World) -> None:
    one = await watched(world)
    await cases(world, 2)
    told = await asyncio.gather(*(look(world, one) for _ in range(4)))
    assert sorted(told) == [False, False, False, True]
    reading = Reading(9, world.clock.now())

    async def noted() -> bool:
        async with world.system.writing(SYSTEM) as db:
            return await note(db, one, reading)

    assert not any(await asyncio.gather(noted(), noted()))
    assert len((await view(world, one)).crossings) == 1
    stale = Reading(0, world.clock.now() - timedelta(hours=1))
    world.clock.advance(timedelta(days=2))
    async with world.system.writing(SYSTEM) as db:
        assert not await note(db, one, stale), "what was read before is not believed after"


async def test_a_figure_is_counted_once_for_all_who_are_shown_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await also_holds(world, "registration_officer", "supervisor", "colleague", office_id=world.office)
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("supervisor", {}),
        ("supervisor", {"line": 2}),
        ("supervisor", {"key": "late", "line": 0}),
        ("colleague", {}),
        ("supervisor", {"filters": statistics.Filters(origin="VEN")}),
        ("supervisor", {"last_days": 30}),
        ("other_supervisor", {}),
        ("auditor", {}),
    ]
    made = {await watched(world, who, **more) for who, more in wanted}
    counted: list[UUID | None] = []

    async def read(db: Any, *given: Any) -> Any:
        counted.append(db.actor.office_id)
        return await alerts.read(db, *given)

    monkeypatch.setattr(looking, "read", read)
    questions = {
        question: watch
        for question, watch in (await looking.watched(world.system)).items()
        if made & {alert_id for alert_id, _ in watch.alerts}
    }
    for question, watch in questions.items():
        watch.alerts = [each for each in watch.alerts if each[0] in made]
        await looking.settle(world.system, world.app, question, watch)
    assert len(counted) == 5, (
        "one for the office, two more for its other filters, the other office, and the house"
    )
    assert sorted(len(watch.alerts) for watch in questions.values()) == [1, 1, 1, 1, 4]


async def changed(world: World, statement: Any) -> None:
    async with world.system.writing(SYSTEM) as db:
        await db.execute(statement)


async def test_who_may_not_sign_in_or_lost_the_role_is_not_told(world: World, tmp_path: Path) -> None:
    supervisor, other = world.actor("supervisor").user_id, world.actor("auditor").user_id
    one, two = await watched(world, email=ADDRESS), await watched(world, "auditor", line=0, key="late")
    await cases(world, 2)
    assert await look(world, one)
    await changed(world, update(User).where(User.id == supervisor).values(active=False))
    assert await mailed(world, one, FileOutbox(tmp_path)) == "dropped"
    assert list(tmp_path.iterdir()) == []
    world.clock.advance(timedelta(days=2))
    assert not await look(world, one)
    await changed(world, update(Alert).where(Alert.id == two).values(state="within", line=0, key="pending"))
    await changed(world, update(RoleGrant).where(RoleGrant.user_id == other).values(until=world.clock.now()))
    assert not await look(world, two)
    async with world.system.reading(SYSTEM) as db:
        assert await db.scalar(select(Alert.as_of).where(Alert.id == two)) < world.clock.now()
    # The role again, and what happened meanwhile is found.
    await changed(world, update(RoleGrant).where(RoleGrant.user_id == other).values(until=None))
    assert await look(world, two)


async def test_a_supervisor_who_moves_to_another_office_is_not_told_of_the_first(world: World) -> None:
    one = await watched(world)
    await cases(world, 2)
    mine = RoleGrant.user_id == world.actor("supervisor").user_id
    await changed(world, update(RoleGrant).where(mine).values(office_id=world.other_office))
    assert not await look(world, one)


async def test_everybody_sees_their_own_in_the_role_in_which_they_asked(world: World) -> None:
    one = await watched(world)
    await cases(world, 2)
    await look(world, one)
    await also_holds(world, "supervisor", "auditor", "supervisor_as_auditor")
    await also_holds(world, "supervisor", "supervisor", "moved", office_id=world.other_office)
    for who in ("other_supervisor", "auditor", "supervisor_as_auditor", "moved", "eligibility_officer"):
        async with world.reading(who) as db:
            assert await alerts.alerts(db) == [], who
            assert await alerts.unseen(db) == [], who
            assert await db.scalar(text("select count(*) from figure_crossings")) == 0, who
    for act in (alerts.end, alerts.mark_seen):
        with pytest.raises(NotFound):
            async with world.acting("other_supervisor") as db:
                await act(db, db.actor, one)
    async with world.reading("supervisor") as db:
        assert [each.id for each in await alerts.unseen(db)] == [one]


async def test_an_alert_counts_what_the_role_may_read_and_rounds_what_it_sees_rounded(world: World) -> None:
    here, there = await watched(world), await watched(world, "other_supervisor", line=0)
    await cases(world, 2)
    assert await look(world, here)
    assert not await look(world, there), "the two are not of that office"
    access: dict[str, Any] = {"figure": "access", "key": "people", "line": 1000}
    exact, rounded = await watched(world, **access), await watched(world, "auditor", **access)
    async with world.acting("border_liaison_officer") as db:
        await intake.log_encounters(db, db.actor, [REFERRED])
    for one in (exact, rounded):
        await look(world, one)
    assert (await view(world, exact)).value == 3, "two registered and one referred"
    shown = (await view(world, rounded, "auditor")).value
    assert shown is not None
    assert shown % statistics.STEP == 0


async def test_a_mailbox_that_refuses_is_not_tried_again_and_one_that_is_away_is(world: World) -> None:
    class Away:
        async def put(self, _message: Outgoing) -> None:
            raise TryLater("421")

    class Refuses:
        async def put(self, _message: Outgoing) -> None:
            raise Undeliverable("550")

    one = await watched(world, email=ADDRESS)
    await cases(world, 2)
    await look(world, one)
    assert await mailed(world, one, Away()) == "waiting"
    (crossing,) = (await view(world, one)).crossings
    assert len(await jobs_of(world, alerts.TELL, {str(crossing.id)})) == 2
    assert await mailed(world, one, Refuses()) == "refused"


async def test_what_is_wrong_is_said_at_its_field(world: World) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"figure": "recognition", "key": "recognition_rate"}, "figure"),
        ({"figure": "nothing"}, "figure"),
        ({"key": "nothing"}, "value"),
        ({"line": -1}, "line"),
        ({"line": float("nan")}, "line"),
        ({"figure": "time_to_document", "key": "within_limit", "line": 90}, "line"),
        ({"last_days": 7}, "last_days"),
        ({"last_days": 30, "filters": statistics.Filters(since=world.clock.now().date())}, "last_days"),
        ({"filters": statistics.Filters(as_of=world.clock.now())}, "as_of"),
        ({"email": "a todas"}, "email"),
    ]
    for more, at in wrong:
        with pytest.raises(Invalid) as refused:
            await watched(world, **more)
        assert [fault.field for fault in refused.value.fields] == [at], more


async def test_one_is_not_asked_for_twice_and_not_without_end(world: World) -> None:
    one = await watched(world, last_days=90)
    await watched(world)
    with pytest.raises(alerts.AlreadyWatched):
        await watched(world, last_days=90)

    async def many(db: Session) -> None:
        for n in range(alerts.MOST):
            await alerts.subscribe(db, db.actor, **(MINE | {"line": 10 + n}))

    with pytest.raises(alerts.TooManyAlerts):
        async with world.acting("supervisor") as db:
            await many(db)
    async with world.acting("supervisor") as db:
        await alerts.end(db, db.actor, one)
    with pytest.raises(alerts.AlreadyEnded):
        async with world.acting("supervisor") as db:
            await alerts.end(db, db.actor, one)
    await cases(world, 2)
    assert not await look(world, one)
    await watched(world, last_days=90)


async def test_late_cases_stages_and_overturning_can_be_watched_and_how_cases_are_decided_cannot(
    world: World,
) -> None:
    await cases(world, 1)
    async with world.reading("supervisor") as db:
        found = {
            name: [
                one.key for one in alerts.measures(await alerts.read(db, name, statistics.Filters(), None))
            ]
            for name in alerts.WATCHED
        }
    assert {"recognition", "outcomes_over_time"} & set(found) == set()
    assert all(found.values()), "each figure has something to watch"
    assert "late" in found["pending"]
    assert any(key.startswith("by_stage.") and key.endswith(".late") for key in found["pending"])
    assert "overturn_rate" in found["overturn"]


async def test_the_page_asks_shows_marks_as_seen_and_ends(site: Site) -> None:
    world = site.world
    await cases(world, 1)
    async with site.pages("supervisor") as pages:
        figure = await pages.get("/metrics/pending", params={"origin": "VEN"})
        assert "/metrics/alerts/new?figure=pending&amp;origin=VEN" in figure.text
        assert "/metrics/alerts/new" not in (await pages.get("/metrics/recognition")).text
        assert_sound((await pages.get("/metrics/alerts")).text)
        choose = await pages.get("/metrics/alerts/new")
        assert_sound(choose.text)
        assert "figure=overturn" in choose.text
        assert "figure=recognition" not in choose.text
        form = await pages.get("/metrics/alerts/new", params={"figure": "pending", "origin": "VEN"})
        assert_sound(form.text)
        assert "Venezuela" in form.text
        assert "Pendientes (hoy 1)" in form.text
        typed = {"figure": "pending", "origin": "VEN", "value": "pending", "line": "uno", "email": ADDRESS}
        wrong = await pages.post("/metrics/alerts", data=typed | {"direction": "above"})
        assert wrong.status_code == 422
        assert_sound(wrong.text)
        assert "Escriba un número." in wrong.text
        assert 'value="uno"' in wrong.text
        assert (await pages.post("/metrics/alerts", data=typed | {"line": "1"})).status_code == 422
        asked = await pages.post("/metrics/alerts", data=typed | {"line": "1,5", "direction": "above"})
        assert asked.status_code == 303, asked.text
        address = asked.headers["location"].split("?")[0]
        shown = await pages.get(address)
        assert_sound(shown.text)
        assert "por encima de 1,5" in shown.text
        assert "Guédez" not in shown.text
        assert "alerts-told" not in (await pages.get("/")).text
        await cases(world, 1)
        assert await look(world, UUID(address.rpartition("/")[2]))
        for page in ("/", "/metrics", address):
            told = await pages.get(page)
            assert_sound(told.text)
            assert "Pasó la línea: 2" in told.text, page
        seen = await pages.post(f"{address}/seen", data={"from_day": "1"})
        assert seen.headers["location"] == "/"
        assert "Pasó la línea" not in (await pages.get("/")).text
        assert "Pasó la línea: 2" in (await pages.get(address)).text
        assert (await pages.post(f"{address}/end")).status_code == 303
        assert (await pages.post(f"{address}/end")).status_code == 409
        listed = await pages.get("/metrics/alerts")
        assert_sound(listed.text)
        assert "Terminadas" in listed.text
    async with site.pages("other_supervisor") as pages:
        assert (await pages.get(address)).status_code == 404
    async with site.pages("eligibility_officer") as pages:
        assert (await pages.get("/metrics/alerts")).status_code == 403


async def test_a_share_is_typed_and_shown_in_percent(site: Site) -> None:
    async with site.pages("auditor") as pages:
        typed = {"figure": "time_to_document", "value": "within_limit", "direction": "below", "line": "95 %"}
        asked = await pages.post("/metrics/alerts", data=typed | {"last_days": "90"})
        assert asked.status_code == 303, asked.text
        shown = (await pages.get(asked.headers["location"])).text.replace("\N{NO-BREAK SPACE}", " ")
        assert "por debajo de 95 %" in shown
        assert "los últimos 90 días" in shown


async def test_the_interface_does_the_same(site: Site) -> None:
    world = site.world
    body: dict[str, Any] = {
        "figure": "pending", "value": "pending", "direction": "above", "line": 1, "filters": {"origin": "VEN", "unit": "persons"},
    }  # fmt: skip
    async with site.api("supervisor") as api:
        made = await api.post("/api/v1/alerts", json=body, headers={"Idempotency-Key": "one"})
        assert made.status_code == 201, made.text
        again = await api.post("/api/v1/alerts", json=body, headers={"Idempotency-Key": "one"})
        assert again.json() == made.json()
        assert (await api.post("/api/v1/alerts", json=body)).status_code == 409
        address = f"/api/v1/alerts/{made.json()['id']}"
        assert made.headers["location"] == address
        await cases(world, 2)
        assert await look(world, UUID(made.json()["id"]))
        one = (await api.get(address)).json()
        assert (one["state"], one["now"], one["back_at"], one["filters"]) == ("beyond", 2, 0, body["filters"])
        assert [(each["value"], each["back"], each["seen_at"]) for each in one["history"]] == [
            (2, False, None)
        ]
        seen = (await api.post(f"{address}/seen")).json()
        assert seen["history"][0]["seen_at"] is not None
        assert (await api.post(f"{address}/end")).json()["ended_at"] is not None
        assert (await api.post(f"{address}/end")).status_code == 409
        assert [each["id"] for each in (await api.get("/api/v1/alerts")).json()] == [one["id"]]
        for wrong in (
            {"value": "nothing"},
            {"filters": {"colour": "blue"}},
            {"filters": {"office": "atlantis"}},
        ):
            assert (await api.post("/api/v1/alerts", json=body | wrong)).status_code == 422, wrong
    async with site.api("other_supervisor") as api:
        assert (await api.get(address)).status_code == 404
        assert (await api.get("/api/v1/alerts")).json() == []
