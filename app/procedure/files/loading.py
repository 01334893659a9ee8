"""Finding and reading profile files: a country's versions, a deployment's overrides, editions made of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.procedure.errors import NoSuchProfile, ProfileInvalid
from app.procedure.files.drafts import Draft, mark_in, mark_of_sheet, overlapping, refused
from app.procedure.files.editions import Edition, Plain
from app.procedure.files.sheets import Sheet, read_sheet, sheet_of
from app.procedure.law.schema import Overlay, Profile

SHIPPED = Path(__file__).parents[1] / "profiles"


@dataclass(frozen=True, slots=True)
class Layer:
    """An override as text, to be laid over a version. `name` says whose it is where a fault is reported."""

    name: str
    text: str


def load(
    country: str,
    *,
    on: date | None = None,
    version: str | None = None,
    overrides: Path | None = None,
) -> Profile:
    """The shipped profile of a country (ISO alpha-3).

    By `version`, or by the filing day `on`, or else the newest. `overrides` is a file whose values are laid over
    it. Read once, then the same object. Raises NoSuchProfile, ProfileInvalid.
    """
    chosen = [
        draft
        for draft in _versions(country)
        if (version is None or draft.version == version) and (on is None or _covers(draft.values, on))
    ]
    if not chosen:
        raise NoSuchProfile(f"no profile of '{country}' for version {version or 'any'} on {on or 'any day'}")
    newest = max(draft.version for draft in chosen)
    return _read_edition(country, Edition(Plain(newest)), overrides, ())


def countries() -> tuple[str, ...]:
    """Every country (ISO alpha-3) of which a procedure is shipped."""
    return tuple(sorted({str(draft.country) for draft in _shipped()}))


def versions(country: str) -> tuple[Profile, ...]:
    """Every shipped version of a country's procedure, the newest first."""
    names = {draft.version for draft in _versions(country)}
    return tuple(load(country, version=name) for name in sorted(names, reverse=True))


def load_edition(
    country: str, edition: Edition, *, overrides: Path | None = None, layers: Mapping[int, Layer]
) -> Profile:
    """The profile that a case of that edition is bound to; its `version` is the edition's name.

    `overrides` is the file that lies under everything, `layers` the deployment's own overrides by number. The same object for the
    same texts. Raises KeyError for a number that is not in `layers`, NoSuchProfile, ProfileInvalid.
    """
    used = tuple((number, layers[number]) for number in sorted(edition.numbers))
    return _read_edition(country, edition, overrides, used)


def mark_of(layer: Layer) -> Overlay:
    """What an override says of itself: `of` which country, or country and version, and its label. Raises ProfileInvalid."""
    return mark_of_sheet(_sheet(layer))


def with_layer(country: str, version: str, *, overrides: Path | None = None, layer: Layer) -> Profile:
    """A version with a text laid over it that has no number yet: what an upload would come to. Never kept.

    Raises NoSuchProfile, ProfileInvalid.
    """
    return draft_with_layer(country, version, layer, overrides=overrides).built()


def draft_with_layer(country: str, version: str, layer: Layer, *, overrides: Path | None = None) -> Draft:
    """The same before it is checked against the schema."""
    return _under(country, Plain(version), overrides, {}).overlaid(_sheet(layer), uploaded=True)


def read_profile(path: Path, *, overrides: Path | None = None) -> Profile:
    """A profile from any file, e.g. one that a deployment wrote itself. Raises ProfileInvalid.

    A file that is written as its differences is laid over the shipped version that it names.
    """
    draft = draft_of_file(path)
    return (draft.overlaid(read_sheet(overrides)) if overrides is not None else draft).built()


def draft_of_file(path: Path) -> Draft:
    """A file made whole: as it is, laid over the version it differs from, or, an override, over the profile it is for."""
    sheet = read_sheet(path)
    if "override" in sheet.values:
        return _under_override(sheet).overlaid(sheet)
    draft = Draft.of(sheet)
    return _completed(draft, _written()) if "differs_from" in draft.values else draft


def draft_of_version(country: str, version: str | None = None) -> Draft:
    """A shipped version; the newest where none is named. Raises NoSuchProfile."""
    chosen = [draft for draft in _versions(country) if version in (None, draft.version)]
    if not chosen:
        raise NoSuchProfile(f"no profile of '{country}' for version {version or 'any'}")
    return max(chosen, key=lambda draft: draft.version)


def _under_override(sheet: Sheet) -> Draft:
    named = str(mark_in(sheet).get("of"))
    country, _, version = named.partition("/")
    try:
        return draft_of_version(country, version or None)
    except NoSuchProfile as missing:
        es, en = f"no hay perfil «{named}»", f"there is no profile '{named}'"
        raise refused(sheet, ("override", "of"), "for_another", es, en) from missing


# By text and not by number alone: two databases in one process may each have a number 1.
@lru_cache(maxsize=64)
def _read_edition(
    country: str, edition: Edition, overrides: Path | None, layers: tuple[tuple[int, Layer], ...]
) -> Profile:
    texts = dict(layers)
    whole = _under(country, edition.own, overrides, texts)
    for later in edition.later:
        whole = whole.with_parts_of(_under(country, later, overrides, texts), edition.own.version)
    return whole.named(str(edition)).built()


def _under(country: str, plain: Plain, overrides: Path | None, layers: Mapping[int, Layer]) -> Draft:
    """The values of a version, with the deployment's file and the override of that number laid over them."""
    draft = next((each for each in _versions(country) if each.version == plain.version), None)
    if draft is None:
        raise NoSuchProfile(f"no profile of '{country}' for version {plain.version}")
    if overrides is not None:
        draft = draft.overlaid(read_sheet(overrides))
    if plain.number is not None:
        draft = draft.overlaid(_sheet(layers[plain.number]), uploaded=True)
    return draft


@lru_cache(maxsize=32)
def _versions(country: str) -> list[Draft]:
    """Every shipped version of a country. Raises ProfileInvalid where two are in force on the same day."""
    versions = [draft for draft in _shipped() if draft.country == country]
    if faults := tuple(overlapping(versions)):
        raise ProfileInvalid(faults)
    return versions


@lru_cache(maxsize=1)
def _shipped() -> list[Draft]:
    """Every shipped version, whole: one that is written as its differences is laid over the version it differs from."""
    written = _written()
    return [_completed(draft, written) if "differs_from" in draft.values else draft for draft in written]


@lru_cache(maxsize=1)
def _written() -> list[Draft]:
    return [Draft.of(read_sheet(path)) for path in sorted(SHIPPED.glob("*.toml"))]


def forget() -> None:
    """Forget what lies on the shelf of shipped files, so that it is read anew. Profiles in use stay the same objects."""
    for kept in (_written, _shipped, _versions):
        kept.cache_clear()


def _completed(draft: Draft, written: list[Draft]) -> Draft:
    named = (draft.country, draft.values["differs_from"])
    other = next((each for each in written if (each.country, each.version) == named), None)
    if other is None or "differs_from" in other.values:
        es = f"no hay aquí una versión {named[1]} completa de la que diferir"
        en = f"there is no whole version {named[1]} here to differ from"
        raise refused(draft.sheets[0], ("differs_from",), "nothing_to_differ_from", es, en)
    return draft.completed(other)


def _sheet(layer: Layer) -> Sheet:
    return sheet_of(Path(layer.name), layer.text)


def _covers(values: Mapping[str, Any], day: date) -> bool:
    in_force = values["in_force"]
    return bool(in_force["from"] <= day and ("to" not in in_force or day <= in_force["to"]))
