"""What may be passed on, when without consent, and which service comes first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from app.core.errors import FieldError
from app.procedure import public as procedure

# Who is referred there tells what happened to them: seen by who may read protected needs.
SENSITIVE = frozenset({"gbv_survivor", "mental_health", "trafficking"})
# Convention on the Rights of the Child, arts. 3 and 19; a threat to life is the common exception to confidentiality.
OBLIGED = ("child_at_risk", "threat_to_life")
# What can be passed on at most. Nothing of the claim, ever.
PARTS = ("initials", "full_name", "age", "sex", "languages", "phone", "what_is_needed")
LEAST = ("initials", "age", "languages", "what_is_needed")
ANSWERS = ("accepted", "refused", "no_capacity")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Consent:
    """`given`: asked `how` and on which day, for which parts. Not given: `obliged_by` with the reason in words."""

    given: bool
    how: str = ""
    on: date | None = None
    obliged_by: str | None = None
    obliged_why: str = ""


class Person(Protocol):
    """Of whom something is passed on."""

    @property
    def given_names(self) -> str: ...
    @property
    def family_names(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def phone(self) -> str | None: ...


class Offered(Protocol):
    @property
    def offices(self) -> Sequence[UUID]: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Offered)


def broken_rules(
    kind: str, consent: Consent, parts: Iterable[str], needed: str, *, today: date, child: bool
) -> list[FieldError]:
    """What is wrong with a referral, each at its field."""
    broken: list[FieldError] = []
    if kind not in procedure.REFERRALS:
        broken.append(FieldError("kind", "unknown", "Elija qué se necesita."))
    if not set(parts) <= set(PARTS):
        broken.append(FieldError("parts", "unknown", "Elija de la lista qué se comunica."))
    if not needed.strip():
        broken.append(FieldError("needed", "required", "Escriba en una línea qué se pide al servicio."))
    elif len(needed) > LONGEST:
        broken.append(
            FieldError("needed", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST})
        )
    return broken + _consent(consent, today=today, child=child)


def _consent(consent: Consent, *, today: date, child: bool) -> list[FieldError]:
    if consent.given:
        if not consent.how.strip():
            return [FieldError("consent_how", "required", "Diga cómo se pidió el consentimiento.")]
        if consent.on is None or consent.on > today:
            return [FieldError("consent_on", "required", "Escriba qué día se pidió, hoy o antes.")]
        return []
    return _obliged(consent, child=child)


def _obliged(consent: Consent, *, child: bool) -> list[FieldError]:
    if consent.obliged_by not in OBLIGED:
        return [
            FieldError(
                "obliged_by",
                "consent_required",
                "Sin consentimiento solo se deriva cuando la ley obliga: una niña o niño en riesgo, o peligro de muerte.",
                article="Convención sobre los Derechos del Niño, arts. 3 y 19",
            )
        ]
    if consent.obliged_by == "child_at_risk" and not child:
        return [
            FieldError(
                "obliged_by", "not_a_child", "La persona no es menor de edad: hace falta su consentimiento."
            )
        ]
    if not consent.obliged_why.strip():
        return [FieldError("obliged_why", "required", "Escriba por qué la ley obliga en este caso.")]
    return []


def passed_on(person: Person, age: int, parts: Iterable[str], needed: str) -> dict[str, object]:
    """Exactly what the service is told, by part. `initials` always, so that it can be asked about."""
    initials = f"{person.given_names[:1]}. {person.family_names[:1]}."
    everything: Mapping[str, object] = {
        "initials": initials,
        "full_name": f"{person.given_names} {person.family_names}".strip(),
        "age": age,
        "sex": person.sex,
        "languages": list(person.languages),
        "phone": person.phone or "",
        "what_is_needed": needed.strip(),
    }
    wanted = {"initials", "what_is_needed", *parts}
    return {part: everything[part] for part in PARTS if part in wanted}


def nearest_first(services: Iterable[T], office: UUID, languages: Sequence[str]) -> list[T]:
    """Those of the office first, then those of every office, then the others; within each those who speak the person's language."""

    def place(one: T) -> tuple[int, int, str]:
        near = 0 if office in one.offices else 1 if not one.offices else 2
        return near, 0 if set(one.languages) & set(languages) else 1, one.name

    return sorted(services, key=place)
