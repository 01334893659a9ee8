"""How a due day came about, for a person to read and for a judge to check."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from app.procedure.law.basis import Span, Unit

_WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
}
_MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_MARKS = {
    "es": {
        "confirmed": "confirmado",
        "secondary": "según fuente secundaria",
        "recalled": "sin verificar",
        "unknown": "sin verificar",
    },
    "en": {
        "confirmed": "confirmed",
        "secondary": "from a secondary source",
        "recalled": "not verified",
        "unknown": "not verified",
    },
}
_KINDS = {
    "es": {
        "internal": "Meta interna de la oficina; no es un plazo de ley.",
        "standard": "Estándar; no es un plazo de ley.",
    },
    "en": {
        "internal": "The office's own target; no limit set by law.",
        "standard": "A standard; no limit set by law.",
    },
}
_WORDS = {
    "es": {
        "counts": "{length} a partir del {event}.",
        "first": "Se cuenta desde el {day}.",
        "skipped": "No se cuentan: {days}.",
        "rolled": "El {day} no es hábil; pasa al siguiente día hábil.",
        "due": "Vence el {day}.",
        "basis": "Fundamento: {basis} ({mark}).",
        "because": "Rige así porque {why}.",
        "prolonged": "Prorrogado: antes vencía el {day} ({why}).",
        "shortened": "Abreviado: antes vencía el {day}.",
        "open_ended": "Consta una suspensión de plazos sin fecha de fin conocida: {what}. No se tomó en cuenta; confírmela.",
        "weekend": "fin de semana",
        "suspension": "plazo suspendido",
    },
    "en": {
        "counts": "{length} from {event}.",
        "first": "Counted from {day}.",
        "skipped": "Not counted: {days}.",
        "rolled": "{day} is not a working day; it passes to the next one.",
        "due": "Due on {day}.",
        "basis": "Basis: {basis} ({mark}).",
        "because": "It runs so because {why}.",
        "prolonged": "Extended: it was due on {day} ({why}).",
        "shortened": "Shortened: it was due on {day}.",
        "open_ended": "A suspension of time limits is on record whose end is not known: {what}. It was not counted; confirm it.",
        "weekend": "weekend",
        "suspension": "time limit suspended",
    },
}


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, and why; the two names are a holiday's or a suspension's, empty for a weekend.

    A suspension of many days is one entry, from `day` to `until`, both included.
    """

    day: date
    reason: Literal["weekend", "holiday", "suspension"]
    name_es: str = ""
    name_en: str = ""
    until: date | None = None

    @property
    def last(self) -> date:
        """The last day of the entry."""
        return self.until or self.day

    def name(self, language: str) -> str:
        """What a person calls the reason."""
        own = self.name_en if language == "en" else self.name_es
        return own or _WORDS[_known(language)].get(self.reason, self.reason)


@dataclass(frozen=True, slots=True)
class Change:
    """Why a count is not the plain one, or no longer is: the words, and the day on which it ended before, where one did."""

    kind: Literal["because", "prolonged", "shortened", "open_ended"]
    es: str = ""
    en: str = ""
    before: date | None = None

    def in_words(self, language: str) -> str:
        """One sentence."""
        why = self.en if language == "en" else self.es
        day = in_long(self.before, language) if self.before else ""
        return _WORDS[language][self.kind].format(why=why, what=why, day=day)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The count of one limit, day by day where days were skipped.

    `event_day` is the local day of the event, `first_day` the first day counted, `due_day` the last. `rolled_from` is
    the day on which the count ended where that was no working day. `changes`: conditions that applied, extensions, and
    suspensions that could not be counted with. `zone` is where the days were counted.
    """

    rule: str
    length: int
    unit: Unit
    event_day: date
    first_day: date
    skipped: tuple[SkippedDay, ...]
    due_day: date
    rolled_from: date | None
    kind: str
    binds: str
    article: str | None
    source: str | None
    verification: str
    changes: tuple[Change, ...] = ()
    zone: str = ""

    @property
    def counted(self) -> tuple[date, ...]:
        """The days that count, in order: every one from the first to the last that was not skipped. None for hours."""
        if self.unit == "hour":
            return ()
        skipped = {s.day + timedelta(days=n) for s in self.skipped for n in range((s.last - s.day).days + 1)}
        last = self.rolled_from or self.due_day
        days = (self.first_day + timedelta(days=n) for n in range((last - self.first_day).days + 1))
        return tuple(day for day in days if day not in skipped)

    def continuing(self, earlier: "Explanation") -> "Explanation":
        """This count as what became of an earlier one of the same clock: begun where that began, with every day that did not
        count and every reason so far. One that was shortened began anew."""
        changes = tuple(dict.fromkeys((*earlier.changes, *self.changes)))
        if any(change.kind == "shortened" for change in self.changes):
            return replace(self, changes=changes)
        skipped = {(s.day, s.last): s for s in (*earlier.skipped, *self.skipped)}
        pauses = [s for s in skipped.values() if s.last != s.day]
        alone = [
            s
            for s in skipped.values()
            if s.last != s.day or not any(p.day <= s.day <= p.last for p in pauses)
        ]
        return replace(
            self,
            event_day=earlier.event_day,
            first_day=earlier.first_day,
            length=earlier.length,
            unit=earlier.unit,
            skipped=tuple(sorted(alone, key=lambda s: s.day)),
            changes=changes,
        )

    def as_dict(self) -> dict[str, Any]:
        """The same as plain JSON values; days as ISO 8601."""
        return {
            "rule": self.rule,
            "length": self.length,
            "unit": self.unit,
            "event_day": self.event_day.isoformat(),
            "first_day": self.first_day.isoformat(),
            "skipped": [
                {
                    "day": s.day.isoformat(),
                    "until": s.last.isoformat(),
                    "reason": s.reason,
                    "es": s.name("es"),
                    "en": s.name("en"),
                }
                for s in self.skipped
            ],
            "due_day": self.due_day.isoformat(),
            "rolled_from": self.rolled_from.isoformat() if self.rolled_from else None,
            "kind": self.kind,
            "binds": self.binds,
            "article": self.article,
            "source": self.source,
            "verification": self.verification,
            "changes": [
                {"kind": c.kind, "es": c.es, "en": c.en, "before": c.before.isoformat() if c.before else None}
                for c in self.changes
            ],
            "zone": self.zone,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Explanation":
        """The explanation that `as_dict` was taken from."""
        skipped = tuple(
            SkippedDay(
                date.fromisoformat(s["day"]),
                s["reason"],
                s["es"],
                s["en"],
                None if s["until"] == s["day"] else date.fromisoformat(s["until"]),
            )
            for s in kept["skipped"]
        )
        rolled = kept["rolled_from"]
        return cls(
            rule=kept["rule"],
            length=kept["length"],
            unit=kept["unit"],
            event_day=date.fromisoformat(kept["event_day"]),
            first_day=date.fromisoformat(kept["first_day"]),
            skipped=skipped,
            due_day=date.fromisoformat(kept["due_day"]),
            rolled_from=date.fromisoformat(rolled) if rolled else None,
            kind=kept["kind"],
            binds=kept["binds"],
            article=kept["article"],
            source=kept["source"],
            verification=kept["verification"],
            # Kept before there were any.
            changes=tuple(
                Change(c["kind"], c["es"], c["en"], date.fromisoformat(c["before"]) if c["before"] else None)
                for c in kept.get("changes", ())
            ),
            zone=kept.get("zone", ""),
        )

    def in_words(self, language: str = "es") -> str:
        """A few plain sentences in Spanish or English."""
        language = _known(language)
        words = _WORDS[language]
        length = Span(self.length, self.unit).in_words(language)
        parts = [words["counts"].format(length=length, event=in_long(self.event_day, language))]
        if self.unit != "hour":
            parts.append(words["first"].format(day=in_long(self.first_day, language)))
        if self.skipped:
            parts.append(words["skipped"].format(days=_in_runs(self.skipped, language)))
        if self.rolled_from:
            parts.append(words["rolled"].format(day=in_long(self.rolled_from, language)))
        parts.append(words["due"].format(day=in_long(self.due_day, language)))
        parts.extend(change.in_words(language) for change in self.changes)
        if self.kind in _KINDS[language]:
            parts.append(_KINDS[language][self.kind])
        basis = " ".join(part for part in (self.source, self.article) if part)
        if basis:
            parts.append(words["basis"].format(basis=basis, mark=_MARKS[language][self.verification]))
        return " ".join(parts)


def in_long(day: date, language: str) -> str:
    """A day with its weekday, as read aloud: "jueves 26 de noviembre de 2026"."""
    weekday, month = (
        _WEEKDAYS[language][day.weekday()],
        _MONTHS[language][day.month - 1],
    )
    return (
        f"{weekday} {day.day} de {month} de {day.year}"
        if language == "es"
        else f"{weekday} {day.day} {month} {day.year}"
    )


def _in_runs(skipped: tuple[SkippedDay, ...], language: str) -> str:
    """Neighbouring days with one reason are named together: "28/11–29/11 (fin de semana)"."""
    runs: list[tuple[date, date, str]] = []
    for day in skipped:
        name = day.name(language)
        if runs and runs[-1][2] == name and (day.day - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], day.last, name)
        else:
            runs.append((day.day, day.last, name))
    return "; ".join(f"{_short(a)}{'' if a == b else '–' + _short(b)} ({name})" for a, b, name in runs)


def _short(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}"


def _known(language: str) -> str:
    return "en" if language == "en" else "es"
