"""What can go wrong, as kinds that an edge turns into an answer.

Refusal
├── NotFound            the record is not there, or not for this actor: the two are never told apart
├── Forbidden           the actor's role may not do this at all
├── Conflict            the record's state does not allow it now
│   └── Stale           somebody changed the record since it was read
├── Invalid             a field breaks a rule; carries the fields
├── TooMany             asked too often
└── Unavailable         the database is away or overloaded; the same request may work in a moment
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One broken rule: `field` as a path (`persons.2.birth_date`), `rule` as a code, `message` in Spanish (a catalogue key).

    `values` fill the message's `%(name)s` places; `article` names the law where the rule comes from one.
    """

    field: str
    rule: str
    message: str
    values: Mapping[str, Any] | None = None
    article: str | None = None


def said(text: str) -> str:
    """Mark a sentence for the catalogue of translations where it stands in a table and is shown elsewhere."""
    return text


class Refusal(Exception):
    """A request that is refused for a reason that a person can read. Nothing has been written when it is raised."""

    kind: ClassVar[str] = "refused"
    message: ClassVar[str] = "No se puede hacer."

    def __init__(self, message: str | None = None, /, **values: Any) -> None:
        self.text = message or self.message
        self.values = values
        super().__init__(self.text % values if values else self.text)

    def more(self, language: str) -> Mapping[str, Any]:  # noqa: ARG002 - for those who have more to say
        """What a machine is told besides, in `language`."""
        return {}

    @property
    def rule(self) -> str:
        """The refusal's name as a code, for machines: `AlreadySigned` is `already_signed`."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class NotFound(Refusal):
    kind = "not_found"
    message = "No existe, o no está entre los expedientes que usted puede ver."


class Forbidden(Refusal):
    kind = "forbidden"
    message = "Su función no permite hacer esto."


class Conflict(Refusal):
    kind = "conflict"
    message = "El expediente no está en un estado que lo permita."


class Stale(Conflict):
    kind = "stale"
    message = "Alguien cambió esto mientras usted lo tenía abierto. Vuelva a cargarlo y revise qué cambió."


class TooMany(Refusal):
    kind = "too_many"
    message = "Demasiados intentos. Espere un momento y vuelva a probar."
    # Seconds to wait, where they are known.
    retry_after: int | None = None


class Unavailable(Refusal):
    kind = "unavailable"
    message = "El sistema no está disponible en este momento. Vuelva a intentarlo en unos segundos."


class Invalid(Refusal):
    kind = "invalid"
    message = "Hay datos que corregir."

    def __init__(self, *fields: FieldError) -> None:
        super().__init__()
        self.fields: Sequence[FieldError] = fields

    @classmethod
    def at(
        cls, field: str, rule: str, message: str, /, article: str | None = None, **values: Any
    ) -> "Invalid":
        """One broken rule at one field."""
        return cls(FieldError(field, rule, message, values or None, article))
