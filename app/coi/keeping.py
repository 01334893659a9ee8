"""Sources are added, get another version, are looked at again and are withdrawn. No text that was there is ever overwritten."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import func, select, update

from app.coi import rules
from app.coi.errors import NothingNew, SourceChanged, SourceWithdrawn
from app.coi.files import SourceFile, keep_file
from app.coi.models import CoiDocument, CoiPassage, CoiReview, CoiVersion
from app.coi.paragraphs import Paragraph
from app.coi.words import about_words
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound, said
from app.core.ids import new_id
from app.identity.public import demand

REVIEW_DUE = "coi_review_due"


async def add_source(
    db: Session,
    actor: Actor,
    facts: rules.SourceFacts,
    *,
    file: SourceFile | None = None,
    request_id: UUID | None = None,
) -> UUID:
    """Add a source to the library. `request_id` of a confidential question: only who sees its case sees the source.

    Raises `Invalid` with every broken rule, `storage.NoRoom`.
    """
    demand(actor, "coi.keep")
    passages = _checked(db, facts)
    document = CoiDocument(
        id=new_id(),
        request_id=request_id,
        current=1,
        expires_on=facts.expires_on,
        review_due_at=None,
        withdrawn_at=None,
        withdrawn_by=None,
        withdrawn_why="",
        version=1,
    )
    db.add(document)
    await db.flush()
    await _write_version(db, actor, document, facts, passages, file, what_changed="")
    _look_again(db, document)
    return document.id


async def add_version(
    db: Session,
    actor: Actor,
    document_id: UUID,
    facts: rules.SourceFacts,
    *,
    what_changed: str,
    file: SourceFile | None = None,
    version: int | None = None,
) -> int:
    """Add another edition of a source; the one before stays as it was, for who cited it. Returns its number.

    Raises `NotFound`, `SourceChanged`, `SourceWithdrawn`, `NothingNew`, `Invalid`.
    """
    demand(actor, "coi.keep")
    document = await _take(db, document_id, version)
    passages = _checked(db, facts, what_changed)
    before = await db.scalar(
        select(CoiVersion.digest).where(
            CoiVersion.document_id == document_id, CoiVersion.number == document.current
        )
    )
    if before == rules.digest_of_version(facts, passages, file.digest if file else ""):
        raise NothingNew
    await db.execute(
        update(CoiPassage)
        .where(CoiPassage.document_id == document_id, CoiPassage.current)
        .values(current=False)
    )
    document.current += 1
    document.version += 1
    document.expires_on, document.review_due_at = facts.expires_on, None
    await _write_version(db, actor, document, facts, passages, file, what_changed=what_changed.strip())
    _look_again(db, document)
    return document.current


async def confirm_source(
    db: Session, actor: Actor, document_id: UUID, *, until: date, why: str, version: int | None = None
) -> None:
    """Somebody of the unit looked: it still holds, until that day. Raises `NotFound`, `SourceChanged`, `SourceWithdrawn`, `Invalid`."""
    demand(actor, "coi.keep")
    document = await _take(db, document_id, version)
    broken = rules.review_broken(until, db.now().date())
    if not why.strip():
        broken.append(FieldError("why", "required", "Diga qué comprobó."))
    if broken:
        raise Invalid(*broken)
    db.add(
        CoiReview(
            id=new_id(),
            document_id=document_id,
            reviewed_at=db.now(),
            reviewed_by=actor.user_id,
            holds_until=until,
            why=why.strip()[: rules.LONGEST_WORDS],
        )
    )
    document.expires_on, document.review_due_at = until, None
    document.version += 1
    _look_again(db, document)


async def withdraw_source(
    db: Session, actor: Actor, document_id: UUID, *, why: str, version: int | None = None
) -> None:
    """No search finds it any more; who cited it is told, and still reads what they cited.

    Raises `NotFound`, `SourceChanged`, `SourceWithdrawn`, `Invalid` without a reason.
    """
    demand(actor, "coi.keep")
    document = await _take(db, document_id, version)
    if not why.strip():
        raise Invalid.at("why", "required", "Diga por qué se retira.")
    document.withdrawn_at, document.withdrawn_by = db.now(), actor.user_id
    document.withdrawn_why = why.strip()[: rules.LONGEST_WORDS]
    document.review_due_at = None
    document.version += 1


async def note_review_due(db: Session, document_id: UUID, day: date) -> None:
    """The day has come on which the unit looks again, unless another was set meanwhile."""
    document = await db.locked(CoiDocument, document_id)
    if document is None or document.withdrawn_at or document.expires_on != day or document.review_due_at:
        return
    document.review_due_at = db.now()
    document.version += 1


def _checked(db: Session, facts: rules.SourceFacts, what_changed: str | None = None) -> list[Paragraph]:
    """The passages of an edition that breaks no rule; of a later one, `what_changed` says what is new. Raises `Invalid`."""
    passages = rules.passages_in(facts.text)
    broken = rules.broken_rules(facts, passages, today=db.now().date())
    if what_changed is not None and not what_changed.strip():
        words = said("Diga en una línea qué cambia en esta versión.")
        broken.append(FieldError("what_changed", "required", words))
    if broken:
        raise Invalid(*broken)
    return passages


async def _take(db: Session, document_id: UUID, version: int | None) -> CoiDocument:
    document = await db.locked(CoiDocument, document_id)
    if document is None:
        raise NotFound
    if version is not None and version != document.version:
        raise SourceChanged
    if document.withdrawn_at is not None:
        raise SourceWithdrawn
    return document


async def _write_version(
    db: Session,
    actor: Actor,
    document: CoiDocument,
    facts: rules.SourceFacts,
    passages: list[Paragraph],
    file: SourceFile | None,
    *,
    what_changed: str,
) -> None:
    version = CoiVersion(
        id=new_id(),
        document_id=document.id,
        number=document.current,
        title=facts.title.strip(),
        publisher=facts.publisher.strip(),
        publisher_kind=facts.publisher_kind,
        reliability=facts.reliability,
        reliability_why=facts.reliability_why.strip()[: rules.LONGEST_WORDS],
        relays=facts.relays.strip()[: rules.LONGEST_WORDS],
        published_on=facts.published_on,
        countries=list(facts.countries),
        topics=list(facts.topics),
        language=facts.language,
        url=facts.url.strip(),
        file_name=file.name if file else "",
        file_digest=file.digest if file else "",
        what_changed=what_changed[: rules.LONGEST_WORDS],
        digest=rules.digest_of_version(facts, passages, file.digest if file else ""),
        added_at=db.now(),
        added_by=actor.user_id,
    )
    db.add(version)
    await db.flush()
    about = about_words(facts.topics, facts.countries, facts.language)
    db.add(*(_passage(version, n, each, about) for n, each in enumerate(passages, start=1)))
    await db.flush()
    if file:
        await keep_file(version.id, file)


def _passage(version: CoiVersion, position: int, paragraph: Paragraph, about: str) -> CoiPassage:
    return CoiPassage(
        id=new_id(),
        version_id=version.id,
        document_id=version.document_id,
        position=position,
        text=paragraph.text,
        page=paragraph.page,
        digest=rules.digest_of(paragraph.text),
        language=version.language,
        current=True,
        search=func.coi_vector(
            version.language, f"{version.title} {version.publisher}", about, paragraph.text
        ),
    )


def _look_again(db: Session, document: CoiDocument) -> None:
    day = document.expires_on
    at = datetime.combine(day, time(), UTC)
    db.later(REVIEW_DUE, {"document": str(document.id), "day": day.isoformat()}, at=at)
