"""Build step: the npm packages and our own sources become a few content-hashed files. No Node needed.

Run as `python -m app.web.build` after `npm ci`. Writes `static/built/` and its `manifest.json`.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from app.web.assets import STATIC

ROOT = Path(__file__).resolve().parents[2]
SOURCES = STATIC / "src"
PACKAGES = ROOT / "node_modules"

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
HTMX = Path("htmx.org/dist/htmx.min.js")
# Libraries that come as many modules: each becomes one, under the name by which ours import it.
BUNDLED = {
    "cbor.js": 'export { decode, decodeFirst, encode, Tagged } from "cborg";',
    "idb.js": 'export { openDB, deleteDB } from "idb";',
    "qr.js": 'export { default as encodeQR } from "qr"; export { default as decodeQR } from "qr/decode.js";',
}

# Parts of the frameworks that no page of ours uses; a rule goes only when every selector of it names one of them.
GOVUK_UNUSED = {
    "accordion",
    "accordion-nav",
    "cookie-banner",
    "crest",
    "feedback",
    "footer",
    "header",
    "language-navigation",
    "logo",
    "panel",
    "password-input",
    "phase-banner",
    "tabs",
    "task-list",
}
# Of the MOJ components only these are used; the stylesheet also repeats much of GOV.UK's.
MOJ_USED = {"identity-bar", "sub-navigation", "filter", "timeline", "badge", "alert", "side-navigation"}

_IMPORT = re.compile(r'^import (?P<what>.+?) from "\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
_FONT = re.compile(r"(?:GDS Transport|\"GDS Transport\"),\s*arial,\s*sans-serif", re.IGNORECASE)


class PackageMissing(RuntimeError):
    """An npm package is not installed: run `npm ci`."""


def _package(path: Path) -> str:
    full = PACKAGES / path
    if not full.is_file():
        raise PackageMissing(f"{path} is missing: run `npm ci`")
    return full.read_text("utf-8")


def statements(css: str) -> Iterator[tuple[str, str | None]]:
    """Split a stylesheet into (prelude, body) pairs at its top level; body is None for `@charset …;`."""
    position, start = 0, 0
    while position < len(css):
        char = css[position]
        if char == ";":
            yield css[start:position].strip(), None
            position = start = position + 1
        elif char == "{":
            prelude, depth, opened = css[start:position].strip(), 1, position + 1
            position = opened
            while depth:
                depth += {"{": 1, "}": -1}.get(css[position], 0)
                position += 1
            yield prelude, css[opened : position - 1]
            start = position
        else:
            position += 1


def _blocks(selector: str) -> set[str]:
    """The component names in a selector: `.govuk-tabs__list-item--selected` → {"govuk-tabs"}."""
    return set(re.findall(r"\.((?:govuk|moj)-[a-z]+(?:-[a-z]+)*)", re.sub(r"(__|--)[\w-]+", "", selector)))


def _wanted(selector: str) -> bool:
    for block in _blocks(selector):
        family, name = block.split("-", 1)
        if family == "govuk" and name in GOVUK_UNUSED:
            return False
        if family == "moj" and name not in MOJ_USED:
            return False
    return True


def prune(css: str) -> str:
    """Drop `@font-face` and the rules of components that we do not use; everything else stays as it was."""
    kept: list[str] = []
    for prelude, body in statements(css):
        if body is None or prelude.startswith("@font-face"):
            continue
        if prelude.startswith(("@media", "@supports")):
            inner = prune(body)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}")
        else:
            selectors = [part for part in split_selectors(prelude) if _wanted(part)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def split_selectors(prelude: str) -> list[str]:
    """Split a selector list at its commas, but not at those inside parentheses or brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(prelude):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(prelude[start:index])
            start = index + 1
    return [*parts, prelude[start:]]


def only_moj(css: str) -> str:
    """The MOJ components alone: its stylesheet carries a second copy of GOV.UK's, which we already have."""
    kept: list[str] = []
    for prelude, body in statements(css):
        if body is None:
            continue
        if prelude.startswith("@media"):
            inner = only_moj(body)
            if inner:
                kept.append(f"{prelude}{{{inner}}}")
        elif ".moj-" in prelude:
            kept.append(f"{prelude}{{{body}}}")
    return "".join(kept)


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def _with_images(css: str, images: Path) -> str:
    """Pictures of a framework put into its stylesheet, so that nothing else is fetched."""

    def inlined(match: re.Match[str]) -> str:
        return f'url("data:image/svg+xml,{quote(_package(images / match["file"]))}")'

    return re.sub(r"url\(/assets/images/(?P<file>[\w-]+\.svg)\)", inlined, css)


def minify(css: str) -> str:
    """Comments and needless white space out of our own stylesheets."""
    css = re.sub(r"\s+", " ", _without_comments(css))
    return re.sub(r"\s*([{};])\s*", r"\1", css).replace(";}", "}").strip()


def frameworks(*, moj: bool) -> str:
    """The wanted parts of GOV.UK Frontend (and MOJ Frontend), in our own typeface."""
    css = prune(_without_comments(_package(GOVUK / "govuk-frontend.min.css")))
    if moj:
        components = prune(only_moj(_without_comments(_package(MOJ / "moj-frontend.min.css"))))
        css += _with_images(components, MOJ / "assets/images")
    return _FONT.sub("var(--ac-sans)", css)


def stylesheet(*parts: str, moj: bool) -> str:
    own = "".join(minify((SOURCES / "css" / f"{part}.css").read_text("utf-8")) for part in parts)
    return frameworks(moj=moj) + own


def _without_map(script: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", script).rstrip() + "\n"


def bundled(source: str) -> str:
    """One ES module from the packages that `source` names, by the esbuild binary that npm installed for this platform."""
    program = next(PACKAGES.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        raise PackageMissing("esbuild is missing: run `npm ci`")
    command = [
        str(program.resolve()),
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--log-level=error",
    ]
    done = subprocess.run(command, input=source, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


class Output:
    """The files of one build: written under hashed names, remembered for the manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def write(self, name: str, text: str) -> str:
        stem, _, suffix = name.rpartition(".")
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        hashed = f"{stem}.{digest}.{suffix}"
        (self.folder / hashed).write_text(text, "utf-8")
        (self.folder / f"{hashed}.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        self.names[name] = hashed
        return hashed


def write_module(output: Output, name: str) -> str:
    """Write one of our ES modules after those it imports, with the imports pointing at their hashed names."""
    if name in output.names:
        return output.names[name]
    text = (SOURCES / "js" / name).read_text("utf-8")

    def hashed(match: re.Match[str]) -> str:
        target = write_module(output, match["file"])
        return f'import {match["what"]} from "./{target}";\n'

    return output.write(name, _IMPORT.sub(hashed, text))


def build(folder: Path = STATIC / "built") -> dict[str, str]:
    """Write every asset and the manifest; returns the manifest. The folder is replaced as a whole."""
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    output = Output(scratch)
    output.write("staff.css", stylesheet("core", "staff", "staff-small", "print", moj=True))
    output.write("public.css", stylesheet("core", "public", "print", moj=False))
    output.write("paper.css", minify((SOURCES / "css" / "paper.css").read_text("utf-8")))
    output.write("htmx.js", _without_map(_package(HTMX)))
    output.write("govuk.js", _without_map(_package(GOVUK / "govuk-frontend.min.js")))
    for name, source in BUNDLED.items():
        output.write(name, bundled(source))
    for module in sorted((SOURCES / "js").glob("*.js")):
        write_module(output, module.name)
    output.write("icon.svg", (SOURCES / "icon.svg").read_text("utf-8"))
    (scratch / "manifest.json").write_text(json.dumps(output.names, indent=1, sort_keys=True) + "\n", "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    scratch.replace(folder)
    return output.names


def compressed(path: Path) -> int:
    """Bytes of a built file as sent with gzip."""
    return path.with_name(f"{path.name}.gz").stat().st_size


def main() -> int:
    folder = STATIC / "built"
    for name, hashed in sorted(build(folder).items()):
        sys.stdout.write(f"{name:<16} {compressed(folder / hashed) / 1024:6.1f} KB gzip  {hashed}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
