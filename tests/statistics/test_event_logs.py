"""Extracts of the event log: whole, well-formed, the same in each format, and without anybody in them."""

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pyarrow.parquet
import pytest
from sqlalchemy import text

from app.core.actor import SYSTEM
from app.statistics import public as statistics
from app.statistics.logs import reading
from tests.appealing import appealed, judge
from tests.site import Site
from tests.web_foundation.soundness import assert_sound
from tests.world import World, adult, family_of_five

WHY = "Revisión de los tiempos entre la entrevista y la evaluación."
XES = "{http://www.xes-standard.org/}"
SAID = ("Guédez", "Yorlenis", "Pereira", "Mejía", "extorsión", "amenaz", "hospitaliz", "epicrisis")


@pytest.fixture
async def lived(site: Site) -> World:
    """A family's case that was rejected, appealed and reversed; one that waits; and one that is sealed."""
    world = site.world
    _scene, remedy_id = await appealed(world, family_of_five())
    await judge(world, remedy_id, "upheld")
    await world.register([adult(nationalities=("CUB",), sex="male")])
    sealed = await world.register([adult(nationalities=("HND",))])
    async with world.system.writing(SYSTEM) as db:
        await db.execute(text("update cases set sealed = true where id = :id"), {"id": sealed.case_id})
    return world


async def taken(site: Site, form: str, **asked: str) -> bytes:
    body = {"format": form, "times": "instant", "office": f"liberia-{site.world.tag}", "reason": WHY} | asked
    async with site.api("auditor") as api:
        answer = await api.post("/api/v1/event-logs", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith('attachment; filename="event-log-')
    return answer.content


async def in_the_log(world: World) -> list[Any]:
    """What was recorded of the office's cases that are not sealed, as the house has it."""
    statement = text(
        "select e.*, c.reference from case_events e join cases c on c.id = e.case_id"
        " where c.office_id = :office and not c.sealed order by e.case_id, e.at, e.number"
    )
    async with world.system.reading(SYSTEM) as db:
        return list(await db.rows(statement, {"office": world.office}))


def attributes(element: ET.Element) -> dict[str, str]:
    return {e.attrib["key"]: e.attrib["value"] for e in element if "key" in e.attrib}


def check_xes(root: ET.Element) -> None:
    """As the schema of IEEE 1849-2016 has it: what may stand where, in which order, with which values."""
    kinds = ("string", "date", "int", "float", "boolean", "id", "list")
    order = ["extension", "global", "classifier", "attribute", "trace", "event"]
    names = [child.tag.removeprefix(XES) for child in root]
    places = [order.index("attribute" if name in kinds else name) for name in names]
    assert places == sorted(places)
    assert re.fullmatch(r"\d+\.\d+", root.attrib["xes.version"])
    prefixes = {e.attrib["prefix"] for e in root.iter(f"{XES}extension")}
    assert prefixes == {"concept", "time", "lifecycle", "org"}
    read: dict[str, Callable[[str], object]] = {"date": datetime.fromisoformat, "int": int, "string": str}
    for element in root.iter():
        name = element.tag.removeprefix(XES)
        if name in kinds:
            key = element.attrib["key"]
            assert re.fullmatch(r"[A-Za-z_][\w.:-]*", key)
            assert ":" not in key or key.partition(":")[0] in prefixes
            read[name](element.attrib["value"])
    declared = {
        e.attrib["scope"]: set(attributes(e)) for e in root.iter(f"{XES}global") if "scope" in e.attrib
    }
    for scope in ("trace", "event"):
        for element in root.iter(f"{XES}{scope}"):
            assert declared[scope] <= set(attributes(element))


async def test_xes_has_every_case_and_event_in_the_standards_form(site: Site, lived: World) -> None:
    root = ET.fromstring(await taken(site, "xes"))  # noqa: S314 - our own
    check_xes(root)
    log = await in_the_log(lived)
    traces = [
        [attributes(event) for event in trace.iter(f"{XES}event")] for trace in root.iter(f"{XES}trace")
    ]
    told = Counter(tuple((e["concept:name"], e["time:timestamp"]) for e in events) for events in traces)
    by_case: dict[Any, list[tuple[str, str]]] = {}
    for row in log:
        by_case.setdefault(row.case_id, []).append((row.name, row.at.isoformat(timespec="milliseconds")))
    assert told == Counter(tuple(events) for events in by_case.values())
    decided = [e for events in traces for e in events if e["concept:name"] == "remedy_decided"]
    assert [(e["remedy_result"], e["org:role"]) for e in decided] == [("upheld", "appeals_judge")]
    assert {e["org:resource"] for events in traces for e in events if e["org:role"] == "system"} <= {"system"}


@pytest.mark.parametrize("form", ["xes", "ocel", "csv"])
async def test_nobody_is_in_an_extract(site: Site, lived: World, form: str) -> None:
    content = (await taken(site, form)).decode()
    log = await in_the_log(lived)
    identifiers = {str(x) for row in log for x in (row.id, row.case_id, row.actor_id, *row.claims)}
    identifiers |= {row.reference for row in log} | set(SAID)
    identifiers -= {str(SYSTEM.user_id)}
    assert [word for word in identifiers if word in content or word.replace("-", "") in content] == []
    # Nothing that could be a sentence: codes, pseudonyms, moments.
    if form == "csv":
        cells = {cell for line in csv.reader(io.StringIO(content.lstrip("\ufeff"))) for cell in line}
        assert [cell for cell in cells if not re.fullmatch(r"[\w.:+-]*", cell)] == []


async def test_a_pseudonym_is_the_same_all_through_an_extract_and_in_no_other(
    site: Site, lived: World
) -> None:
    first, second = [json.loads(await taken(site, "ocel")) for _ in range(2)]
    ids = [{o["id"] for o in log["objects"]} | {e["id"] for e in log["events"]} for log in (first, second)]
    assert ids[0] & ids[1] <= {"system"}
    assert Counter(o["type"] for o in first["objects"]) == Counter(o["type"] for o in second["objects"])
    log = await in_the_log(lived)
    people = {row.actor_id for row in log}
    assert sum(o["type"] == "officer" for o in first["objects"]) == len(people)
    # Whoever took the file can not have the key: it is in no row, and a second writer makes another.
    assert len({o["id"] for o in first["objects"]}) == len(first["objects"])


def check_ocel(log: dict[str, Any]) -> None:
    """As the OCEL 2.0 schema has it, and what its text says besides: everything that is named is there and declared."""
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    declared = {
        side: {t["name"]: {a["name"] for a in t["attributes"]} for t in log[f"{side}Types"]}
        for side in ("object", "event")
    }
    known = {thing["id"] for thing in log["objects"]}
    assert len(known) == len(log["objects"])
    assert len({event["id"] for event in log["events"]}) == len(log["events"])
    for side, things in (("object", log["objects"]), ("event", log["events"])):
        for thing in things:
            assert {a["name"] for a in thing["attributes"]} <= declared[side][thing["type"]]
            assert all(isinstance(a["value"], str) for a in thing["attributes"])
            assert all(r["qualifier"] and r["objectId"] in known for r in thing["relationships"])
            moments = [thing["time"]] if side == "event" else [a["time"] for a in thing["attributes"]]
            assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)


async def test_ocel_names_cases_claims_officers_decisions_and_remedies(site: Site, lived: World) -> None:
    log = json.loads(await taken(site, "ocel"))
    check_ocel(log)
    kinds = Counter(thing["type"] for thing in log["objects"])
    assert (kinds["case"], kinds["claim"], kinds["remedy"]) == (2, 6, 1)
    assert kinds["decision"] >= 2
    assert len(log["events"]) == len(await in_the_log(lived))
    (remedy,) = [thing for thing in log["objects"] if thing["type"] == "remedy"]
    assert {"name": "result", "value": "upheld"}.items() <= remedy["attributes"][-1].items()
    challenged = {r["objectId"] for r in remedy["relationships"] if r["qualifier"] == "concerns"}
    assert len(challenged) == 2  # the one that was challenged, and the judgment
    outcomes = {
        a["value"]
        for t in log["objects"]
        if t["type"] == "claim"
        for a in t["attributes"]
        if a["name"] == "outcome"
    }
    assert "rejected" in outcomes


async def test_the_sqlite_says_what_the_json_says(site: Site, lived: World, tmp_path: Path) -> None:
    log = json.loads(await taken(site, "ocel"))
    path = tmp_path / "log.sqlite"
    path.write_bytes(await taken(site, "ocel-sqlite"))
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma foreign_key_check").fetchall() == []
        for side, mapped in (("object", "object_map_type"), ("event", "event_map_type")):
            things = Counter(dict(db.execute(f"select ocel_id, ocel_type from {side}")).values())  # noqa: S608
            assert things == Counter(t["type"] for t in log[f"{side}s"])
            for kind, table in db.execute(f"select ocel_type, ocel_type_map from {mapped}").fetchall():  # noqa: S608
                ids = db.execute(f'select count(distinct ocel_id) from "{side}_{table}"').fetchone()  # noqa: S608
                assert ids == (things[kind],)
        related = [("event_object", "events"), ("object_object", "objects")]
        for table, things_of in related:
            qualifiers = Counter(q for (q,) in db.execute(f"select ocel_qualifier from {table}"))  # noqa: S608
            assert qualifiers == Counter(r["qualifier"] for t in log[things_of] for r in t["relationships"])


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_parquet_has_the_lines_of_the_csv_with_types(
    site: Site, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.statistics.logs.parquet.LINES", 10)
    flat = lines(await taken(site, "csv"))
    table = pyarrow.parquet.read_table(io.BytesIO(await taken(site, "parquet")))
    assert table.column_names == list(flat[0])
    assert str(table.schema.field("timestamp").type) == "timestamp[ms, tz=UTC]"

    def told(rows: Iterator[Any]) -> Counter[tuple[str, ...]]:
        return Counter(tuple(row) for row in rows)

    same = ("activity", "role", "stage_after", "position", "claims", "origin", "age_group")
    assert told([str(row[c]) for c in same] for row in table.to_pylist()) == told(
        [row[c] for c in same] for row in flat
    )
    assert all(row["timestamp"].tzinfo for row in table.to_pylist())


async def test_an_extract_can_give_days_only(site: Site, lived: World) -> None:
    flat = lines(await taken(site, "csv", times="day"))
    zone = ZoneInfo("America/Costa_Rica")
    expected = Counter(
        f"{row.at.astimezone(zone):%Y-%m-%d}T00:00:00.000+00:00" for row in await in_the_log(lived)
    )
    assert Counter(line["timestamp"] for line in flat) == expected


async def test_filters_narrow_and_few_of_an_origin_are_not_named(
    site: Site, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {line["origin"] for line in lines(await taken(site, "csv"))} == {"other"}
    monkeypatch.setattr(reading, "FEWEST", 1)
    assert {line["origin"] for line in lines(await taken(site, "csv"))} == {"VEN", "CUB"}
    assert {line["origin"] for line in lines(await taken(site, "csv", origin="CUB"))} == {"CUB"}
    assert lines(await taken(site, "csv", sex="male", age_group="0-4")) == []


async def test_modality_need_and_instance_are_those_that_the_figures_count(
    site: Site, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 1)
    waiting = """
    from cases c join claims k on k.case_id = c.id and k.position = 0
     where c.office_id = :office and not c.sealed and c.stage = 'registered'
    """
    async with lived.system.writing(SYSTEM) as db:
        at = {"office": lived.office, "at": db.now()}
        await db.execute(
            text(
                "insert into case_events (id, case_id, number, name, at, recorded_at, actor_id, actor_role, claims, stage_before,"
                " stage_after, data, digest) select gen_random_uuid(), c.id, 99, 'modality_set', :at, :at, c.registered_by, 'system',"
                ' array[k.id], c.stage, c.stage, \'{"modality": "accelerated", "applies": true}\', \'\''
                + waiting
            ),
            at,
        )
        await db.execute(
            text(
                "insert into specific_needs (id, person_id, code, found_at, found_by)"
                " select gen_random_uuid(), k.person_id, 'SV-VF', :at, c.registered_by" + waiting
            ),
            at,
        )
    await statistics.catch_up(lived.system)
    lived.clock.advance(timedelta(hours=1))  # a map is of the last full ten minutes
    # One appealed, one waits, and of the one that is sealed only the map knows.
    for asked, mapped, extracted in (
        ({"instance": "appeal"}, 1, 1),
        ({"instance": "first"}, 2, 1),
        ({"modality": "ordinary"}, 2, 1),
        ({"need": "SV"}, 1, 1),
        ({"need": "SV-VF", "modality": "accelerated", "instance": "first"}, 1, 1),
        ({"need": "SV", "instance": "appeal"}, 0, 0),
    ):
        office = {"office": f"liberia-{lived.tag}", "by": "events"}
        async with site.api("auditor") as api:
            answer = await api.get("/api/v1/process-map", params=office | asked)
        assert answer.json()["cases"] == mapped, asked
        flat = lines(await taken(site, "csv", **asked))
        assert len({line["case"] for line in flat}) == extracted, asked
    assert {line["modality"] for line in lines(await taken(site, "csv", need="SV"))} == {"accelerated"}


async def test_every_case_comes_once_however_small_the_batches(
    site: Site, lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        await lived.register()
    whole = len({line["case"] for line in lines(await taken(site, "csv"))})
    monkeypatch.setattr(reading, "BATCH", 2)
    flat = lines(await taken(site, "csv"))
    assert len({line["case"] for line in flat}) == whole == 6
    assert len({line["event"] for line in flat}) == len(flat) == len(await in_the_log(lived))


async def test_only_the_auditor_takes_one_and_data_protection_sees_who_and_why(
    site: Site, lived: World
) -> None:
    lived.clock.advance(timedelta(days=7400))  # the record is one for the whole database: ours are its newest
    asked = {"format": "csv", "reason": WHY, "office": f"liberia-{lived.tag}"}
    for who in ("supervisor", "quality_assessor", "data_protection_officer", "administrator"):
        async with site.api(who) as api:
            assert (await api.post("/api/v1/event-logs", json=asked)).status_code == 403
        async with lived.reading(who) as db:
            for view in ("log_events", "log_claims"):
                assert await db.scalar(text(f"select count(*) from {view}")) == 0  # noqa: S608 - one of two names
    async with site.api("auditor") as api:
        short = await api.post("/api/v1/event-logs", json=asked | {"reason": "porque sí"})
        unknown = await api.post("/api/v1/event-logs", json=asked | {"office": "atlantis"})
        await api.post("/api/v1/event-logs", json=asked)
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "reason")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "office")
    async with site.api("data_protection_officer") as api:
        newest = (await api.get("/api/v1/event-logs")).json()["extracts"][0]
    assert (newest["reason"], newest["format"], newest["times"], newest["cases"]) == (WHY, "csv", "day", 2)
    async with site.pages("data_protection_officer") as pages:
        page = await pages.get("/event-log")
    assert_sound(page.text)
    assert WHY in page.text
    assert "Auditor" in page.text
    assert "Qué se extrae" not in page.text


async def test_the_page_gives_the_file_or_says_at_the_field_what_is_wrong(site: Site, lived: World) -> None:
    async with site.pages("auditor") as pages:
        page = await pages.get("/event-log")
        wrong = await pages.post(
            "/event-log", data={"format": "xes", "times": "day", "from": "ayer", "reason": WHY}
        )
        short = await pages.post("/event-log", data={"format": "xes", "times": "day", "reason": "porque"})
        asked = {
            "format": "xes",
            "times": "day",
            "reason": WHY,
            "office": f"liberia-{lived.tag}",
            "origin": "",
        }
        file = await pages.post("/event-log", data=asked)
    for shown in (page, wrong, short):
        assert_sound(shown.text)
    assert (wrong.status_code, short.status_code) == (422, 422)
    assert "Escriba una fecha que exista." in wrong.text
    assert "porque" in short.text
    assert file.headers["content-type"].startswith("application/xml")
    check_xes(ET.fromstring(file.content))  # noqa: S314 - our own
