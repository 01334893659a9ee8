"""Which service counts, for whom it is received, and from which moment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.core.errors import FieldError, said
from app.procedure import public as procedure

# How a decision is served. What the law of a country says of each stands in its profile; the last three are substitutes.
CHANNELS = (
    "in_person",
    "in_office",
    "representative",
    "post",
    "electronic_address",
    "shown",
    "door_note",
    "notice_board",
    "edict",
)
SUBSTITUTES = frozenset({"door_note", "notice_board", "edict"})
PUBLISHED = frozenset({"notice_board", "edict"})
RESULTS = ("delivered", "published", "refused", "not_found", "unknown_address", "returned")
FAILED = frozenset({"refused", "not_found", "unknown_address", "returned"})
PLACES = ("office", "address", "detention", "shelter", "elsewhere")
RECEIVERS = ("self", "guardian", "representative", "other")
# Whoever receives for a child: nobody serves a decision on a child alone.
FOR_A_CHILD = frozenset({"guardian", "representative"})
LONGEST = 2000
_CHOSEN = (
    ("channel", CHANNELS, said("Elija cómo se notificó.")),
    ("result", RESULTS, said("Elija qué pasó.")),
    ("served_as", RECEIVERS, said("Elija quién la recibió.")),
    ("place", PLACES, said("Elija dónde.")),
)


@dataclass(frozen=True, slots=True)
class Served:
    """What was done to serve a decision. `at` is when (UTC): handed over, the day on the receipt, or the last publication.

    `effective_on` and `reasons` are a person's word for the day, asked for exactly where the law's is not on record.
    """

    channel: str
    at: datetime
    served_to: str
    proof: str
    result: str = "delivered"
    served_as: str = "self"
    place: str = "elsewhere"
    published_from: date | None = None
    effective_on: date | None = None
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows when a service is written down: failed attempts by channel, and the person it is for."""

    signed_at: datetime
    now: datetime
    failed: Sequence[str]
    child: bool
    electronic_since: date | None


@dataclass(frozen=True, slots=True)
class InEffect:
    """From when a service has effect, by which rule, and how sure that is."""

    at: datetime
    basis: str
    verification: str
    by_a_person: bool


def takes_effect(profile: procedure.Profile, served: Served, zone: ZoneInfo) -> InEffect | None:
    """When the service has effect; None where neither the law nor a person says. On the same day it is the moment itself."""
    local = served.at.astimezone(zone)
    found = procedure.effect_of(profile, served.channel, local.date())
    rule = found.channel if found.day is not None else None
    day = found.day or served.effective_on
    if day is None:
        return None
    return InEffect(
        at=served.at if day == local.date() else datetime.combine(day, local.timetz()),
        basis=profile.cite(rule) if rule else "",
        verification=rule.verification if rule else "unknown",
        by_a_person=rule is None,
    )


def faults(profile: procedure.Profile, served: Served, known: Known, zone: ZoneInfo) -> list[FieldError]:
    """Everything that keeps it from being written down as done."""
    wrong = [
        *attempt_faults(served, known),
        *_receiver_faults(served, known),
        *_channel_faults(profile, served, known),
    ]
    effect = takes_effect(profile, served, zone)
    if served.channel not in CHANNELS:
        return wrong
    if effect is None:
        wrong.append(
            FieldError(
                "effective_on",
                "not_on_record",
                "La ley no dice cuándo surte efecto: diga usted desde qué día, con las razones.",
            )
        )
    elif effect.at.astimezone(zone).date() > known.now.astimezone(zone).date():
        wrong.append(
            FieldError(
                "served_at",
                "not_in_effect_yet",
                "Por este medio surte efecto el %(day)s: regístrela ese día o después.",
                {"day": f"{effect.at.astimezone(zone).date():%d/%m/%Y}"},
            )
        )
    elif effect.by_a_person:
        wrong += _reason_faults(served, effect, zone)
    return wrong


def attempt_faults(served: Served, known: Known) -> list[FieldError]:
    """What is wrong with an attempt, whatever came of it."""
    wrong = [
        FieldError(name, "unknown", message)
        for name, among, message in _CHOSEN
        if getattr(served, name) not in among
    ]
    if served.at > known.now:
        wrong.append(FieldError("served_at", "in_the_future", "La notificación no puede ser en el futuro."))
    elif served.at < known.signed_at:
        wrong.append(
            FieldError("served_at", "before_signature", "La notificación no puede ser anterior a la firma.")
        )
    if served.result not in FAILED and not served.served_to.strip():
        wrong.append(FieldError("served_to", "required", "Escriba a quién se entregó."))
    if not served.proof.strip():
        wrong.append(FieldError("proof", "required", "Escriba qué prueba la notificación."))
    wrong += [
        FieldError(name, "too_long", "Es demasiado largo: escriba lo esencial.")
        for name in ("served_to", "proof", "reasons")
        if len(getattr(served, name)) > LONGEST
    ]
    return wrong


def _receiver_faults(served: Served, known: Known) -> list[FieldError]:
    if known.child and served.served_as not in FOR_A_CHILD:
        return [
            FieldError(
                "served_as",
                "child",
                "Es menor de edad: la recibe quien ejerce su tutela o le representa, con ella o con él.",
            )
        ]
    return []


def _channel_faults(profile: procedure.Profile, served: Served, known: Known) -> list[FieldError]:
    if served.channel == "electronic_address" and known.electronic_since is None:
        return [
            FieldError(
                "channel",
                "not_accepted",
                "La persona no ha aceptado que se le notifique por medios electrónicos.",
            )
        ]
    if served.channel not in SUBSTITUTES:
        return []
    rule = procedure.channel_of(profile, served.channel)
    return [*_attempts_missing(rule, known), *_days_missing(rule, served)]


def _attempts_missing(rule: procedure.Channel | None, known: Known) -> list[FieldError]:
    """A substitute comes after real attempts: as many as the law says, and at least one where it does not."""
    wanted = rule.failed_attempts.value if rule and rule.failed_attempts else None
    counted = [
        each for each in known.failed if rule is None or not rule.stands_in_for or each in rule.stands_in_for
    ]
    least = wanted if wanted is not None else 1
    if len(counted) >= least:
        return []
    return [
        FieldError(
            "channel",
            "too_few_attempts",
            "Este medio sustituye a los otros después de %(least)s intentos fallidos, y constan %(there)s.",
            {"least": least, "there": len(counted)},
        )
    ]


def _days_missing(rule: procedure.Channel | None, served: Served) -> list[FieldError]:
    if served.channel not in PUBLISHED:
        return []
    if served.published_from is None:
        return [FieldError("published_from", "required", "Escriba el primer día de la publicación.")]
    days = (served.at.date() - served.published_from).days + 1
    wanted = rule.publications.value if rule and rule.publications else None
    if days < (wanted or 1):
        return [
            FieldError(
                "published_from",
                "too_short",
                "Se publica %(wanted)s días seguidos, y entre esas fechas hay %(days)s.",
                {"wanted": wanted or 1, "days": max(days, 0)},
            )
        ]
    return []


def _reason_faults(served: Served, effect: InEffect, zone: ZoneInfo) -> list[FieldError]:
    wrong = []
    if len(served.reasons.strip()) < 10:
        wrong.append(FieldError("reasons", "required", "Escriba por qué surte efecto ese día."))
    if effect.at.astimezone(zone).date() < served.at.astimezone(zone).date():
        wrong.append(FieldError("effective_on", "before_service", "No surte efecto antes de hacerse."))
    return wrong
