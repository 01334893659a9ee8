"""What a browser is sent: small, hashed, without a web font, allowed by the policy."""

import re
from pathlib import Path

import pytest

from app.web import build
from app.web.assets import AssetsNotBuilt, asset, manifest
from app.web.csp import CONTENT_SECURITY_POLICY

FIRST_LOAD = {
    "staff": (
        "staff.css",
        "htmx.js",
        "app.js",
        "govuk.js",
        "requests.js",
        "rows.js",
        "autosave.js",
        "shortcuts.js",
    ),
    "public": ("public.css", "public.js", "govuk.js"),
}


def _css(built: Path) -> str:
    return "".join(path.read_text("utf-8") for path in built.glob("*.css"))


def test_no_stylesheet_asks_for_a_font_or_any_other_file(built: Path) -> None:
    css = _css(built)
    assert "@font-face" not in css
    assert "GDS Transport" not in css
    assert not re.findall(r'url\((?!"data:)[^)]+\)', css)


@pytest.mark.parametrize("kind", sorted(FIRST_LOAD))
def test_a_first_load_stays_small(built: Path, kind: str) -> None:
    total = sum(build.compressed(built / manifest(built)[name]) for name in FIRST_LOAD[kind])
    assert total <= {"staff": 80, "public": 45}[kind] * 1024


def test_names_carry_the_digest_of_what_is_in_them(built: Path, tmp_path: Path) -> None:
    again = build.build(tmp_path / "built")
    assert again == manifest(built)
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.\w+", name) for name in again.values())


def test_modules_import_each_other_by_their_hashed_names(built: Path) -> None:
    names = manifest(built)
    app = (built / names["app.js"]).read_text("utf-8")
    assert f'from "./{names["rows.js"]}"' in app
    assert 'from "./rows.js"' not in app


def test_an_unknown_asset_is_an_error_and_so_is_a_missing_build(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        asset("nothing.css")
    with pytest.raises(AssetsNotBuilt):
        manifest(tmp_path)


def test_a_rule_goes_only_when_every_selector_of_it_is_unused() -> None:
    css = ".govuk-tabs,.govuk-button{a:b}.govuk-tabs__list{c:d}@media print{.govuk-tabs{e:f}}@font-face{g:h}"
    assert build.prune(css) == ".govuk-button{a:b}"


def test_selectors_split_at_their_commas_only() -> None:
    assert build.split_selectors("a:is(b,c),d[e='f,g']") == ["a:is(b,c)", "d[e='f,g']"]


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'; ")
