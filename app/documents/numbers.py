"""Numbers of provisional documents in the form of the national number for foreigners.

Costa Rica's (DIMEX) has 11 or 12 digits, `1NNN…`, and no check digit; ours always have 12. NNN stands for the country
of origin. The published examples (155812994816, 122200569906) fit the ISO 3166-1 numeric codes; the authority's own
list is not public, so that reading is unverified and the code is chosen by the caller.
"""

import hashlib
import hmac
import re
from functools import cache

from babel.core import get_global
from stdnum.cr import cr
from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength

from app.core.errors import FieldError, Invalid

DIGITS = 12
# How many numbers one series of eight digits holds, over all countries together.
CAPACITY = 10**8
_HALF = 10**4
# Four rounds suffice against guessing; ten are cheap (22 µs) and leave room.
_ROUNDS = 10


class InvalidDocumentNumber(Invalid):
    """What was given is no document number; the first field says what is wrong with it."""


class WrongLength(InvalidDocumentNumber):
    """Not twelve digits; `length` is how many there were."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            FieldError(
                "number",
                "document_number_length",
                "Un número de documento tiene %(digits)s dígitos; este tiene %(length)s.",
                {"digits": DIGITS, "length": length},
            )
        )


class NotDigits(InvalidDocumentNumber):
    """Something other than digits, spaces and hyphens."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("number", "document_number_digits", "Un número de documento solo lleva dígitos.")
        )


class WrongFirstDigit(InvalidDocumentNumber):
    """Foreigners' numbers begin with 1."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("number", "document_number_first", "Un número de documento empieza por 1.")
        )


def document_number(sequence: int, *, series: str, key: bytes) -> str:
    """The number for a sequence value (0 to `CAPACITY` - 1): unique over all series, not to be guessed from others.

    `series` are the three digits NNN, `key` the installation's secret: another key, another order.
    """
    if not 0 <= sequence < CAPACITY:
        raise ValueError(f"a sequence value from 0 to {CAPACITY - 1}, not {sequence}")
    if not re.fullmatch(r"[0-9]{3}", series):
        raise ValueError(f"a series is three digits, not {series!r}")
    return f"1{series}{_permuted(sequence, key):08d}"


def parse(text: str) -> str:
    """The twelve digits of a number as somebody typed it, with spaces or hyphens; raises `InvalidDocumentNumber`."""
    try:
        number = cr.validate(text)
    except InvalidLength as wrong:
        raise WrongLength(len(cr.compact(text))) from wrong
    except InvalidFormat as wrong:
        raise NotDigits from wrong
    except InvalidComponent as wrong:
        raise WrongFirstDigit from wrong
    if len(number) != DIGITS:
        raise WrongLength(len(number))
    return str(number)


def grouped(number: str) -> str:
    """As people read it: three groups of four."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def series_of(country: str) -> str:
    """The ISO 3166-1 numeric code of an alpha-3 one; `000` for the stateless, the unknown and what has none."""
    return _numeric_codes().get(country, "000")


@cache
def _numeric_codes() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    alpha2_to_numeric = {codes[0]: name for name, codes in aliases.items() if re.fullmatch(r"[0-9]{3}", name)}
    return {
        name: alpha2_to_numeric[codes[0]]
        for name, codes in aliases.items()
        if re.fullmatch(r"[A-Z]{3}", name) and codes[0] in alpha2_to_numeric
    }


def _permuted(value: int, key: bytes) -> int:
    """A Feistel network over two halves of four digits: one to one, whatever the round function does."""
    left, right = divmod(value, _HALF)
    for turn in range(_ROUNDS):
        digest = hmac.digest(key, b"%d:%d" % (turn, right), hashlib.sha256)
        left, right = right, (left + int.from_bytes(digest[:8])) % _HALF
    return left * _HALF + right
