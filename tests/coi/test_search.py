"""What is found by which words, in both languages; and that the search walks along its index."""

from datetime import date

import pytest
from sqlalchemy import text

from app.coi import public as coi
from tests.coi.sources import facts
from tests.world import World

# Which word of which text each of these must find: endings, accents and capitals as people type them.
FOUND = [
    ("detencion", "detenciones"), ("DETENCIÓN", "detenciones"), ("detenidas", "detenido"), ("policia", "policía"),
    ("policías", "policía"), ("policiales", "policial"), ("indigena", "indígenas"), ("amenazas", "amenazadas"),
    ("desapariciones", "desaparición"), ("niños", "niñas"), ("torturados", "torturadas"), ("denuncia", "denuncias"),
    ("penales", "penal"), ("extorsión", "extorsiones"),
]  # fmt: skip
FOUND_IN_ENGLISH = [
    ("arrest", "arrested"), ("threats", "threat"), ("protecting", "protection"), ("Detentions", "detention"),
    ("activists", "activist"), ("naive", "naïve"), ("policies", "policy"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "pairs"), [("es", FOUND), ("en", FOUND_IN_ENGLISH)])
async def test_endings_accents_and_capitals_find_what_is_meant(
    world: World, language: str, pairs: list[tuple[str, str]]
) -> None:
    missed = []
    async with world.reading("eligibility_officer") as db:
        for typed, written in pairs:
            met = await db.scalar(
                text(
                    "select websearch_to_tsquery(coi_config(:l), :typed) is not null and"
                    " to_tsvector(coi_config(:l), :written) @@ websearch_to_tsquery(coi_config(:l), :typed)"
                ),
                {"l": language, "typed": typed, "written": f"Texto con {written} adentro"},
            )
            if not met:
                missed.append((typed, written))
    assert missed == []


async def test_the_title_counts_more_than_the_text_and_words_in_no_passage_together_find_what_has_some(
    world: World,
) -> None:
    word = f"zq{world.tag}"
    async with world.acting("coi_researcher") as db:
        only_text = await coi.add_source(
            db, db.actor, facts("Otra nota", f"Se habla de {word} y de otras cosas que no importan.")
        )
        in_title = await coi.add_source(
            db, db.actor, facts(f"Informe sobre {word}", "Un párrafo cualquiera.")
        )
        english = await coi.add_source(
            db,
            db.actor,
            facts("A note", f"Several {word} activists were arrested.", language="en", countries=("HND",)),
        )
    async with world.reading("appeals_judge") as db:
        found = await coi.find(db, word, language="es")
        assert [hit.passage.document_id for hit in found.hits] == [in_title, only_text]
        assert (word, True) in found.hits[1].parts
        # The tribunal's question in the other language; and the country, which no text says.
        assert [h.passage.document_id for h in (await coi.find(db, f"{word} arrests")).hits] == [english]
        assert [h.passage.document_id for h in (await coi.find(db, f"{word} honduras")).hits] == [english]
        some = await coi.find(db, f"{word} palabraquenoexiste")
        assert (len(some.hits), some.every_word) == (3, False)
        first = await coi.find(db, word, limit=2)
        second = await coi.find(db, word, limit=2, after=first.after)
        pages = [*first.hits, *second.hits]
        assert {h.passage.document_id for h in pages} == {only_text, in_title, english}
        assert (len(pages), second.after) == (3, None)
        assert [
            h.passage.document_id
            for h in (await coi.find(db, countries=("HND",), topics=("police",), since=date(2026, 1, 1))).hits
        ][:1] == [english]
    # Who registers has no library.
    async with world.reading("registration_officer") as db:
        assert (await coi.find(db, word)).hits == ()


async def test_the_search_walks_along_its_index(world: World) -> None:
    async with world.acting("coi_researcher") as db:
        await coi.add_source(db, db.actor, facts())
    async with world.system.reading(world.actor("coi_researcher")) as db:
        await db.execute(text("set local enable_seqscan = off"))
        plan = await db.rows(
            text(
                "explain select id from coi_passages p where p.current and ((p.language = 'es' and p.search @@ 'x'::tsquery)"
                " or (p.language = 'en' and p.search @@ 'y'::tsquery) or (p.language not in ('es', 'en') and p.search @@ 'z'))"
            )
        )
    assert "ix_coi_passages_search" in "\n".join(row[0] for row in plan)
