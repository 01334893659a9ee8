"""Collects what is to be translated and keeps `locale/en.po` in step with it: `python -m app.web.i18n`.

Marked are `_("…")`, `gettext`, `ngettext` and `{% trans %}`, in Python and templates. The rooms below know no
catalogue: what they say to people are the `message` of a refusal, the first argument of a raised one, and the third of
`Invalid.at` and `FieldError`; those are found by their shape.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from app.web.i18n import LOCALE
from app.web.rendering import TEMPLATES, environment

APP = Path(__file__).resolve().parents[1]
FUNCTIONS = ("_", "gettext", "ngettext", "said")
Words = str | tuple[str, str]


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def refusals(trees: Mapping[Path, ast.Module]) -> set[str]:
    """The names of all refusals: `Refusal` and every class that comes from it, whatever the file."""
    # Two rooms may have a refusal of the same name: the engine's, and the case's own words for it.
    parents: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = {_name(base).rpartition(".")[2] for base in node.bases}
                parents.setdefault(node.name, set()).update(bases)
    known = {"Refusal"}
    while more := {name for name, bases in parents.items() if bases & known} - known:
        known |= more
    return known


def _of_call(call: ast.Call, known: set[str]) -> Iterator[Words]:
    name = _name(call.func)
    short = name.rpartition(".")[2]
    texts = [_text(argument) for argument in call.args]
    if short in FUNCTIONS and not name.startswith("self.") and texts and texts[0]:
        plural = texts[1] if short == "ngettext" and len(texts) > 1 else None
        yield (texts[0], plural) if plural else texts[0]
    elif (name.endswith("Invalid.at") or short == "FieldError") and len(texts) > 2 and texts[2]:
        yield texts[2]
    elif short in known and texts and texts[0]:
        yield texts[0]
    if short == "FieldError":
        yield from (found for item in call.keywords if item.arg == "message" and (found := _text(item.value)))


def _of_class(node: ast.ClassDef, known: set[str]) -> Iterator[str]:
    if node.name not in known:
        return
    for line in node.body:
        target = line.target if isinstance(line, ast.AnnAssign) else None
        if isinstance(line, ast.Assign):
            target = line.targets[0] if isinstance(line.targets[0], ast.Name) else None
        if (
            isinstance(line, ast.AnnAssign | ast.Assign)
            and isinstance(target, ast.Name)
            and target.id == "message"
        ):
            text = _text(line.value)
            if text:
                yield text


def python_words() -> Iterator[Words]:
    """Everything that Python code says to people."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(APP.rglob("*.py"))}
    known = refusals(trees)
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _of_call(node, known)
            elif isinstance(node, ast.ClassDef):
                yield from _of_class(node, known)


def template_words() -> Iterator[Words]:
    """Everything that templates say."""
    env = environment()
    for path in sorted(TEMPLATES.rglob("*.html")):
        for _line, function, message in extract_from_ast(env.parse(path.read_text("utf-8")), FUNCTIONS):
            parts = [message] if isinstance(message, str) else [part for part in message or () if part]
            if parts:
                yield (parts[0], parts[1]) if function == "ngettext" and len(parts) > 1 else parts[0]


def collect() -> dict[str, Words]:
    """Source string → the string, or its singular and plural."""
    found: dict[str, Words] = {}
    for words in [*python_words(), *template_words()]:
        key = words if isinstance(words, str) else words[0]
        if isinstance(words, tuple) or key not in found:
            found[key] = words
    return found


def known(path: Path = LOCALE / "en.po") -> dict[str, tuple[str, ...]]:
    """Source string → its translations so far ("" where there is none)."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries = read_po(file, locale="en")
    found: dict[str, tuple[str, ...]] = {}
    for message in entries:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            found[key] = texts if any(texts) or key not in found else found[key]
    return found


def update(path: Path = LOCALE / "en.po") -> tuple[list[str], list[str]]:
    """Bring a catalogue up to date with the source, keeping its translations.

    Returns the strings without a translation, and those dropped because nothing uses them any more.
    """
    wanted, before = collect(), known(path)
    merged = Catalog(locale="en", charset="utf-8", fuzzy=False)
    missing: list[str] = []
    for key, words in wanted.items():
        texts = before.get(key) or ("",)
        if isinstance(words, str):
            merged.add(words, texts[0])
        else:
            texts = (texts[0], texts[-1])
            merged.add(words, texts)
        if not all(texts):
            missing.append(key)
    with path.open("wb") as file:
        write_po(file, merged, width=0, sort_output=True, omit_header=True, ignore_obsolete=True)
    return missing, [key for key in before if key not in wanted]


def main() -> int:
    missing, dropped = update()
    for text in dropped:
        sys.stdout.write(f"dropped: {text}\n")
    for text in missing:
        sys.stdout.write(f"needs English: {text}\n")
    return 1 if missing else 0
