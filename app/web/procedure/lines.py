"""One line of the Procedure page: what it is about, what is said, and what that rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a value rests on. `cited` is law and article, `note` what the lawyer who confirms it should know."""

    cited: str
    verification: str
    kind: str = "legal"
    note: str | None = None
    checked_on: date | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What it is about, what is said (one paragraph each), and the mark; `here` where a case stands."""

    name: str
    says: tuple[str, ...] = ()
    mark: Mark | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. Without lines the law says nothing that is on record."""

    id: str
    title: str
    lines: tuple[Line, ...]
    lead: str = ""
    heads: tuple[str, str] = field(default=("", ""))


def mark_of(profile: procedure.Profile, basis: procedure.Basis, kind: str = "legal") -> Mark:
    """The mark of a value."""
    return Mark(
        profile.cite(basis), basis.verification, kind, basis.note, basis.checked_on, synthetic=basis.synthetic
    )


def said(label: procedure.Label) -> str:
    """A label in the page's language."""
    return label.in_(language())


def fact_line(
    profile: procedure.Profile, name: str, fact: procedure.Fact[T] | None, words: Callable[[T], str]
) -> Line:
    """A single value; what nobody knows is said to be unknown, never left out."""
    if fact is None or fact.value is None:
        mark = mark_of(profile, fact) if fact is not None else Mark("", "unknown")
        return Line(name, (_("No consta"),), mark)
    return Line(name, (words(fact.value),), mark_of(profile, fact))


def yes_or_no(value: bool) -> str:
    """In one word."""
    return _("Sí") if value else _("No")


def rule_lines(
    profile: procedure.Profile, rules: Iterable[procedure.Rule], name: str = ""
) -> tuple[Line, ...]:
    """Rules in words, each with its mark."""
    return tuple(
        Line(name or said(rule.label), (said(rule.label),) if name else (), mark_of(profile, rule))
        for rule in rules
    )


def validity(held: procedure.Validity | None) -> str | None:
    """`Rigió del 1 dic 2022 al 17 ago 2023: la anuló un tribunal`; None for a norm without limits in time."""
    if held is None:
        return None
    ended = {
        "repealed": _("derogada"),
        "struck_down": _("anulada por un tribunal"),
        "superseded": _("sustituida"),
        "in_practice": _("dejó de aplicarse en la práctica"),
    }
    parts: list[Any] = []
    if held.since:
        parts.append(_("desde el %(day)s") % {"day": short_date(held.since)})
    if held.until:
        parts.append(_("hasta el %(day)s") % {"day": short_date(held.until)})
    if held.how:
        parts.append(ended[held.how])
    if held.note:
        parts.append(held.note)
    return _("Vigencia: %(when)s") % {"when": ", ".join(parts)} if parts else None


def texts(*parts: str | None) -> tuple[str, ...]:
    """Those that there are."""
    return tuple(part for part in parts if part)


def listed(words: Sequence[str]) -> str:
    """Joined in a sentence."""
    return "; ".join(words)
