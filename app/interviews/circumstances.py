"""How a session is held: in the room or by a line, and how it is known who is at the other end. Pure."""

from dataclasses import dataclass, fields, replace

from app.core.errors import FieldError, Invalid, said

FORMATS = ("in_person", "video", "telephone")
LINES = ("good", "fair", "poor")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`identity`: how it was checked who the person is, `identity_by`: by whom. `place`: where the person is, `others`: who else is in
    the room there ("nobody" is an answer), `line`: how good the line is. By a line all of them are asked for."""

    format: str = "in_person"
    identity: str = ""
    identity_by: str = ""
    place: str = ""
    others: str = ""
    line: str | None = None

    @property
    def remote(self) -> bool:
        return self.format != "in_person"


# Each with the sentence for when it is left empty.
_ASKED = {
    "identity": said("Escriba cómo comprobó quién es la persona."),
    "identity_by": said("Escriba quién comprobó la identidad."),
    "place": said("Escriba dónde está la persona."),
    "others": said("Escriba quién más está en el cuarto, o que no hay nadie."),
}


def check(told: Circumstances, *, again: bool = False) -> Circumstances:
    """The same without spaces around. By a line everything is said; in a later session (`again`) the identity check is, always.

    Raises `Invalid` at each field that is missing.
    """
    told = replace(
        told, **{f.name: (getattr(told, f.name) or "").strip() for f in fields(told) if f.name != "line"}
    )
    broken = []
    if told.format not in FORMATS:
        broken.append(FieldError("format", "unknown_format", "Elija cómo se hace la entrevista."))
    asked = list(_ASKED) if told.remote else ["identity", "identity_by"] if again else []
    broken += [FieldError(name, "required", _ASKED[name]) for name in asked if not getattr(told, name)]
    broken += [
        FieldError(name, "too_long", "Dígalo en %(most)s caracteres o menos.", {"most": LONGEST})
        for name in _ASKED
        if len(getattr(told, name)) > LONGEST
    ]
    if told.remote and told.line not in LINES:
        broken.append(FieldError("line", "required", "Elija cómo se oye la línea."))
    if broken:
        raise Invalid(*broken)
    return told if told.remote else replace(told, line=None)
