"""How a claim moves, as a profile writes it: stages, events, and what follows from them."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from app.procedure.law.basis import Basis, Fact, Label, Named, Part, Validity

ANY_STAGE = "*"
OPEN_STAGES = "*open"
EVERY_CLOCK = "*"
# The one event that the calendar records: the clock named by its data has passed unmet.
LIMIT_PASSED = "deadline_missed"
# A case that another registry began: it stands where its data say, and its clocks start on the days that are known.
IMPORTED = "imported"
# Days that were not known then, told afterwards.
DATES_TOLD = "dates_told"
TELL_DATES = frozenset({IMPORTED, DATES_TOLD})


class Stage(Part):
    """Where a claim can stand. `open`: something is still to come; `track`: drawn on the case's line of progress;
    `pause`: an open stage in which no clock ends; `removal_barred`: unknown counts as barred; `is_a`: the standard stage
    of which this one is a kind, where the country has several (a second time to appeal is a `remedy_window`)."""

    name: str
    is_a: str | None = None
    label: Label
    applicant_label: Label | None = None
    body: str | None = None
    open: bool
    track: bool
    pause: bool = False
    removal_barred: Fact[bool]

    @property
    def standard(self) -> str:
        """The standard name of what this stage is."""
        return self.is_a or self.name


class Target(Part):
    """Where an event leads when its conditions hold: a stage, the case's own, or one named in the event's data."""

    when: Mapping[str, tuple[str, ...]] = {}
    to: str | None = Field(default=None, min_length=1)
    same_as_case: bool = False
    from_data: str | None = None
    among: tuple[str, ...] = ()
    instance: Literal["first", "reconsideration", "appeal"] | None = None
    closes_documents: bool = False

    @model_validator(mode="after")
    def _one_destination(self) -> Self:
        if (self.to is not None) + self.same_as_case + (self.from_data is not None) != 1:
            raise ValueError("a target has one of: to, same_as_case, from_data")
        if (self.from_data is not None) != bool(self.among):
            raise ValueError("from_data and among go together")
        return self


class Follow(Part):
    """Something that follows from an event: always, or only when a claim reaches or leaves one of the stages, or
    when the conditions hold for a claim concerned."""

    name: str
    reaching: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = {}


class Ask(Part):
    """Something that the general form asks when an event is recorded on it."""

    name: str
    label: Label
    kind: Literal["text", "day", "choice", "whole"]
    choices: tuple[Named, ...] = ()
    required: bool = True

    @model_validator(mode="after")
    def _choices_to_choose_from(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice has choices, and nothing else has")
        return self


class Event(Basis):
    """A named fact that may be recorded, by whom, from where, and what follows.

    `spares`: facts about a claim (`child`) for which it is never recorded; `after`: limits one of which must have passed
    unmet; `prolongs`: limits that run longer by their own rule of extension; `shortens`: limits counted anew from here, of
    which the earlier end holds; `form`: it has no screen of its own and is recorded on the general form, which `asks`.
    """

    name: str
    label: Label
    leaves: tuple[str, ...] = Field(default=(), alias="from")
    but_not: tuple[str, ...] = Field(default=(), alias="except")
    to: tuple[Target, ...] = ()
    by: tuple[str, ...] = Field(min_length=1)
    needs: tuple[str, ...] = ()
    creates: bool = False
    starts: tuple[Follow, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    prolongs: tuple[str, ...] = ()
    shortens: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    in_force: Validity | None = None
    form: bool = False
    asks: tuple[Ask, ...] = ()
    issues: tuple[Follow, ...] = ()
    extends: tuple[Follow, ...] = ()
    notices: tuple[Follow, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, given: Any) -> Any:
        """`to = "review"` is one target without conditions; `starts = ["review"]` is a follow without conditions."""
        if not isinstance(given, dict):
            return given
        read = dict(given)
        if isinstance(read.get("to"), str):
            read["to"] = (
                {
                    "to": read["to"],
                    "instance": read.pop("instance", None),
                    "closes_documents": read.pop("closes_documents", False),
                },
            )
        for key in ("starts", "issues", "extends", "notices"):
            if isinstance(read.get(key), tuple | list):
                read[key] = tuple({"name": each} if isinstance(each, str) else each for each in read[key])
        return read

    @model_validator(mode="after")
    def _creation_starts_somewhere(self) -> Self:
        if self.creates and not self.to:
            raise ValueError(f"'{self.name}' creates claims and must say at which stage")
        if not self.creates and not self.leaves:
            raise ValueError(f"'{self.name}' must say from which stages it is possible")
        return self
