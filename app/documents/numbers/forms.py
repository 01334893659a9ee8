"""The forms that a document's number can have: which text is one, how it is shown, and who gives it.

A profile names the form (`number.format`): Costa Rica's `cr.dimex`, which the product numbers in; `sequence`, a series of the
deployment's own with prefix, padding and check digit; or one that python-stdnum knows by country and name (`mx.curp`), which
another authority gives and a document keeps. A form that is not on record, or not known here, leaves the product's own number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10, mod_97_10

from app.core.errors import FieldError
from app.documents.numbers import dimex
from app.documents.numbers.dimex import InvalidDocumentNumber
from app.procedure import public as procedure

SEQUENCE = "sequence"
# Whoever is not known to the national registry keeps the number that they have; longer than any form that we know.
LONGEST = 40
_NAME = re.compile(r"[a-z]{2}\.[a-z][a-z0-9_]*")


class WrongForm(InvalidDocumentNumber):
    """Not a number of that form: its length, its digits or its check digit are wrong."""

    def __init__(self, form: str) -> None:
        super().__init__(
            FieldError(
                "number", "document_number_form", "Ese número no tiene la forma %(form)s.", {"form": form}
            )
        )


@dataclass(frozen=True, slots=True)
class Form:
    """`parse` gives a number as it is kept, or raises `InvalidDocumentNumber`; `official`: an authority's, not our own."""

    name: str
    parse: Callable[[str], str]
    show: Callable[[str], str]
    official: bool = True

    def holds(self, number: str) -> bool:
        """Is `number`, as it is kept, one of this form?"""
        try:
            return self.parse(number) == number
        except InvalidDocumentNumber:
            return False


OWN = Form("own", lambda text: dimex.parse(text, national=False), dimex.grouped, official=False)
DIMEX = Form(dimex.NATIONAL, dimex.parse, dimex.grouped)


def is_known(name: str) -> bool:
    """Is there a form of that name?"""
    return name in (SEQUENCE, dimex.NATIONAL) or _module(name) is not None


def form_of(rule: procedure.Numbering) -> Form:
    """The form of a document's numbers; the product's own where the law's is not on record or not known."""
    if rule.format == dimex.NATIONAL:
        return DIMEX
    if rule.format == SEQUENCE:
        return Form(SEQUENCE, lambda text: _of_sequence(rule, text), lambda number: number)
    if rule.format is not None and (module := _module(rule.format)) is not None:
        return _from_elsewhere(rule.format, module)
    return OWN


def forms_of(profile: procedure.Profile) -> Iterator[Form]:
    """Every form that a number of this country's documents may have, the official ones first."""
    seen = {form.name: form for form in (form_of(d.number) for d in profile.documents.values())}
    yield from sorted(
        (*seen.values(), *(() if "own" in seen else (OWN,))), key=lambda form: not form.official
    )


def parse_any(profile: procedure.Profile, typed: str) -> str:
    """A number as somebody typed it, in any form of the profile. Raises `InvalidDocumentNumber`: what the first form says."""
    refusals: list[InvalidDocumentNumber] = []
    for form in forms_of(profile):
        try:
            return form.parse(typed)
        except InvalidDocumentNumber as refusal:
            refusals.append(refusal)
    raise refusals[0]


def is_official(profile: procedure.Profile, kind: str, number: str) -> bool:
    """Is this the number that the law gives to such a document, and not our own?"""
    form = form_of(profile.document(kind).number)
    return form.official and form.holds(number)


def shown(profile: procedure.Profile, number: str) -> str:
    """As people read it."""
    return next((form.show(number) for form in forms_of(profile) if form.holds(number)), number)


def sequence_number(
    rule: procedure.Numbering, value: int, *, kind: int = 0, office: int = 0, year: int = 0
) -> str:
    """The number for a value of the series: prefix, then what the series is kept apart by, the value padded, the check digit.

    `kind` and `office` are places in the profile's own lists (from 1), `year` the calendar year of issue.
    """
    apart = {"kind": f"{kind:d}", "office": f"{office:02d}", "year": f"{year % 100:02d}"}
    digits = "".join(apart[what] for what in rule.per) + f"{value:0{rule.padding or 8}d}"
    return f"{rule.prefix or ''}{digits}{_CHECK_DIGITS[rule.check](digits)}"


def series_name(rule: procedure.Numbering, *, kind: str, office: str, year: int) -> str:
    """Which series the next number is taken from."""
    apart = {"kind": kind, "office": office, "year": str(year)}
    return "/".join((rule.prefix or "-", *(apart[what] for what in rule.per)))


_CHECK_DIGITS: dict[str, Callable[[str], str]] = {
    "none": lambda _: "",
    "luhn": luhn.calc_check_digit,
    "mod_11_10": mod_11_10.calc_check_digit,
    "mod_97_10": mod_97_10.calc_check_digits,
}


def _of_sequence(rule: procedure.Numbering, text: str) -> str:
    number = re.sub(r"[\s.]", "", text).upper()
    prefix = (rule.prefix or "").upper()
    digits = number.removeprefix(prefix)
    check = len(_CHECK_DIGITS[rule.check]("1"))
    body, given = (digits[:-check], digits[-check:]) if check else (digits, "")
    least = (rule.padding or 8) + sum({"kind": 1, "office": 2, "year": 2}[what] for what in rule.per)
    right = number.startswith(prefix) and body.isdecimal() and body.isascii() and least <= len(body)
    if not right or len(number) > LONGEST or _CHECK_DIGITS[rule.check](body) != given:
        raise WrongForm(f"{prefix}{'0' * least}{'0' * check}")
    return f"{rule.prefix or ''}{digits}"


def _from_elsewhere(name: str, module: ModuleType) -> Form:
    def parse(text: str) -> str:
        try:
            return str(module.validate(text))
        except ValidationError as wrong:
            raise WrongForm(name.partition(".")[2].upper()) from wrong

    return Form(name, parse, getattr(module, "format", str))


@cache
def _module(name: str) -> ModuleType | None:
    """python-stdnum's module of that name, as `country.number`."""
    if not _NAME.fullmatch(name):
        return None
    country, _, number = name.partition(".")
    try:
        module = import_module(f"stdnum.{country}.{number}")
    except ImportError:
        return None
    return module if hasattr(module, "validate") else None
