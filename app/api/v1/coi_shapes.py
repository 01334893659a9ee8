"""What a source of country information looks like on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Base64Bytes, BaseModel, Field

from app.api.v1.shapes import Body
from app.coi import public as coi

Short = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=2000)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=30)]


class FileBody(Body):
    """The PDF as its publisher made it, in base64."""

    name: Short
    content: Base64Bytes


class SourceBody(Body):
    """`text` has its paragraphs apart by an empty line: each becomes a passage;
    a paragraph that begins with `[p. 4]` stands on page 4 of the file, and so do those after it. `expires_on`: when the unit looks again."""

    title: Short
    publisher: Short
    publisher_kind: Short
    reliability: Literal["high", "moderate", "low", "undetermined"]
    reliability_why: Text
    published_on: date
    countries: Codes
    topics: Codes
    language: Annotated[str, Field(max_length=3)]
    text: Annotated[str, Field(max_length=900_000)]
    expires_on: date
    url: Text = ""
    relays: Text = ""
    file: FileBody | None = None

    def facts(self) -> coi.SourceFacts:
        return coi.SourceFacts(**self.model_dump(include=set(SourceBody.model_fields) - {"file"}))

    def as_file(self) -> coi.SourceFile | None:
        """Raises `Invalid` at `file`."""
        return coi.source_file(self.file.name, self.file.content) if self.file else None


class NewSource(SourceBody):
    """`request`: the question that it answers; of a confidential one, only who sees the case sees the source."""

    request: UUID | None = None


class NewVersion(SourceBody):
    what_changed: Text


class ReviewBody(Body):
    until: date
    why: Text


class WithdrawalBody(Body):
    why: Text


class PassageAnswer(BaseModel):
    """A passage, numbered by `position` in edition `version`; `page` of its file where it begins, if known. `digest` is SHA-256 of `text`: neither ever changes."""

    id: UUID
    document_id: UUID
    version: int
    position: int
    text: str
    title: str
    publisher: str
    publisher_kind: str
    published_on: date
    countries: list[str]
    topics: list[str]
    reliability: str
    language: str
    url: str
    expires_on: date
    withdrawn_at: datetime | None
    digest: str
    page: int | None


class Part(BaseModel):
    text: str
    found: bool


class HitAnswer(BaseModel):
    passage: PassageAnswer
    parts: list[Part]


class FoundAnswer(BaseModel):
    """`every_word` false: no passage has all the words, these have some. `after` asks for the next page."""

    hits: list[HitAnswer]
    every_word: bool
    after: str | None


class EditionAnswer(BaseModel):
    number: int
    title: str
    publisher: str
    publisher_kind: str
    reliability: str
    reliability_why: str
    relays: str
    published_on: date
    countries: list[str]
    topics: list[str]
    language: str
    url: str
    file_name: str
    file_digest: str
    what_changed: str
    digest: str
    added_at: datetime


class SourceAnswer(BaseModel):
    """A source; `editions` with the last one first, `passages` of the last."""

    id: UUID
    current: int
    confidential: bool
    expires_on: date
    review_due_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    version: int
    editions: list[EditionAnswer]
    passages: list[PassageAnswer]


class DraftAnswer(BaseModel):
    """Pages `first` to `last` of `pages`, read as `text`. `unread`: those that have no text, perhaps images."""

    pages: int
    first: int
    last: int
    unread: list[int]
    text: str


class NewerAnswer(BaseModel):
    """Why a pinned passage should be looked at again (docs of `/coi/newer`)."""

    passage: UUID
    document_id: UUID
    version: int | None
    published_on: date | None
    same_text: bool
    passage_id: UUID | None
    expired: bool
    withdrawn: bool
    later: int
