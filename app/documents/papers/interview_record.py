"""The record of an interview as it was read back and signed: questions and answers in order, breaks where they fell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import breakable, clock, full_date, short_date


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer in the record's Spanish; the `…_words` are what was said in the language spoken. `adverse`: the point
    against the claim that the question put to the person."""

    asked_at: datetime
    question: str
    answer: str
    question_words: str = ""
    answer_words: str = ""
    adverse: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A break."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A day of the interview, where it had several or was held by a line: its title and what is said of it, as pairs."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was there, and in what capacity."""

    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, or with `refusal` why not. `drawing`: the strokes as an SVG path on a field of 600 by 200."""

    name: str
    capacity: str
    signed_at: datetime | None
    refusal: str = ""
    drawing: str = ""
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was set right after the signatures."""

    added_at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class InterviewPaper:
    """What is printed; all times in the office's zone. `language` is the name of the language that was spoken, `spoken` its code
    (BCP 47). `digest`: SHA-256 of the signed record."""

    reference: str
    country: str
    authority: str
    name: str
    started_at: datetime
    ended_at: datetime
    place: str
    language: str
    format: str
    participants: Sequence[Participant]
    course: Sequence[Entry | Pause | Session]
    signatures: Sequence[Signature]
    # The words of the oath and when it was taken; empty without an interpreter.
    oath: str = ""
    oath_at: datetime | None = None
    read_back_at: datetime | None = None
    read_back_language: str = ""
    corrections: Sequence[str] = ()
    addenda: Sequence[Addendum] = ()
    spoken: str = "es"
    witness: bool = False
    digest: str = ""


def interview_record(paper: InterviewPaper, *, language: Literal["es", "en"] = "es") -> bytes:
    """The record as PDF/UA-1."""
    words = phrases("interview", language)
    values = {
        "words": dict(words) | {"name": words["witness"] if paper.witness else words["name"]},
        "spoken": paper.spoken.partition("-")[0].lower(),
        "digest": paper.digest,
        "country": paper.country,
        "authority": paper.authority,
        "reference": paper.reference,
        "name": breakable(paper.name),
        "date": f"{full_date(paper.started_at.date(), language)}, {clock(paper.started_at)}–{clock(paper.ended_at)}",
        "place": paper.place,
        "language": paper.language,
        "format": paper.format,
        "participants": [[breakable(one.name), one.capacity] for one in paper.participants],
        "oath": paper.oath,
        "oath_at": clock(paper.oath_at) if paper.oath_at else "",
        "course": _course(paper.course, words["pause"]),
        "readback": _read_back(paper, words["readback_text"], language),
        "corrections": [breakable(text) for text in paper.corrections],
        "signatures": [
            {
                "name": one.name,
                "title": f"{one.capacity} · {_signed(one, words, language)}",
                "drawing": _svg(one.drawing),
                "alt": words["drawn"].format(name=one.name),
            }
            for one in paper.signatures
        ],
        "addenda": [
            {
                "when": f"{short_date(one.added_at.date(), language)}, {clock(one.added_at)}",
                "who": one.author,
                "text": breakable(one.text),
            }
            for one in paper.addenda
        ],
    }
    return render("interview_record", values, title=words["title"], language=language, at=paper.ended_at)


def _course(course: Sequence[Entry | Pause | Session], pause: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    number = 0
    for part in course:
        if isinstance(part, Pause):
            spoken = pause.replace("{from}", clock(part.began_at)).replace("{to}", clock(part.ended_at))
            lines.append({"pause": spoken})
        elif isinstance(part, Session):
            lines.append({"session": part.title, "facts": [[k, breakable(v)] for k, v in part.facts]})
        else:
            number += 1
            lines.append(
                {
                    "number": str(number),
                    "at": clock(part.asked_at),
                    "question": part.question,
                    "answer": part.answer,
                    "question_words": part.question_words,
                    "answer_words": part.answer_words,
                    "adverse": part.adverse,
                    "notes": list(part.notes),
                }
            )
    return lines


def _read_back(paper: InterviewPaper, text: str, language: Literal["es", "en"]) -> str:
    if paper.read_back_at is None:
        return ""
    day = full_date(paper.read_back_at.date(), language)
    return text.format(language=paper.read_back_language, date=day, time=clock(paper.read_back_at))


def _svg(path: str) -> str:
    if not path:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200">'
        f'<path d="{path}" fill="none" stroke="#111" stroke-width="4" stroke-linecap="round"/></svg>'
    )


def _signed(signature: Signature, words: Mapping[str, str], language: Literal["es", "en"]) -> str:
    if signature.signed_at is None:
        return words["refused"].format(reason=signature.refusal)
    return words["signed_by_code" if signature.by_code else "signed_at"].format(
        date=short_date(signature.signed_at.date(), language), time=clock(signature.signed_at)
    )
