"""The line of every value of a TOML text, whatever way it is written in."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.procedure.files.positions import positions
from tests.procedure.scenes import HERE

PROFILES = Path(HERE).parents[1] / "app/procedure/profiles"

TEXT = '''\
# a comment, with a = 1 in it
country = "ZZZ"
"quoted key".'and another' . bare = 1
text = """
[not.a.table]
fake = 1
"""
list = [
    "one",  # the first
    { deep = [1,
        2], "é" = 3 },
]

[limits.appeal]
length = "3 days"   # [limits.other]
label = { es = "x", en = "y" }

[[stages]]
name = "a"
[stages.removal]
is = true
[[stages.inner]]
k = 1
[[stages.inner]]
k = 2

[[stages]]
name = "b"
[[stages.inner]]
k = 3
[stages.inner.more]
far = 1979-05-27T07:32:00Z
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("country",), 2),
        (("quoted key",), 3),
        (("quoted key", "and another", "bare"), 3),
        (("text",), 4),
        (("list",), 8),
        (("list", 0), 9),
        (("list", 1), 10),
        (("list", 1, "deep", 1), 11),
        (("list", 1, "é"), 11),
        (("limits",), 14),
        (("limits", "appeal"), 14),
        (("limits", "appeal", "length"), 15),
        (("limits", "appeal", "label", "en"), 16),
        (("stages",), 18),
        (("stages", 0), 18),
        (("stages", 0, "name"), 19),
        (("stages", 0, "removal", "is"), 21),
        (("stages", 0, "inner", 0, "k"), 23),
        (("stages", 0, "inner", 1), 24),
        (("stages", 0, "inner", 1, "k"), 25),
        (("stages", 1), 27),
        (("stages", 1, "inner", 0, "k"), 30),
        (("stages", 1, "inner", 0, "more", "far"), 32),
    ],
)
def test_the_line_of_a_value(path: tuple[str | int, ...], line: int) -> None:
    assert positions(TEXT)[path] == line


def test_what_stands_in_a_text_or_a_comment_is_no_value() -> None:
    found = positions(TEXT)
    assert ("not",) not in found
    assert ("fake",) not in found
    assert ("limits", "other") not in found


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return {path, *(deeper for key, each in entries for deeper in paths(each, (*path, key)))}


@pytest.mark.parametrize("file", sorted(PROFILES.rglob("*.toml")), ids=lambda file: file.stem)
def test_every_value_of_a_shipped_file_has_its_line_and_nothing_else_has(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = positions(text)
    assert {(), *found} == paths(tomllib.loads(text))
    lines = text.splitlines()
    for path, line in found.items():
        key = path[-1] if isinstance(path[-1], str) else path[-2]
        assert str(key) in lines[line - 1] or isinstance(path[-1], int), path


keys = st.from_regex(r"[a-z_-]{1,5}", fullmatch=True)
values = st.recursive(
    st.integers(0, 9) | st.booleans() | st.text("ab[]{}#=\"'\n", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{inline(each)}, # c\n" for each in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value).lower()


@given(st.dictionaries(keys, values, max_size=4), st.dictionaries(keys, values, max_size=4))
def test_nothing_that_tomllib_reads_is_missed(top: dict[str, object], table: dict[str, object]) -> None:
    text = "".join(f"{key} = {inline(value)}\n" for key, value in top.items())
    text += "".join(
        "[[t.table]]\n" + "".join(f"{key} = {inline(value)}\n" for key, value in table.items()) for _ in "ab"
    )
    if "t" not in top:
        assert {(), *positions(text)} == paths(tomllib.loads(text))
