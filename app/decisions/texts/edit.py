"""Editing the paragraphs of a text that nobody has signed."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import exists, select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Forbidden, Invalid, NotFound
from app.decisions import errors
from app.decisions.models import Decision
from app.decisions.signing.models import DecisionSignature
from app.decisions.texts.compose import Text, view
from app.decisions.texts.models import DecisionText
from app.decisions.texts.shapes import Part, read, rows, with_edits
from app.identity.public import demand

LONGEST = 20_000


async def edit_text(
    db: Session, actor: Actor, decision_id: UUID, *, paragraphs: Mapping[str, str], version: int
) -> Text:
    """Rewrite paragraphs of a draft, by their identifiers; an empty one is struck out. What was composed is kept beside.

    Raises `NotFound`, `Forbidden` for who is not of the body that decides, `AlreadySigned` once anybody signed, `TextChanged`, `Invalid` at
    `paragraphs.…`: facts, outcomes, dates and remedies are not edited, and each reason stays explained.
    """
    demand(actor, "decision.draft")
    decision = await db.get(Decision, decision_id)
    text = await db.locked(DecisionText, decision_id)
    # A judgment says what was voted, to the letter.
    if decision is None or text is None or decision.remedy_id is not None:
        raise NotFound
    if actor.body != decision.body:
        raise Forbidden
    signed = exists().where(
        DecisionSignature.decision_id == decision_id, DecisionSignature.withdrawn_at.is_(None)
    )
    if decision.status != "draft" or await db.scalar(select(signed)):
        raise errors.AlreadySigned
    if text.version != version:
        raise errors.TextChanged
    parts = read(text.parts)
    _check(parts, paragraphs)
    text.parts = rows(with_edits(parts, paragraphs))
    text.edited_at, text.edited_by, text.version = db.now(), actor.user_id, text.version + 1
    await db.flush()
    return view(text)


def _check(parts: tuple[Part, ...], edits: Mapping[str, str]) -> None:
    known = {one.id: (part, one) for part in parts for one in part.paragraphs}
    wrong: list[FieldError] = []
    for name, words in edits.items():
        path = f"paragraphs.{name}"
        if name not in known:
            wrong.append(FieldError(path, "unknown", "Ese párrafo no está en el texto."))
        elif known[name][1].fixed and " ".join(words.split()) != known[name][1].words:
            wrong.append(
                FieldError(
                    path, "fixed", "Hechos, resultado, fechas y recursos no se editan: salen del expediente."
                )
            )
        elif len(words) > LONGEST:
            wrong.append(
                FieldError(path, "too_long", "Escriba %(most)s caracteres como máximo.", {"most": LONGEST})
            )
        elif known[name][0].key == "outcome" and not words.strip():
            wrong.append(
                FieldError(path, "required", "Cada motivo se explica: este párrafo no puede quedar vacío.")
            )
    if wrong:
        raise Invalid(*wrong)
