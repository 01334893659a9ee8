"""References of cases, `CR26-7K4M-92`: country and year, four random characters, two check digits.

The four are Crockford's base 32 (no I, L, O or U, so nothing is misread and no word appears). The check digits are what
stands before, as a number to base 36, modulo 97: a prime above the base, so every single wrong character and every swap
of neighbours is found. (ISO 7064 MOD 97-10 is not used: it writes a letter as two digits and misses letter for digit.)
"""

import re
from collections.abc import Callable

from app.core.errors import FieldError, Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(r"^([A-Z]{2})([0-9]{2})([0-9A-Z]{4})([0-9]{2})$")
_MISREAD = str.maketrans("ILO", "110")


class InvalidCaseReference(Invalid):
    """What was given is no case reference; the first field says what is wrong with it."""


class WrongShape(InvalidCaseReference):
    """Too short, too long or of other characters."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("reference", "case_reference_shape", "Una referencia se escribe así: CR26-7K4M-92.")
        )


class WrongCheckDigits(InvalidCaseReference):
    """Mistyped somewhere."""

    def __init__(self) -> None:
        super().__init__(
            FieldError(
                "reference",
                "case_reference_check_digits",
                "Hay un carácter equivocado en la referencia: sus dígitos de control no coinciden.",
            )
        )


def new_reference(country: str, year: int, *, below: Callable[[int], int]) -> str:
    """A reference for a case of `country` (two letters) filed in `year`.

    `below(n)` returns a random number under n (`secrets.randbelow`). There are 1,048,576 a year: whoever stores one
    asks for another when it is taken.
    """
    drawn = below(len(ALPHABET) ** 4)
    characters = ""
    for _ in range(4):
        drawn, place = divmod(drawn, len(ALPHABET))
        characters += ALPHABET[place]
    head = f"{country.upper()}{year % 100:02d}"
    return f"{head}-{characters}-{_check_digits(head + characters)}"


def parse(text: str) -> str:
    """The reference in its one form, however it was typed: any case, without hyphens, O for 0, I or L for 1.

    Raises `InvalidCaseReference`.
    """
    plain = re.sub(r"[\s-]", "", text).upper()
    # Only where digits or base 32 stand: the country's letters may well be an I or an O.
    match = _SHAPE.match(plain[:2] + plain[2:].translate(_MISREAD))
    if match is None or "U" in match[3]:
        raise WrongShape
    country, year, characters, check = match.groups()
    if _check_digits(country + year + characters) != check:
        raise WrongCheckDigits
    return f"{country}{year}-{characters}-{check}"


def reference_key(given: str) -> str:
    """A reference of another registry as it is compared: capitals and digits only."""
    return re.sub(r"[^0-9A-Z]", "", given.upper())


def _check_digits(head: str) -> str:
    return f"{int(head, 36) % 97:02d}"
