"""Both languages are complete, and nothing in the catalogue is left over."""

import re
from pathlib import Path

import pytest

from app.web import catalogue, i18n

PLACES = re.compile(r"%\(\w+\)s|%%|\{\w+\}")


@pytest.fixture(scope="module")
def wanted() -> dict[str, catalogue.Words]:
    """What the product says: reading it off a thousand files takes seconds."""
    return catalogue.collect()


def test_everything_that_people_read_has_its_english_and_nothing_is_left_over(
    wanted: dict[str, catalogue.Words],
) -> None:
    known = catalogue.known()
    missing = sorted(key for key in wanted if not all(known.get(key, ("",))))
    unused = sorted(key for key in known if key not in wanted)
    assert not missing, "run `python -m app.web.i18n` and translate"
    assert not unused, "run `python -m app.web.i18n`"


def test_translations_keep_the_places_for_values() -> None:
    for source, texts in catalogue.known().items():
        for text in texts:
            assert set(PLACES.findall(text)) == set(PLACES.findall(source)), source


def test_an_update_keeps_what_is_translated_and_drops_what_nobody_uses(
    tmp_path: Path, wanted: dict[str, catalogue.Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "collect", lambda: wanted)
    po = tmp_path / "en.po"
    po.write_text('msgid "hoy"\nmsgstr "TODAY"\n\nmsgid "nadie lo dice"\nmsgstr "x"\n', "utf-8")
    missing, dropped = catalogue.update(po)
    assert dropped == ["nadie lo dice"]
    assert catalogue.known(po)["hoy"] == ("TODAY",)
    assert "ayer" in missing


def test_a_union_merge_leaves_a_catalogue_that_can_be_read(tmp_path: Path) -> None:
    po = tmp_path / "en.po"
    po.write_text(
        'msgid "ayer"\nmsgstr "yesterday"\nmsgid "hoy"\nmsgstr "today"\n\nmsgid "hoy"\nmsgstr ""\n', "utf-8"
    )
    assert catalogue.known(po) == {"ayer": ("yesterday",), "hoy": ("today",)}


@pytest.mark.parametrize(
    ("query", "cookie", "header", "expected"),
    [
        ("en", "es", "es", "en"),
        (None, "en", "es", "en"),
        (None, None, "en-GB,en;q=0.9,es;q=0.8", "en"),
        (None, None, "fr, es;q=0.5, en;q=0.7", "en"),
        ("fr", "xx", "de, en;q=broken", "es"),
        (None, None, None, "es"),
    ],
)
def test_the_language_is_what_was_asked_for_last(
    query: str | None, cookie: str | None, header: str | None, expected: str
) -> None:
    assert i18n.choose(query, cookie, header) == expected


def test_a_block_in_another_language_gives_the_first_one_back() -> None:
    with i18n.speaking("en"):
        assert i18n.gettext("hoy") == "today"
        assert i18n.ngettext("%(n)s año", "%(n)s años", 1) == "%(n)s year"
    assert i18n.gettext("hoy") == "hoy"
    assert i18n.ngettext("%(n)s año", "%(n)s años", 2) == "%(n)s años"
