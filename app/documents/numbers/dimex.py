"""Numbers of provisional documents in the form of the national number for foreigners.

Costa Rica's (DIMEX) has 11 or 12 digits, `1NNN…`, and no check digit; ours always have 12. NNN stands for the country
of origin. The published examples (155812994816, 122200569906) fit the ISO 3166-1 numeric codes; the authority's own
list is not public, so that reading is unverified and the code is chosen by the caller.

Where a country's own form is not on record, the product numbers by itself: twelve digits that begin with 9, which no
Costa Rican number does, and NNN stands for the country that issues. Pages and papers say that it is no official number.
"""

import hashlib
import hmac
import re
from functools import cache

from babel.core import get_global
from stdnum.cr import cr
from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength

from app.core.errors import FieldError, Invalid
from app.procedure import public as procedure

DIGITS = 12
# The name of the one national form that we know, as profiles write it.
NATIONAL = "cr.dimex"
NATIONAL_FIRST, OWN_FIRST = "1", "9"
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
    """Foreigners' numbers begin with 1, the product's own with 9."""

    def __init__(self, first: str = NATIONAL_FIRST) -> None:
        super().__init__(
            FieldError(
                "number",
                "document_number_first",
                "Un número de documento empieza por %(first)s.",
                {"first": first},
            )
        )


def are_national(profile: procedure.Profile) -> bool:
    """Do the documents of this country carry its official number? Else the product's own."""
    return any(document.number.format == NATIONAL for document in profile.documents.values())


def document_number(sequence: int, *, series: str, key: bytes, national: bool = True) -> str:
    """The number for a sequence value (0 to `CAPACITY` - 1): unique over all series, not to be guessed from others.

    `series` are the three digits NNN, `key` the installation's secret: another key, another order. Not `national`: our own.
    """
    return numbered(core(sequence, key), series=series, national=national)


def core(sequence: int, key: bytes) -> str:
    """The eight digits for a sequence value, whatever the series: no two values have the same."""
    if not 0 <= sequence < CAPACITY:
        raise ValueError(f"a sequence value from 0 to {CAPACITY - 1}, not {sequence}")
    return f"{_permuted(sequence, key):08d}"


def numbered(core: str, *, series: str, national: bool = True) -> str:
    """The number of a core in a series: what a laptop with a block of cores prints with no line."""
    if not re.fullmatch(r"[0-9]{3}", series):
        raise ValueError(f"a series is three digits, not {series!r}")
    return f"{NATIONAL_FIRST if national else OWN_FIRST}{series}{core}"


def parse(text: str, *, national: bool = True) -> str:
    """The twelve digits of a number as somebody typed it, with spaces or hyphens; raises `InvalidDocumentNumber`."""
    if not national:
        return _parse_own(cr.compact(text))
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


def _parse_own(number: str) -> str:
    if not re.fullmatch(r"[0-9]*", number):
        raise NotDigits
    if len(number) != DIGITS:
        raise WrongLength(len(number))
    if number[0] != OWN_FIRST:
        raise WrongFirstDigit(OWN_FIRST)
    return number


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
