"""The texts of an analysis by place, and a passage found again in a later version of its text. Pure."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from app.assessments.rules.shapes import Content, Fact


def texts(content: Content, positions: Mapping[UUID, int]) -> Mapping[str, str]:
    """Every text by its place: `summary`, `facts.<id>.statement`, `facts.<id>.reasons`, `analysis.<issue>`, `results.<position>`,
    `results.<position>.<category>`. `positions`: the claims' positions. Places stay the same through every version."""
    return dict(_texts(content, positions))


def _texts(content: Content, positions: Mapping[UUID, int]) -> Iterator[tuple[str, str]]:
    yield "summary", content.summary
    for number, fact in enumerate(content.facts):
        key = key_of(fact, number)
        yield f"facts.{key}.statement", fact.statement
        yield f"facts.{key}.reasons", fact.reasons
        if fact.not_put:
            yield f"facts.{key}.not_put", fact.not_put
    for name, answer in content.analysis.items():
        yield f"analysis.{name}", answer.reasons
    for given in content.recommendations:
        place = f"results.{positions.get(given.claim_id, 0)}"
        yield place, given.reasons
        for code, explanation in given.categories.items():
            yield f"{place}.{code}", explanation


def key_of(fact: Fact, number: int) -> str:
    """What a fact is called in places: its own identifier, or its number where an old one has none."""
    return fact.id or str(number + 1)


def found_again(text: str, quote: str, start: int) -> tuple[int, int] | None:
    """Where the quoted passage stands now: of several, the nearest to where it stood; None when it was rewritten."""
    if not quote:
        return (0, len(text)) if text else None
    at, best = text.find(quote), -1
    while at >= 0:
        if best < 0 or abs(at - start) < abs(best - start):
            best = at
        at = text.find(quote, at + 1)
    return (best, best + len(quote)) if best >= 0 else None
