"""How a case is handled: by a person, with reasons and a published criterion, where the procedure has it; never a refusal."""

from uuid import UUID

import pytest

from app.cases import public as cases
from app.cases.errors import ModalityAlreadySo, ModalityNotAvailable, NoPublishedCriterion, NoSuchModality
from app.core.errors import Forbidden, Invalid, NotFound
from app.procedure import public as procedure
from tests.batching import awaiting_interview
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

REASONS = "El relato no contiene ningún elemento que toque la definición; así consta en el acta."


async def set_modality(
    world: World, case_id: UUID, modality: str, *, who: str = "supervisor", **more: object
) -> None:
    values: dict[str, object] = {"applies": True, "criterion": None, "reasons": REASONS} | more
    async with world.acting(who) as db:
        await cases.set_modality(db, db.actor, case_id, modality=modality, **values)  # type: ignore[arg-type]


async def flags(world: World, case_id: UUID) -> dict[str, bool | None]:
    async with world.reading("supervisor") as db:
        view = await cases.case_view(db, await cases.reference_of(db, case_id))
    return {flag: getattr(view, flag) for flag in cases.MODALITIES}


async def test_a_person_sets_it_by_a_published_criterion_and_it_stays_in_the_record(world: World) -> None:
    case_id = await awaiting_interview(world)
    async with world.reading("supervisor") as db:
        before = {x.rule: (x.state, x.due_at) for x in await cases.limits_of(db, case_id)}
    await set_modality(world, case_id, "accelerated", criterion="manifestly_unfounded")
    assert (await flags(world, case_id))["accelerated"] is True
    async with world.reading("supervisor") as db:
        (event, *_) = await cases.timeline(db, case_id)
        after = {x.rule: (x.state, x.due_at) for x in await cases.limits_of(db, case_id)}
        (row,) = (await cases.worklist(db, cases.Filters(modality="accelerated"))).rows
        view = await cases.case_view(db, row.reference)
    assert event.name == "modality_set"
    assert event.data == {
        "modality": "accelerated",
        "applies": True,
        "criterion": "manifestly_unfounded",
        "reasons": REASONS,
    }
    assert after == before
    assert [claim.outcome for claim in view.claims] == [None], "nobody is refused by it"
    with pytest.raises(ModalityAlreadySo):
        await set_modality(world, case_id, "accelerated", criterion="abusive")
    await set_modality(world, case_id, "accelerated", applies=False)
    assert (await flags(world, case_id))["accelerated"] is False


@pytest.mark.parametrize("modality", ["simplified", "merged", "prima_facie"])
async def test_what_is_not_known_to_be_available_is_not_used(world: World, modality: str) -> None:
    assert procedure.load("CRI").modalities[modality].available.value is None  # type: ignore[index]
    case_id = await awaiting_interview(world)
    with pytest.raises(ModalityNotAvailable):
        await set_modality(world, case_id, modality, criterion="anything")
    assert not any((await flags(world, case_id)).values())


async def test_without_reasons_criterion_or_the_function_nothing_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await awaiting_interview(world)
    with pytest.raises(Invalid):
        await set_modality(
            world, case_id, "accelerated", criterion="manifestly_unfounded", reasons="porque sí"
        )
    for criterion in (None, "made_up"):
        with pytest.raises(Invalid):
            await set_modality(world, case_id, "accelerated", criterion=criterion)
    with pytest.raises(NoSuchModality):
        await set_modality(world, case_id, "sealed")
    for who in ("eligibility_officer", "commission_secretary", "administrator"):
        with pytest.raises(Forbidden):
            await set_modality(world, case_id, "accelerated", who=who, criterion="abusive")
    with pytest.raises(NotFound):
        await set_modality(world, case_id, "accelerated", who="other_supervisor", criterion="abusive")
    bare = procedure.load("CRI").modalities["accelerated"].model_copy(update={"criteria": ()})
    async with world.reading("supervisor") as db:
        profile = (await cases.look_at(db, case_id)).profile
    monkeypatch.setitem(profile.modalities, "accelerated", bare)
    with pytest.raises(NoPublishedCriterion):
        await set_modality(world, case_id, "accelerated", criterion="abusive")
    assert not any((await flags(world, case_id)).values())


async def test_that_a_case_is_examined_on_its_own_may_be_said_and_taken_back(world: World) -> None:
    case_id = await awaiting_interview(world)
    for applies in (False, None):
        await set_modality(world, case_id, "prima_facie", applies=applies)
        assert (await flags(world, case_id))["prima_facie"] is applies
    with pytest.raises(NoSuchModality):
        await set_modality(world, case_id, "accelerated", applies=None)


async def test_it_is_set_by_page_which_says_what_the_procedure_does_not_have(site: Site) -> None:
    case_id = await awaiting_interview(site.world)
    async with site.world.reading("supervisor") as db:
        reference = await cases.reference_of(db, case_id)
    async with site.pages("supervisor") as browser:
        asked = await browser.get(f"/cases/{reference}/modality")
        assert_sound(asked.text)
        assert "no consta que tenga, la modalidad simplificada" in asked.text
        assert "Clearly abusive" in (await browser.get(f"/cases/{reference}/modality?lang=en")).text
        version = asked.text.split('name="version" value="')[1].split('"')[0]
        typed = {"version": version, "modality": "accelerated:yes", "reasons": REASONS}
        refused = await browser.post(f"/cases/{reference}/modality?lang=es", data=typed)
        assert refused.status_code == 422
        assert_sound(refused.text)
        assert REASONS in refused.text
        done = await browser.post(
            f"/cases/{reference}/modality", data=typed | {"criterion": "accelerated:manifestly_unfounded"}
        )
        assert done.status_code == 303
        shown = await browser.get(f"/cases/{reference}")
        assert "acelerada" in shown.text
    async with site.api("supervisor") as api:
        read = await api.get(f"/api/v1/cases/{reference}")
        body = {"modality": "prima_facie", "applies": False, "reasons": REASONS}
        tag = {"If-Match": read.headers["etag"]}
        assert (
            await api.post(f"/api/v1/cases/{reference}/modality", json=body, headers=tag)
        ).status_code == 200
        assert (
            await api.post(f"/api/v1/cases/{reference}/modality", json=body, headers=tag)
        ).status_code == 412
        assert (await api.get(f"/api/v1/cases/{reference}")).json()["prima_facie"] is False
    async with site.pages("supervisor") as browser:
        assert "individual, no de grupo" in (await browser.get(f"/cases/{reference}")).text
