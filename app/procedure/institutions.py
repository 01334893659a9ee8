"""Who acts, what is decided and given, as a profile writes it: bodies, outcomes, remedies, documents, places."""

from typing import Literal

from pydantic import Field

from app.procedure.basis import Basis, Fact, Label, Part, SpanField


class Source(Part):
    """A law, a decree or a paper that values rest on."""

    title: str
    note: str | None = None


class Body(Basis):
    """Who acts: an office, a collegiate body with members and quorum, a single officer, a tribunal."""

    kind: Literal["office", "collegiate", "single", "tribunal"]
    label: Label
    seats: tuple[str, ...] = ()
    members: tuple[Label, ...] = ()
    quorum: Fact[int] | None = None
    independent_of: tuple[str, ...] = ()


class Outcome(Basis):
    """What can be decided about a claim. `protects`: a status that bars removal; `refuses`: must have a remedy."""

    label: Label
    protects: bool = False
    refuses: bool = False


class Remedy(Basis):
    """A way to have a decision looked at again. An unknown `suspends_removal` counts as suspensive."""

    name: str
    label: Label
    against: tuple[str, ...]
    body: str
    file_within: str | None = None
    decide_within: str | None = None
    lodged_with: str | None = None
    suspends_removal: Fact[bool]
    outcomes: tuple[str, ...]


class Numbering(Basis):
    """The form of a document's number."""

    format: str
    digits: int
    keeps_after_recognition: bool = False


class WorkPermission(Basis):
    """From when a document lets its holder work; None: it does not; `separate_permit`: another paper does."""

    begins: Literal["issue", "separate_permit"] | None = Field(default=None, alias="from")


class Document(Basis):
    """A paper that the procedure gives to a person."""

    label: Label
    issuer: str
    number: Numbering
    valid: Fact[SpanField]
    work: WorkPermission
    kept_alive_by: tuple[str, ...] = ()
    never_prints: tuple[str, ...] = ()


class Statelessness(Basis):
    """Where a claim of statelessness is examined: in this procedure, elsewhere, or nowhere."""

    route: Literal["same_procedure", "foreign_ministry", "none"]
    label: Label | None = None


class Definition(Part):
    """The limbs of the refugee definition and the other statuses examined."""

    convention_1951: Fact[bool]
    gender: Fact[bool]
    cartagena: Fact[bool]
    complementary_protection: Fact[bool]
    internal_flight: Fact[bool] = Fact[bool](verification="unknown")
    statelessness: Statelessness


class Office(Part):
    """An office of the deployment, set up from here; not read by the engine."""

    code: str
    label: Label
    note: str | None = None


class Post(Part):
    """A border post. `office` is the one proposed for its cases: a setting of the deployment, not law."""

    code: str
    label: Label
    kind: Literal["land", "sea", "air"]
    office: str
