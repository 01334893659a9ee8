"""What an upload must say, whatever is in it."""

from datetime import date

from app.core.errors import FieldError, Invalid

# A whole procedure is about sixty thousand bytes; an override says only what differs.
LONGEST_TEXT = 256 * 1024
LONGEST_TITLE = 120
SHORTEST_REASONS, LONGEST_REASONS = 10, 2000


def text_of(raw: bytes) -> str:
    """The text of an uploaded file. Raises `Invalid` for one that is too long or is not UTF-8."""
    if len(raw) > LONGEST_TEXT:
        raise too_long()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise Invalid.at(
            "content",
            "not_utf8",
            "El archivo no está en UTF-8: guárdelo así y vuelva a subirlo. La primera falta está en la línea %(line)s.",
            line=line,
        ) from fault


def too_long() -> Invalid:
    return Invalid.at("content", "too_long", "El archivo pasa de %(limit)s KB.", limit=LONGEST_TEXT // 1024)


def broken_rules(title: str, content: str, because: str) -> list[FieldError]:
    """Every rule that the words around the file break."""
    broken = []
    if not content.strip():
        broken.append(FieldError("content", "required", "Elija el archivo, o pegue su texto."))
    elif len(content.encode("utf-8", "replace")) > LONGEST_TEXT:
        broken.extend(too_long().fields)
    elif "\0" in content:
        broken.append(FieldError("content", "not_storable", "Tiene un carácter que no se puede guardar."))
    if len(title.strip()) > LONGEST_TITLE:
        broken.append(
            FieldError("title", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST_TITLE})
        )
    return [*broken, *broken_reasons(because)]


def broken_reasons(because: str) -> list[FieldError]:
    """Whoever lays down law says why."""
    given = because.strip()
    if len(given) < SHORTEST_REASONS:
        least = {"least": SHORTEST_REASONS}
        return [
            FieldError(
                "because", "too_short", "Escriba las razones, con %(least)s caracteres al menos.", least
            )
        ]
    if len(given) > LONGEST_REASONS:
        limit = {"limit": LONGEST_REASONS}
        return [FieldError("because", "too_long", "Use %(limit)s caracteres como máximo.", limit)]
    if "\0" in given:
        return [FieldError("because", "not_storable", "Tiene un carácter que no se puede guardar.")]
    return []


def demand_reasons(because: str) -> str:
    """The reasons, without spaces around. Raises `Invalid`."""
    if broken := broken_reasons(because):
        raise Invalid(*broken)
    return because.strip()


def demand_day(valid_from: date | None, *, today: date) -> date:
    """The day from which it is to hold: today at the earliest, for nobody can file under it yesterday. Raises `Invalid`."""
    if valid_from is None:
        raise Invalid.at("valid_from", "required", "Escriba desde qué día rige.")
    if valid_from < today:
        raise Invalid.at(
            "valid_from", "in_the_past", "Elija hoy o un día que venga: no rige para lo que ya se presentó."
        )
    return valid_from
