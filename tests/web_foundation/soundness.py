"""What every page must be, whatever it is about: call `assert_sound(html)` on each page that a test fetches."""

import re
from html.parser import HTMLParser

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


def assert_sound(html: str) -> None:
    """A whole page is well formed and can be used: title, one h1, labels, references, tokens, nothing inline."""
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
