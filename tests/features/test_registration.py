"""A household at the border: all of it or none, seen by whom it concerns and by nobody else."""

from datetime import date

import pytest

from app.cases import public as cases
from app.core.errors import Invalid, NotFound
from app.documents import public as documents
from app.intake import public as intake
from tests.world import World, adult, arrival, family_of_five, relative


async def test_a_family_of_five_gets_a_file_documents_and_an_interview(world: World) -> None:
    registered = await world.register(family_of_five(), booking=True)

    async with world.reading("border_liaison_officer") as db:
        case = await cases.case_view(db, registered.reference)
        papers = await documents.documents_of(db, case.id)
    assert case.stage == "registered"
    assert [c.relation for c in case.claims] == ["principal", "spouse", "child", "child", "separated_child"]
    assert [c.basis for c in case.claims] == ["principal"] + ["derivative"] * 4
    assert len({p.number for p in papers}) == 5
    assert all(len(p.number) == 12 and p.status == "active" for p in papers)
    by_person = {p.person_id: p for p in papers}
    assert [by_person[c.person_id].may_work for c in case.claims] == [True, True, False, False, False]
    assert {(p.valid_from, p.valid_until) for p in papers} == {(date(2026, 11, 10), date(2028, 11, 9))}
    assert registered.appointment_id is not None


async def test_a_child_who_is_not_theirs_is_put_before_the_child_protection_officer(world: World) -> None:
    registered = await world.register(family_of_five())
    other = await world.register()

    async with world.reading("child_protection_officer") as db:
        page = await cases.worklist(db, cases.Filters(need="SC"), limit=50)
        assert registered.reference in {row.reference for row in page.rows}
        with pytest.raises(NotFound):
            await cases.case_view(db, other.reference)
    async with world.reading("supervisor") as db:
        assert (await cases.case_view(db, registered.reference)).priority == 2


async def test_the_post_sees_its_own_until_the_office_takes_over(world: World) -> None:
    registered = await world.register()
    async with world.reading("other_border_liaison_officer") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, registered.reference)
    async with world.acting("registration_officer") as db:
        await cases.take_over(db, db.actor, registered.case_id)
    async with world.reading("border_liaison_officer") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, registered.reference)
    async with world.reading("other_supervisor") as db:
        with pytest.raises(NotFound):
            await cases.case_view(db, registered.reference)


async def test_every_broken_rule_is_named_at_its_field_and_nothing_is_written(world: World) -> None:
    household = [
        adult(birth_date=date(2010, 1, 1), nationalities=("XYZ",)),
        relative("Nadie", date(2030, 1, 1), "child"),
    ]
    with pytest.raises(Invalid) as refused:
        await world.register(household)
    assert {(f.field, f.rule) for f in refused.value.fields} == {
        ("persons.0.nationalities", "unknown_country"),
        ("persons.0.guardian", "guardian_required"),
        ("persons.1.birth_date", "in_the_future"),
    }
    async with world.reading("border_liaison_officer") as db:
        assert (await cases.worklist(db, cases.Filters())).rows == []


async def test_a_long_name_with_an_apostrophe_and_an_arabic_alias_is_kept_as_it_is(world: World) -> None:
    name = ("N'Golo " * 30)[:199] + "x"
    registered = await world.register([adult(given=name, aliases=("محمد الأمين",))])
    async with world.reading("supervisor") as db:
        row = (await cases.worklist(db, cases.Filters(text="محمد"))).rows[0]
    assert (row.reference, row.given_names) == (registered.reference, name)


async def test_the_limits_that_registration_starts_say_where_they_come_from(world: World) -> None:
    registered = await world.register()
    async with world.reading("supervisor") as db:
        limits = {limit.rule: limit for limit in await cases.limits_of(db, registered.case_id)}
    assert limits["first_decision"].due_on == date(2027, 2, 10)
    assert limits["first_decision"].verification == "secondary"
    assert limits["first_decision"].explanation["rule"] == "first_decision"
    assert {limit.state for limit in limits.values()} == {"running"}


async def test_arrival_is_read_by_the_office(world: World) -> None:
    registered = await world.register()
    async with world.reading("documentation_officer") as db:
        assert await intake.arrival_of(db, registered.case_id) is None
    async with world.reading("registration_officer") as db:
        read = await intake.arrival_of(db, registered.case_id)
    assert read is not None
    assert read.circumstances == arrival().circumstances
