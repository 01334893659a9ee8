"""The road of a procedure as a picture: a card for each stage with its ways out, and lines that lead from card to card.

The main road runs down the left, what lies beside it stands on the right; narrow, all stand in one column. The same profile
gives the same picture to the letter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from xml.sax.saxutils import escape

from app.core.svg import element, path, text, width_of
from app.procedure.drawing.cards import ANYWHERE, LINE, PADDING, PLAIN, TITLE, Card, cards_of
from app.procedure.drawing.lanes import Bus, in_lanes
from app.procedure.law.schema import Profile

_MAIN, _SIDE, _NARROW = 510, 430, 272
_GAP, _MARGIN, _LOWER = 34, 16, 13
_INK, _SOFT, _EDGE, _PAPER = "#1d2433", "#4c5567", "#8a94a6", "#ffffff"
# Bodies are told apart by a light ground and by their name; lines by a dark colour, each with white on either side.
_GROUNDS = ("#dfeaf6", "#f6e7d8", "#e3efdc", "#efe0ef", "#f7f0cf", "#d9efee", "#f5dfe1", "#e6e4f3")
_INKS = ("#1d4f7a", "#8a3f14", "#3f5c16", "#6b2d73", "#006158", "#7a5a00", "#9b2335", "#3b3f8f")
_NOBODY = "#eceef2"
_FAMILY = "Inter, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
_TITLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "es": {
            "title": "El camino de una solicitud",
            "aside": "Aparte",
            "here": "Aquí está el caso",
            "bodies": "Quién la tiene",
        },
        "en": {
            "title": "The road of a claim",
            "aside": "Beside it",
            "here": "The case stands here",
            "bodies": "Who has it",
        },
    }
)


def draw(
    profile: Profile,
    *,
    language: str = "es",
    at: Iterable[str] = (),
    narrow: bool = False,
    name: str = "procedure-road",
) -> str:
    """The picture as SVG text, to stand in a page or in a file of its own.

    `at` are the stages where a case stands; `narrow` fits a telephone; `name` keeps the ids of two pictures on a page apart.
    """
    return _drawn(profile, "en" if language == "en" else "es", frozenset(at), narrow, name)


# A page of a case is opened often, and there are few places where a case can stand.
@lru_cache(maxsize=128)
def _drawn(profile: Profile, language: str, at: frozenset[str], narrow: bool, name: str) -> str:
    picture = _Picture(profile, language, at, narrow=narrow)
    picture.place()
    return picture.written(name)


@dataclass
class _Picture:
    profile: Profile
    language: str
    at: frozenset[str]
    narrow: bool = field(kw_only=True)
    cards: list[Card] = field(default_factory=list)
    left: dict[str, Bus] = field(default_factory=dict)
    middle: dict[str, Bus] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    top: int = 0
    inner: int = 0

    def place(self) -> None:
        """Puts the cards where they belong and the lines between them."""
        wide, side = (_NARROW, _NARROW) if self.narrow else (_MAIN, _SIDE)
        self.cards = cards_of(self.profile, self.language, wide, side)
        self.top = self._legend_height()
        main = [card for card in self.cards if self._is_main(card)]
        y = self.top
        for card in main:
            card.y = y
            y = card.bottom + _GAP
        self._beside(main)
        self._connect(main)
        lanes_left, lanes_middle = in_lanes(self.left.values()), in_lanes(self.middle.values())
        x = (8 if self.narrow else _MARGIN) + (lanes_left + 1) * self._lane
        self.inner = x + wide
        beyond = self.inner + (lanes_middle + 2) * self._lane
        for card in self.cards:
            card.x = x if self._is_main(card) else beyond
        self.width = self.inner + 8 if self.narrow else beyond + side + _MARGIN
        self.height = max(card.bottom for card in self.cards) + _MARGIN

    @property
    def _lane(self) -> int:
        return 9 if self.narrow else 13

    def _is_main(self, card: Card) -> bool:
        return self.narrow or "side" not in card.kind

    def _beside(self, main: list[Card]) -> None:
        """Each side card stands about where the road first leads to it, from the main road or from a card beside it."""
        waiting = [card for card in self.cards if not self._is_main(card)]
        leads = {card.name: self.top for card in waiting if card.name == ANYWHERE}
        self._note_leads(main, leads)
        y = self.top
        while waiting:
            card = min(waiting, key=lambda each: (leads.get(each.name, 10**6), each.name != ANYWHERE))
            waiting.remove(card)
            card.y = max(y, leads.get(card.name, y))
            y = card.bottom + _GAP
            self._note_leads([card], leads)

    def _note_leads(self, placed: list[Card], leads: dict[str, int]) -> None:
        for card in placed:
            for row in card.rows:
                if row.begins and row.to and card.name != ANYWHERE:
                    leads.setdefault(row.to, card.y)

    def _connect(self, main: list[Card]) -> None:
        cards = {card.name: card for card in self.cards}
        following = {card.name: after.name for card, after in pairwise(main)}
        for card in self.cards:
            for row in card.rows:
                if row.to is None or not row.begins or following.get(card.name) == row.to:
                    continue
                target = cards[row.to]
                both = self._is_main(card) and self._is_main(target)
                buses = self.left if both else self.middle
                # Arrows from the right arrive a little lower, so that they do not run into those of a card across.
                lower = _LOWER if not both and self._is_main(target) else 0
                bus = buses.setdefault(row.to, Bus(row.to, target.entry + lower))
                bus.sources.append((card.y + row.y - 4, self._is_main(card)))

    def written(self, name: str) -> str:
        """The picture as text."""
        words = _TITLES[self.language]
        title = f"{words['title']}: {self.profile.label.in_(self.language)}"
        content = [
            element("title", escape(title), id=f"{name}-title"),
            element("desc", escape(self._described()), id=f"{name}-desc"),
            element("rect", width=self.width, height=self.height, fill=_PAPER),
            *self._legend(),
            *self._steps_down(),
            *(line for bus in self.left.values() for line in self._line(bus, middle=False)),
            *(line for bus in self.middle.values() for line in self._line(bus, middle=True)),
            *(self._card(card) for card in self.cards),
        ]
        return element(
            "svg",
            "\n".join(content),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width} {self.height}",
            width=self.width,
            height=self.height,
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            font_family=_FAMILY,
        )

    def _described(self) -> str:
        words = _TITLES[self.language]
        stages = self.profile.stages
        road = " → ".join(s.label.in_(self.language) for s in stages if s.track)
        aside = ", ".join(s.label.in_(self.language) for s in stages if not s.track)
        here = ", ".join(s.label.in_(self.language) for s in stages if s.name in self.at)
        parts = [
            road,
            f"{words['aside']}: {aside}" if aside else "",
            f"{words['here']}: {here}" if here else "",
        ]
        return ". ".join(part for part in parts if part) + "."

    # ── colours ──

    def _ground(self, body: str | None) -> str:
        bodies = self._bodies()
        return _GROUNDS[bodies.index(body) % len(_GROUNDS)] if body in bodies else _NOBODY

    def _bodies(self) -> list[str]:
        """The bodies that have a stage, in the order of the road."""
        return list(dict.fromkeys(stage.body for stage in self.profile.stages if stage.body))

    def _ink(self, stage: str) -> str:
        names = [each.name for each in self.profile.stages]
        return _INKS[names.index(stage) % len(_INKS)]

    # ── parts ──

    def _legend_height(self) -> int:
        return _MARGIN + 30 + len(self._legend_rows()) * 26 + 14

    def _legend_rows(self) -> list[list[str]]:
        room = (_NARROW if self.narrow else _MAIN + _SIDE) - 20
        rows: list[list[str]] = [[]]
        used = 0
        for body in self._bodies():
            across = self._legend_width(body)
            if rows[-1] and used + across > room:
                rows.append([])
                used = 0
            rows[-1].append(body)
            used += across
        return rows

    def _legend_width(self, body: str) -> int:
        return width_of(self.profile.bodies[body].label.in_(self.language), PLAIN) + 46

    def _legend(self) -> Iterable[str]:
        heading = _TITLES[self.language]["bodies"]
        yield text(heading, _MARGIN, _MARGIN + 16, font_size=TITLE, font_weight="bold", fill=_INK)
        for number, row in enumerate(self._legend_rows()):
            x, y = _MARGIN, _MARGIN + 30 + number * 26
            for body in row:
                words = self.profile.bodies[body].label.in_(self.language)
                yield element(
                    "rect", x=x, y=y, width=18, height=18, rx=3, fill=self._ground(body), stroke=_EDGE
                )
                yield text(words, x + 26, y + 14, font_size=PLAIN, fill=_INK)
                x += self._legend_width(body)

    def _steps_down(self) -> Iterable[str]:
        """From a card straight down to the next, where the road leads there."""
        main = [card for card in self.cards if self._is_main(card)]
        for card, after in pairwise(main):
            if any(row.to == after.name for row in card.rows):
                x = card.x + card.width // 2
                yield path([(x, card.bottom), (x, after.y - 8)], stroke=_INK, stroke_width=3)
                yield _head(x, after.y, "down", _INK)

    def _line(self, bus: Bus, *, middle: bool) -> Iterable[str]:
        target = next(card for card in self.cards if card.name == bus.to)
        first = next(card for card in self.cards if self._is_main(card))
        x = self.inner + (bus.lane + 1) * self._lane if middle else first.x - (bus.lane + 1) * self._lane
        into_side = middle and not self._is_main(target)
        edge = target.x if into_side or not middle else target.x + target.width
        colour = self._ink(bus.to)
        beyond = next((card.x for card in self.cards if not self._is_main(card)), 0)
        back = -8 if edge > x else 8
        strokes = [[(x, bus.top), (x, bus.bottom)], [(x, bus.entry), (edge + back, bus.entry)]]
        for y, from_main in sorted(set(bus.sources)):
            start = (self.inner if middle else first.x) if from_main else beyond
            strokes.append([(start, y), (x, y)])
        for stroke in strokes:
            yield path(stroke, stroke=_PAPER, stroke_width=6)
        for stroke in strokes:
            yield path(stroke, stroke=colour, stroke_width=2, stroke_linecap="round")
        yield _head(edge, bus.entry, "right" if edge > x else "left", colour)

    def _card(self, card: Card) -> str:
        here = card.name in self.at
        dashed = "6 4" if "side" in card.kind and "end" not in card.kind else None
        frame: dict[str, object] = {"x": card.x, "width": card.width, "rx": 8}
        edge, thick = (
            ("#0b3d91", 4)
            if here
            else (_INK if "end" in card.kind else _EDGE, 2 if "end" in card.kind else 1)
        )
        parts = [
            element("rect", y=card.y, height=card.height, fill=_PAPER, **frame),
            element(
                "rect",
                y=card.y,
                height=min(card.head + 4, card.height),
                fill=self._ground(card.body),
                **frame,
            ),
            element(
                "rect",
                y=card.y,
                height=card.height,
                fill="none",
                stroke=edge,
                stroke_width=thick,
                stroke_dasharray=dashed,
                **frame,
            ),
        ]
        x, y = card.x + PADDING, card.y + PADDING + 6
        for line in card.title:
            parts.append(text(line, x, y, font_size=TITLE, font_weight="bold", fill=_INK))
            y += LINE + 2
        for line in card.under:
            parts.append(text(line, x, y - 2, font_size=PLAIN - 1, fill=_SOFT))
            y += LINE
        parts += [self._row(card, row.words, row.y, row.kind, row.to) for row in card.rows]
        if here:
            parts.append(self._here(card))
        return element("g", "".join(parts), **({"data_at": "here"} if here else {}))

    def _row(self, card: Card, words: str, y: int, kind: str, to: str | None) -> str:
        x = card.x + PADDING
        if kind.startswith("event"):
            return text(words, x, card.y + y, font_size=PLAIN, font_weight="600", fill=_INK)
        if kind.startswith("who"):
            return text(words, x, card.y + y, font_size=PLAIN - 1, fill=_SOFT)
        indent = 8 if kind == "lead" else 24
        return text(words, x + indent, card.y + y, font_size=PLAIN, fill=self._ink(to) if to else _INK)

    def _here(self, card: Card) -> str:
        words = _TITLES[self.language]["here"]
        across = width_of(words, PLAIN - 1) + 20
        x = card.x + card.width - across - 8
        tag = element("rect", x=x, y=card.y - 26, width=across, height=22, rx=11, fill="#0b3d91")
        return tag + text(words, x + 10, card.y - 11, font_size=PLAIN - 1, font_weight="bold", fill=_PAPER)


def _head(x: int, y: int, way: str, colour: str) -> str:
    """An arrow's head with its point there."""
    points = {
        "down": ((x, y), (x - 6, y - 10), (x + 6, y - 10)),
        "right": ((x, y), (x - 10, y - 5), (x - 10, y + 5)),
        "left": ((x, y), (x + 10, y - 5), (x + 10, y + 5)),
    }[way]
    return element("polygon", points=" ".join(f"{a},{b}" for a, b in points), fill=colour)
