"""The rows of a record as a page draws them: question and answer with their notes and corrections, breaks, sessions."""

from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup, escape

from app.interviews import public as interviews
from app.web.i18n import gettext as _
from app.web.pages.interview.shown import Record
from app.web.pages.interview.topics import topic_name
from app.web.words import capacity_name, line_kind


def rows(record: Record, exchanges: list[interviews.Exchange] | None = None) -> list[dict[str, Any]]:
    """Rows and breaks as the page draws them."""
    chosen = record.exchanges if exchanges is None else exchanges
    return [_break(record, e) if e.pause else _row(record, e) for e in chosen]


def _break(record: Record, exchange: interviews.Exchange) -> dict[str, Any]:
    pause = exchange.pause
    assert pause is not None  # noqa: S101 - the caller chose it by this
    if exchange.resumed_at:
        text = _("Pausa de %(since)s a %(until)s") % {
            "since": record.clock(exchange.at),
            "until": record.clock(exchange.resumed_at),
        }
    else:
        text = _("Pausa desde %(since)s") % {"since": record.clock(exchange.at)}
    if pause.asked_by:
        text += ", " + _("pedida por: %(who)s") % {"who": capacity_name(pause.asked_by)}
    return {"pause": f"{text}. {pause.text}".strip()}


def _row(record: Record, exchange: interviews.Exchange) -> dict[str, Any]:
    made = [c for one in exchange.corrections.values() for c in one]
    notes = [_note(note) for note in exchange.notes]
    notes += [
        _("Corrección pedida por: %(who)s, %(at)s")
        % {"who": capacity_name(c.asked_by or ""), "at": record.clock(c.at)}
        for c in made
    ]
    return {
        "pause": None,
        "number": exchange.number,
        "at": exchange.at,
        "question": _said(exchange, exchange.question) or _("(sin pregunta)"),
        "answer": _said(exchange, exchange.answer),
        "last": exchange.final(exchange.answer or exchange.lines[-1]),
        "asked_words": exchange.final_words(exchange.question) if exchange.question else None,
        "words": exchange.final_words(exchange.answer) if exchange.answer else None,
        "spoken": record.view.language,
        "adverse": exchange.question.adverse if exchange.question else None,
        "topic": topic_name(exchange.topic),
        "notes": notes,
        "read": exchange.read,
        "to_clarify": exchange.to_clarify,
        "lines": [line.id for line in exchange.lines],
        "answer_id": exchange.answer.id if exchange.answer else None,
        "question_id": exchange.question.id if exchange.question else None,
    }


def searched(record: Record, find: str) -> list[interviews.Exchange]:
    """The exchanges in which that is said, or all of them and the breaks."""
    return interviews.found_in(record.exchanges, find) if find else record.exchanges


def _note(line: interviews.Line) -> str:
    kind = line_kind(line.kind)
    if line.kind == "objection" and line.asked_by:
        kind = _("Objeción de: %(who)s") % {"who": capacity_name(line.asked_by)}
    return f"{kind}: {line.text}"


def _said(exchange: interviews.Exchange, line: interviews.Line | None) -> Markup | str:
    if line is None:
        return ""
    final = exchange.final(line)
    return marked(line.text, final) if final != line.text else line.text


def marked(before: str, after: str) -> Markup:
    """What was said and what it should say, in one text: words struck out and words put in."""
    old, new = before.split(), after.split()
    parts: list[Markup] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(old[i:j])), escape(" ".join(new[k:m]))
        if kind == "equal":
            parts.append(gone)
            continue
        if gone:
            parts.append(Markup("<del>{}</del>").format(gone))
        if come:
            parts.append(Markup("<ins>{}</ins>").format(come))
    return Markup(" ").join(parts)
