"""A profile on its way from files to a whole: values laid over one another, and the files that each fault is traced to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.procedure.errors import NoSuchProfile, ProfileInvalid
from app.procedure.faults import Fault
from app.procedure.files.fault_words import Words
from app.procedure.files.merging import KEYS, CannotBeLaid, absent, laid_over
from app.procedure.files.sheets import Sheet, read_sheet
from app.procedure.files.tracing import fault_at, faults_of, where
from app.procedure.law.schema import Overlay, Profile

HOUSE = Path(__file__).parents[1] / "house.toml"
# What belongs to a version itself: an override that changed one of these would be another version, or another country.
FIXED = frozenset(
    {
        "country",
        "version",
        "in_force",
        "follows",
        "differs_from",
        "time_zone",
        "transition",
        "overridden_by",
    }
)


@dataclass(frozen=True, eq=False)
class Draft:
    """Values from files. `sheets` are those files, the lowest first; nothing is checked against the schema yet."""

    values: Mapping[str, Any]
    sheets: tuple[Sheet, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "Draft":
        """A file alone."""
        return cls(sheet.values, (sheet,))

    @property
    def country(self) -> object:
        """As written."""
        return self.values.get("country")

    @property
    def version(self) -> str:
        """As written."""
        return str(self.values.get("version"))

    def completed(self, other: "Draft") -> "Draft":
        """A version that is written as its differences, laid over the version it differs from."""
        (own,) = self.sheets
        # How cases come over from the version before is each version's own.
        whole = {key: value for key, value in other.values.items() if key != "transition"}
        differences = {key: value for key, value in self.values.items() if key != "differs_from"}
        return Draft(_laid(whole, differences, own), (*other.sheets, own))

    def overlaid(self, sheet: Sheet, *, uploaded: bool = False) -> "Draft":
        """The values of an override laid over, with its mark on the result.

        One that was `uploaded` leaves alone what belongs to the version itself. Raises ProfileInvalid.
        """
        mark = mark_in(sheet)
        if mark.get("of") not in (self.country, f"{self.country}/{self.version}"):
            of, own = mark.get("of"), f"{self.country}/{self.version}"
            es = f"es para {of}, y este procedimiento es {own}"
            raise refused(
                sheet, ("override", "of"), "for_another", es, f"it is for {of}, and this procedure is {own}"
            )
        over = {key: value for key, value in sheet.values.items() if key != "override"}
        if uploaded:
            _leaves_the_version_alone(sheet, over)
        whole = _laid(self.values, over, sheet)
        whole["overridden_by"] = [*self.values.get("overridden_by", []), mark]
        return Draft(whole, (*self.sheets, sheet))

    def with_parts_of(self, later: "Draft", own: str) -> "Draft":
        """With the parts that a later version's transitional rules give to cases of this one, in place of its own."""
        parts = [
            part
            for rule in later.values.get("transition", [])
            if rule.get("from") == own and rule.get("moves") == "parts"
            for part in rule["parts"]
        ]
        if not parts:
            raise NoSuchProfile(f"version {later.version} gives no parts to cases of {own}")
        given = {**self.values, "sources": {**later.values["sources"], **self.values["sources"]}}
        for part in parts:
            given = _with_part(given, later.values, part.split("."), part)
        return Draft(given, (*later.sheets, *self.sheets))

    def named(self, version: str) -> "Draft":
        """The same under another name."""
        return Draft({**self.values, "version": version}, self.sheets)

    def built(self) -> Profile:
        """The profile. Raises ProfileInvalid with every fault, each with its file and line."""
        values = self._with_the_houses_own()
        try:
            return Profile.model_validate(_frozen(_dated(values, values.get("checked_on"))))
        except ValidationError as invalid:
            raise ProfileInvalid(faults_of(invalid, values, (_house(), *self.sheets))) from invalid

    def where(self, place: str) -> tuple[Path, int] | None:
        """The file and line from which the value at that place came."""
        return where(place, self._with_the_houses_own(), (_house(), *self.sheets))

    def _with_the_houses_own(self) -> dict[str, Any]:
        """With what the house has in every country, less what it has itself: events, and the stage at which a claim rests that
        goes on in another file; and under its own form of screening the house's."""
        own, stages = self.values.get("events", []), self.values.get("stages", [])
        if not isinstance(own, list) or not isinstance(stages, list):
            return dict(self.values)
        house, form = _house().values, self.values.get("screening", {})
        still_open = [
            str(s["name"]) for s in stages if isinstance(s, dict) and "name" in s and s.get("open") is True
        ]
        return {
            **self.values,
            "events": [*own, *_without(house["events"], own)],
            "house_stages": _without(house["house_stages"], stages),
            "house_events": [_among(event, still_open) for event in _without(house["house_events"], own)],
            "screening": _laid(house["screening"], form, self.sheets[-1]) if isinstance(form, dict) else form,
        }


def mark_in(sheet: Sheet) -> Mapping[str, Any]:
    """What an override says of itself, not checked yet. Raises ProfileInvalid where it says nothing."""
    mark = sheet.values.get("override")
    if isinstance(mark, dict):
        return mark
    es = "un archivo de cambios empieza con [override]: of, label"
    raise refused(sheet, (), "no_mark", es, "an override file begins with [override]: of, label")


def mark_of_sheet(sheet: Sheet) -> Overlay:
    """The mark of an override, checked. Raises ProfileInvalid."""
    mark = mark_in(sheet)
    try:
        return Overlay.model_validate(mark)
    except ValidationError as invalid:
        within: Mapping[str, Any] = {"overridden_by": [mark]}
        raise ProfileInvalid(
            Fault(
                f.code,
                f.es,
                f.en,
                f"override.{f.place}",
                sheet.file,
                sheet.line(("override", *f.place.split("."))),
            )
            for f in faults_of(invalid, within, ())
        ) from invalid


def refused(sheet: Sheet, place: tuple[str | int, ...], code: str, es: str, en: str) -> ProfileInvalid:
    """One fault of one file."""
    return ProfileInvalid([Fault(code, es, en, ".".join(map(str, place)), sheet.file, sheet.line(place))])


def overlapping(drafts: list[Draft]) -> Iterator[Fault]:
    """Versions of a country that are in force on the same day: nobody could say which a case falls under."""
    spans = sorted(
        (_since(draft), _until(draft), n) for n, draft in enumerate(drafts) if _since(draft) is not None
    )
    for (_, until, before), (since, _, after) in pairwise(spans):
        if since <= until:
            other = drafts[before].version
            es = f"el {since} ya está vigente la versión {other}: se traslapan"
            en = f"on {since} version {other} is in force, too: they overlap"
            yield fault_at(Words("overlapping", es, en), "in_force.from", drafts[after].sheets)


def _since(draft: Draft) -> Any:
    in_force = draft.values.get("in_force")
    since = in_force.get("from") if isinstance(in_force, dict) else None
    return since if isinstance(since, date) else None


def _until(draft: Draft) -> date:
    until = draft.values["in_force"].get("to")
    return until if isinstance(until, date) else date.max


def _laid(under: Mapping[str, Any], over: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    try:
        return laid_over(under, over)
    except CannotBeLaid as fault:
        raise refused(sheet, fault.place, *fault.words) from fault


def _leaves_the_version_alone(sheet: Sheet, over: Mapping[str, Any]) -> None:
    for key in sorted(FIXED & over.keys()):
        es, en = f"un archivo de cambios no cambia «{key}»", f"an override does not change '{key}'"
        raise refused(
            sheet, (key,), "fixed", f"{es}: eso sería otra versión", f"{en}: that would be another version"
        )
    try:
        places = absent(over)
    except CannotBeLaid as fault:
        raise refused(sheet, fault.place, *fault.words) from fault
    for number, place in enumerate(places):
        if (key := place.split(".")[0]) in FIXED:
            es, en = f"un archivo de cambios no quita «{key}»", f"an override does not take '{key}' away"
            raise refused(sheet, ("absent", number), "fixed", es, en)


def _with_part(
    under: Mapping[str, Any], over: Mapping[str, Any], place: list[str], part: str
) -> dict[str, Any]:
    key, *rest = place
    if key not in over:
        es = f"una regla transitoria da «{part}», que su versión no tiene"
        raise ProfileInvalid(
            [
                Fault(
                    "no_such_part", es, f"a transitional rule gives '{part}', which its version has not", part
                )
            ]
        )
    if not rest:
        return {**under, key: over[key]}
    if key in KEYS:
        entries = {entry[KEYS[key]]: entry for entry in under.get(key, [])}
        theirs = {entry[KEYS[key]]: entry for entry in over[key]}
        return {**under, key: list(_with_part(entries, theirs, rest, part).values())}
    return {**under, key: _with_part(under.get(key, {}), over[key], rest, part)}


def _without(houses: list[Any], own: list[Any]) -> list[Any]:
    """What the house has and the country does not name itself."""
    named = {str(each.get("name")) for each in own if isinstance(each, dict)}
    return [each for each in houses if each["name"] not in named]


def _among(event: dict[str, Any], still_open: list[str]) -> dict[str, Any]:
    """A way back of the house's leads to any open stage, which each country names differently."""
    to = event.get("to")
    if not isinstance(to, list | tuple):
        return event
    return {**event, "to": [{**t, "among": still_open} if t.get("among") == ["*open"] else t for t in to]}


@lru_cache(maxsize=1)
def _house() -> Sheet:
    return read_sheet(HOUSE)


def _dated(part: Any, checked_on: Any) -> Any:
    """Values with a mark and no day of their own were marked on the profile's day."""
    if isinstance(part, dict):
        dated = {key: _dated(value, checked_on) for key, value in part.items()}
        return {"checked_on": checked_on, **dated} if "verification" in dated else dated
    return [_dated(each, checked_on) for each in part] if isinstance(part, list) else part


def _frozen(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _frozen(value) for key, value in part.items()}
    return tuple(_frozen(each) for each in part) if isinstance(part, list) else part
