"""When a writing counts as received, and whose turn it is. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.errors import FieldError
from app.procedure import public as procedure

KINDS = (
    "writing",
    "evidence",
    "answer",
    "copy_request",
    "change_of_date",
    "hearing_request",
    "closing_remarks",
)
MOST_TITLE, MOST_TEXT = 200, 50_000


def broken_rules(kind: str, title: str, body: str, *, files: int) -> list[FieldError]:
    """What is wrong with a writing as typed, each at its field."""
    wrong: list[FieldError] = []
    if kind not in KINDS:
        wrong.append(FieldError("kind", "required", "Elija qué presenta."))
    if not title.strip():
        wrong.append(FieldError("title", "required", "Escriba de qué trata, en una línea."))
    elif len(title) > MOST_TITLE:
        wrong.append(
            FieldError("title", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": MOST_TITLE})
        )
    if not body.strip() and not files:
        wrong.append(FieldError("body", "required", "Escriba el texto o adjunte un archivo."))
    if len(body) > MOST_TEXT:
        wrong.append(
            FieldError("body", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": MOST_TEXT})
        )
    return wrong


def counts_on(profile: procedure.Profile, received_at: datetime, office: str | None) -> date:
    """The day on which something handed in at `received_at` (UTC) counts as received, in the zone of the office (its code).

    What comes on a day on which the authority does not work counts on its next working day. The hour of arrival changes nothing: no
    profile says that it does, and counting a late hour as the next day would cost the person a day.
    """
    day = profile.today(received_at, office)
    return (
        day
        if procedure.is_working_day(profile, day, office=office)
        else procedure.next_working_day(profile, day, office=office)
    )


@dataclass(frozen=True, slots=True)
class OnRota:
    """Somebody on the rota, with how many legal-aid cases they have now."""

    user_id: UUID
    name: str
    languages: tuple[str, ...]
    instances: tuple[str, ...]
    most: int
    last_turn_at: datetime | None
    open_cases: int


def next_turn(
    members: Iterable[OnRota],
    *,
    instance: str,
    language: str,
    excused: Collection[UUID] = (),
    barred: Collection[UUID] = (),
) -> OnRota | None:
    """Whose turn it is: who takes that instance and has room, first who speaks the person's language, then who has waited longest.

    `excused` said why they cannot; `barred` have a conflict of interest. Those who never had a turn come before all.
    """
    able: Sequence[OnRota] = [
        m
        for m in members
        if instance in m.instances
        and m.open_cases < m.most
        and m.user_id not in excused
        and m.user_id not in barred
    ]
    return min(
        able,
        key=lambda m: (
            language not in m.languages,
            m.last_turn_at is not None,
            m.last_turn_at.timestamp() if m.last_turn_at else 0.0,
            m.open_cases,
            str(m.user_id),
        ),
        default=None,
    )
