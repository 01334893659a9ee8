"""Interviews of several days, by a line, of a witness and of a child; signatures by hand and by code; and what a forger cannot do."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import asyncpg
import pypdf
import pytest

from app.cases import public as cases
from app.core.errors import Invalid, NotFound
from app.interviews import errors
from app.interviews import public as interviews
from app.workflows.print_interview import print_interview
from tests import hearing
from tests.features.test_interviews import Scene, awaiting, begin, begun, signed
from tests.world import World, adult, relative

BY_VIDEO = interviews.Circumstances(
    "video", "Mostró su carné", "Oficial del puesto", "Puesto de Peñas Blancas", "Nadie más", "fair"
)
GUARDIAN = interviews.Present("guardian", "Tutora de prueba")
WATCHING = interviews.Present("best_interests_officer", "Oficial de prueba")


async def paper(scene: Scene, language: str = "es") -> str:
    async with scene.world.reading("supervisor") as db:
        printed = await print_interview(db, scene.interview_id, language=language)  # type: ignore[arg-type]
    pages = pypdf.PdfReader(BytesIO(printed.content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


async def test_an_interview_goes_on_another_day_with_its_own_people_check_and_reading(world: World) -> None:
    scene = await begun(world)
    await scene.say("¿Por qué salió?", "question")
    said = await scene.say("Me amenazaron.")
    async with world.acting("eligibility_officer") as db:
        await interviews.start_read_back(db, db.actor, scene.interview_id, continues=True)
        await interviews.mark_read(db, db.actor, scene.interview_id)
    await scene.everybody_signs()
    assert (await scene.transcript()).view.status == "adjourned"
    assert await scene.stage() == "awaiting_interview"
    with pytest.raises(errors.Adjourned):
        await scene.say("¿Y después?", "question")
    world.clock.advance(timedelta(days=2))
    async with world.acting("eligibility_officer") as db:
        with pytest.raises(Invalid) as unidentified:
            await interviews.reconvene(
                db, db.actor, scene.interview_id, told=replace(BY_VIDEO, identity="", line=None)
            )
        assert {f.field for f in unidentified.value.fields} == {"identity", "line"}
    async with world.acting("eligibility_officer") as db:
        await interviews.reconvene(
            db,
            db.actor,
            scene.interview_id,
            present=[interviews.Present("legal_representative", "Abogada de prueba")],
            told=BY_VIDEO,
        )
    with pytest.raises(errors.AlreadyReadBack):
        await scene.say("Otra cosa.", entry_id=said.id, version=said.version)
    await scene.say("¿Y después?", "question")
    await scene.say("Me fui.")
    async with world.acting("eligibility_officer") as db:
        await interviews.postpone(db, db.actor, scene.interview_id, cause="exhaustion", note="Llora.")
    async with world.acting("eligibility_officer") as db:
        await interviews.reconvene(
            db, db.actor, scene.interview_id, told=interviews.Circumstances("in_person", "Carné", "Oficial")
        )
    await scene.read_back()
    for one in (await scene.transcript()).present:
        await scene.sign(one)
    record = await scene.transcript()
    assert [(s.number, s.ending, s.cause) for s in record.sessions] == [
        (1, "continues", "time"),
        (2, "postponed", "exhaustion"),
        (3, "signed", None),
    ]
    assert (record.view.status, interviews.intact(record)) == ("signed", True)
    assert await scene.stage() == "assessment"
    spanish, english = await paper(scene), await paper(scene, "en")
    assert "Sesión 2" in spanish
    assert "agotamiento. Llora." in spanish
    assert "Mostró su carné (Oficial del puesto)" in english
    assert record.view.digest is not None
    assert record.view.digest in english.replace(" ", "")


async def test_a_witness_is_heard_without_the_applicant_and_moves_nothing(world: World) -> None:
    scene = await awaiting(world)
    witness = interviews.Present("witness", "Testigo de prueba", identified_by="Pasaporte")
    async with world.acting("eligibility_officer") as db:
        with pytest.raises(errors.HeardApart):
            await interviews.hear_witness(
                db,
                db.actor,
                scene.case_id,
                present=[witness, interviews.Present("applicant", "Yorlenis Guédez")],
            )
    async with world.acting("eligibility_officer") as db:
        with pytest.raises(errors.NobodyToHear):
            await interviews.hear_witness(db, db.actor, scene.case_id, present=[])
    async with world.acting("eligibility_officer") as db:
        scene.interview_id = await interviews.hear_witness(db, db.actor, scene.case_id, present=[witness])
    async with world.acting("eligibility_officer") as db:
        with pytest.raises(errors.HeardApart):
            await interviews.add_participant(
                db, db.actor, scene.interview_id, role="applicant", name="Yorlenis Guédez"
            )
    await scene.say("La vi salir de noche.", "statement")
    await scene.read_back()
    await scene.everybody_signs()
    assert (await scene.transcript()).view.status == "signed"
    assert await scene.stage() == "awaiting_interview"
    assert "Testigo de prueba" in await paper(scene)


async def test_a_child_is_heard_in_blocks_with_both_companions(world: World) -> None:
    child = relative("Keyla", date(2014, 5, 20), "child")
    scene = await awaiting(world, booking=False, household=[adult(), child])
    async with world.reading("eligibility_officer") as db:
        case = await cases.case_view(db, scene.reference)
    claim = next(c.id for c in case.claims if c.relation == "child")

    async def start(*present: interviews.Present) -> None:
        async with world.acting("eligibility_officer") as db:
            scene.interview_id = await interviews.start(
                db, db.actor, scene.case_id, claim_id=claim, language="es", present=present
            )

    for alone in ((), (GUARDIAN,), (WATCHING,)):
        with pytest.raises(errors.ChildAlone):
            await start(*alone)
    await start(GUARDIAN, WATCHING)
    assert (await scene.transcript()).view.instrument == "child"
    await scene.say("¿Cómo te gusta que te digan?", "question", topic="opening")
    world.clock.advance(timedelta(minutes=26))
    await scene.say("Keyla.")
    with pytest.raises(errors.BreakDue):
        await scene.say("¿Quiénes vivían en tu casa?", "question")
    async with world.acting("eligibility_officer") as db:
        await interviews.pause(db, db.actor, scene.interview_id, asked_by="best_interests_officer")
        await interviews.resume(db, db.actor, scene.interview_id)
    await scene.say("¿Quiénes vivían en tu casa?", "question")


async def test_a_signature_is_drawn_or_by_the_code_that_was_handed_over_last(world: World) -> None:
    scene = await begun(world)
    await scene.say("Me amenazaron.")
    await scene.read_back()
    applicant, officer = (await scene.transcript()).participants
    async with world.acting("eligibility_officer") as db:
        first = await interviews.hand_code(db, db.actor, scene.interview_id, participant_id=applicant.id)
    async with world.acting("eligibility_officer") as db:
        code = await interviews.hand_code(db, db.actor, scene.interview_id, participant_id=applicant.id)
    for wrong in (first, "", "AAAA-AAAA"):
        with pytest.raises(errors.WrongCode):
            await scene.sign(applicant, method="code", code=wrong)
    with pytest.raises(errors.WrongCode):
        await scene.sign(officer, method="code", code=code)
    await scene.sign(applicant, method="code", code=code.lower().replace("-", " "))
    with pytest.raises(Invalid) as undrawn:
        await scene.sign(officer, drawing=[[[1, 1], [2, 2]]])  # type: ignore[arg-type]
    assert undrawn.value.fields[0].field == "drawing"
    await scene.sign(officer)
    async with world.reading("supervisor") as db:
        drawn = await interviews.drawings_of(db, scene.interview_id)
    assert drawn[officer.id] == interviews.drawings.read(hearing.DRAWING)
    assert {s.method for s in (await scene.transcript()).signatures} == {"code", "drawn"}


# Each changes one thing that was signed, and puts it back.
FORGERIES = (
    (
        "update interview_entries set text = 'Nadie me amenazó.' where interview_id = $1 and kind = 'answer'",
        "update interview_entries set text = 'Me amenazaron.' where interview_id = $1 and kind = 'answer'",
    ),
    (
        "update interview_signatures set method = 'code' where interview_id = $1",
        "update interview_signatures set method = 'drawn' where interview_id = $1",
    ),
    (
        "update interview_sessions set others = 'Su agresor' where interview_id = $1",
        "update interview_sessions set others = '' where interview_id = $1",
    ),
    (
        "update interview_participants set identified_by = 'Pasaporte' where interview_id = $1",
        "update interview_participants set identified_by = null where interview_id = $1",
    ),
)


async def test_who_writes_past_every_lock_is_found_by_the_digest(world: World, database_url: str) -> None:
    """The administrator of the database itself, with its triggers off."""
    scene = await signed(world)
    administrator = await asyncpg.connect(database_url)
    for forge, undo in FORGERIES:
        await administrator.execute("set session_replication_role = origin")
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await administrator.execute(forge, scene.interview_id)
        await administrator.execute("set session_replication_role = replica")
        await administrator.execute(forge, scene.interview_id)
        assert not interviews.intact(await scene.transcript()), forge
        await administrator.execute(undo, scene.interview_id)
        assert interviews.intact(await scene.transcript())
    await administrator.close()


async def test_an_edit_that_arrives_while_it_is_signed_is_refused_and_the_signature_stands(
    world: World,
) -> None:
    scene = await begun(world)
    entry = await scene.say("Me amenazaron.")
    await scene.read_back()
    for one in (await scene.transcript()).participants[1:]:
        await scene.sign(one)
    applicant = (await scene.transcript()).participants[0]
    done = await asyncio.gather(
        scene.sign(applicant),
        scene.say("Me pagaron.", entry_id=entry.id, version=entry.version),
        scene.say("Y otra cosa.", "statement"),
        return_exceptions=True,
    )
    assert [type(one) for one in done[1:]] in (
        [errors.SomebodySigned, errors.SomebodySigned],
        [errors.RecordSigned, errors.SomebodySigned],
        [errors.SomebodySigned, errors.RecordSigned],
        [errors.RecordSigned, errors.RecordSigned],
    )
    record = await scene.transcript()
    assert (record.view.status, interviews.intact(record)) == ("signed", True)
    assert [e.text for e in record.entries] == ["Me amenazaron."]


async def test_what_is_shown_is_kept_and_named_with_its_digest(world: World) -> None:
    scene = await begun(world)
    await scene.say("¿Tiene la carta?", "question")
    letter = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    for _twice in range(2):
        async with world.acting("eligibility_officer") as db:
            kept = await interviews.exhibit(
                db,
                db.actor,
                scene.interview_id,
                kind="interview_document",
                name="carta.pdf",
                content=letter,
            )
    (exchange,) = (await scene.transcript()).exchanges
    assert [note.kind for note in exchange.notes] == ["exhibit"]
    assert "SHA-256" in exchange.notes[0].text
    assert str(kept)
    async with world.acting("second_eligibility_officer") as db:
        with pytest.raises(NotFound):
            await interviews.exhibit(
                db, db.actor, scene.interview_id, kind="interview_document", name="x.pdf", content=letter
            )


async def test_a_word_is_found_in_both_languages_without_its_accents(world: World) -> None:
    scene = await begin(await awaiting(world))
    row = interviews.Row("¿Qué pasó?", "Huyó con su niña.", answer_words="Li kouri ak pitit fi li.")
    async with world.acting("eligibility_officer") as db:
        await interviews.record_exchange(
            db, db.actor, scene.interview_id, question_id=uuid4(), answer_id=uuid4(), row=row
        )
    found = (await scene.transcript()).exchanges
    for sought in ("nina", "HUYO", "pitit", "que paso", "hu ni"):
        assert interviews.found_in(found, sought) == found, sought
    for sought in ("iña", "perro", "", "nina perro"):
        assert interviews.found_in(found, sought) == [], sought
