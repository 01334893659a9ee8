"""What a record of a hearing must have before it is signed. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.errors import FieldError, Invalid

CAPACITIES = (
    "person",
    "representative",
    "guardian",
    "best_interests",
    "judge",
    "clerk",
    "official",
    "interpreter",
    "witness",
    "expert",
    "unhcr",
    "other",
)
# How somebody signs: by hand on the paper, on the screen, or not at all, with the reason.
HOWS = ("by_hand", "on_screen", "refused")
SHORTEST_SAID = 20


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody called to the hearing."""

    name: str
    capacity: str
    present: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """How one of those present signed; `reasons` why not."""

    name: str
    how: str
    reasons: str = ""


def people(given: Sequence[Present]) -> list[dict[str, object]]:
    """Those called, as they are kept. Raises `Invalid` when nobody came, or for a capacity that is not one."""
    called = [p for p in given if p.name.strip()]
    if not any(p.present for p in called):
        raise Invalid.at("people", "required", "Escriba quiénes estuvieron en la audiencia.")
    broken = [
        FieldError("people", "unknown", "Elija en qué calidad estuvo %(name)s.", {"name": p.name.strip()})
        for p in called
        if p.capacity not in CAPACITIES
    ]
    if broken:
        raise Invalid(*broken)
    return [{"name": p.name.strip(), "capacity": p.capacity, "present": p.present} for p in called]


def signatures(
    called: Sequence[Mapping[str, object]], given: Sequence[Signature], said: str
) -> list[dict[str, object]]:
    """Everybody who was present signs, or it is written why not. Raises `Invalid` at each field."""
    broken: list[FieldError] = []
    if len(said.strip()) < SHORTEST_SAID:
        broken.append(FieldError("said", "too_short", "Escriba lo que se dijo en la audiencia."))
    by_name = {s.name: s for s in given}
    rows: list[dict[str, object]] = []
    for person in called:
        name = str(person["name"])
        if not person["present"]:
            continue
        signature = by_name.get(name)
        if signature is None or signature.how not in HOWS:
            broken.append(FieldError("signatures", "missing", "Falta cómo firmó %(name)s.", {"name": name}))
        elif signature.how == "refused" and not signature.reasons.strip():
            broken.append(
                FieldError("signatures", "unexplained", "Falta por qué no firmó %(name)s.", {"name": name})
            )
        else:
            rows.append({"name": name, "how": signature.how, "reasons": signature.reasons.strip()})
    if broken:
        raise Invalid(*broken)
    return rows


def digest(content: Mapping[str, Any], at: datetime) -> str:
    """SHA-256 over the record in one canonical form, with the moment of the signatures (UTC)."""
    plain = json.dumps(
        {**content, "signed_at": at.isoformat()}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(plain.encode()).hexdigest()
