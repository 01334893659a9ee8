"""Who sits in the bodies that a profile names, and under which name each signs in. Pure: from the profile alone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.procedure import public as procedure

# The seats of a body, in the order in which people are found for them. The other roles have their people at an office.
SECRETARY, MEMBER, CLERK, JUDGE = (
    "commission_secretary",
    "commission_member",
    "appeals_clerk",
    "appeals_judge",
)
# How many sit where the profile names neither members nor a quorum.
SEVERAL, ONE = 3, 1
ABBREVIATION = re.compile(r"\(([A-Z]{2,})\)$")


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a body: `title` is whom they sit for, where the profile says it."""

    role: str
    body: str
    username: str
    title: str | None = None


def seats(profile: procedure.Profile) -> tuple[Seat, ...]:
    """Every seat of every body, in the profile's order."""
    return tuple(seat for name in profile.bodies for seat in _of(profile, name))


def _of(profile: procedure.Profile, name: str) -> Iterator[Seat]:
    body, word = profile.bodies[name], _words(profile)[name]
    # Who reviews in the body that decided is somebody else: nobody judges what they voted on.
    again = f"recursos.{word}" if MEMBER in body.seats else word
    if SECRETARY in body.seats:
        yield Seat(SECRETARY, name, f"secretaria.{word}")
    if MEMBER in body.seats:
        for n, title in enumerate(_titles(body), 1):
            yield Seat(MEMBER, name, f"{word}.{n}", title)
    if CLERK in body.seats:
        yield Seat(CLERK, name, f"secretaria.{again}")
    if JUDGE in body.seats:
        for n, title in enumerate((None,) if MEMBER in body.seats else _titles(body), 1):
            yield Seat(JUDGE, name, f"{again}.{n}", title)


def _titles(body: procedure.Body) -> tuple[str | None, ...]:
    """Whom its members sit for. Who has a voice and no vote gets no seat: a sitting counts everybody that it calls."""
    if body.members:
        return tuple(member.es for member in body.members if member.votes)
    least = SEVERAL if body.kind in ("collegiate", "committee", "tribunal") else ONE
    many = max(least, (body.quorum and body.quorum.value) or 0)
    # A sitting calls one person for each seat, so seats that nobody has named are told apart by number.
    return tuple(f"Asiento {n} (sintético)" for n in range(1, many + 1)) if many > 1 else (None,)


def _words(profile: procedure.Profile) -> dict[str, str]:
    """A short word for each body: its abbreviation, or the first word of its name; its key where another has that word."""
    words: dict[str, str] = {}
    for name, body in profile.bodies.items():
        found = ABBREVIATION.search(body.label.es)
        word = _plain(found[1] if found else re.split(r"\W", body.label.es, maxsplit=1)[0])
        words[name] = word if word not in words.values() else name.replace("_", "-")
    return words


def _plain(text: str) -> str:
    """In small letters without accents."""
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
