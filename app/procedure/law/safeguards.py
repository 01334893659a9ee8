"""What a country's law says around the road: filing, children, admissibility, interviews, family, loss, retention, modalities.

Most of it is read by people, on the Procedure page and by lawyers; what the engine reads is named in `filing` and `triggers`.
"""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from app.procedure.law.basis import Basis, Fact, Label, Named, Part, Rule, SpanField, Validity

_NOT_KNOWN = Fact[bool](verification="unknown")
_NO_AGE = Fact[int](verification="unknown")


class Children(Part):
    """Ages and safeguards. `no_lapse`: no time limit may run out against a child."""

    files_alone_under: Fact[int] = _NO_AGE
    unaccompanied_under: Fact[int] = _NO_AGE
    doubt_presumes_child: Fact[bool] = _NOT_KNOWN
    no_lapse: Fact[bool] = _NOT_KNOWN
    rules: tuple[Rule, ...] = ()


class Filing(Part):
    """How a claim comes in. `limit`: the time to file; `late`: the event by which a person decides on a late claim;
    `ratify`: the time in which the person confirms a claim that somebody else filed."""

    limit: str | None = None
    ratify: str | None = None
    late: str | None = None
    oral: Fact[bool] = _NOT_KNOWN
    third_party: Fact[bool] = _NOT_KNOWN
    channels: tuple[Named, ...] = ()
    rules: tuple[Rule, ...] = ()


class Ground(Rule):
    """A ground on which a claim is not admitted."""

    name: str
    in_force: Validity | None = None


class Admissibility(Part):
    """Whether the law looks at admission apart from the merits, who does, and on which grounds."""

    exists: Fact[bool]
    body: str | None = None
    grounds: tuple[Ground, ...] = ()
    rules: tuple[Rule, ...] = ()


class Interviews(Part):
    """What the law says about being heard. `minimum`: how many interviews there are at least."""

    personal: Fact[bool] = _NOT_KNOWN
    representative_may_attend: Fact[bool] = _NOT_KNOWN
    minimum: Fact[int] = _NO_AGE
    rules: tuple[Rule, ...] = ()


class Channel(Rule):
    """A way to serve a decision, and the day on which service by it takes effect; `later`: so long after that day.

    A channel with `stands_in_for` is the law's substitute where those could not be done: after so many `failed_attempts`, if that
    number is on record, and, for what is published, for so many days running (`publications`).
    """

    name: str
    effect: Literal["same_day", "next_working_day", "date_on_receipt", "last_publication", "unknown"]
    later: SpanField | None = None
    stands_in_for: tuple[str, ...] = ()
    failed_attempts: Fact[int] | None = None
    publications: Fact[int] | None = None

    @model_validator(mode="after")
    def _a_wait_has_a_beginning(self) -> Self:
        if self.later is not None and self.effect == "unknown":
            raise ValueError("a wait after an unknown day is unknown")
        return self


class Notification(Part):
    """How and by when people are told of decisions. `refusal_counts`: who refuses to receive it, before a witness, is served."""

    within: str | None = None
    channels: tuple[Channel, ...] = ()
    refusal_counts: Fact[bool] | None = None
    rules: tuple[Rule, ...] = ()


class Trigger(Basis):
    """Something that may mean that a person gave up: an event that was recorded, or a limit that passed, so many times.

    It proposes an event to those who may record it, never more. `reset_by`: events after which the count begins again.
    """

    name: str
    label: Label
    event: str | None = None
    limit: str | None = None
    threshold: Fact[int]
    reset_by: tuple[str, ...] = ()
    proposes: str
    spares: tuple[str, ...] = ()
    in_force: Validity | None = None


class Relative(Rule):
    """A circle of relatives that shares a status or may follow."""

    name: str
    relations: tuple[str, ...] = ()
    max_age: Fact[int] | None = None
    dependent: bool = False
    present: bool = False
    reunification: bool = False


class Loss(Basis):
    """A way in which a status ends, rests or comes back; `in_force` the days on which the law knew it."""

    name: Literal["cessation", "cancellation", "revocation", "suspension", "reactivation", "renunciation"]
    label: Label
    grounds: tuple[Label, ...] = ()
    body: str | None = None
    limit: str | None = None
    in_force: Validity | None = None
    rules: tuple[Rule, ...] = ()


class Retention(Basis):
    """A class of records and how long it is kept."""

    name: str
    label: Label
    keep: Fact[SpanField]


class Criterion(Rule):
    """A published criterion for handling a claim in another way. `favourable`: it speaks for the person, so that a screening may
    propose it; any other takes an examination of the claim."""

    name: str
    favourable: bool = False


Flag = Literal["accelerated", "simplified", "merged", "prima_facie"]


class Modality(Basis):
    """A way of handling a claim, independent of the others, with the criteria that were published for it."""

    label: Label
    available: Fact[bool]
    criteria: tuple[Criterion, ...] = ()
    effects: tuple[Rule, ...] = ()


class Group(Basis):
    """People who may be recognised together from what is known of where they flee from; never refused together.

    `nationalities` are ISO 3166-1 alpha-3; `outcome` is a status that protects; `in_force` the days on which they filed.
    """

    name: str
    label: Label
    nationalities: tuple[str, ...] = Field(min_length=1)
    outcome: str
    in_force: Validity | None = None
    criteria: tuple[Rule, ...] = ()


class Transition(Basis):
    """What becomes of cases of an older version: `case`: they move to this one; `parts`: these parts of it apply to them.

    Nothing moves by itself: a person applies the rule, and each case gets an event. Clocks that run keep their ends, but for
    the limits in `recounts`, which are counted anew by this version from where they began.
    """

    name: str
    label: Label
    origin: str = Field(alias="from")
    on: date
    moves: Literal["case", "parts"]
    parts: tuple[str, ...] = ()
    stages: tuple[str, ...] = ("*open",)
    recounts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.moves == "parts") != bool(self.parts):
            raise ValueError("a rule that moves parts names them, and one that moves cases names none")
        if self.moves == "parts" and self.recounts:
            raise ValueError("what moves parts counts no limit anew")
        return self
