"""A source keeps every edition, a pinned passage keeps its text, and who cited it hears that there is something newer."""

from datetime import date, timedelta

import pytest

from app.coi import public as coi
from app.coi.rules import broken_rules, naming, passages_in
from app.core.actor import SYSTEM
from app.core.errors import Forbidden
from tests.coi.sources import POLICE, facts
from tests.world import MORNING, World


def test_a_text_becomes_paragraphs_and_a_source_says_what_it_must() -> None:
    assert [p.text for p in passages_in("  Uno\r\nsigue\r\n\r\n\n Dos\ue000 ")] == ["Uno sigue", "Dos"]
    wrong = facts("", "", url="ejemplo", reliability="", countries=("QQQ",), expires_on=MORNING.date())
    broken = broken_rules(wrong, [], today=MORNING.date())
    assert [b.field for b in broken] == ["title", "reliability", "text", "url", "countries", "expires_on"]


def test_a_question_does_not_name_the_person() -> None:
    names = [("Yorlenis Beatriz", "Guédez Marcano"), ("Rosa", "Marcano")]
    assert naming("¿Protege la policía en Santa Rosa?", names, ["CRI-2026-000123"]) == ({"rosa"}, False)
    assert naming("El caso de Beatriz Guedez", names, []) == ({"beatriz", "guedez"}, True)
    assert naming("Ver cri 2026 000123", names, ["CRI-2026-000123"]) == ({"CRI-2026-000123"}, True)
    assert naming("¿Hay escuelas en Estelí?", names, ["", "A1"]) == (set(), False)


async def test_a_passage_that_was_cited_keeps_its_text_when_the_source_gets_another_edition(
    world: World,
) -> None:
    async with world.acting("coi_researcher") as db:
        document = await coi.add_source(db, db.actor, facts())
    async with world.reading("eligibility_officer") as db:
        before = await coi.passages_of(db, document, 1)
        assert [p.position for p in before] == [1, 2]
        # Other tests' sources may be later: only this one's own editions are looked at here.
        assert not [
            n for n in (await coi.newer(db, {p.id for p in before})).values() if n.version or n.expired
        ]
    changed = facts(
        text=POLICE.replace("tres noches", "dos semanas"),
        published_on=date(2026, 10, 1),
        expires_on=date(2026, 12, 1),
    )
    async with world.acting("coi_researcher") as db:
        with pytest.raises(coi.NothingNew):
            await coi.add_version(db, db.actor, document, facts(), what_changed="Nada")
    async with world.acting("coi_researcher") as db:
        assert await coi.add_version(db, db.actor, document, changed, what_changed="Edición de octubre") == 2
    async with world.reading("appeals_judge") as db:
        pinned = await coi.passage(db, before[1].id)
        assert (pinned.version, pinned.text, pinned.digest) == (1, before[1].text, before[1].digest)
        since = await coi.newer(db, [p.id for p in before])
        assert (since[before[0].id].version, since[before[0].id].same_text) == (2, True)
        assert (since[before[1].id].version, since[before[1].id].same_text) == (2, False)
        assert [h.passage.version for h in (await coi.find(db, "denuncias indigenas amenazados")).hits if h.passage.document_id == document] == [2]  # fmt: skip
    world.clock.advance(timedelta(days=30))
    async with world.system.writing(SYSTEM) as db:
        await coi.note_review_due(db, document, date(2027, 3, 3))  # the day of the first edition: moved since
        await coi.note_review_due(db, document, date(2026, 12, 1))
    async with world.acting("coi_researcher") as db:
        assert document in {each.id for each in await coi.due_for_review(db)}
        await coi.confirm_source(db, db.actor, document, until=date(2027, 6, 1), why="Nada nuevo publicado")
        assert document not in {each.id for each in await coi.due_for_review(db)}
        await coi.withdraw_source(db, db.actor, document, why="Su autor se retractó")
    async with world.reading("supervisor") as db:
        assert (await coi.newer(db, [before[1].id]))[before[1].id].withdrawn
        assert (await coi.passage(db, before[1].id)).text == before[1].text
    async with world.acting("supervisor") as db:
        with pytest.raises(Forbidden):
            await coi.add_source(db, db.actor, facts())
