"""Which of two records' values the person keeps, and what is kept besides. Pure."""

from collections.abc import Mapping
from typing import Any

from app.people.rules import search_name

# What is chosen between the two sides, and the columns behind it.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "names": ("given_names", "family_names"),
    "birth": ("birth_date", "birth_precision"),
    "sex": ("sex",),
    "nationalities": ("nationalities", "stateless"),
    "phone": ("phone",),
    "email": ("email",),
    "lodging": ("lodging",),
}
# Where the one who stays has nothing, what the other had is no choice: it is kept.
_FILLED = ("phone", "email", "lodging", "gender_identity")


def chosen_row(
    survivor: Mapping[str, Any], merged: Mapping[str, Any], picks: Mapping[str, str]
) -> dict[str, Any]:
    """The columns of the survivor that change. `picks`: field → `survivor` or `merged`; what is not named stays.

    Nothing is lost: the names that were not chosen become aliases, languages are joined.
    """
    changed: dict[str, Any] = {}
    for field, columns in FIELDS.items():
        if picks.get(field) == "merged":
            changed |= {column: merged[column] for column in columns}
    for column in _FILLED:
        if not survivor[column] and merged[column] and column not in changed:
            changed[column] = merged[column]
    whole = {**survivor, **changed}
    changed["aliases"] = _aliases(whole, survivor, merged)
    changed["languages"] = list(dict.fromkeys([*whole["languages"], *merged["languages"]]))
    changed["search_name"] = search_name(
        str(whole["given_names"]), str(whole["family_names"]), changed["aliases"]
    )
    changed["version"] = survivor["version"] + 1
    return changed


def _aliases(whole: Mapping[str, Any], *sides: Mapping[str, Any]) -> list[str]:
    known = {search_name(str(whole["given_names"]), str(whole["family_names"]))}
    kept: list[str] = []
    for side in sides:
        for name in (*side["aliases"], f"{side['given_names']} {side['family_names']}".strip()):
            if (key := search_name(name, "")) and key not in known:
                known.add(key)
                kept.append(name)
    return kept


def also_known(
    whole: Mapping[str, Any], survivor: Mapping[str, Any], merged: Mapping[str, Any]
) -> dict[str, Any]:
    """What was not chosen and is no alias: it goes on being known of the person."""
    found: dict[str, Any] = {}
    for field, columns in FIELDS.items():
        if field == "names":
            continue
        kept = [whole[column] for column in columns]
        for side in (survivor, merged):
            other = [side[column] for column in columns]
            if other != kept and any(other):
                found[field] = {column: side[column] for column in columns}
    return found
