"""A family apart and together: claims keep their place, papers and limits follow, and no child is left alone."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import SYSTEM
from app.core.errors import Conflict, NotFound
from app.documents import public as documents
from app.workflows.add_family_member import add_family_member
from tests.features.test_jobs import JOBS
from tests.hearing import awaiting
from tests.world import World, _hire, adult, family_of_five, relative

BECAUSE = "Ella denuncia violencia y pide seguir por separado con sus hijos."
COUNSEL, OTHER = "legal_representative", "other_legal_representative"
households = cases.households


async def opened(world: World, case_id: UUID, who: str = "supervisor") -> cases.OpenCase:
    async with world.reading(who) as db:
        return await cases.look_at(db, case_id)


async def split(world: World, case_id: UUID, claims: Sequence[UUID], **more: Any) -> households.Split:
    async with world.acting("registration_officer") as db:
        return await households.split(db, db.actor, case_id, claims=claims, reasons=BECAUSE, **more)


def clocks(case: cases.OpenCase) -> list[tuple[str, object]]:
    return sorted((d.rule, d.due_at) for d in case.deadlines)


def asked_for(jobs: Sequence[tuple[str, str]], case: cases.OpenCase) -> list[tuple[str, str]]:
    """Which jobs will look at the limits of the case."""
    rules = {str(d.id): d.rule for d in case.deadlines}
    told = [(entrypoint, json.loads(payload).get("deadline")) for entrypoint, payload in jobs]
    return sorted((entrypoint, rules[key]) for entrypoint, key in told if key in rules)


async def test_who_leaves_keeps_stage_day_paper_and_limits(world: World) -> None:
    scene = await awaiting(world, household=family_of_five())
    before = await opened(world, scene.case_id)
    mother, father, *children = before.claims
    done = await split(world, scene.case_id, [mother.id, children[0].id, children[1].id, children[2].id])
    there, here = await opened(world, done.case_id), await opened(world, scene.case_id)
    assert [c.person_id for c in here.claims] == [father.person_id]
    assert (here.principal.basis, here.case.principal_person_id) == ("principal", father.person_id)
    assert there.principal.id == mother.id
    assert {c.derivative_of for c in there.claims[1:]} == {mother.id}
    assert there.case.reference == done.reference != here.case.reference
    assert {(c.stage, c.filed_on) for c in there.claims} == {(mother.stage, mother.filed_on)}
    assert clocks(there) == clocks(before) == clocks(here)
    async with world.reading("supervisor") as db:
        papers = await documents.documents_of(db, done.case_id)
        assert {p.claim_id for p in papers if p.status == "active"} == {c.id for c in there.claims}
        told = [(await cases.timeline(db, case))[0] for case in (scene.case_id, done.case_id)]
    assert [t.name for t in told] == ["household_split", "household_formed"]
    assert told[0].data["to"] == done.reference
    # The worker looks at the copied limits as it looked at those they were copied from.
    async with world.system.reading(SYSTEM) as db:
        jobs = [(row.entrypoint, row.payload) for row in await db.rows(JOBS)]
    assert asked_for(jobs, there) == asked_for(jobs, here) != []
    # The gate knows both: the road goes on in each.
    async with world.acting("supervisor") as db:
        for case_id in (scene.case_id, done.case_id):
            await cases.suspend(db, db.actor, case_id, reasons=BECAUSE)


async def test_hidden_from_who_stays_and_from_who_speaks_for_them(world: World) -> None:
    scene = await awaiting(world, household=family_of_five())
    async with world.acting("supervisor") as db:
        who = world.actor("legal_representative").user_id
        await cases.record_representation(db, db.actor, scene.case_id, user_id=who, mandate="Poder 1")
    before = await opened(world, scene.case_id)
    mother, _father, *children = before.claims
    done = await split(world, scene.case_id, [mother.id, *(c.id for c in children)], hide=True)
    with pytest.raises(NotFound):
        await opened(world, done.case_id, "legal_representative")
    async with world.reading("legal_representative") as db:
        told = (await cases.timeline(db, scene.case_id))[0]
        seen = await db.scalar(text("select count(*) from persons where id = :p"), {"p": mother.person_id})
    assert seen == 0
    assert done.reference not in str(told.data)
    assert str(mother.id) not in str(told.data)
    assert (await opened(world, done.case_id)).case.sealed


async def speak_for(world: World, who: str, case_id: UUID, claims: Sequence[UUID] = ()) -> None:
    async with world.acting("registration_officer") as db:
        user = world.actor(who).user_id
        await cases.record_representation(
            db, db.actor, case_id, user_id=user, mandate="Poder 1", claims=claims
        )


async def shown(world: World, who: str, case_id: UUID) -> list[UUID] | None:
    """Whose claims of the file a representative is shown; none where the file is closed to them."""
    try:
        async with world.reading(who) as db:
            return [c.id for c in (await cases.case_view(db, await cases.reference_of(db, case_id))).claims]
    except NotFound:
        return None


@pytest.mark.parametrize("hide", [False, True])
async def test_a_mandate_follows_those_whom_it_is_for_and_no_other_opens_the_new_file(
    world: World, hide: bool
) -> None:
    registered = await world.register(family_of_five())
    async with world.system.writing(SYSTEM) as db:
        await _hire(db, world, ("third", COUNSEL, {}))
    mother, father, *children = (c.id for c in (await opened(world, registered.case_id)).claims)
    leaving = [mother, *children]
    await speak_for(world, COUNSEL, registered.case_id)
    await speak_for(world, OTHER, registered.case_id, [mother, children[0]])
    await speak_for(world, "third", registered.case_id, [father])
    done = await split(world, registered.case_id, leaving, hide=hide)
    assert await shown(world, COUNSEL, registered.case_id) == [father]
    assert await shown(world, COUNSEL, done.case_id) == (None if hide else leaving)
    assert await shown(world, OTHER, registered.case_id) is None
    assert await shown(world, OTHER, done.case_id) == [mother, children[0]]
    assert await shown(world, "third", registered.case_id) == [father]
    assert await shown(world, "third", done.case_id) is None
    async with world.reading("supervisor") as db:
        ended = [r for r in await cases.representatives_of(db, registered.case_id, ended=True) if r.until]
        follows = await cases.representatives_of(db, done.case_id)
    assert [(r.user_id, r.end_reason) for r in ended] == [(world.actor(OTHER).user_id, "passed_on")]
    assert len(follows) == (1 if hide else 2)


async def test_who_joins_brings_their_counsel_and_is_not_shown_to_the_others(world: World) -> None:
    one = await world.register([adult()])
    other = await world.register([adult("Darwin", "Pereira Soto", sex="male", birth_date=date(1988, 11, 2))])
    (hers,), (his,) = [(await opened(world, r.case_id)).claims for r in (one, other)]
    await speak_for(world, COUNSEL, one.case_id)
    await speak_for(world, OTHER, other.case_id, [his.id])
    async with world.acting("registration_officer") as db:
        await households.join(
            db, db.actor, other.case_id, into=one.case_id, relations={his.id: "spouse"}, reasons=BECAUSE
        )
    assert await shown(world, COUNSEL, one.case_id) == [hers.id]
    assert await shown(world, OTHER, one.case_id) == [his.id]
    # What stays of the file that was left says where he went on, to them too.
    assert len(await shown(world, OTHER, other.case_id) or ()) == 1


async def test_no_child_is_left_alone(world: World) -> None:
    household = [adult(), relative("Sara", date(2014, 6, 1), "child")]
    registered = await world.register(household)
    mother, child = (await opened(world, registered.case_id)).claims
    with pytest.raises(households.ChildrenWouldBeAlone):
        await split(world, registered.case_id, [mother.id])
    done = await split(world, registered.case_id, [child.id], call_protection=True)
    assert done.children == (child.person_id,)
    there = await opened(world, done.case_id, "child_protection_officer")
    assert there.case.priority == 2
    with pytest.raises(households.NobodyLeft):
        await split(world, registered.case_id, [mother.id])


async def test_two_files_of_a_family_become_one_and_the_other_says_where(world: World) -> None:
    one = await world.register([adult()])
    other = await world.register([adult("Darwin", "Pereira Soto", sex="male", birth_date=date(1988, 11, 2))])
    (theirs,) = (await opened(world, other.case_id)).claims
    async with world.acting("registration_officer") as db:
        await households.join(
            db, db.actor, other.case_id, into=one.case_id, relations={theirs.id: "spouse"}, reasons=BECAUSE
        )
    here, there = await opened(world, other.case_id), await opened(world, one.case_id)
    assert [(c.person_id, c.stage) for c in here.claims] == [(theirs.person_id, "elsewhere")]
    assert here.deadlines == []
    assert not here.case.removal_barred
    joined = there.claims[1]
    assert (joined.id, joined.relation, joined.stage) == (theirs.id, "spouse", there.principal.stage)
    async with world.reading("supervisor") as db:
        (paper,) = [p for p in await documents.documents_of(db, one.case_id) if p.claim_id == joined.id]
        assert paper.status == "active"
        assert await documents.documents_of(db, other.case_id) == []


async def test_another_office_another_stage_and_a_review_are_refused_in_words(world: World) -> None:
    one, scene = await world.register([adult()]), await awaiting(world)
    (theirs,) = (await opened(world, scene.case_id)).claims
    with pytest.raises(households.NotTheSameStage) as refused:
        async with world.acting("registration_officer") as db:
            await households.join(
                db,
                db.actor,
                scene.case_id,
                into=one.case_id,
                relations={theirs.id: "spouse"},
                reasons=BECAUSE,
            )
    assert "etapa" in str(refused.value)
    async with world.system.writing(SYSTEM) as db:
        await db.execute(text("update claims set stage = 'review' where case_id = :c"), {"c": one.case_id})
    (claim,) = (await opened(world, one.case_id)).claims
    with pytest.raises(households.TooFarOn):
        await split(world, one.case_id, [claim.id])


async def test_another_comes_first_and_a_relation_is_put_right(world: World) -> None:
    registered = await world.register(family_of_five())
    mother, father, child, *_ = (await opened(world, registered.case_id)).claims
    async with world.acting("registration_officer") as db:
        with pytest.raises(households.ChildBeforeAdults):
            await households.change_principal(
                db, db.actor, registered.case_id, claim=child.id, former_relation="parent", reasons=BECAUSE
            )
        await households.change_principal(
            db, db.actor, registered.case_id, claim=father.id, former_relation="spouse", reasons=BECAUSE
        )
        await households.change_relation(
            db, db.actor, registered.case_id, claim=child.id, relation="stepchild", reasons=BECAUSE
        )
    case = await opened(world, registered.case_id)
    assert [c.relation for c in case.claims[:3]] == ["principal", "spouse", "stepchild"]
    assert case.principal.id == father.id
    assert case.case.principal_person_id == father.person_id
    assert {c.derivative_of for c in case.claims if c.basis == "derivative"} == {father.id}
    assert mother.basis == "principal"


STAGES = ("registered", "screening", "awaiting_interview", "assessment", "review", "awaiting_decision")
LATER = ("decided", "remedy_window", "under_remedy", "final")


async def test_a_relative_added_at_any_stage_keeps_the_familys_place(world: World) -> None:
    """While the claim is undecided, at its own stage; afterwards the law has the relative file alone, and the refusal says so."""
    registered = await world.register([adult()])
    for number, stage in enumerate((*STAGES, *LATER)):
        async with world.system.writing(SYSTEM) as db:
            for table, key in (("cases", "id"), ("claims", "case_id")):
                statement = text(f"update {table} set stage = :s where {key} = :c")  # noqa: S608 - two names above
                await db.execute(statement, {"s": stage, "c": registered.case_id})
        member = relative(f"Sara {number}", date(2014, 6, 1 + number), "child")
        async with world.acting("registration_officer") as db:
            if stage in LATER:
                with pytest.raises(Conflict):
                    await add_family_member(db, db.actor, registered.case_id, member)
                continue
            await add_family_member(db, db.actor, registered.case_id, member)
        case = await opened(world, registered.case_id)
        assert {c.stage for c in case.claims} == {stage}
