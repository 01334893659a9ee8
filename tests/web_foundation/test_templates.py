"""Every template compiles; what pages are made of renders in both languages, complete and with nothing inline."""

import re

import pytest
from jinja2 import UndefinedError

from app.web.rendering import TEMPLATES, environment, fragment, render
from tests.web_foundation.soundness import assert_sound
from tests.web_foundation.specimen import NOW, PAGES, request, specimen, worklist

ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
ERRORS = ("403", "404", "422", "500", "conflict")


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_what_pages_are_made_of_is_sound(page: str, language: str) -> None:
    html = specimen(page, language)
    assert f'<html lang="{language}" dir="' in html
    assert_sound(html)


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_nothing_but_a_request(name: str) -> None:
    assert_sound(render(request(), f"errors/{name}.html"))
    assert_sound(render(None, f"errors/{name}.html"))


def test_the_shortcuts_have_a_page_of_their_own() -> None:
    assert "<kbd>j</kbd>" in render(request(), "shortcuts_page.html")


def test_a_name_that_was_not_passed_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="groups"):
        render(request(), "my_day.html", now=NOW)


def test_what_people_wrote_is_escaped() -> None:
    groups = worklist()
    groups[0]["rows"][0]["name"] = "<script>alert(1)</script>"
    html = render(request(), "my_day.html", groups=groups, now=NOW)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_fragment_is_one_block_of_the_page() -> None:
    part = fragment(request("en"), "errors/404.html", "title")
    assert part == "We cannot find this page"


def test_a_fragment_knows_the_macros_that_its_page_imports() -> None:
    part = fragment(request(), "my_day.html", "content", groups=worklist(), now=NOW)
    assert "<html" not in part
    assert "CR26-7K4M-92" in part


def test_the_error_stands_at_the_field_and_in_the_summary_and_what_was_typed_is_kept() -> None:
    html = specimen("form")
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>Error: Registrar un hogar – Acogida</title>" in html
    assert '<a href="#place">Escriba un lugar, o marque «no sabe»</a>' in html
    assert 'id="place-error"' in html
    assert 'value="Yorlenis D&#39;Angelo"' in html
    assert re.search(
        r'id="place"[^>]*aria-invalid="true"[^>]*aria-describedby="place-hint place-error"', html
    )
    assert '<a href="#people-1-birth">' in html


def test_a_disabled_action_is_followed_by_its_reason() -> None:
    html = specimen("case")
    assert re.search(
        r'disabled aria-disabled="true" aria-describedby="why-2">Enviar a revisión</button><p[^>]*id="why-2">Falta',
        html,
    )


def test_the_menu_marks_where_the_page_belongs() -> None:
    assert 'href="/expedientes" aria-current="true"' in specimen("case")
    assert 'href="/" aria-current="page"' in specimen("my_day")
    assert "govuk-service-navigation__list" not in specimen("sitting")


def test_the_other_language_keeps_the_filters_of_the_page() -> None:
    html = render(request("es", "/expedientes", (("etapa", "review"), ("lang", "es"))), "errors/404.html")
    assert 'href="/expedientes?etapa=review&amp;lang=en"' in html


def test_an_invalid_document_says_nothing_about_work_or_validity() -> None:
    html = specimen("check_not_valid")
    assert "trabajar" not in html
    assert "Válido hasta" not in html


def test_an_internal_target_is_never_shown_as_law() -> None:
    html = specimen("case")
    assert '<span class="ac-basis">24 nov 2026 · Meta interna: 15 d háb.</span>' in html
    assert 'Regl. 36831-G, 3 meses; LGAP art. 256 · <span class="ac-unsure">sin verificar</span>' in html
