"""Two profiles side by side, by what they mean: what is new, what is gone, what is otherwise, and how sure each was and is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from app.procedure.differences.values import MARKS, SILENT, Speaker
from app.procedure.differences.words import FIELDS, GROUNDS, NOTE, PARTS
from app.procedure.law.basis import Basis, Fact, Label
from app.procedure.law.schema import Profile

Kind = Literal["added", "removed", "changed"]
# What only says which file it is.
_NO_LAW = {"country", "version", "checked_on", "overridden_by", "house_stages", "house_events"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, in words. `subject` is what it is about, `what` the field; added and removed have one side only.

    `place` is where it stands in the profile, e.g. "limits.appeal.length".
    """

    kind: Kind
    place: str
    subject: str
    what: str
    before: str = ""
    after: str = ""

    def in_words(self, language: str = "es") -> str:
        """One line: "Presentar la solicitud · duración: antes 1 mes; ahora sin plazo en registro"."""
        english = language == "en"
        about = " · ".join(part for part in (self.subject, self.what) if part)
        if self.kind == "added":
            said = ("new" if english else "se agrega", self.after)
        elif self.kind == "removed":
            said = ("gone" if english else "se quita", self.before)
        else:
            was, now = ("before", "now") if english else ("antes", "ahora")
            said = (f"{was} {self.before}; {now} {self.after}", "")
        return ": ".join(part for part in (about, *said) if part)


@dataclass(frozen=True, slots=True)
class Part:
    """The differences in one part of the profile."""

    name: str
    title: str
    differences: tuple[Difference, ...]


def compare(before: Profile, after: Profile, language: str = "es") -> tuple[Part, ...]:
    """What `after` says otherwise than `before`, part by part in the profile's order; nothing where they say the same."""
    comparer = _Comparer(Speaker(before, language), Speaker(after, language))
    parts = (
        Part(
            name,
            label.in_(language),
            tuple(comparer.field(name, "", name, getattr(before, name), getattr(after, name))),
        )
        for name, label in PARTS.items()
    )
    return tuple(part for part in parts if part.differences)


class _Comparer:
    def __init__(self, was: Speaker, now: Speaker) -> None:
        self.was, self.now = was, now

    def field(
        self, name: str, subject: str, place: str, before: object, after: object
    ) -> Iterator[Difference]:
        """What differs in one field."""
        if _same(before, after):
            return
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self._entries(name, subject, place, before, after)
        elif isinstance(before, tuple) and isinstance(after, tuple):
            yield from self._lists(name, subject, place, before, after)
        elif _one_of_a_kind(before, after):
            assert isinstance(before, BaseModel)  # noqa: S101 - as just seen
            assert isinstance(after, BaseModel)  # noqa: S101 - the same
            title = subject if place in PARTS else self._under(subject, name)
            yield from self.parts(title, place, before, after)
        else:
            what = self._what(name) if place not in PARTS else ""
            yield Difference(
                "changed", place, subject, what, self.was.spoken(name, before), self.now.spoken(name, after)
            )

    def parts(self, subject: str, place: str, before: BaseModel, after: BaseModel) -> Iterator[Difference]:
        """Field by field, then what it rests on."""
        for name in type(after).model_fields:
            if name not in SILENT:
                yield from self.field(
                    name, subject, f"{place}.{name}", getattr(before, name), getattr(after, name)
                )
        if isinstance(before, Basis) and isinstance(after, Basis):
            if any(getattr(before, mark) != getattr(after, mark) for mark in MARKS):
                was, now = self.was.marks(before), self.now.marks(after)
                yield Difference("changed", place, subject, self.now.word(GROUNDS), was, now)
            if before.note != after.note:
                was, now = (each.note or "—" for each in (before, after))
                yield Difference("changed", place, subject, self.now.word(NOTE), was, now)

    def _entries(
        self, name: str, subject: str, place: str, before: Mapping[str, object], after: Mapping[str, object]
    ) -> Iterator[Difference]:
        for key in (*before, *(key for key in after if key not in before)):
            at = f"{place}.{key}"
            if key not in after:
                title = self._under(subject, self.was.title(key, before[key]), plain=True)
                yield Difference("removed", at, title, "", before=self.was.details(name, before[key]))
            elif key not in before:
                title = self._under(subject, self.now.title(key, after[key]), plain=True)
                yield Difference("added", at, title, "", after=self.now.details(name, after[key]))
            elif _one_of_a_kind(before[key], after[key]) and not _same(before[key], after[key]):
                title = self._under(subject, self.now.title(key, after[key]), plain=True)
                yield from self.parts(title, at, before[key], after[key])  # type: ignore[arg-type]  # as just seen
            else:
                title = self._under(subject, self.now.title(key, after[key]), plain=True)
                yield from self.field(name, title, at, before[key], after[key])

    def _lists(
        self, name: str, subject: str, place: str, before: tuple[object, ...], after: tuple[object, ...]
    ) -> Iterator[Difference]:
        was, now = _called(before), _called(after)
        if was is not None and now is not None and (was or now):
            yield from self._entries(name, self._list_title(name, subject, place), place, was, now)
            return
        gone, new = (
            [
                self.was.spoken(name, each)
                for each in before
                if not any(_same(each, other) for other in after)
            ],
            [
                self.now.spoken(name, each)
                for each in after
                if not any(_same(each, other) for other in before)
            ],
        )
        what = self._what(name) if place not in PARTS else ""
        for words in gone:
            yield Difference("removed", place, subject, what, before=words)
        for words in new:
            yield Difference("added", place, subject, what, after=words)
        if not gone and not new:
            yield Difference(
                "changed", place, subject, what, self.was.spoken(name, before), self.now.spoken(name, after)
            )

    def _list_title(self, name: str, subject: str, place: str) -> str:
        return subject if place in PARTS else self._under(subject, name)

    def _what(self, name: str) -> str:
        """The field in words; an entry of a part, e.g. a word of `labels`, is no field of its own."""
        return "" if name in PARTS and name not in FIELDS else self.now.word(FIELDS[name])

    def _under(self, subject: str, name: str, *, plain: bool = False) -> str:
        words = name if plain else self._what(name)
        return f"{subject} · {words}" if subject else words


def _one_of_a_kind(before: object, after: object) -> bool:
    """Two parts that are compared field by field; labels and single facts are told whole."""
    return (
        isinstance(after, BaseModel) and type(before) is type(after) and not isinstance(after, Label | Fact)
    )


def _called(entries: tuple[object, ...]) -> dict[str, object] | None:
    """The entries by what they are called; None where they have no names."""
    names = [getattr(entry, "name", getattr(entry, "code", None)) for entry in entries]
    if any(not isinstance(name, str) for name in names) or len(set(names)) != len(names):
        return None
    return dict(zip(map(str, names), entries, strict=True))


def _same(before: object, after: object) -> bool:
    """Do they say the same? The day on which a mark was set says nothing of the law."""
    if isinstance(before, BaseModel) and isinstance(after, BaseModel):
        fields = [name for name in type(after).model_fields if name != "checked_on"]
        return type(before) is type(after) and all(
            _same(getattr(before, n), getattr(after, n)) for n in fields
        )
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(_same(a, b) for a, b in zip(before, after, strict=True))
    return before == after
