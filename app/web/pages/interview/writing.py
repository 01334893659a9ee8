"""The row that is being written: a new one, an unanswered question, or an earlier row that is changed."""

from typing import TYPE_CHECKING, Any

from app.core.ids import new_id
from app.interviews import public as interviews
from app.web.i18n import gettext as _
from app.web.pages.interview import rows as drawn
from app.web.pages.interview.shown import Record

if TYPE_CHECKING:
    from app.web.pages.interview.showing import Refused

# Earlier rows wait behind a link, so that the row being written is near.
SHOWN = 12
# A child's page has one question at a time before the eyes.
SHOWN_TO_A_CHILD = 3


def writing(
    record: Record, edit: int, refused: "Refused | None", *, whole: bool, find: str = ""
) -> dict[str, Any]:
    """What the page of questions shows: the rows so far and the row that is written now."""
    exchanges = record.exchanges
    draft = record.view.read_back_at is None
    numbered = [e for e in exchanges if e.number]
    now = next((e for e in numbered if e.number == edit and draft and not e.read), None) if edit else None
    last = numbered[-1] if numbered else None
    if now is None and draft and last and exchanges[-1] is last and last.question and not last.answer:
        now = last
    row = _row(now, len(numbered) + 1, last)
    typed = refused.values if refused and "typed" in refused.values else None
    clash = None
    if typed and isinstance(refused.refusal if refused else None, interviews.EntryChanged):
        row, clash = _clashing(exchanges, typed, row)
    elif typed:
        row |= {**typed, "values": typed["typed"]}
    kept = SHOWN_TO_A_CHILD if record.child else SHOWN
    hidden = 0 if whole or edit else max(0, len(exchanges) - kept)
    listed = drawn.searched(record, find) if find else exchanges[hidden:]
    return {
        "rows": drawn.rows(record, [e for e in listed if e is not now]),
        "hidden": len([e for e in exchanges[:hidden] if e.number]),
        "now_row": row,
        "clash": clash,
        "waiting": [_waiting(e) for e in numbered if e.to_clarify],
        "put": [e for e in numbered if e.question and e.question.adverse],
        "oath_missing": any(p.role == "interpreter" and p.oath_at is None for p in record.present),
        "alone": record.child
        and not {"guardian", "best_interests_officer"} <= {p.role for p in record.present},
        "note_id": new_id(),
    }


def _waiting(exchange: interviews.Exchange) -> dict[str, Any]:
    note = next((line.own_note for line in exchange.lines if line.own_note), None)
    asked = exchange.question.text if exchange.question else ""
    return {"number": exchange.number, "note": note or asked}


def _row(now: interviews.Exchange | None, number: int, last: interviews.Exchange | None) -> dict[str, Any]:
    if now is None:
        return {
            "number": number,
            "at": None,
            "question_id": new_id(),
            "answer_id": new_id(),
            "version": 0,
            "values": {"topic": last.topic if last else "opening"},
        }
    question, answer = now.question, now.answer
    return {
        "number": now.number,
        "at": now.at,
        "question_id": question.id if question else new_id(),
        "answer_id": answer.id if answer else new_id(),
        "version": sum(line.version for line in (question, answer) if line),
        "values": values_of(now),
    }


def values_of(exchange: interviews.Exchange) -> dict[str, Any]:
    """A row as its fields hold it."""
    question, answer = exchange.question, exchange.answer
    return {
        "question": question.text if question else "",
        "question_words": question.words if question else "",
        "adverse": question.adverse if question else "",
        "answer": answer.text if answer else "",
        "answer_words": answer.words if answer else "",
        "topic": exchange.topic,
        "to_clarify": exchange.to_clarify,
        "own_note": answer.own_note if answer else "",
    }


def _clashing(
    exchanges: list[interviews.Exchange], typed: dict[str, Any], row: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The typed text in its fields, over what the row says now: saved again, it is saved knowingly over that."""
    ids = {typed["question_id"], typed["answer_id"]}
    saved = next((e for e in exchanges if {line.id for line in e.lines} & ids), None)
    if saved is None:
        return row | {**typed, "values": typed["typed"]}, None
    mine = _row(saved, saved.number or 0, None) | {"values": typed["typed"]}
    mine |= {"question_id": typed["question_id"], "answer_id": typed["answer_id"]}
    return mine, {"number": saved.number, "fields": differences(values_of(saved), typed["typed"])}


def differences(saved: dict[str, Any], typed: dict[str, Any]) -> list[dict[str, Any]]:
    """The texts of a row that are not what was typed: what they say now, word by word against what was typed."""
    labels = {
        "question": _("Pregunta"),
        "answer": _("Respuesta"),
        "question_words": _("Pregunta, en el idioma hablado"),
        "answer_words": _("Respuesta, en el idioma hablado"),
        "adverse": _("Punto adverso"),
    }
    return [
        {
            "label": label,
            "now": saved.get(name) or "",
            "marked": drawn.marked(saved.get(name) or "", typed[name]),
        }
        for name, label in labels.items()
        if (saved.get(name) or "").strip() != str(typed.get(name) or "").strip()
    ]
