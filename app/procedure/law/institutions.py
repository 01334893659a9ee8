"""Who acts, what is decided and given, as a profile writes it: bodies, outcomes, remedies, documents, places."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from app.procedure.law.basis import Basis, Fact, Label, Named, Part, Rule, SpanField
from app.procedure.law.collegiate import Sittings


class Source(Part):
    """A law, a decree or a paper that values rest on."""

    title: str
    note: str | None = None


class Member(Label):
    """A seat of a collegiate body; who speaks without a vote has `votes = false`.

    `compulsory`: without this seat the body does not decide, however many are there.
    """

    votes: bool = True
    compulsory: bool = False


class Body(Basis):
    """Who acts: an office or a single officer, a minister, a collegiate body that decides or a committee that recommends,
    a tribunal of the administration, a court. `seats` are the roles that its people sign in with."""

    kind: Literal["office", "single", "minister", "collegiate", "committee", "tribunal", "court"]
    label: Label
    seats: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    quorum: Fact[int] | None = None
    sittings: Sittings | None = None
    independent_of: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def sits(self) -> Sittings:
        """The rules of its sittings; all of them unknown where the profile has none."""
        return self.sittings or Sittings()


Task = Literal[
    "receives",
    "screens",
    "interviews",
    "recommends",
    "countersigns",
    "decides",
    "notifies",
    "reviews_first",
    "reviews_second",
    "represents_children",
]


class Duty(Basis):
    """Which body has a task of the procedure."""

    body: str


class Outcome(Basis):
    """What can be decided about a claim. `protects`: a status that bars removal; `refuses`: must have a remedy;
    `counts_as`: its column in UNHCR's statistics of decisions."""

    label: Label
    protects: bool = False
    refuses: bool = False
    counts_as: Literal["recognised", "other", "rejected", "closed"] | None = None


class Remedy(Basis):
    """A way to have a decision looked at again. An unknown `suspends_removal` counts as suspensive.

    `suspends_act`: whether the act itself rests meanwhile, apart from the ban on return. `lodged_with`: the remedy that
    must stand in the same writing, under the same limit.
    """

    name: str
    label: Label
    against: tuple[str, ...]
    body: str
    file_within: str | None = None
    decide_within: str | None = None
    lodged_with: str | None = None
    suspends_removal: Fact[bool]
    suspends_act: Fact[Literal["automatic", "on_request", "none"]] | None = None
    outcomes: tuple[str, ...]
    rules: tuple[Rule, ...] = ()


class Numbering(Basis):
    """The form of a document's number; without `format` the law's own is not on record.

    `format`: `cr.dimex`, another form that python-stdnum knows by country and name (`mx.curp`), or `sequence`: `prefix`, what the
    series are kept apart by (`per`), as many digits as `padding`, and the `check` digit of that method.
    """

    format: str | None = None
    digits: int | None = None
    keeps_after_recognition: bool = False
    prefix: Annotated[str, Field(max_length=12, pattern="^[A-Z0-9-]*$")] | None = None
    padding: Annotated[int, Field(ge=4, le=12)] | None = None
    check: Literal["none", "luhn", "mod_11_10", "mod_97_10"] = "none"
    per: tuple[Literal["kind", "office", "year"], ...] = ()


class WorkPermission(Basis):
    """From when a document lets its holder work; None: it does not; `separate_permit`: another paper does."""

    begins: Literal["issue", "separate_permit"] | None = Field(default=None, alias="from")


class RevocationGround(Basis):
    """A ground that the law names for revoking a document."""

    name: str
    label: Label


class Document(Basis):
    """A paper that the procedure gives to a person. `revoked_for`: the grounds that the law has for taking it away; none on record
    where it is empty. `photo_within`: how old the photograph on it may be when it is issued."""

    label: Label
    issuer: str
    number: Numbering
    valid: Fact[SpanField]
    renew_every: Fact[SpanField] | None = None
    work: WorkPermission
    kept_alive_by: tuple[str, ...] = ()
    never_prints: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    revoked_for: tuple[RevocationGround, ...] = ()
    photo_within: Fact[SpanField] | None = None


class Statelessness(Basis):
    """Where a claim of statelessness is examined: in this procedure, elsewhere, or nowhere."""

    route: Literal["same_procedure", "foreign_ministry", "migration_authority", "none"]
    label: Label | None = None
    rules: tuple[Rule, ...] = ()


class Definition(Part):
    """The limbs of the refugee definition, what excludes from it, and the other statuses examined."""

    convention_1951: Fact[bool]
    gender: Fact[bool]
    cartagena: Fact[bool]
    complementary_protection: Fact[bool]
    complementary_of_own_motion: Fact[bool] = Fact[bool](verification="unknown")
    internal_flight: Fact[bool] = Fact[bool](verification="unknown")
    gender_forms: Fact[bool] = Fact[bool](verification="unknown")
    oau: Fact[bool] = Fact[bool](verification="unknown")
    sur_place: Fact[bool] = Fact[bool](verification="unknown")
    cartagena_situations: tuple[Named, ...] = ()
    exclusion: tuple[Rule, ...] = ()
    statelessness: Statelessness


def _a_known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(f"no time zone '{name}'") from fault
    return name


Zone = Annotated[str, AfterValidator(_a_known_zone)]


class Office(Part):
    """An office of the deployment. Days are counted in its own time zone where it has one (a border city)."""

    code: str
    label: Label
    time_zone: Zone | None = None
    note: str | None = None


class Post(Part):
    """A border post. `office` is the one proposed for its cases: a setting of the deployment, not law."""

    code: str
    label: Label
    kind: Literal["land", "sea", "air"]
    office: str
