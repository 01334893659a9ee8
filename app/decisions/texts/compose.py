"""Composing a decision's text once, and reading it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.cases import public as cases
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.decisions.errors import OfSeveral
from app.decisions.models import Decision
from app.decisions.texts import engine, plain
from app.decisions.texts.gathering import Gathered, gather
from app.decisions.texts.models import DecisionText
from app.decisions.texts.shapes import Part, read, rows
from app.decisions.texts.words import Language
from app.decisions.values import read_outcomes
from app.documents.public import papers

COUNSEL = "legal_representative"
# Without the letters and digits that are taken for others; 20 of them are 98 bits.
_LETTERS, _LENGTH, _GROUP = "23456789ABCDEFGHJKLMNPQRSTUVWX", 20, 4


@dataclass(frozen=True, slots=True)
class Text:
    """A decision's text: its parts as they read now, with what was composed; and what it was composed from and with."""

    decision_id: UUID
    code: str
    language: Language
    template: str
    template_version: str
    told: Mapping[str, Any]
    parts: tuple[Part, ...]
    spoken: tuple[papers.Language, ...]
    edited_at: datetime | None
    edited_by: UUID | None
    version: int

    @property
    def changed(self) -> bool:
        """Did anybody edit what was composed?"""
        return any(one.changed for part in self.parts for one in part.paragraphs)

    def summary(self, language: papers.Language, *, until: date | None = None) -> tuple[Part, ...]:
        """The same in plain words."""
        return plain.summary(self.told, language, until=until)


def new_code() -> str:
    """What a paper is checked by: nobody guesses one."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def shown_code(code: str) -> str:
    """In groups, as people read it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def typed_code(typed: str) -> str:
    """A code as somebody typed it: without groups, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:_LENGTH]


async def compose(db: Session, decision_id: UUID, *, instruction: str = "") -> Text:
    """The text of a decision, composed at the first call and kept. Raises `NotFound` for one that is not the actor's to read.

    It is made from the analysis that was voted on, the case, the procedure under which the case runs and the decision's own row;
    the wording is the country's own, or the house's, and its version is kept with it. `instruction`: a judgment's to the first instance.
    """
    kept = await text_of(db, decision_id)
    if kept is not None:
        return kept
    decision = await db.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    await demand_all(db, decision)
    await _keep(db, decision, await gather(db, decision, instruction=instruction))
    found = await text_of(db, decision_id)
    if found is None:
        raise NotFound
    return found


async def demand_all(db: ReadSession, decision: Decision) -> None:
    """One text is for everybody whom it decides on: raises `OfSeveral` for a representative of only some of them."""
    if db.actor.role != COUNSEL:
        return
    theirs = await cases.own_claims(db)
    if any(one.claim_id not in theirs for one in read_outcomes(decision.outcomes)):
        raise OfSeveral


async def recompose(db: Session, text: DecisionText, decision: Decision, *, instruction: str = "") -> None:
    """Compose it anew, where what is decided changed since; what was edited by hand is gone with the paragraphs that it was of."""
    gathered = await gather(db, decision, instruction=instruction)
    composed = _composed(gathered)
    text.told, text.parts = composed["told"], composed["parts"]
    text.template, text.template_version = composed["template"], composed["template_version"]
    text.composed_at, text.composed_by = db.now(), db.actor.user_id
    text.edited_at, text.edited_by, text.version = None, None, text.version + 1
    await db.flush()


async def text_of(db: ReadSession, decision_id: UUID) -> Text | None:
    """The text, if it was composed already and may be read."""
    found: DecisionText | None = await db.scalar(
        select(DecisionText)
        .where(DecisionText.decision_id == decision_id)
        .execution_options(populate_existing=True)
    )
    return view(found) if found else None


def view(row: DecisionText) -> Text:
    """A row as others read it."""
    return Text(
        row.decision_id,
        row.code,
        cast(Language, row.language),
        row.template,
        row.template_version,
        row.told,
        read(row.parts),
        cast(tuple[papers.Language, ...], tuple(row.spoken)),
        row.edited_at,
        row.edited_by,
        row.version,
    )


async def _keep(db: Session, decision: Decision, gathered: Gathered) -> None:
    """Write it; where somebody composed the same text a moment before, theirs stays."""
    row = {
        "decision_id": decision.id,
        "case_id": decision.case_id,
        "code": new_code(),
        "composed_at": db.now(),
        "composed_by": db.actor.user_id,
        "version": 1,
        **_composed(gathered),
    }
    await db.flush()
    await db.execute(insert(DecisionText).values(row).on_conflict_do_nothing(index_elements=["decision_id"]))


def _composed(gathered: Gathered) -> dict[str, Any]:
    name = engine.name_of(gathered.country, gathered.kind, gathered.language)
    parts = engine.render(name, gathered.data, language=gathered.language)
    return {
        "language": gathered.language,
        "template": name.removesuffix(".txt"),
        "template_version": engine.version_of(name),
        "told": dict(gathered.data),
        "parts": rows(parts),
        "spoken": list(plain.languages_for(gathered.spoken, gathered.language)),
    }
