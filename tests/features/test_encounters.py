"""At the border: everybody who expressed fear is on record, corrected in the open, counted, and known to few."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.core.errors import Forbidden, Invalid, NotFound
from app.intake import public as intake
from app.intake.encounters.errors import AlreadyCorrected, HasACase, SheetEnteredAlready
from app.statistics import public as statistics
from tests.world import World, adult, also_holds

BORDER = "border_liaison_officer"
REFUSED = intake.NewEncounter(
    "refused_entry", "NIC", "female", age=31, name="Marbelly", refusal_ground="no_visa", refusal_words="Que vuelva con visa"
)  # fmt: skip
REFERRED = intake.NewEncounter("referred", "VEN", "male", age_group="12-17", referred_to="PANI")


async def logged(world: World, *seen: intake.NewEncounter) -> list[intake.EncounterView]:
    async with world.acting(BORDER) as db:
        await intake.log_encounters(db, db.actor, seen)
    async with world.reading(BORDER) as db:
        return await intake.encounters(db)


async def test_a_refusal_after_fear_waits_for_the_supervisor_of_that_post_and_of_no_other(
    world: World,
) -> None:
    await logged(world, REFUSED, REFERRED)
    async with world.acting("supervisor") as db:
        (waiting,) = await intake.encounters(db, to_look_at=True)
        assert (waiting.name, waiting.refusal_words, waiting.needs_a_look) == (
            "Marbelly",
            "Que vuelva con visa",
            True,
        )
        await intake.look_again(
            db, db.actor, waiting.id, finding="let_in", note="Se la buscó en la terminal."
        )
    async with world.reading("supervisor") as db:
        assert await intake.encounters(db, to_look_at=True) == []
    for other in ("other_supervisor", "other_border_liaison_officer", "auditor"):
        async with world.reading(other) as db:
            assert await intake.encounters(db) == []
            with pytest.raises(NotFound):
                await intake.encounter(db, waiting.id)


async def test_whoever_wrote_a_refusal_down_does_not_look_at_it_as_supervisor(world: World) -> None:
    (refusal,) = await logged(world, REFUSED)
    await also_holds(world, BORDER, "supervisor", "same_person", office_id=world.office)
    with pytest.raises(intake.OwnRefusal):
        async with world.acting("same_person") as db:
            await intake.look_again(db, db.actor, refusal.id, finding="in_order", note="Todo en orden")


async def test_a_correction_stands_beside_what_it_corrects_and_nothing_is_changed_or_deleted(
    world: World,
) -> None:
    (wrong,) = await logged(world, REFERRED)
    async with world.acting(BORDER) as db:
        new = await intake.correct_encounter(db, db.actor, wrong.id, REFUSED, reason="Me equivoqué de fila")
    async with world.reading(BORDER) as db:
        assert [e.outcome for e in await intake.encounters(db)] == ["refused_entry"]
        history = await intake.encounter(db, new)
    assert [e.outcome for e in history.earlier] == ["referred"]
    assert (history.current.at, history.current.correction_reason) == (wrong.at, "Me equivoqué de fila")
    with pytest.raises(AlreadyCorrected):
        async with world.acting(BORDER) as db:
            await intake.correct_encounter(db, db.actor, wrong.id, REFUSED, reason="otra vez")
    async with world.acting(BORDER) as db:
        with pytest.raises(Exception, match="permission denied"):
            await db.execute(text("update encounters set outcome = 'admitted'"))


async def test_what_is_missing_is_said_at_its_field(world: World) -> None:
    bare = intake.NewEncounter("refused_entry", "XYZ", "female", age=31)
    with pytest.raises(Invalid) as refused:
        await logged(world, REFERRED, bare)
    assert {f.field for f in refused.value.fields} == {
        "encounters.1.nationality",
        "encounters.1.refusal_ground",
    }
    with pytest.raises(Forbidden):
        async with world.acting("supervisor") as db:
            await intake.log_encounters(db, db.actor, [REFERRED])


async def test_who_is_registered_after_being_logged_is_counted_once_and_a_refusal_stays_one(
    world: World,
) -> None:
    first = (await logged(world, REFERRED))[0]
    again = (await logged(world, REFUSED))[0]
    household = [
        intake.Member(adult().person, "principal", None, first.id),
        intake.Member(adult("Otra", "Persona").person, "spouse", None, again.id),
    ]
    registered = await world.register(household)
    async with world.reading(BORDER) as db:
        found = {e.id: e for e in await intake.encounters(db)}
    assert found[first.id].reference == registered.reference
    assert found[again.id].outcome == "refused_entry"
    assert [e.outcome for e in found.values() if e.id not in (first.id, again.id)] == ["registered"]
    other = await world.register()
    with pytest.raises(HasACase):
        async with world.acting(BORDER) as db:
            await intake.link_encounter(db, db.actor, first.id, other.case_id)


async def test_a_sheet_is_entered_once_and_corrected_in_its_place(world: World) -> None:
    counts = [intake.NewCount("refused_entry", "NIC", "male", "18-59", 7, "no_document")]

    async def enter(number: str, **more: object) -> None:
        async with world.acting(BORDER) as db:
            await intake.enter_sheet(
                db, db.actor, number=number, day=date(2026, 10, 3), counts=counts, today=date(2026, 11, 10), **more,  # type: ignore[arg-type]
            )  # fmt: skip

    await enter("PB-0031")
    with pytest.raises(SheetEnteredAlready):
        await enter(" pb-0031")
    async with world.reading(BORDER) as db:
        (sheet,) = await intake.sheets(db)
    counts[0] = intake.NewCount("refused_entry", "NIC", "male", "18-59", 9, "no_document")
    await enter("", corrects=sheet.id, reason="La hoja decía 9")
    async with world.reading(BORDER) as db:
        (sheet,) = await intake.sheets(db)
        found = await statistics.access(db, statistics.AccessFilters(), zone="America/Costa_Rica")
    assert (sheet.number, sheet.people) == ("PB-0031", 9)
    assert (found.total.people, found.on_paper, found.by_month[0].key) == (9, 9, "2026-10")


async def test_the_figures_are_exact_where_the_people_are_known_and_rounded_everywhere_else(
    world: World,
) -> None:
    await logged(world, REFUSED, REFERRED, REFERRED)
    await world.register([adult()], who="other_border_liaison_officer")
    world.clock.set(world.clock.now() + timedelta(days=61))
    await logged(world, intake.NewEncounter("admitted", "XXX", "unknown"))
    everything = statistics.AccessFilters()

    async def counted(who: str, filters: statistics.AccessFilters = everything) -> statistics.Access:
        async with world.reading(who) as db:
            return await statistics.access(db, filters, zone="America/Costa_Rica")

    nobody = await counted("auditor", statistics.AccessFilters(nationality="ZWE"))
    assert (nobody.total.people, nobody.on_paper, nobody.by_month) == (0, 0, ())
    own = await counted(BORDER)
    assert own.exact
    assert own.total.by_outcome == {"refused_entry": 1, "referred": 2, "admitted": 1}
    assert [(c.key, c.people) for c in own.by_month] == [("2026-11", 3), ("2026-12", 0), ("2027-01", 1)]
    assert {c.key: c.people for c in own.by_age} == {"12-17": 2, "18-59": 1, "unknown": 1}
    assert [(c.key, c.people) for c in own.by_ground] == [("no_visa", 1)]
    assert (await counted("supervisor")).total.people == 4
    assert (await counted("other_supervisor")).total.people == 1
    here = await counted("auditor", statistics.AccessFilters(post=world.post))
    assert not here.exact
    figures = [here.total, *here.by_month, *here.by_age, *here.by_nationality]
    assert all(f.people % 5 == 0 for f in figures)
    assert here == await counted("auditor", statistics.AccessFilters(post=world.post))
