"""An existing caseload comes in: looked at, started by another, written whole or not, and never twice."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from app.cases import public as cases
from app.cases.opening import look_at
from app.cases.situation import situation_of
from app.intake import public as intake
from app.procedure import public as procedure
from app.workflows import import_caseload
from tests.intake.files import as_csv, row
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World

bulk = intake.bulk


async def upload(world: World, content: bytes, *, who: str = "supervisor", name: str = "viejo.csv") -> UUID:
    async with world.acting(who) as db:
        map_id = await bulk.map_named(db, db.actor, "ejemplo")
        import_id = await bulk.upload(db, db.actor, file_name=name, content=content, map_id=map_id)
    await import_caseload.look(world.system, import_id)
    return import_id


async def start(world: World, import_id: UUID, who: str = "administrator") -> None:
    async with world.acting(who) as db:
        await bulk.start(db, db.actor, import_id, reasons="Traslado del registro anterior")
    await import_caseload.write(world.system, import_id)


def family(tag: str) -> list[list[str]]:
    return [
        row(1, f"{tag}-1", **{"ID persona": f"{tag}1", "Carné": "", "Pasaporte": f"{tag}X"}),
        row(2, f"{tag}-2", **{"ID persona": f"{tag}2", "Parentesco": "Hija", "Nacimiento": "ca. 2015"}),
        row(3, f"{tag}-2", **{"ID persona": f"{tag}3", "Estado": "En análisis", "Desde": ""}),
        row(4, f"{tag}-3", **{"ID persona": f"{tag}4", "Nacimiento": "1991-13-14", "Sexo": "?"}),
        row(5, f"{tag}-3", **{"ID persona": f"{tag}5", "Parentesco": "Hijo"}),
    ]


async def test_a_caseload_is_looked_at_started_by_another_and_written_once(world: World) -> None:
    tag = world.tag
    import_id = await upload(world, as_csv(family(tag), encoding="cp1252"))
    async with world.reading("supervisor") as db:
        seen = await bulk.one(db, import_id)
        rows = (await bulk.rows_of(db, import_id)).rows
    assert seen.state == "checked"
    assert (seen.said["encoding"], seen.said["separator"]) == ("windows-1252", ";")
    assert [r.state for r in rows] == ["ready", "ready", "ready", "broken", "broken"]
    assert [p["rule"] for p in rows[3].problems] == ["no_such_day"]
    assert [p["rule"] for p in rows[4].problems] == ["household_broken"]

    await start(world, import_id)

    async with world.reading("supervisor") as db:
        after = await bulk.one(db, import_id)
        done = [r for r in (await bulk.rows_of(db, import_id)).rows if r.state == "done"]
        assert (after.state, after.counts["done"], after.counts["broken"]) == ("done", 3, 2)
        found = await cases.worklist(db, cases.Filters(text=f"{tag}-2"))
        assert [one.reference for one in found.rows] == [done[1].reference]
        view = await cases.case_view(db, done[0].reference or "")
        assert (view.stage, view.filed_on.isoformat(), view.registered_at.date().isoformat()) == (
            "awaiting_interview",
            "2026-02-05",
            "2026-02-05",
        )
    # A child born about 2015 is a daughter of a principal whose stage day nobody knew: no limit of the stage was invented.
    async with world.system.reading(world.actor("supervisor")) as db:
        gaps = await db.row(
            text("select to_complete, household_size, stage from cases where reference = :r"),
            {"r": done[2].reference},
        )
        assert gaps.household_size == 2
        assert gaps.stage == "assessment"
        assert set(gaps.to_complete) == {"limit:submit_assessment", "stage_since"}

    again = await upload(world, as_csv(family(tag)))
    async with world.reading("supervisor") as db:
        states = [r.state for r in (await bulk.rows_of(db, again)).rows]
    assert states == ["unchanged", "unchanged", "unchanged", "broken", "broken"]


async def test_who_guesses_the_keys_of_another_office_is_not_told_what_its_rows_said(world: World) -> None:
    tag = world.tag
    secret = [row(1, f"{tag}-1", **{"ID persona": f"{tag}1", "Apellidos": "Reservado Ajeno"})]
    await start(world, await upload(world, as_csv(secret)))
    guessed = [row(1, f"{tag}-9", **{"ID persona": f"{tag}1", "Nombres": "Nadie", "Apellidos": "Nadie"})]
    looked_at = await upload(world, as_csv(guessed), who="other_supervisor")
    async with world.reading("other_supervisor") as db:
        (seen,) = (await bulk.rows_of(db, looked_at)).rows
    assert (seen.state, [p["rule"] for p in seen.problems]) == ("changed", ["known_elsewhere"])
    assert "Ajeno" not in str(seen)


async def test_what_is_written_is_what_a_replay_comes_to(world: World) -> None:
    tag = world.tag
    import_id = await upload(world, as_csv(family(tag)))
    await start(world, import_id)
    async with world.system.reading(world.actor("supervisor")) as db:
        events = await db.rows(
            text(
                "select e.* from case_events e join import_rows r on r.case_id = e.case_id"
                " where r.import_id = :id and r.state = 'done' and r.position = 0 and e.number = 1"
            ),
            {"id": import_id},
        )
        assert len(events) == 2
        for event in events:
            opened = await look_at(db, event.case_id)
            state = await situation_of(db, opened, at=event.recorded_at)
            joined = tuple(replace(c, stage=None) for c in state.claims)
            outcomes: dict[UUID, str] = {}
            past = procedure.Past(
                event.name,
                event.actor_role,
                event.at,
                tuple(event.claims),
                event.data,
                outcomes,
                joined,
                tuple(
                    d.id
                    for d in sorted(state.deadlines, key=lambda d: list(opened.profile.limits).index(d.rule))
                ),
            )
            walked = procedure.replay(opened.profile, [past], office=state.office)
            key = lambda d: (d.rule, d.claim_id)  # noqa: E731
            assert [(d.rule, d.claim_id, d.due_at, d.state) for d in sorted(walked.deadlines, key=key)] == [
                (d.rule, d.claim_id, d.due_at, d.state) for d in sorted(state.deadlines, key=key)
            ]
            assert [(c.id, c.stage) for c in walked.claims] == [(c.id, c.stage) for c in state.claims]
            assert walked.instance == state.instance


async def test_a_stop_in_the_middle_loses_nothing_and_doubles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while looking and while writing: what was not committed is as if it had not begun."""
    tag = world.tag
    rows = [row(n, f"{tag}-{n}", **{"ID persona": f"{tag}-{n}"}) for n in range(9)]
    monkeypatch.setattr(import_caseload, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(import_caseload, "WRITTEN_AT_ONCE", 2)

    def killed(*_: int) -> None:
        raise KeyboardInterrupt

    async with world.acting("supervisor") as db:
        map_id = await bulk.map_named(db, db.actor, "ejemplo")
        import_id = await bulk.upload(db, db.actor, file_name="x.csv", content=as_csv(rows), map_id=map_id)
        assert import_id == await bulk.upload(
            db, db.actor, file_name="x.csv", content=as_csv(rows), map_id=map_id
        )
    with pytest.raises(KeyboardInterrupt):
        await import_caseload.look(world.system, import_id, told=killed)
    async with world.reading("supervisor") as reading:
        halfway = await bulk.one(reading, import_id)
    assert (halfway.state, halfway.looked_at) == ("reading", 2)
    await import_caseload.look(world.system, import_id)

    with pytest.raises(bulk.SecondPersonImports):
        await start(world, import_id, "supervisor")
    async with world.acting("administrator") as db:
        await bulk.start(db, db.actor, import_id, reasons="Traslado del registro anterior")
    with pytest.raises(KeyboardInterrupt):
        await import_caseload.write(world.system, import_id, told=killed)
    async with world.reading("supervisor") as reading:
        halfway = await bulk.one(reading, import_id)
    assert (halfway.state, halfway.counts["done"], halfway.counts["ready"]) == ("running", 2, 7)
    await import_caseload.write(world.system, import_id)
    async with world.system.reading(world.actor("supervisor")) as reading:
        counted = await reading.row(
            text(
                "select count(*) as claims, count(distinct case_id) as cases from imported_claims where import_id = :id"
            ),
            {"id": import_id},
        )
        names = await reading.scalars(
            text(
                "select distinct actor_role from case_events e join imported_claims i on i.case_id = e.case_id"
                " where i.import_id = :id and e.name = 'imported'"
            ),
            {"id": import_id},
        )
    assert (counted.claims, counted.cases, list(names)) == (9, 9, ["supervisor"])


async def test_the_pages_and_the_interface_take_a_file_in_show_every_row_and_settle_a_difference(
    site: Site,
) -> None:
    world, tag = site.world, site.world.tag
    first = as_csv(
        [row(1, f"{tag}-1", **{"ID persona": f"{tag}1", "Desde": ""}), row(2, f"{tag}-2", Sexo="¿?")]
    )
    async with site.pages("supervisor") as page:
        assert_sound((await page.get("/imports")).text)
        refused = await page.post("/imports", data={"map": "ejemplo"}, files={"file": ("x.csv", b"%PDF-1.7")})
        assert refused.status_code == 422
        assert "Es un PDF" in refused.text
        sent = await page.post("/imports", data={"map": "ejemplo"}, files={"file": ("viejo.csv", first)})
        address = sent.headers["location"]
        await import_caseload.look(world.system, UUID(address.rsplit("/", 1)[1]))
        shown = await page.get(address)
        assert_sound(shown.text)
        assert "No está en la plantilla" in shown.text
        assert "¿?" in (await page.get(f"{address}/report.csv")).text
        assert (await page.get(f"{address}/start")).status_code == 200
        assert (
            "Quien subió el archivo no lo importa"
            in (await page.post(f"{address}/start", data={"reasons": "Quiero hacerlo yo misma"})).text
        )
    async with site.pages("administrator") as page:
        shown = await page.get(address)
        assert "¿?" not in shown.text
        begun = await page.post(f"{address}/start", data={"reasons": "Traslado del registro anterior"})
        assert begun.status_code == 303
    await import_caseload.write(world.system, UUID(address.rsplit("/", 1)[1]))
    async with site.api("supervisor") as api:
        found = (await api.get("/api/v1/cases", params={"q": f"{tag}-1"})).json()["cases"]
        reference = found[0]["reference"]
        changed = as_csv(
            [row(1, f"{tag}-1", **{"ID persona": f"{tag}1", "Desde": "", "Teléfono": "+506 6000 0142"})]
        )
        again = await api.post(
            "/api/v1/imports", params={"map": "ejemplo", "name": "otra.csv"}, content=changed
        )
        assert again.status_code == 201, again.text
        import_id = again.json()["id"]
        await import_caseload.look(world.system, UUID(import_id))
        lines = (await api.get(f"/api/v1/imports/{import_id}/rows")).json()["rows"]
        assert [(line["state"], line["problems"][0]["message"]) for line in lines] == [
            ("changed", "Antes decía «», ahora «+506 6000 0142».")
        ]
        number = lines[0]["number"]
        decided = await api.post(
            f"/api/v1/imports/{import_id}/rows/{number}/decision",
            json={"reasons": "El teléfono se corrige en su página"},
        )
        assert decided.json()["counts"]["kept"] == 1
    async with site.pages("supervisor") as page:
        case = await page.get(f"/cases/{reference}")
        assert_sound(case.text)
        assert f"{tag}-1" in case.text
        assert "Desde cuándo está en esta etapa" in case.text
        asked = await page.get(f"/cases/{reference}/dates")
        assert_sound(asked.text)
        told = await page.post(
            f"/cases/{reference}/dates",
            data={"stage_since-day": "20", "stage_since-month": "2", "stage_since-year": "2026"},
        )
        assert told.status_code == 303, told.text
        assert "Desde cuándo está en esta etapa" not in (await page.get(f"/cases/{reference}")).text
