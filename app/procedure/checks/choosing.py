"""A profile by what a person types: a file, a country (CRI), or a country and a version (CRI/2022-12)."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from app.procedure.checks.check import check
from app.procedure.checks.findings import Finding
from app.procedure.errors import NoSuchProfile
from app.procedure.files.drafts import Draft
from app.procedure.files.loading import Layer, draft_of_file, draft_of_version, draft_with_layer
from app.procedure.law.schema import Profile

_VERSION = re.compile(r"(?P<country>[A-Z]{3})(?:/(?P<version>[^/\\]+))?")


@dataclass(frozen=True, slots=True)
class Examined:
    """A profile and what a check found in it, each finding with its file and line."""

    profile: Profile
    findings: tuple[Finding, ...]


def chosen(named: str) -> Profile:
    """The profile that is meant. Raises NoSuchProfile, ProfileInvalid."""
    return _draft(named).built()


def examine(named: str) -> Examined:
    """The profile that is meant, checked. Raises NoSuchProfile, ProfileInvalid."""
    return _examined(_draft(named))


def examine_layer(country: str, version: str, layer: Layer, *, overrides: Path | None = None) -> Examined:
    """A version with a deployment's override laid over it, checked; a finding in the override carries the override's name.

    Raises NoSuchProfile, ProfileInvalid.
    """
    return _examined(draft_with_layer(country, version, layer, overrides=overrides))


def _examined(draft: Draft) -> Examined:
    profile = draft.built()
    return Examined(profile, tuple(_placed(draft, each) for each in check(profile)))


def _draft(named: str) -> Draft:
    path = Path(named)
    if path.is_file():
        return draft_of_file(path)
    if found := _VERSION.fullmatch(named):
        return draft_of_version(found["country"], found["version"])
    raise NoSuchProfile(f"neither a file nor a version: '{named}'")


def _placed(draft: Draft, finding: Finding) -> Finding:
    found = draft.where(finding.subject)
    return finding if found is None else replace(finding, file=found[0], line=found[1])
