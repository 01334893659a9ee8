"""An interview from the first question to the closed record: in order, by whom it concerns, and never changed afterwards."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.intake import public as intake
from app.interviews import errors
from app.interviews import public as interviews
from app.interviews.actions.loading import write
from app.interviews.models import Entry, Interview
from app.scheduling import public as scheduling
from tests import hearing
from tests.world import World, adult, relative


class Scene(hearing.Awaiting):
    """What the officer does in the room, each act in a transaction of its own."""

    async def transcript(self, who: str = "eligibility_officer") -> interviews.Transcript:
        async with self.world.reading(who) as db:
            return await interviews.transcript(db, self.interview_id)

    async def say(
        self,
        text: str,
        kind: str = "answer",
        *,
        entry_id: UUID | None = None,
        version: int | None = None,
        topic: str | None = None,
    ) -> interviews.Saved:
        async with self.world.acting("eligibility_officer") as db:
            return await interviews.record_entry(
                db,
                db.actor,
                self.interview_id,
                entry_id=entry_id or uuid4(),
                kind=kind,
                text=text,
                version=version,
                topic=topic,
            )

    async def read_back(self) -> None:
        async with self.world.acting("eligibility_officer") as db:
            await interviews.start_read_back(db, db.actor, self.interview_id)
            await interviews.mark_read(db, db.actor, self.interview_id)

    async def sign(self, participant: interviews.ParticipantView, **how: str) -> interviews.Signed:
        async with self.world.acting("eligibility_officer") as db:
            return await interviews.sign(
                db,
                db.actor,
                self.interview_id,
                participant_id=participant.id,
                **({"method": "drawn", "drawing": hearing.DRAWING} | how),  # type: ignore[arg-type]
            )

    async def everybody_signs(self) -> None:
        for participant in (await self.transcript()).participants:
            if participant.left_at is None:
                await self.sign(participant)

    async def stage(self) -> str:
        async with self.world.reading("supervisor") as db:
            return (await cases.case_view(db, self.reference)).stage


async def awaiting(
    world: World, *, booking: bool = True, household: list[intake.Member] | None = None
) -> Scene:
    scene = await hearing.awaiting(world, booking=booking, household=household)
    return Scene(world, scene.case_id, scene.reference, scene.appointment_id)


async def begin(scene: Scene, *present: interviews.Present) -> Scene:
    async with scene.world.acting("eligibility_officer") as db:
        scene.interview_id = await interviews.start(
            db, db.actor, scene.case_id, appointment_id=scene.appointment_id, present=present
        )
    return scene


async def begun(world: World, *present: interviews.Present) -> Scene:
    return await begin(await awaiting(world), *present)


async def signed(world: World) -> Scene:
    scene = await begun(world)
    await scene.say("¿Por qué salió?", "question", topic="departure")
    await scene.say("Me amenazaron.")
    await scene.read_back()
    await scene.everybody_signs()
    return scene


# A file that has come before a body or its members, without the road there.
CONVENE = text(
    "select set_case_audience(:case, audience || cast(:keys as text[])) from cases where id = :case"
)
INTERPRETER = interviews.Present("interpreter", "Intérprete de prueba")


async def test_an_interview_goes_from_the_oath_to_a_closed_record(world: World) -> None:
    scene = await begun(world, INTERPRETER)
    async with world.acting("eligibility_officer") as db:
        await interviews.take_oath(db, db.actor, scene.interview_id)
    await scene.say("¿Quiénes eran?", "question", topic="agent")
    answer = await scene.say("Tres hombres.")
    async with world.acting("eligibility_officer") as db:
        await interviews.pause(db, db.actor, scene.interview_id, asked_by="applicant", note="Agua.")
    world.clock.advance(timedelta(minutes=7))
    async with world.acting("eligibility_officer") as db:
        await interviews.resume(db, db.actor, scene.interview_id)
    await scene.say("¿Qué le dijeron?", "question", topic="events")
    await scene.say("Que me fuera.")
    async with world.acting("eligibility_officer") as db:
        await interviews.start_read_back(db, db.actor, scene.interview_id)
        await interviews.correct(
            db, db.actor, scene.interview_id, entry_id=uuid4(), corrects=answer.id, text="Dos hombres."
        )
        await interviews.mark_read(db, db.actor, scene.interview_id)
    assert await scene.stage() == "awaiting_interview"
    await scene.everybody_signs()

    record = await scene.transcript()
    assert (record.view.status, record.view.signed_at) == ("signed", world.clock.now())
    assert interviews.intact(record)
    first, rest, second = record.exchanges
    assert (first.number, second.number) == (1, 2)
    assert first.question
    assert first.answer
    assert (first.question.text, first.final(first.answer), first.answer.text) == (
        "¿Quiénes eran?",
        "Dos hombres.",
        "Tres hombres.",
    )
    assert rest.pause
    assert rest.resumed_at == rest.at + timedelta(minutes=7)
    assert await scene.stage() == "assessment"
    async with world.reading("supervisor") as db:
        names = [h.name for h in await cases.timeline(db, scene.case_id)]
        limits = {d.rule: d.state for d in await cases.limits_of(db, scene.case_id)}
        booked = await scheduling.appointments_of(db, scene.case_id)
    assert names[:2] == ["interview_held", "interview_started"]
    assert (limits["first_interview"], limits["submit_assessment"]) == ("met", "running")
    assert [a.state for a in booked] == ["kept"]


async def test_nothing_is_asked_over_an_interpreter_who_has_not_sworn(world: World) -> None:
    scene = await begun(world, INTERPRETER)
    with pytest.raises(errors.OathNotTaken):
        await scene.say("¿Cómo se llama?", "question")
    await scene.say("Llegó tarde la persona intérprete.", "note")
    async with world.acting("eligibility_officer") as db:
        await interviews.take_oath(db, db.actor, scene.interview_id)
    await scene.say("¿Cómo se llama?", "question")
    async with world.acting("eligibility_officer") as db:
        await interviews.add_participant(
            db, db.actor, scene.interview_id, role="interpreter", name="Otra persona"
        )
    with pytest.raises(errors.OathNotTaken):
        await scene.say("¿Y dónde nació?", "question")


async def test_an_oath_needs_somebody_to_take_it(world: World) -> None:
    scene = await begun(world)
    with pytest.raises(errors.NoInterpreter):
        async with world.acting("eligibility_officer") as db:
            await interviews.take_oath(db, db.actor, scene.interview_id)


async def test_a_line_sent_twice_is_written_once(world: World) -> None:
    scene = await begun(world)
    entry = uuid4()
    first = await scene.say("Sí.", entry_id=entry)
    assert await scene.say("Sí.", entry_id=entry) == first
    changed = await scene.say("Sí, dos veces.", entry_id=entry, version=first.version)
    assert (changed.version, changed.position) == (2, first.position)
    assert await scene.say("Sí, dos veces.", entry_id=entry, version=first.version) == changed
    assert [e.text for e in (await scene.transcript()).entries] == ["Sí, dos veces."]


async def test_the_second_of_two_windows_is_told_and_overwrites_nothing(world: World) -> None:
    scene = await begun(world)
    entry = uuid4()
    seen = (await scene.say("Un lunes.", entry_id=entry)).version
    await scene.say("Un lunes de abril.", entry_id=entry, version=seen)
    with pytest.raises(errors.EntryChanged):
        await scene.say("Un martes.", entry_id=entry, version=seen)
    with pytest.raises(errors.EntryChanged):
        await scene.say("Un martes.", entry_id=entry)
    assert [e.text for e in (await scene.transcript()).entries] == ["Un lunes de abril."]


async def test_an_identifier_of_another_record_is_refused(world: World) -> None:
    mine, other = await begun(world), await begun(world)
    entry = (await mine.say("Sí.")).id
    with pytest.raises(errors.EntryElsewhere):
        await other.say("No.", entry_id=entry)


async def test_a_break_stops_the_record_until_it_ends(world: World) -> None:
    scene = await begun(world)
    async with world.acting("eligibility_officer") as db:
        await interviews.pause(db, db.actor, scene.interview_id)
    with pytest.raises(errors.Paused):
        await scene.say("¿Seguimos?", "question")
    async with world.acting("eligibility_officer") as db:
        await interviews.resume(db, db.actor, scene.interview_id)
    with pytest.raises(errors.NotPaused):
        async with world.acting("eligibility_officer") as db:
            await interviews.resume(db, db.actor, scene.interview_id)
    await scene.say("¿Seguimos?", "question")


async def test_read_back_needs_something_said_and_freezes_it(world: World) -> None:
    scene = await begun(world)
    with pytest.raises(errors.NothingAsked):
        await scene.read_back()
    said = await scene.say("Un lunes.")
    with pytest.raises(errors.NotReadBack):
        async with world.acting("eligibility_officer") as db:
            await interviews.mark_read(db, db.actor, scene.interview_id)
    await scene.read_back()
    with pytest.raises(errors.AlreadyReadBack):
        await scene.say("Un martes.", entry_id=said.id, version=said.version)


async def test_what_was_added_during_the_reading_is_read_too_before_anybody_signs(world: World) -> None:
    scene = await begun(world)
    await scene.say("Un lunes.")
    applicant = (await scene.transcript()).participants[0]
    with pytest.raises(errors.NotReadBack):
        await scene.sign(applicant)
    await scene.read_back()
    await scene.say("También estaba mi hermana.", "statement")
    with pytest.raises(errors.NotAllRead):
        await scene.sign(applicant)
    async with world.acting("eligibility_officer") as db:
        assert await interviews.mark_read(db, db.actor, scene.interview_id) == 0
    await scene.sign(applicant)
    with pytest.raises(errors.AlreadyIn):
        await scene.sign(applicant)
    with pytest.raises(errors.SomebodySigned):
        await scene.say("Y otra cosa.", "statement")


async def test_who_refuses_to_sign_says_why_and_the_record_still_closes(world: World) -> None:
    scene = await begun(world)
    await scene.say("Me amenazaron.")
    await scene.read_back()
    applicant, interviewer = sorted((await scene.transcript()).participants, key=lambda p: p.role)
    with pytest.raises(Invalid):
        await scene.sign(applicant, method="refused")
    with pytest.raises(Invalid):
        await scene.sign(interviewer, method="refused", refusal_reason="No quiero firmar.")
    first = await scene.sign(
        applicant, method="refused", refusal_reason="Quiere hablar antes con su abogada."
    )
    assert (first.closed, first.missing) == (False, (interviewer.id,))
    assert (await scene.sign(interviewer)).closed
    record = await scene.transcript()
    assert interviews.intact(record)
    assert {s.method: s.refusal_reason for s in record.signatures}["refused"] == (
        "Quiere hablar antes con su abogada."
    )


async def test_who_left_stays_in_the_record_and_does_not_sign(world: World) -> None:
    scene = await begun(world, interviews.Present("legal_representative", "Abogada de prueba"))
    applicant, _, lawyer = (await scene.transcript()).participants
    async with world.acting("eligibility_officer") as db:
        with pytest.raises(errors.CannotLeave):
            await interviews.remove_participant(db, db.actor, scene.interview_id, participant_id=applicant.id)
        await interviews.remove_participant(db, db.actor, scene.interview_id, participant_id=lawyer.id)
    await scene.say("Me amenazaron.")
    await scene.read_back()
    with pytest.raises(NotFound):
        await scene.sign(lawyer)
    await scene.everybody_signs()
    record = await scene.transcript()
    assert [p.name for p in record.participants if p.left_at] == ["Abogada de prueba"]
    assert record.view.status == "signed"


async def test_a_signed_record_changes_by_nothing_but_an_addendum(world: World) -> None:
    scene = await signed(world)
    before = await scene.transcript()
    line = before.entries[1]
    with pytest.raises(errors.RecordSigned):
        await scene.say("Otra cosa.", entry_id=line.id, version=line.version)
    with pytest.raises(errors.RecordSigned):
        async with world.acting("eligibility_officer") as db:
            await interviews.pause(db, db.actor, scene.interview_id)
    async with world.acting("eligibility_officer") as db:
        await interviews.add_addendum(
            db, db.actor, scene.interview_id, text="Fue en marzo, no en abril.", entry_id=line.id
        )
    after = await scene.transcript()
    assert after.entries == before.entries
    assert [(a.text, a.entry_id) for a in after.addenda] == [("Fue en marzo, no en abril.", line.id)]
    assert interviews.intact(after)
    async with world.reading("supervisor") as db:
        assert (await cases.timeline(db, scene.case_id))[0].name == "addendum_made"


async def test_the_database_itself_refuses_and_says_why(world: World) -> None:
    scene = await signed(world)
    line = (await scene.transcript()).entries[1]
    async with world.acting("eligibility_officer") as db:
        entry = await db.get(Entry, line.id)
        assert entry
        entry.text = "Otra cosa."
        with pytest.raises(errors.RecordSigned):
            await write(db)
    async with world.acting("eligibility_officer") as db:
        row = await db.get(Interview, scene.interview_id)
        assert row
        row.status = "draft"
        with pytest.raises(errors.RecordSigned):
            await write(db)
    assert interviews.intact(await scene.transcript())


async def test_a_draft_takes_no_addendum(world: World) -> None:
    scene = await begun(world)
    with pytest.raises(errors.NotSigned):
        async with world.acting("eligibility_officer") as db:
            await interviews.add_addendum(db, db.actor, scene.interview_id, text="Fue en marzo.")


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("registration_officer", Forbidden),
        ("supervisor", Forbidden),
        ("second_eligibility_officer", NotFound),
        ("other_eligibility_officer", NotFound),
        ("commission_member_0", Forbidden),
        ("border_liaison_officer", Forbidden),
    ],
)
async def test_only_the_officer_who_has_the_case_interviews(
    world: World, who: str, refusal: type[Exception]
) -> None:
    scene = await awaiting(world)
    with pytest.raises(refusal):
        async with world.acting(who) as db:
            await interviews.start(db, db.actor, scene.case_id)
    assert await scene.stage() == "awaiting_interview"
    await begin(scene)
    with pytest.raises(refusal):
        async with world.acting(who) as db:
            await interviews.record_entry(
                db, db.actor, scene.interview_id, entry_id=uuid4(), kind="note", text="x"
            )


@pytest.mark.parametrize(
    ("who", "convened", "draft", "closed"),
    [
        ("eligibility_officer", False, True, True),
        ("supervisor", False, True, True),
        ("other_supervisor", False, False, False),
        ("border_liaison_officer", True, False, False),
        ("registration_officer", False, False, False),
        ("documentation_officer", False, False, False),
        ("commission_member_0", True, False, True),
        ("commission_member_1", False, False, False),
        ("commission_secretary", True, False, True),
        ("appeals_judge", False, False, False),
        ("appeals_judge", True, False, True),
        ("auditor", False, False, False),
    ],
)
async def test_a_draft_is_read_by_the_office_and_a_closed_record_by_who_decides(
    world: World, who: str, convened: bool, draft: bool, closed: bool
) -> None:
    keys = list(world.actor(who).audience) if convened else []

    async def sees(scene: Scene) -> bool:
        async with world.system.writing(SYSTEM) as db:
            await db.execute(CONVENE, {"case": scene.case_id, "keys": keys})
        async with world.reading(who) as db:
            try:
                await interviews.transcript(db, scene.interview_id)
            except NotFound:
                return False
            return True

    assert await sees(await begun(world)) is draft
    assert await sees(await signed(world)) is closed


async def test_a_child_is_not_heard_alone(world: World) -> None:
    child = relative("Keyla", date(2011, 5, 20), "child")
    scene = await awaiting(world, booking=False, household=[adult(), child])
    async with world.reading("supervisor") as db:
        claim = (await cases.case_view(db, scene.reference)).claims[1]
    with pytest.raises(errors.ChildAlone):
        async with world.acting("eligibility_officer") as db:
            await interviews.start(db, db.actor, scene.case_id, claim_id=claim.id)
    async with world.acting("eligibility_officer") as db:
        scene.interview_id = await interviews.start(
            db,
            db.actor,
            scene.case_id,
            claim_id=claim.id,
            present=[
                interviews.Present("guardian", "Yorlenis Guédez"),
                interviews.Present("best_interests_officer", "Oficial de prueba"),
            ],
        )
    await scene.say("¿Cómo te sientes?", "question")
    guardian = next(p for p in (await scene.transcript()).participants if p.role == "guardian")
    async with world.acting("eligibility_officer") as db:
        await interviews.remove_participant(db, db.actor, scene.interview_id, participant_id=guardian.id)
    with pytest.raises(errors.ChildAlone):
        await scene.say("¿Y tu escuela?", "question")


async def test_one_record_at_a_time_for_a_person(world: World) -> None:
    scene = await begun(world)
    with pytest.raises(errors.AlreadyUnderWay):
        async with world.acting("eligibility_officer") as db:
            await interviews.start(db, db.actor, scene.case_id)


async def test_a_case_that_is_not_admitted_yet_has_no_interview(world: World) -> None:
    registered = await world.register()
    async with world.acting("supervisor") as db:
        officer = world.actor("eligibility_officer").user_id
        await cases.assign(db, db.actor, registered.case_id, officer_id=officer)
    with pytest.raises(Conflict):
        async with world.acting("eligibility_officer") as db:
            await interviews.start(db, db.actor, registered.case_id)


async def test_the_topics_say_what_was_treated_and_what_is_missing(world: World) -> None:
    scene = await begun(world)
    await scene.say("¿Dónde nació?", "question", topic="identity")
    await scene.say("En Maracaibo.")
    await scene.say("¿Por qué salió?", "question", topic="departure")
    covered = interviews.coverage((await scene.transcript()).exchanges, {"cartagena"})
    by_code = {c.topic.code: (c.first, c.last) for c in covered}
    assert by_code["identity"] == (1, 1)
    assert by_code["departure"] == (2, 2)
    assert by_code["exclusion"] == (None, None)
    assert "child_care" not in by_code


async def test_a_time_that_nobody_accounted_for_is_only_marked(world: World) -> None:
    scene = await awaiting(world)
    assert scene.appointment_id
    async with world.system.writing(SYSTEM) as db:
        assert not await scheduling.note_unanswered(db, scene.appointment_id)
    world.clock.advance(timedelta(hours=4))
    async with world.system.writing(SYSTEM) as db:
        assert await scheduling.note_unanswered(db, scene.appointment_id)
    async with world.reading("eligibility_officer") as db:
        (appointment,) = await scheduling.appointments_of(db, scene.case_id)
        case = await cases.case_view(db, scene.reference)
        last = (await cases.timeline(db, scene.case_id))[0].name
    assert (appointment.state, appointment.unanswered_since) == ("booked", world.clock.now())
    assert (case.missed_interviews, case.stage, last) == (0, "awaiting_interview", "assigned")
    async with world.acting("eligibility_officer") as db:
        assert await scheduling.miss(db, db.actor, scene.appointment_id, cause="") == 1


async def test_a_kept_appointment_is_not_marked(world: World) -> None:
    scene = await begun(world)
    assert scene.appointment_id
    world.clock.advance(timedelta(hours=4))
    async with world.system.writing(SYSTEM) as db:
        assert not await scheduling.note_unanswered(db, scene.appointment_id)


async def test_a_row_is_saved_as_it_grows_and_a_repeated_save_changes_nothing(world: World) -> None:
    scene = await begun(world)
    first, second = uuid4(), uuid4()

    async def save(question: str, answer: str, version: int) -> int:
        async with world.acting("eligibility_officer") as db:
            return await interviews.record_exchange(
                db,
                db.actor,
                scene.interview_id,
                question_id=first,
                answer_id=second,
                row=interviews.Row(question, answer, topic="agent"),
                version=version,
            )

    assert await save("", "", 0) == 0
    assert await save("¿Quiénes?", "", 0) == 1
    assert await save("¿Quiénes eran?", "Tres", 1) == 3
    assert await save("¿Quiénes eran?", "Tres", 1) == 3
    assert await save("¿Quiénes eran?", "Tres hombres.", 3) == 4
    with pytest.raises(errors.EntryChanged):
        await save("¿Quiénes eran?", "Dos hombres.", 3)
    with pytest.raises(Invalid) as refused:
        await save("¿Quiénes eran?", " ", 4)
    assert [f.field for f in refused.value.fields] == ["answer"]
    (row,) = (await scene.transcript()).exchanges
    assert row.question
    assert row.answer
    assert (row.question.text, row.answer.text, row.topic) == ("¿Quiénes eran?", "Tres hombres.", "agent")


async def test_an_answer_typed_before_its_question_comes_to_stand_below_it(world: World) -> None:
    scene = await begun(world)
    question, answer = uuid4(), uuid4()

    async def save(asked: str, version: int) -> int:
        async with world.acting("eligibility_officer") as db:
            return await interviews.record_exchange(
                db,
                db.actor,
                scene.interview_id,
                question_id=question,
                answer_id=answer,
                row=interviews.Row(asked, "Tres hombres."),
                version=version,
            )

    assert await save("", 0) == 1
    assert await save("¿Quiénes eran?", 1) == 2
    (row,) = (await scene.transcript()).exchanges
    assert row.question
    assert row.answer
    assert (row.question.id, row.answer.id) == (question, answer)

    question, answer = uuid4(), uuid4()
    await save("", 0)
    await scene.say("Se acerca la abogada.", "note")
    with pytest.raises(Invalid):
        await save("¿Y luego?", 1)


async def test_what_was_put_to_the_person_is_read_with_the_answer_and_quoted_by_its_digest(
    world: World,
) -> None:
    scene = await begun(world)
    put = interviews.Row(
        "En el registro consta febrero; hoy dijo marzo. ¿Cómo lo explica?",
        "Fue en marzo, me confundí.",
        answer_words="Was en marzo, ich irrte mich.",
        adverse="Fecha de la amenaza: febrero o marzo",
        own_note="Comparar con la denuncia.",
    )
    async with world.acting("eligibility_officer") as db:
        await interviews.record_exchange(
            db, db.actor, scene.interview_id, question_id=uuid4(), answer_id=uuid4(), row=put
        )
        with pytest.raises(Invalid):
            await interviews.record_entry(
                db, db.actor, scene.interview_id, entry_id=uuid4(), kind="note", text="x", adverse="y"
            )
    async with world.reading("supervisor") as db:
        (point,) = await interviews.adverse_points(db, scene.case_id)
        (before,) = await interviews.passages(db, scene.interview_id)
    assert (point.point, point.answer, point.signed) == (put.adverse, put.answer, False)
    assert (before.entry_id, before.words) == (point.answer_id, put.answer_words)
    async with world.acting("eligibility_officer") as db:
        await interviews.start_read_back(db, db.actor, scene.interview_id)
        await interviews.correct(
            db, db.actor, scene.interview_id, entry_id=uuid4(), corrects=before.entry_id, text="En abril."
        )
        await interviews.mark_read(db, db.actor, scene.interview_id)
    await scene.everybody_signs()
    async with world.reading("supervisor") as db:
        (point,) = await interviews.adverse_points(db, scene.case_id)
        (after,) = await interviews.passages(db, scene.interview_id)
    assert (point.answer, point.signed, after.answer) == ("En abril.", True, "En abril.")
    assert after.digest != before.digest
