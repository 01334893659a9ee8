"""What must hold of an interview's record. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.errors import FieldError, Invalid, said

ROLES = (
    "applicant",
    "interviewer",
    "interpreter",
    "guardian",
    "legal_representative",
    "best_interests_officer",
    "witness",
)
# Both, always: one answers for the child, the other watches over its best interests.
BESIDE_A_CHILD = frozenset({"guardian", "best_interests_officer"})
# Why an interview is put off, before or during it: illness, hunger, exhaustion, fear and discomfort are UNHCR's own examples; `time` is
# the day's end.
CAUSES = {
    "illness": said("enfermedad"),
    "hunger": said("hambre"),
    "exhaustion": said("agotamiento"),
    "fear": said("miedo"),
    "discomfort": said("malestar"),
    "interpreter": said("falta intérprete, o no se entienden"),
    "companion": said("falta quien debe acompañar"),
    "line": said("la línea no sirve"),
    "time": said("terminó la jornada"),
    "other": said("otra causa"),
}
SPOKEN = frozenset({"question", "answer", "statement"})
# `demeanour` is what was seen of how the person was: crying, silence, agitation (UNHCR 4.3.8).
KINDS = ("question", "answer", "statement", "note", "objection", "demeanour", "exhibit")
METHODS = ("drawn", "code", "refused")
OPEN = ("draft", "read_back")
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
LONGEST_POINT = 500
SHORTEST_REFUSAL = 5


def check_entry(kind: str, text: str, asked_by: str | None = None) -> None:
    """Raises `Invalid` at `kind` or `text`, and at `asked_by` where nobody is that."""
    if kind not in KINDS:
        raise Invalid.at("kind", "unknown_kind", "Esa clase de línea no existe en el acta.")
    if asked_by is not None and asked_by not in ROLES:
        raise Invalid.at("asked_by", "unknown_role", "Elija quién objeta.")
    check_text("text", text)


def check_adverse(kind: str, point: str | None) -> str | None:
    """Which point against the claim a question puts to the person, or none. Only a question puts one. Raises `Invalid`."""
    point = (point or "").strip()
    if not point:
        return None
    if kind != "question":
        raise Invalid.at("adverse", "not_a_question", "Un punto adverso se plantea con una pregunta.")
    if len(point) > LONGEST_POINT:
        raise Invalid.at(
            "adverse", "too_long", "Diga el punto en %(most)s caracteres o menos.", most=LONGEST_POINT
        )
    return point


def check_text(field: str, text: str) -> str:
    """The text without spaces around. What was said is never emptied: it is corrected. Raises `Invalid`."""
    if not text.strip():
        raise Invalid.at(
            field, "required", "Escriba el texto. Lo que ya consta no se borra: se corrige o se aclara."
        )
    if len(text) > LONGEST_TEXT:
        raise Invalid.at(
            field,
            "too_long",
            "Es demasiado largo: %(most)s caracteres como máximo. Divídalo.",
            most=LONGEST_TEXT,
        )
    return text.strip()


def check_participant(role: str, name: str) -> None:
    """Raises `Invalid` at `role` and `name`."""
    broken = []
    if role not in ROLES:
        broken.append(FieldError("role", "unknown_role", "Elija en qué calidad está presente."))
    if not name.strip():
        broken.append(FieldError("name", "required", "Escriba el nombre."))
    elif len(name) > LONGEST_NAME:
        broken.append(
            FieldError(
                "name",
                "too_long",
                "El nombre tiene más de %(most)s caracteres.",
                {"most": LONGEST_NAME},
            )
        )
    if broken:
        raise Invalid(*broken)


def check_cause(cause: str, note: str) -> str:
    """What else is said of the cause. Raises `Invalid` at `cause`, and at `note` where `other` says nothing by itself."""
    if cause not in CAUSES:
        raise Invalid.at("cause", "required", "Elija por qué se aplaza.")
    if len(note) > LONGEST_TEXT or (cause == "other" and not note.strip()):
        raise Invalid.at("note", "required", "Escriba por qué se aplaza.")
    return note.strip()


def check_signature(method: str, role: str, reason: str | None) -> str | None:
    """The reason of a refusal, or `None` for a signature. Who interviews cannot refuse: they made the record. Raises `Invalid`."""
    if method not in METHODS or (method == "refused" and role == "interviewer"):
        raise Invalid.at("method", "unknown_method", "Elija cómo firma, o que no firma y por qué.")
    if method != "refused":
        return None
    if len((reason or "").strip()) < SHORTEST_REFUSAL:
        raise Invalid.at("refusal_reason", "required", "Escriba por qué no firma.")
    return (reason or "").strip()


def digest(record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 over who was there, what was said in order, and who signed. Times in UTC."""
    content = {"record": dict(record), "lines": [dict(line) for line in lines]}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
