"""How common each name is among those registered: what the weight of an agreement rests on. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.people.matching.words import sound, words

# A name borne by fewer says as much as any rare one, and is nobody's secret once it is left out.
FEWEST = 5
# Among fewer people a share says nothing of the next who comes.
FEWEST_PEOPLE = 1000


def shares(names: Iterable[str], *, fewest_people: int = 1) -> Mapping[str, float]:
    """Sound of a name → the share of people who bear it. `names`: whole names, one for each person. Nothing for too few people."""
    counted: Counter[str] = Counter()
    everybody = 0
    for name in names:
        everybody += 1
        counted.update({sound(word) for word in words(name)})
    if everybody < fewest_people:
        return {}
    return {heard: borne / everybody for heard, borne in counted.items() if borne >= FEWEST}
