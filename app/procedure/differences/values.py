"""The values of a profile as a lawyer reads them: names become labels, spans and marks become words."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from types import MappingProxyType

from pydantic import BaseModel

from app.procedure.differences.words import (
    FIELDS,
    MARK_WORDS,
    NO,
    NO_DATE,
    NO_LIMIT,
    NO_SOURCE,
    NOT_ON_RECORD,
    NOTHING,
    VALUES,
    YES,
)
from app.procedure.drawing.exits import condition_in_words
from app.procedure.law.basis import Basis, Fact, Label, Span
from app.procedure.law.flow import Follow, Target
from app.procedure.law.roles import ROLES
from app.procedure.law.schema import Profile

MARKS = ("verification", "source", "article", "synthetic")
SILENT = {*MARKS, "checked_on", "note", "name", "code"}
_ABSENT: Mapping[str, Label] = MappingProxyType({"length": NO_LIMIT, "until": NO_DATE, "since": NO_DATE})
# In which of the profile's lists the name in a field is looked up.
_LOOKED_UP = {
    "roles": {"by", "seats", "escalate_to"},
    "stages": {"leaves", "but_not", "to", "among", "reaching", "leaving", "runs_in", "stages"},
    "events": {"begins", "proposes", "event", "reset_by", "late"},
    "limits": {"starts", "meets", "cancels", "suspends", "resumes", "prolongs", "shortens", "after", "limit"}
    | {"file_within", "decide_within", "within", "ratify", "recounts"},
    "documents": {"issues", "extends", "keeps_valid"},
    "outcomes": {"against", "outcome"},
    "bodies": {"body", "independent_of"},
    "remedies": {"lodged_with"},
    "needs": {"needs", "notices"},
}
_LIST_OF = {field: what for what, fields in _LOOKED_UP.items() for field in fields}


class Speaker:
    """Says values of one profile in one language."""

    def __init__(self, profile: Profile, language: str) -> None:
        self.profile = profile
        self.language = "en" if language == "en" else "es"
        self._known: Mapping[str, Mapping[str, Label]] = {
            "roles": ROLES,
            "stages": {stage.name: stage.label for stage in profile.stages},
            "events": {event.name: event.label for event in profile.events},
            "limits": {name: limit.label for name, limit in profile.limits.items()},
            "documents": {name: document.label for name, document in profile.documents.items()},
            "outcomes": {name: outcome.label for name, outcome in profile.outcomes.items()},
            "bodies": {name: body.label for name, body in profile.bodies.items()},
            "remedies": {remedy.name: remedy.label for remedy in profile.remedies},
            "needs": profile.labels,
        }

    def word(self, label: Label) -> str:
        """A label in the language."""
        return label.in_(self.language)

    def spoken(self, field: str, value: object) -> str:
        """Any value that stands in that field."""
        if value is None:
            return self.word(_ABSENT.get(field, NOTHING))
        if isinstance(value, BaseModel):
            return self._model(field, value)
        if isinstance(value, Mapping):
            return self._listed(f"{key}: {self.spoken(field, each)}" for key, each in value.items())
        if isinstance(value, tuple):
            return self._listed(self.spoken(field, each) for each in value)
        return self._single(field, value)

    def _single(self, field: str, value: object) -> str:
        match value:
            case bool():
                return self.word(YES if value else NO)
            case Span():
                return value.in_words(self.language)
            case str():
                return self._name(field, value)
            case date() | time():
                return value.isoformat()
            case _:
                return str(value)

    def marks(self, basis: Basis) -> str:
        """How sure a value is and where it comes from: "R36831 14 (según fuente secundaria)"."""
        sure = self.word(MARK_WORDS[basis.verification])
        if basis.synthetic:
            sure = f"{sure}, {self.word(FIELDS['synthetic'])}"
        return f"{basis.cited or self.word(NO_SOURCE)} ({sure})"

    def title(self, key: object, value: object) -> str:
        """What an entry of a list or a table is called."""
        label = getattr(value, "label", None)
        if isinstance(value, Label):
            return self.word(value)
        if isinstance(label, Label):
            return self.word(label)
        return str(key)

    def _name(self, field: str, name: str) -> str:
        known = self._known.get(_LIST_OF.get(field, ""), {})
        if name in known:
            return self.word(known[name])
        return self.word(VALUES[name]) if name in VALUES else name

    def _model(self, field: str, value: BaseModel) -> str:
        match value:
            case Label():
                return self.word(value)
            case Fact():
                known = (
                    self.spoken(field, value.value) if value.value is not None else self.word(NOT_ON_RECORD)
                )
                return f"{known} [{self.marks(value)}]"
            case Target():
                return self._target(value)
            case Follow():
                return self._follow(field, value)
            case _:
                return self._whole(value)

    def _follow(self, field: str, follow: Follow) -> str:
        stages = (
            f"{self.word(FIELDS[part])} {self.spoken(part, getattr(follow, part))}"
            for part in ("reaching", "leaving")
            if getattr(follow, part)
        )
        condition = condition_in_words(self.profile, follow.when, self.language)
        told = "; ".join(part for part in (condition, *stages) if part)
        name = self._name(field, follow.name)
        return f"{name} ({told})" if told else name

    def _target(self, target: Target) -> str:
        to = self.spoken("to", target.to) if target.to else self.spoken("among", target.among)
        if target.same_as_case:
            to = self.word(FIELDS["same_as_case"])
        condition = condition_in_words(self.profile, target.when, self.language)
        return f"{to} ({condition})" if condition else to

    def details(self, field: str, value: object) -> str:
        """The same without its name, which stands before it already."""
        words, label = self.spoken(field, value), getattr(value, "label", None)
        name = self.word(label) if isinstance(label, Label) else ""
        return words.removeprefix(name).removeprefix(",").strip() if name else words

    def _whole(self, value: BaseModel) -> str:
        """A part of several fields: its name, then what it says that is not silent by default."""
        fields = type(value).model_fields
        told = [
            f"{self.word(FIELDS[name])}: {self.spoken(name, getattr(value, name))}"
            for name, info in fields.items()
            if name not in SILENT | {"label"}
            and getattr(value, name) != info.get_default(call_default_factory=True)
        ]
        label = getattr(value, "label", None)
        words = self._listed([*([self.word(label)] if isinstance(label, Label) else []), *told])
        return f"{words} [{self.marks(value)}]" if isinstance(value, Basis) else words

    def _listed(self, words: Iterable[str]) -> str:
        return ", ".join(words) or self.word(NOTHING)
