"""What laptops send and are answered, on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, SkipValidation

from app.api.v1.registrations import ArrivalBody, MemberBody
from app.api.v1.shapes import Body
from app.intake.public import offline

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the whole picture")]


class KeyBody(Body):
    """The public half of a P-256 key (RFC 7517). Members that a browser exports beside these are not taken."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str = Field(min_length=43, max_length=43, examples=["f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"])
    y: str = Field(min_length=43, max_length=43, examples=["x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"])


class LaptopBody(Body):
    label: str = Field(min_length=1, max_length=60, examples=["Peñas Blancas 2"])
    public_key: KeyBody


class EnrolledAnswer(BaseModel):
    laptop_id: UUID
    kid: str
    key_until: datetime
    server_time: datetime


class LaptopAnswer(BaseModel):
    """A laptop with its own last word about what it has not sent."""

    laptop_id: UUID
    label: str
    kid: str
    post: str | None
    office: str
    enrolled_at: datetime
    key_until: datetime
    lost_at: datetime | None
    last_seen_at: datetime | None
    unsent: int
    oldest_unsent_at: datetime | None
    numbers_left: int


class LaptopsAnswer(BaseModel):
    laptops: list[LaptopAnswer]


class BlockBody(Body):
    count: int = Field(ge=1, le=100)


class EntryAnswer(BaseModel):
    core: str
    code: str
    status_index: int


class BlockAnswer(BaseModel):
    block_id: UUID
    entries: list[EntryAnswer]
    until: datetime


class WordBody(Body):
    """What the laptop has not sent yet, by its own word."""

    unsent: int = Field(ge=0, le=100_000)
    oldest_unsent_at: AwareDatetime | None = None


class WordAnswer(BaseModel):
    server_time: datetime


class LostBody(Body):
    reasons: str = Field(min_length=1, max_length=2000)


class LostAnswer(BaseModel):
    numbers_withdrawn: int


class TypedBody(Body):
    """A household as it was typed, principal applicant first."""

    persons: list[MemberBody] = Field(min_length=1, max_length=100)
    arrival: ArrivalBody = ArrivalBody()
    office_id: UUID


class PrintedBody(Body):
    """A paper in somebody's hand. `person` is a place in the household, from 0."""

    person: int = Field(ge=0, lt=100)
    core: str = Field(pattern=r"^[0-9]{8}$", examples=["28149966"])
    code: str = Field(min_length=1, max_length=64)
    status_index: int = Field(ge=0, lt=2**31)
    valid_from: date
    valid_until: date
    token: str = Field(default="", max_length=4000, description="The text of the QR")


class ComingBody(Body):
    """A photograph that will come in pieces."""

    person: int = Field(ge=0, lt=100)
    digest: Digest = Field(examples=["0" * 64])
    size: int = Field(ge=1, le=offline.MOST_BYTES)


class FirstFreeBody(Body):
    """The first free interview at the office of the registration."""

    language: str = Field(default="es", max_length=35, description="BCP 47")


class ItemBody(Body):
    """`order` counts the items of this user on this laptop, from 1. Times are the laptop's own; `sent_at` may differ when the
    same item is sent again, everything else may not."""

    laptop_id: UUID
    order: int = Field(ge=1, le=1_000_000)
    typed_at: AwareDatetime
    sent_at: AwareDatetime
    edition: str | None = Field(default=None, max_length=60)
    # Its shape is looked at by hand: what came with a wrong one is written down as having come, and holds nobody up.
    registration: SkipValidation[TypedBody]
    papers: list[PrintedBody] = Field(default=[], max_length=100)
    photos: list[ComingBody] = Field(default=[], max_length=100)
    appointment: FirstFreeBody | None = None


class BookedAnswer(BaseModel):
    id: UUID
    starts_at: datetime
    office: str
    room: str


class TakenAnswer(BaseModel):
    """`state`: registered, joined, clash, sent_back. `reasons` are codes; `href` is where a person decides."""

    state: str
    reference: str | None = None
    persons: list[UUID] = []
    appointment: BookedAnswer | None = None
    href: str | None = None
    reasons: list[str] = []
    reissued: list[int] = Field(
        default=[],
        description="Whose printed paper does not stand, by place in the household: they get another",
    )
    reason: str | None = Field(default=None, description="Why it was sent back, in the words of who decided")


class PhotoStateAnswer(BaseModel):
    person: int
    digest: str
    size: int
    received: int
    state: str


class ItemStateAnswer(TakenAnswer):
    item: UUID
    order: int
    typed_at: datetime
    received_at: datetime
    skew_seconds: int
    photos: list[PhotoStateAnswer]


class ItemsAnswer(BaseModel):
    items: list[ItemStateAnswer]
    server_time: datetime
