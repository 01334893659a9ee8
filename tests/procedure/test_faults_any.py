"""Whatever is done to a file: it is a profile, or it is refused with a file and a line. Nothing else ever comes out."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.procedure.checks.check import check
from app.procedure.drawing.draw import draw
from app.procedure.files.loading import Layer, mark_of, read_profile, with_layer
from app.procedure.public import Fault, ProfileInvalid
from tests.procedure.scenes import HERE, toy

LINES = (HERE / "toy.toml").read_text(encoding="utf-8").splitlines()
WRONG = (
    "3",
    '"x"',
    "true",
    "[]",
    "[3]",
    "{}",
    '{ is = -1, verification = "recalled" }',
    "2026-01-01",
    '["x", 3]',
    "1.5",
    "[[1]]",
)
PARTS = ("events", "stages", "limits", "sources", "calendars", "documents", "remedies", "bodies", "outcomes", "definition",
         "days", "in_force", "labels", "offices", "posts", "abandonment", "suspensions", "groups", "transition",
         "checked_on", "duties", "children", "absent", "override", "differs_from", "overridden_by")  # fmt: skip


def told(faults: tuple[Fault, ...], file: Path) -> None:
    assert faults
    for fault in faults:
        assert fault.es
        assert fault.en
        assert fault.file is not None
        assert fault.line is not None
        if fault.file == file:
            assert fault.line >= 1


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, len(LINES) - 1),
    other=st.integers(0, len(LINES) - 1),
    how=st.sampled_from(["drop", "value", "value", "swap", "twice", "cut"]),
    wrong=st.sampled_from(WRONG),
)
def test_a_profile_with_a_line_spoilt(tmp_path: Path, at: int, other: int, how: str, wrong: str) -> None:
    lines = list(LINES)
    key, equals, _ = lines[at].partition("=")
    match how:
        case "drop":
            del lines[at]
        case "value":
            lines[at] = f"{key}= {wrong}" if equals else lines[at]
        case "swap":
            lines[at], lines[other] = lines[other], lines[at]
        case "twice":
            lines.insert(other, lines[at])
        case "cut":
            lines = lines[:at]
    file = tmp_path / "own.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        profile = read_profile(file)
        check(profile)
        draw(profile)
    except ProfileInvalid as invalid:
        told(invalid.faults, file)


@pytest.mark.parametrize("wrong", ["3", "[3]", "{}", '["x", 3]'])
@pytest.mark.parametrize("part", PARTS)
def test_an_uploaded_text_with_any_part_spoilt(part: str, wrong: str) -> None:
    mark = '[override]\nof = "CRI"\nlabel = { es = "x", en = "x" }\n'
    text = f"{part} = {wrong}\n" + ("" if part == "override" else mark)
    layer = Layer("CRI+1", text)
    try:
        mark_of(layer)
        check(with_layer("CRI", "2024-06", layer=layer))
    except ProfileInvalid as invalid:
        told(invalid.faults, Path("CRI+1"))


@pytest.mark.parametrize(
    "place",
    [
        "country.x",
        "events.registered.by.x",
        "limits",
        "stages",
        "sources.L8764",
        "limits.appeal.binds",
        "",
        ".",
        "limits..",
    ],
)
def test_an_uploaded_text_that_takes_something_away(place: str) -> None:
    layer = Layer(
        "CRI+1", f'absent = ["{place}"]\n[override]\nof = "CRI"\nlabel = {{ es = "x", en = "x" }}\n'
    )
    with pytest.raises(ProfileInvalid) as raised:
        with_layer("CRI", "2024-06", layer=layer)
    told(raised.value.faults, Path("CRI+1"))


@pytest.mark.parametrize("seed", range(12))
def test_a_file_of_noise(tmp_path: Path, seed: int) -> None:
    noise = random.Random(seed)
    file = tmp_path / "noise.toml"
    file.write_bytes(bytes(noise.randrange(256) for _ in range(300)))
    with pytest.raises(ProfileInvalid) as raised:
        read_profile(file)
    told(raised.value.faults, file)


def test_the_unspoilt_file_is_a_profile() -> None:
    assert toy().country == "ZZZ"
