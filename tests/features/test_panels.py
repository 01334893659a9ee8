"""Who hears a remedy: drawn by rota and never who worked on the case, drafts that nobody else is shown, votes, each one's signature."""

import asyncio
import html
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.actor import SYSTEM, Actor
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound, Refusal
from app.core.ids import new_id
from app.decisions import public as decisions
from app.identity import public as identity
from app.remedies import public as remedies
from app.remedies.panel.rules import Candidate, as_kept, draw, drawn_again, verdict
from app.scheduling import public as scheduling
from tests.appealing import JUDGED, Scene, appealed
from tests.features.test_signatures import kept, openssl_says
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import MORNING, World, also_holds

POINTS = ["Oiga de nuevo a la persona sobre las amenazas.", "Valore la nota de país de noviembre."]
REMITTED = remedies.Verdict("remitted", JUDGED, reversal_grounds=("facts",), instructions=POINTS)


async def judges(world: World, many: int) -> list[str]:
    """That many judges of the Tribunal besides the world's own."""
    made = []
    for n in range(many):
        name = f"judge_{n}"
        async with world.system.writing(SYSTEM) as db:
            user = await identity.add_user(
                db, username=f"{name}.{world.tag}", name=f"Jueza {n} (ficticia)", password_hash="x"
            )
            grant = await identity.grant_role(db, user, "appeals_judge", body="tribunal")
            actor = await identity.actor_by_grant(db, grant, user)
        assert actor is not None
        world.actors[name] = actor
        made.append(name)
    return made


@pytest.fixture(autouse=True)
def own_judges(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this world's judges have a seat: those of other tests are in the same database."""
    everybody = identity.colleagues

    async def own(db: ReadSession, role: str, **where: Any) -> list[identity.Colleague]:
        mine = {actor.user_id for actor in world.actors.values()}
        return [one for one in await everybody(db, role, **where) if one.user_id in mine]

    monkeypatch.setattr(identity, "colleagues", own)


async def drawn(world: World, remedy_id: UUID) -> list[Actor]:
    """The bench that is drawn, in its order."""
    own = {a.user_id: a for a in world.actors.values() if a.role == "appeals_judge"}
    async with world.acting("appeals_clerk") as db:
        seated = await remedies.draw_seats(db, db.actor, remedy_id, together=True)
    return [own[user] for user in seated]


async def test_three_judge_together_and_the_first_instance_sees_nothing_of_it(
    world: World, tmp_path: Path
) -> None:
    scene, remedy_id = await appealed(world)
    await judges(world, 3)
    # Who worked on the case has a seat in the Tribunal, too, and is never drawn.
    partial = await also_holds(world, "supervisor", "appeals_judge", "partial", body="tribunal")
    bench = await drawn(world, remedy_id)
    assert len(bench) == 4
    assert partial.user_id not in {one.user_id for one in bench}
    rapporteur, second, third, alternate = bench
    with pytest.raises(remedies.PanelDecides):
        async with world.acting(rapporteur) as db:
            await remedies.decide_remedy(db, db.actor, remedy_id, result="upheld", reasons=JUDGED)
    with pytest.raises(remedies.NotSeated):
        async with world.acting(alternate) as db:
            await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
    lacking = remedies.Verdict("remitted", JUDGED, instructions=POINTS)
    async with world.acting(rapporteur) as db:
        await remedies.write_draft(db, db.actor, remedy_id, lacking)
    with pytest.raises(Invalid):
        async with world.acting(rapporteur) as db:
            await remedies.propose_judgment(db, db.actor, remedy_id)
    async with world.acting(rapporteur) as db:
        await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
        await remedies.propose_judgment(db, db.actor, remedy_id)
    await unseen(world, scene, remedy_id)
    for who, choice in ((rapporteur, "for"), (second, "against")):
        async with world.acting(who) as db:
            await remedies.vote_on_judgment(
                db, db.actor, remedy_id, choice=choice, reasons="La prueba basta para confirmar."
            )
    with pytest.raises(remedies.VotesMissing):
        async with world.acting(rapporteur) as db:
            await remedies.issue_judgment(db, db.actor, remedy_id)
    # One falls ill: the alternate takes the seat, what was proposed is put aside and voted anew.
    async with world.acting(third) as db:
        assert (
            await remedies.replace_seat(
                db, db.actor, remedy_id, third.user_id, reasons="Está de baja por enfermedad."
            )
            == alternate.user_id
        )
    async with world.acting(rapporteur) as db:
        await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
        await remedies.propose_judgment(db, db.actor, remedy_id)
    for who, choice in ((rapporteur, "for"), (second, "against"), (alternate, "for")):
        async with world.acting(who) as db:
            stands = await remedies.vote_on_judgment(
                db, db.actor, remedy_id, choice=choice, reasons="La prueba basta para confirmar."
            )
    assert stands == "carried"
    await signed_by_each(world, scene, remedy_id, [rapporteur, second, alternate], tmp_path)


async def unseen(world: World, scene: Scene, remedy_id: UUID) -> None:
    """The draft and the votes do not exist for anybody who is not of the Tribunal."""
    for who in ("supervisor", "eligibility_officer", "commission_secretary", "legal_representative"):
        async with world.reading(who) as db:
            assert await remedies.draft_of(db, remedy_id) is None
            for table in ("judgment_drafts", "judgment_votes"):
                assert await db.scalar(text(f"select count(*) from {table}")) == 0  # noqa: S608 - from this test
            assert len(await remedies.seats_of(db, remedy_id)) == 4
            assert await remedies.draws_of(db, remedy_id) == []
    async with world.reading("appeals_clerk") as db:
        assert await remedies.draft_of(db, remedy_id) is not None
        draw = (await remedies.draws_of(db, remedy_id))[0]
        assert draw.again
        assert [c.seat for c in draw.candidates if c.seat == "rapporteur"] == ["rapporteur"]


async def signed_by_each(
    world: World, scene: Scene, remedy_id: UUID, bench: list[Actor], folder: Path
) -> None:
    """Two sign at the same moment and nothing is decided; with who dissented, and their reasons on the paper, it is one judgment."""

    async def signs(actor: Actor) -> remedies.Judgment:
        async with world.acting(actor) as db:
            return await remedies.issue_judgment(db, db.actor, remedy_id)

    for outside in ("appeals_judge", "partial"):
        if world.actor(outside) not in bench:
            with pytest.raises((remedies.NotSeated, remedies.WorkedOnThisCase)):
                await signs(world.actor(outside))
    one, two = await asyncio.gather(signs(bench[0]), signs(bench[2]))
    assert sorted(len(each.missing) for each in (one, two)) == [1, 2]
    with pytest.raises(Refusal):
        await signs(bench[0])
    assert (await scene.case()).stage == "under_remedy"
    for who in ("supervisor", "commission_secretary", "legal_representative"):
        async with world.reading(who) as db:
            with pytest.raises(NotFound):
                await decisions.decision(db, one.decision_id)
    last = await signs(bench[1])
    assert last.missing == ()
    async with world.reading("supervisor") as db:
        view = await decisions.decision(db, last.decision_id)
        told = await remedies.sent_back(db, scene.case_id)
        checked = await decisions.check_file(db, content := await kept(world, last.decision_id))
    assert {s["user_id"] for s in view.signatories} == {str(each.user_id) for each in bench}
    assert told is not None
    assert told.instructions == POINTS
    assert (await scene.case()).stage == "assessment"
    assert openssl_says(content, folder) == ["CMS Verification successful"] * 3
    assert (checked.verdict, [each.verdict for each in checked.signatures]) == ("authentic", ["good"] * 3)
    words = " ".join(" ".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "La prueba basta para confirmar." in words
    assert "con voto disidente" in words


async def carried(world: World, remedy_id: UUID) -> list[Actor]:
    """A bench of three whose draft carried: the second dissents."""
    await judges(world, 3)
    bench = await drawn(world, remedy_id)
    async with world.acting(bench[0]) as db:
        await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
        await remedies.propose_judgment(db, db.actor, remedy_id)
    for who, choice in zip(bench[:3], ("for", "against", "for"), strict=True):
        async with world.acting(who) as db:
            await remedies.vote_on_judgment(
                db, db.actor, remedy_id, choice=choice, reasons="La prueba basta para confirmar."
            )
    return bench


async def test_a_judgment_that_somebody_cannot_sign_is_taken_back_or_voted_anew(site: Site) -> None:
    world = site.world
    _scene, remedy_id = await appealed(world)
    bench = await carried(world, remedy_id)
    names = [next(name for name, a in world.actors.items() if a == one) for one in bench]
    path, page = f"/api/v1/remedies/{remedy_id}/draft", f"/remedies/{remedy_id}/bench"
    async with site.api("supervisor") as api:
        assert (await api.get(f"{path}/signatures")).status_code == 403
    async with site.pages(names[0]) as pages:
        asked = (await pages.get("/tribunal")).text
        assert f'href="{page}#sign"' in asked
        shown = (await pages.get(page)).text
        assert_sound(shown)
        assert "Firmar la sentencia" in shown
        text_page = re.findall(r'href="(/decisions/[0-9a-f-]+)"', shown)[0]
        read = (await pages.get(text_page)).text
        assert_sound(read)
        assert f'href="{page}#sign"' in read
        version = (
            shown.split(f'action="{page}/signature"')[1].split('name="version" value="')[1].split('"')[0]
        )
        sent = {"version": version, "text_version": "7"}
        assert (await pages.post(f"{page}/signature", data=sent)).status_code == 412
        assert (await pages.post(f"{page}/signature", data=sent | {"text_version": "1"})).status_code == 303
        shown = (await pages.get(page)).text
        assert_sound(shown)
        assert ("Falta la firma de" in shown, "Firmar la sentencia" in shown) == (True, False)
    async with site.api(names[2]) as api:
        state = (await api.get(f"{path}/signatures")).json()
        assert [one["name"] for one in state["given"]] == [bench[0].name]
        assert [one["dissents"] for one in state["missing"]] == [True, False]
        made = await api.post(
            f"{path}/signature", json={"text_version": 1}, headers={"If-Match": f'"{version}"'}
        )
        assert (made.status_code, made.json()["missing"]) == (201, [bench[1].name])
        # Of who carried it somebody recuses themself: one of three seats carries nothing.
        why = {"cause": "recused", "reasons": "Declaró su interés en el caso.", "version": 1}
        gone = await api.post(f"{path}/withdrawals", json=why | {"leaving": str(bench[0].user_id)})
        assert gone.json()["type"] == "urn:acogida:problem:no_majority_left"
    async with site.pages("appeals_clerk") as pages:
        left = {"cause": "left", "back_reasons": "No", "leaving": str(bench[1].user_id), "version": "1"}
        bad = await pages.post(f"{page}/withdrawal", data=left)
        assert (bad.status_code, 'id="back_reasons-error"' in bad.text) == (422, True)
        right = left | {"back_reasons": "Terminó su nombramiento."}
        assert (await pages.post(f"{page}/withdrawal", data=right)).status_code == 303
        shown = (await pages.get(page)).text
        assert_sound(shown)
        assert "Terminó su nombramiento." in shown
    async with world.acting(bench[0]) as db:
        again = await remedies.issue_judgment(db, db.actor, remedy_id)
    assert again.missing == (bench[2].name,)
    with pytest.raises(Refusal):
        async with world.acting(bench[1]) as db:
            await remedies.issue_judgment(db, db.actor, remedy_id)
    # The other falls ill: another takes the seat, the judgment that one has signed is put aside, and it is voted anew.
    async with world.acting("appeals_clerk") as db:
        await remedies.replace_seat(
            db, db.actor, remedy_id, bench[2].user_id, reasons="Está de baja por enfermedad."
        )
        assert await decisions.judgment_drafted(db, remedy_id) is None
    now = [bench[0], bench[1], bench[3]]
    async with world.acting(bench[0]) as db:
        await remedies.write_draft(db, db.actor, remedy_id, REMITTED)
        await remedies.propose_judgment(db, db.actor, remedy_id)
    for who in now:
        async with world.acting(who) as db:
            await remedies.vote_on_judgment(db, db.actor, remedy_id, choice="for")
    for who in now:
        async with world.acting(who) as db:
            done = await remedies.issue_judgment(db, db.actor, remedy_id)
    assert done.missing == ()


async def test_by_the_api_one_judge_is_drawn_and_another_may_not_decide(site: Site) -> None:
    world = site.world
    _scene, remedy_id = await appealed(world)
    await judges(world, 1)
    path = f"/api/v1/remedies/{remedy_id}"
    async with site.api("supervisor") as api:
        assert (await api.post(f"{path}/seats", json={})).status_code == 403
        assert (await api.get(f"{path}/draft")).status_code == 403
    async with site.api("appeals_clerk") as api:
        made = await api.post(f"{path}/seats", json={"together": False})
        assert made.status_code == 201, made.text
        twice = await api.post(f"{path}/seats", json={})
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:acogida:problem:seats_drawn")
    seated = next(seat["user_id"] for seat in made.json() if seat["seat"] == "rapporteur")
    own = {str(world.actor(name).user_id): name for name in ("appeals_judge", "judge_0")}
    for user, name in sorted(own.items(), key=lambda one: one[0] == seated):
        async with site.api(name) as api:
            done = await api.post(f"{path}/decision", json={"result": "upheld", "reasons": JUDGED})
        assert done.status_code == (201 if user == seated else 403), done.text


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.builds(new_id),
        st.integers(0, 4),
        st.none() | st.integers(0, 300).map(lambda days: MORNING - timedelta(days=days)),
    ),
    max_size=9,
    unique_by=lambda c: c.user_id,
)


@given(CANDIDATES, st.integers(1, 5), st.randoms())
def test_the_rota_is_fair_whatever_the_order(candidates: list[Candidate], size: int, chance: Any) -> None:
    barred = {c.user_id for c in candidates[::3]}
    seats = draw(candidates, size, seed="s", barred=barred)
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert draw(shuffled, size, seed="s", barred=barred) == seats
    kept = json.loads(json.dumps([as_kept(one, barred) for one in candidates]))
    assert drawn_again(kept, size, "s") == seats
    assert not {one.user_id for one in seats} & barred
    assert len({one.user_id for one in seats}) == len(seats) == min(size + 1, len(candidates) - len(barred))
    load = {c.user_id: c.open for c in candidates}
    passed_over = [
        load[c.user_id] for c in candidates if c.user_id not in barred | {s.user_id for s in seats}
    ]
    assert max((load[s.user_id] for s in seats), default=0) <= min(passed_over, default=9)


@given(st.lists(st.sampled_from(["for", "against", None]), min_size=1, max_size=7))
def test_a_draft_carries_with_more_than_half_of_all_seats_and_never_before_all_voted(
    cast: list[str | None],
) -> None:
    seats = [new_id() for _ in cast]
    votes = {seat: vote for seat, vote in zip(seats, cast, strict=True) if vote is not None}
    found = verdict(seats, votes)
    if None in cast:
        assert found == "voting"
    else:
        assert (found == "carried") == (cast.count("for") > cast.count("against"))


async def test_a_hearing_takes_the_time_of_all_who_are_called_and_of_nobody_twice(site: Site) -> None:
    world = site.world
    scene, remedy_id = await appealed(world)
    (judge, _alternate) = await drawn_alone(world, remedy_id)
    base = f"/api/v1/remedies/{remedy_id}/hearing"
    page = f"/remedies/{remedy_id}/hearing/times"
    async with site.api("appeals_clerk") as api:
        slots = (await api.get(f"{base}/free-times?language=es")).json()["slots"]
        early = {"room_id": slots[0]["room_id"], "starts_at": slots[0]["starts_at"]}
        assert (await api.post(f"{base}/time", json=early)).json()["type"].endswith("hearing_not_granted")
    async with world.acting("appeals_clerk") as db:
        await remedies.rule_on_hearing(
            db, db.actor, remedy_id, granted=True, reasons="Se discute lo que dijo."
        )
    async with site.api("appeals_clerk") as api:
        called = (await api.get(f"{base}/time")).json()["called"]
        assert [one["role"] for one in called] == ["judge", "counsel"]
        assert called[0]["user_id"] == str(judge.user_id)
        assert (await api.post(f"{base}/time", json=early)).status_code == 201
        again = await api.post(f"{base}/time", json=early)
        assert again.json()["type"].endswith("hearing_booked")
    async with site.pages("appeals_clerk") as pages:
        shown = (await pages.get(page)).text
        assert_sound(shown)
        assert "Audiencia citada" in shown
        free = html.unescape(shown.split('name="slot" value="')[1].split('"')[0])
        assert early["starts_at"][:16] not in free
        moved = {"slot": free, "language": "es", "reasons": "Lo pide quien la representa."}
        assert "Elija por qué se cambia." in (await pages.post(page, data=moved)).text
        assert (await pages.post(page, data=moved | {"cause": "person"})).status_code == 303
    # The judge's time is taken: nothing else can have it, in any room, however it is asked for.
    async with world.system.reading(SYSTEM) as db:
        busy = await scheduling.busy_times(
            db, [judge.user_id], after=world.clock.now(), before=world.clock.now() + timedelta(days=60)
        )
        assert len(busy[judge.user_id]) == 1
        told = await db.scalar(
            text("select count(*) from notices where case_id = :c and kind = 'hearing_convened'"),
            {"c": scene.case_id},
        )
        assert told == 1
    async with site.pages("appeals_clerk") as pages:
        off = {"off_reasons": "La sala no tiene luz ese día."}
        assert (await pages.post(f"{page}/cancellation", data=off)).status_code == 303
    async with site.api("appeals_clerk") as api:
        assert (await api.get(f"{base}/time")).json()["appointment_id"] is None
        # What it took is free again: the first time that was offered is offered anew, and is kept when the record is opened.
        assert (await api.post(f"{base}/time", json=early)).status_code == 201
    async with world.acting(judge) as db:
        await remedies.open_hearing(
            db, db.actor, remedy_id=remedy_id, language="es", people=[remedies.Present("Ella", "person")]
        )
    async with world.system.reading(SYSTEM) as db:
        states = await db.scalars(
            text("select state from appointments where about = :about order by booked_at, id"),
            {"about": f"remedy:{remedy_id}"},
        )
        assert sorted(states) == ["cancelled", "kept", "moved"]


async def drawn_alone(world: World, remedy_id: UUID) -> list[Actor]:
    """One judge and an alternate."""
    await judges(world, 1)
    own = {a.user_id: a for a in world.actors.values() if a.role == "appeals_judge"}
    async with world.acting("appeals_clerk") as db:
        seated = await remedies.draw_seats(db, db.actor, remedy_id, together=False)
    return [own[user] for user in seated]
