"""The picture of a procedure: whole, readable, the same every time, and harmless in a page with a strict policy."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.core.svg import width_of, wrapped
from app.procedure.drawing.cards import cards_of
from app.procedure.drawing.draw import draw
from app.procedure.drawing.exits import exits_of
from app.procedure.drawing.lanes import Bus, in_lanes
from app.procedure.public import Profile, load, read_profile
from tests.procedure.scenes import HERE, toy

SVG = "{http://www.w3.org/2000/svg}"
COUNTRIES = ("CRI", "MEX", "PAN", "GTM", "HND", "BLZ")
PROFILES = [*COUNTRIES, "toy", "atlantida"]


def profile_of(name: str) -> Profile:
    if name == "toy":
        return toy()
    return read_profile(HERE / "invented/atlantida.toml") if name == "atlantida" else load(name)


def read(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own text


def words_of(picture: str) -> str:
    return " ".join(each.text or "" for each in read(picture).iter(f"{SVG}text"))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", PROFILES)
def test_every_stage_and_every_event_between_stages_is_named(name: str, narrow: bool) -> None:
    profile = profile_of(name)
    for language in ("es", "en"):
        said = words_of(draw(profile, language=language, narrow=narrow))
        flat = said.replace(" ", "")
        for stage in profile.stages:
            assert stage.label.in_(language).replace(" ", "") in flat, stage.name
        for event in profile.events:
            if any(not target.same_as_case for target in event.to):
                assert event.label.in_(language).replace(" ", "") in flat, event.name
        for body in {stage.body for stage in profile.stages if stage.body}:
            assert profile.bodies[body].label.in_(language) in said


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_in_it_needs_anything_that_a_strict_policy_forbids(name: str) -> None:
    picture = draw(profile_of(name), at=("filed",))
    for element in read(picture).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "g",
            "rect",
            "text",
            "path",
            "polygon",
        }
        for attribute, value in element.attrib.items():
            assert attribute != "style"
            assert not attribute.startswith("on")
            assert "url(" not in value
            assert "href" not in attribute


def test_it_says_what_it_is_to_who_cannot_see_it() -> None:
    picture = read(draw(load("CRI"), at=("assessment",), name="road"))
    assert picture.get("role") == "img"
    ids = {element.get("id"): element.text for element in picture if element.get("id")}
    assert (picture.get("aria-labelledby") or "").split() == list(ids)
    title, description = ids["road-title"] or "", ids["road-desc"] or ""
    assert title.startswith("El camino de una solicitud: Costa Rica")
    assert "Registrada → Categorización" in description
    assert description.endswith("Aquí está el caso: Análisis de elegibilidad.")


def test_where_a_case_stands_is_marked_and_nothing_else() -> None:
    assert "data-at" not in draw(toy())
    marked = [g for g in read(draw(toy(), at=("ruling",))).iter(f"{SVG}g") if g.get("data-at") == "here"]
    assert len(marked) == 1
    assert "En resolución" in [each.text for each in marked[0]]
    assert "Aquí está el caso" in [each.text for each in marked[0]]


@pytest.mark.parametrize("name", ["CRI", "PAN"])
def test_the_same_profile_gives_the_same_picture(name: str) -> None:
    assert draw(profile_of(name)) == draw(profile_of(name))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", PROFILES)
def test_no_card_lies_on_another_and_no_word_leaves_its_card(name: str, narrow: bool) -> None:
    picture = read(draw(profile_of(name), narrow=narrow))
    width, height = int(picture.get("width") or 0), int(picture.get("height") or 0)
    boxes = []
    for card in picture.findall(f"{SVG}g"):
        frame = card.find(f"{SVG}rect")
        assert frame is not None
        x, y, across, down = (int(frame.get(key) or 0) for key in ("x", "y", "width", "height"))
        boxes.append((x, y, x + across, y + down))
        assert x >= 0
        assert x + across <= width
        assert y + down <= height
        for said in card.iter(f"{SVG}text"):
            left, size = int(said.get("x") or 0), int(said.get("font-size") or 0)
            assert left + width_of(said.text or "", size) * 9 // 10 <= x + across + 2, said.text
            assert int(said.get("y") or 0) <= y + down
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


@pytest.mark.parametrize("name", PROFILES)
def test_no_line_runs_through_a_card(name: str) -> None:
    picture = read(draw(profile_of(name)))
    cards = [
        tuple(int(frame.get(key) or 0) for key in ("x", "y", "width", "height"))
        for g in picture.findall(f"{SVG}g")
        if (frame := g.find(f"{SVG}rect")) is not None
    ]
    for line in picture.findall(f"{SVG}path"):
        numbers = [int(n) for n in re.findall(r"\d+", line.get("d") or "")]
        (x1, y1), (x2, y2) = sorted([(numbers[0], numbers[1]), (numbers[2], numbers[3])])
        for x, y, across, down in cards:
            through = x1 < x + across - 1 and x + 1 < x2 and y < max(y1, y2) and min(y1, y2) < y + down
            inside = x < x1 < x + across and x < x2 < x + across and y1 > y and y2 < y + down and y1 != y2
            assert not (through and y1 == y2), (line.get("d"), x, y)
            assert not inside


def test_lines_in_one_lane_keep_apart_and_the_shortest_is_nearest() -> None:
    far, near, below = Bus("a", 10, [(500, True)]), Bus("b", 100, [(200, True)]), Bus("c", 400, [(450, True)])
    assert in_lanes([far, near, below]) == 2
    assert (far.lane, near.lane, below.lane) == (1, 0, 0)


def test_a_condition_that_another_covers_is_not_told() -> None:
    served = next(each for each in exits_of(load("CRI"), "decided", "es") if each.event == "notified")
    assert [(lead.to, lead.condition) for lead in served.leads] == [
        ("final", "en apelación / Reconocida: Convención de 1951, Reconocida por unidad familiar"),
        ("remedy_window", "en los demás casos"),
    ]


def test_an_event_that_treats_stages_apart_is_told_at_each_as_it_is_there() -> None:
    panama = load("PAN")
    ways = {
        stage: next(e for e in exits_of(panama, stage, "es") if e.event == "assessment_submitted").leads
        for stage in ("assessment", "supplement")
    }
    assert [lead.to for lead in ways["assessment"]] == ["review"]
    assert [lead.to for lead in ways["supplement"]] == ["supplement_review"]


def test_words_are_broken_where_they_do_not_fit() -> None:
    room = width_of("una palabra", 13)
    assert wrapped("una palabra y otra", 13, room) == ["una palabra", "y otra"]
    assert wrapped("extraordinariamente larga", 13, 10) == ["extraordinariamente", "larga"]


def test_every_way_out_has_its_row(tmp_path: Path) -> None:
    costa_rica = load("CRI")
    cards = {card.name: card for card in cards_of(costa_rica, "es", 500, 400)}
    for stage in costa_rica.stages:
        events = [row for row in cards[stage.name].rows if row.kind == "event"]
        assert len(events) == len(exits_of(costa_rica, stage.name, "es"))


def test_the_answers_of_a_form_are_told_by_their_labels() -> None:
    belize = load("BLZ")
    late = next(each for each in exits_of(belize, "registered", "es") if each.event == "late_filing_decided")
    conditions = " ".join(lead.condition for lead in late.leads)
    choices = {choice.label.es for ask in belize.event("late_filing_decided").asks for choice in ask.choices}
    assert choices
    assert any(choice in conditions for choice in choices)
    assert "put to minister" not in conditions
