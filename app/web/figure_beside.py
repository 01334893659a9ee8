"""With what a figure is compared in one step: the period before, the same a year earlier, another office."""

from datetime import date, timedelta
from urllib.parse import urlencode

from app.core.database import ReadSession
from app.edge.figures import Asked
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.web.i18n import gettext as _

SECOND = "vs_"
YEAR = timedelta(days=364)
# More offices than these are chosen in the form.
MOST = 8


TRAITS = ("office", "origin", "sex", "age_group", "modality")


def share_nothing(one: Asked, other: Asked) -> bool:
    """Whether no case can be in both: two values of one trait, or two periods that do not touch."""
    for trait in TRAITS:
        a, b = getattr(one, trait), getattr(other, trait)
        if a is not None and b is not None and a != b:
            return True
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Asked, other: Asked) -> bool:
    return one.until is not None and other.since is not None and one.until < other.since


async def neighbours(db: ReadSession, name: str, asked: Asked, query: dict[str, str]) -> list[dict[str, str]]:
    """The addresses of the figure beside its neighbours; `query`: its own filters. Of no period, the last twelve months are compared."""
    profile = await procedure_in_force(db)
    today = profile.today(db.now())
    last = asked.until or today
    first = min(asked.since or last - YEAR, last)
    own = {**query, "from": first.isoformat(), "to": last.isoformat()}
    before = first - timedelta(days=1)
    found = [
        _beside(name, own, _("El período anterior"), {"from": before - (last - first), "to": before}),
        _beside(
            name, own, _("El mismo, un año antes"), {"from": _year_before(first), "to": _year_before(last)}
        ),
    ]
    if db.actor.role != "supervisor":
        others = [office for office in await identity.offices(db) if office.code != asked.office]
        found += [_beside(name, query, office.name, {"office": office.code}) for office in others[:MOST]]
    return found


def _beside(name: str, own: dict[str, str], label: str, changed: dict[str, date | str]) -> dict[str, str]:
    other = {**own, **{key: str(value) for key, value in changed.items()}}
    both = {**own, **{SECOND + key: value for key, value in other.items()}}
    return {"label": label, "href": f"/metrics/{name}?{urlencode(both)}"}


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
