"""The cards of the drawing: one for each stage, with its name, who has it, and its ways out, laid out line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.svg import wrapped
from app.procedure.drawing.exits import Exit, Lead, exits_of, from_anywhere, ways_in
from app.procedure.law.basis import Label
from app.procedure.law.schema import Profile

TITLE, PLAIN = 15, 13
PADDING, LINE = 14, 18
BEGINNING, ANYWHERE = "*begin", "*open"
_WORDS = {
    BEGINNING: Label(es="Inicio", en="Beginning"),
    ANYWHERE: Label(es="Desde casi cualquier etapa", en="From nearly any stage"),
    "end": Label(es="cierra el caso", en="closes the case"),
    "pause": Label(es="en pausa: los plazos no vencen", en="paused: no limit ends"),
    "named": Label(es="la etapa que se indique", en="the stage that is named"),
    "stays": Label(es="sigue en esta etapa", en="it stays at this stage"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card, at `y` from its top, about the stage `to`; an arrow to that stage may begin there."""

    words: str
    y: int
    kind: str
    to: str | None = None
    begins: bool = False


@dataclass(slots=True)
class Card:
    """A card of a given width. `body` has it, None where nobody does; x and y are set when it is placed."""

    name: str
    title: list[str]
    under: list[str]
    body: str | None
    kind: str
    width: int
    rows: list[Row] = field(default_factory=list)
    head: int = 0
    height: int = 0
    x: int = 0
    y: int = 0

    @property
    def entry(self) -> int:
        """Where arrows to this card arrive."""
        return self.y + PADDING + 4

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + self.height


def cards_of(profile: Profile, language: str, width: int, side_width: int) -> list[Card]:
    """Every card: the beginning, the main stages, then those beside the road, in the profile's order."""
    words = {key: label.in_(language) for key, label in _WORDS.items()}
    cards = [_special(BEGINNING, words, ways_in(profile, language), width, stages_in(profile, language))]
    for stage in (*(s for s in profile.stages if s.track), *(s for s in profile.stages if not s.track)):
        across = width if stage.track else side_width
        kind = ("end" if not stage.open else "pause" if stage.pause else "open") + (
            "" if stage.track else " side"
        )
        body = profile.bodies[stage.body].label.in_(language) if stage.body else ""
        under = " · ".join(part for part in (body, words.get(kind.split(maxsplit=1)[0], "")) if part)
        card = Card(
            name=stage.name,
            title=wrapped(stage.label.in_(language), TITLE, across - 4 * PADDING),
            under=wrapped(under, PLAIN - 1, across - 3 * PADDING) if under else [],
            body=stage.body,
            kind=kind,
            width=across,
        )
        _fill(card, exits_of(profile, stage.name, language), words, stages_in(profile, language))
        cards.append(card)
    if anywhere := from_anywhere(profile, language):
        cards.append(_special(ANYWHERE, words, anywhere, side_width, stages_in(profile, language)))
    return cards


def stages_in(profile: Profile, language: str) -> dict[str, str]:
    """The names of the stages as people read them."""
    return {stage.name: stage.label.in_(language) for stage in profile.stages}


def _special(
    name: str, words: dict[str, str], exits: Iterable[Exit], width: int, stages: dict[str, str]
) -> Card:
    card = Card(name, [words[name]], [], None, "begin" if name == BEGINNING else "any side", width)
    _fill(card, exits, words, stages)
    return card


def _fill(card: Card, exits: Iterable[Exit], words: dict[str, str], stages: dict[str, str]) -> None:
    card.head = PADDING + len(card.title) * (LINE + 2) + len(card.under) * LINE
    y = card.head + (10 if exits else 0)
    room = card.width - 3 * PADDING
    for each in exits:
        y = _lines(card, wrapped(each.label, PLAIN, room), y + LINE, "event")
        y = _lines(card, wrapped(each.who, PLAIN - 1, room), y + LINE - 2, "who")
        for lead in each.leads:
            said = _led(card, lead, words, stages)
            y = _lines(
                card,
                wrapped(said, PLAIN, room - 8),
                y + LINE,
                "lead",
                lead.to if lead.to != card.name else None,
            )
        y += 6
    card.height = y + (8 if card.rows else 4)


def _led(card: Card, lead: Lead, words: dict[str, str], stages: dict[str, str]) -> str:
    condition = f" — {lead.condition}" if lead.condition else ""
    if lead.to == card.name:
        return f"{words['stays']}{condition}"
    return f"→ {stages[lead.to] if lead.to else words['named']}{condition}"


def _lines(card: Card, lines: list[str], y: int, kind: str, to: str | None = None) -> int:
    """Puts the lines below one another; the arrow begins at the first. The last y."""
    for number, line in enumerate(lines):
        card.rows.append(
            Row(
                line,
                y + number * LINE,
                kind if number == 0 else f"{kind} more",
                to,
                begins=number == 0 and to is not None,
            )
        )
    return y + (len(lines) - 1) * LINE
