"""Every template compiles; what pages are made of renders in both languages, complete and with nothing inline."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from app.web.rendering import TEMPLATES, environment, fragment, render
from tests.web_foundation.specimen import NOW, PAGES, request, specimen, worklist

ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
ERRORS = ("403", "404", "422", "500", "conflict")
VOID = {"area", "br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "rect", "source", "wbr"}


class Outline(HTMLParser):
    """What accessibility hangs on: ids, labels, headings, references, landmarks, and that tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.references: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.headings: list[int] = []
        self.forms: list[dict[str, str | None]] = []
        self.hidden: list[str | None] = []
        self.inline: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if identity := values.get("id"):
            self.ids.append(identity)
        self.references += [
            ref
            for name in ("aria-labelledby", "aria-describedby", "aria-controls")
            for ref in (values.get(name) or "").split()
        ]
        if tag == "label" and (target := values.get("for")):
            self.labelled.add(target)
        if tag in ("input", "select", "textarea"):
            self._field(values)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "form":
            self.forms.append(values)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag in ("style", "script") and not values.get("src"):
            self.inline.append(tag)

    def _field(self, values: dict[str, str | None]) -> None:
        if values.get("type") == "hidden":
            self.hidden.append(values.get("name"))
        else:
            self.fields.append(values | {"inside_label": "yes" if "label" in self.open else None})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> closes another element"


def check(html: str) -> None:
    outline = Outline(html)
    assert outline.open == []
    assert outline.inline == []
    assert len(outline.ids) == len(set(outline.ids)), "an id is used twice"
    assert set(outline.references) <= set(outline.ids), "a reference leads nowhere"
    assert outline.headings.count(1) == 1
    assert all(
        later - earlier <= 1 for earlier, later in zip(outline.headings, outline.headings[1:], strict=False)
    )
    for field in outline.fields:
        assert field.get("id") in outline.labelled or field.get("aria-label") or field["inside_label"], field
    posts = [form for form in outline.forms if form.get("method") == "post"]
    assert outline.hidden.count("csrf_token") == len(posts)
    title = re.search(r"<title>(.*?) – Acogida</title>", html)
    assert title
    assert title[1].strip()


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_what_pages_are_made_of_is_sound(page: str, language: str) -> None:
    html = specimen(page, language)
    assert f'<html lang="{language}"' in html
    check(html)


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_nothing_but_a_request(name: str) -> None:
    check(render(request(), f"errors/{name}.html"))
    check(render(None, f"errors/{name}.html"))


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
