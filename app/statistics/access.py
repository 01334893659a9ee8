"""Access at the border: contacts with expressed fear, counted by the database from the view `access_counts`, never a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.core.database import ReadSession
from app.statistics.disclosure import rounded

OUTCOMES = ("registered", "referred", "admitted", "refused_entry")
# Who meets or answers for these people sees what they wrote; everybody else sees rounded figures.
EXACT = frozenset({"border_liaison_officer", "supervisor"})

# Counted by everything at once first: there are far fewer kinds of contacts than contacts.
_COUNT = """
select to_char(month, 'YYYY-MM') as month, post_id, nationality, sex, age_group, refusal_ground, outcome,
       grouping(month, post_id, nationality, sex, age_group, refusal_ground, outcome) as kept, sum(number)::int as number, sum(on_paper)::int as on_paper,
       sum(became_case)::int as became_case, sum(cell) as cell
  from (select date_trunc('month', on_day) as month, post_id, nationality, sex, age_group, refusal_ground, outcome, sum(number) as number,
               sum(number) filter (where on_paper) as on_paper, sum(became_case) as became_case, sum(cell) as cell
          from (select a.*, coalesce(day, (at at time zone :zone)::date) as on_day from access_counts a) each_of_them
         where (cast(:post as uuid) is null or post_id = :post)
           and (cast(:outcome as text) is null or outcome = :outcome)
           and (cast(:nationality as text) is null or nationality = :nationality)
           and (cast(:sex as text) is null or sex = :sex)
           and (cast(:age_group as text) is null or age_group = :age_group)
           and (cast(:since as date) is null or on_day >= :since)
           and (cast(:until as date) is null or on_day <= :until)
           and (cast(:office as uuid) is null or post_id in (select id from border_posts where office_id = :office))
           and (cast(:as_of as timestamptz) is null or at <= :as_of)
         group by 1, 2, 3, 4, 5, 6, 7) counted
 group by grouping sets ((), (outcome), (month), (month, outcome), (post_id), (post_id, outcome), (nationality), (nationality, outcome),
          (sex), (sex, outcome), (age_group), (age_group, outcome), (refusal_ground))
"""
# The columns of a grouping set, by the bits that it leaves out.
_COLUMNS = ("month", "post_id", "nationality", "sex", "age_group", "refusal_ground", "outcome")


@dataclass(frozen=True, slots=True)
class AccessFilters:
    """Which contacts to count; days are the country's. Nothing: all that the reader may count."""

    post: UUID | None = None
    outcome: str | None = None
    nationality: str | None = None
    sex: str | None = None
    age_group: str | None = None
    since: date | None = None
    until: date | None = None
    office: UUID | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccessCount:
    """So many contacts of one kind, by outcome. `key` is a month (`2026-11`), a post, a nationality …"""

    key: Any
    people: int
    by_outcome: dict[str, int]

    @property
    def refused(self) -> int:
        return self.by_outcome.get("refused_entry", 0)


@dataclass(frozen=True, slots=True)
class Access:
    """`exact` false: every figure is rounded on its own to a multiple of five, so that parts need not add up to their sum."""

    exact: bool
    total: AccessCount
    on_paper: int
    became_case: int
    by_month: tuple[AccessCount, ...]
    by_post: tuple[AccessCount, ...]
    by_nationality: tuple[AccessCount, ...]
    by_sex: tuple[AccessCount, ...]
    by_age: tuple[AccessCount, ...]
    by_ground: tuple[AccessCount, ...]
    as_of: datetime


async def access(db: ReadSession, filters: AccessFilters, *, zone: str) -> Access:
    """Contacts by month, post, nationality, sex, age group and ground, each by outcome; months of the zone, from the first to the
    last without a gap: a month in which nobody came stands there with nobody."""
    rows = await db.rows(
        text(_COUNT),
        {
            "post": filters.post,
            "outcome": filters.outcome,
            "nationality": filters.nationality,
            "sex": filters.sex,
            "age_group": filters.age_group,
            "since": filters.since,
            "until": filters.until,
            "zone": zone,
            "office": filters.office,
            "as_of": filters.as_of,
        },
    )
    exact = db.actor.role in EXACT
    cells = _Cells(rows, exact=exact)
    whole = cells.of("", None)
    return Access(
        exact=exact,
        total=whole,
        on_paper=cells.of_all("on_paper"),
        became_case=cells.of_all("became_case"),
        by_month=_every_month(cells.by("month"), filters, today=db.now().astimezone(ZoneInfo(zone)).date()),
        by_post=cells.by("post_id"),
        by_nationality=cells.by("nationality"),
        by_sex=cells.by("sex"),
        by_age=tuple(
            sorted(cells.by("age_group"), key=lambda c: _AGES.index(c.key) if c.key in _AGES else 99)
        ),
        by_ground=tuple(c for c in cells.by("refusal_ground") if c.key is not None),
        as_of=db.now(),
    )


def _every_month(
    counted: tuple[AccessCount, ...], filters: AccessFilters, *, today: date
) -> tuple[AccessCount, ...]:
    """From the first month with a contact to the present one, or to the last one asked for."""
    if not counted:
        return ()
    known = {str(count.key): count for count in counted}
    until = min(filters.until or today, today)
    last = max(*known, f"{until:%Y-%m}")
    year, month = (int(part) for part in min(known).split("-"))
    months = []
    while (key := f"{year:04}-{month:02}") <= last:
        months.append(known.get(key, AccessCount(key, 0, {})))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(months)


_AGES = ("0-4", "5-11", "12-17", "18-59", "60+", "unknown")


class _Cells:
    """What the statement counted, by what it was grouped by; rounded for who has no business with the people behind it."""

    def __init__(self, rows: Any, *, exact: bool) -> None:
        self.exact = exact
        self.cells: dict[tuple[str, Any, str], int] = {}
        self.order: dict[str, dict[Any, int]] = {}
        self.extras: dict[str, int] = {"on_paper": 0, "became_case": 0}
        for row in rows:
            kept = [c for n, c in enumerate(_COLUMNS) if not row.kept & (1 << (len(_COLUMNS) - 1 - n))]
            by = next((c for c in kept if c != "outcome"), "")
            key = getattr(row, by) if by else None
            shown = self._shown(row.number, row.cell)
            self.cells[by, key, row.outcome if "outcome" in kept else ""] = shown
            if "outcome" not in kept:
                self.order.setdefault(by, {})[key] = shown
            if not kept:
                self.extras = {
                    name: self._shown(getattr(row, name) or 0, int(row.cell or 0) + n)
                    for n, name in enumerate(self.extras, start=1)
                }

    def _shown(self, number: int | None, cell: Any) -> int:
        if number is None:
            return 0
        return number if self.exact else rounded(number, int(cell or 0))

    def of(self, by: str, key: Any) -> AccessCount:
        outcomes = {o: self.cells[by, key, o] for o in OUTCOMES if (by, key, o) in self.cells}
        return AccessCount(key, self.cells.get((by, key, ""), 0), outcomes)

    def by(self, by: str) -> tuple[AccessCount, ...]:
        keys = sorted(self.order.get(by, {}).items(), key=lambda each: (-each[1], str(each[0])))
        return tuple(self.of(by, key) for key, _ in keys)

    def of_all(self, name: str) -> int:
        return self.extras[name]
