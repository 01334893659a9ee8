"""What a mandate lets do, and how one ends. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from app.core.errors import FieldError

COUNSEL = "legal_representative"
# file: writings and evidence. attend: interviews and hearings. be_served: what is told to the person. appeal: every remedy.
# withdraw: giving up a claim or a remedy, which no general mandate covers.
POWERS = ("file", "attend", "be_served", "appeal", "withdraw")
GENERAL = ("file", "attend", "be_served", "appeal")
# Why one ended. `expired` is written by the system, `passed_on` where those whom it was for go on in another file.
ENDED_BY_OFFICE = ("revoked", "disqualified", "error")
ENDED_BY_SELF = ("resigned",)
EXPIRED = "expired"
PASSED_ON = "passed_on"
SUBSTITUTE_ENDED = "substitution_over"


def broken_rules(
    mandate: str,
    powers: Collection[str],
    claims: Collection[UUID],
    *,
    of_case: Collection[UUID],
    valid_until: date | None,
    today: date,
) -> list[FieldError]:
    """What is wrong with a mandate as typed, each at its field."""
    wrong: list[FieldError] = []
    if not mandate.strip():
        wrong.append(FieldError("mandate", "required", "Escriba en qué documento consta el poder."))
    if not powers or not set(powers) <= set(POWERS):
        wrong.append(FieldError("powers", "required", "Marque qué puede hacer quien representa."))
    if not set(claims) <= set(of_case):
        wrong.append(FieldError("claims", "unknown", "Marque personas de este expediente."))
    if valid_until is not None and valid_until < today:
        wrong.append(FieldError("valid_until", "passed", "El poder ya habría vencido ese día."))
    return wrong


def covers(powers: Iterable[str], held: Collection[UUID], power: str, claims: Collection[UUID]) -> bool:
    """Does a mandate with those powers, for those claims (none: all), reach what is to be done?"""
    return power in powers and (not held or set(claims) <= set(held))
