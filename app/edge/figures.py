"""Which cases a figure counts, read from an address the same way for pages and for the programming interface; and figures as CSV."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator
from starlette.responses import Response

from app.audit import public as audit
from app.core.database import ReadSession, Session
from app.core.errors import Invalid
from app.core.spreadsheet import safe_cell
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics

HEADLINE = "headline"
# Days that a calendar here has anything to do with; beyond them, arithmetic with days ends.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime.combine(FIRST_DAY, time(), tzinfo=UTC), le=datetime.combine(LAST_DAY, time(), tzinfo=UTC)
    ),
]


class Asked(BaseModel):
    """`office` is an office's code, `origin` a country (alpha-3), `sex` and `age_group` those of the person; `need` a UNHCR code of
    specific needs (two letters: all of its kind); `from` and `to` the first and last day of the period. `unit`: files (`cases`) or
    people. `as_of`: the figure as it stood at that instant, or at the end of that day. Nothing: all, now.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    office: Annotated[str | None, Field(max_length=60)] = None
    origin: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    sex: Literal["female", "male", "other", "unknown"] | None = None
    age_group: Literal["0-4", "5-11", "12-17", "18-59", "60+"] | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    unit: Literal["cases", "persons"] = "cases"
    modality: Literal["ordinary", "accelerated", "simplified", "merged", "prima_facie"] | None = None
    need: Annotated[str | None, Field(pattern=r"^[A-Z]{2}(-[A-Z]{2,3})?$")] = None
    instance: Literal["first", "reconsideration", "appeal"] | None = None
    as_of: Day | Moment | None = None

    @field_validator("unit", mode="before")
    @classmethod
    def _cases_unless_said(cls, value: Any) -> Any:
        return value or "cases"

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_all(cls, value: Any) -> Any:
        """A form sends a select that was left alone as an empty text."""
        return None if value == "" else value


class AskedCases(Asked):
    """A part of a figure, with its filters: `column` of a `table`'s rows that have the values of `row` in their first columns, in their
    order; without a table, the headline of that key. `after` is a page's `next`. `extract`: within which pseudonyms hold.
    """

    table: Annotated[str | None, Field(max_length=40)] = None
    row: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=4)] = []
    column: Annotated[str, Field(max_length=40)]
    after: Annotated[str | None, Field(max_length=200)] = None
    extract: Annotated[str | None, Field(max_length=40)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = statistics.PAGE


async def cases_behind(
    db: Session, name: str, asked: AskedCases, *, request_id: str | None
) -> statistics.Behind:
    """One page of the cases behind a part of a figure; that somebody looked is written into the record of access.

    Raises `NotFound` where there is no such part, and `Invalid` at an office or a place that is not there.
    """
    part = statistics.Part(asked.column, asked.table, tuple(asked.row))
    found = await statistics.behind(
        db,
        name,
        await filters_of(db, asked),
        part,
        after=asked.after,
        limit=asked.limit,
        extract=asked.extract,
    )
    said = asked.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"limit", "extract"})
    detail = {**said, "shown": len(found.rows)}
    await audit.looked(db, "figure.cases", name, request_id=request_id, detail=detail)
    return found


class AskedAccess(BaseModel):
    """`post` is a border post's code, `nationality` a country (alpha-3; XXA stateless, XXX not known); `from` and `to` the first and
    last day. Nothing: all.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    post: Annotated[str | None, Field(max_length=60)] = None
    outcome: Literal["registered", "referred", "admitted", "refused_entry"] | None = None
    nationality: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    sex: Literal["female", "male", "other", "unknown"] | None = None
    age_group: Literal["0-4", "5-11", "12-17", "18-59", "60+", "unknown"] | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_all(cls, value: Any) -> Any:
        return None if value == "" else value


def _demand_in_order(since: date | None, until: date | None) -> None:
    if since and until and since > until:
        raise Invalid.at("from", "after_end", "El período termina antes de empezar.")


async def access_filters_of(db: ReadSession, asked: AskedAccess) -> statistics.AccessFilters:
    """Raises `Invalid` at a post that is not there, and at a period that ends before it begins."""
    _demand_in_order(asked.since, asked.until)
    post = None
    if asked.post:
        post = next((p.id for p in await identity.posts(db) if p.code == asked.post), None)
        if post is None:
            raise Invalid.at("post", "unknown_post", "Elija un puesto de la lista.")
    return statistics.AccessFilters(
        post, asked.outcome, asked.nationality, asked.sex, asked.age_group, asked.since, asked.until
    )


async def filters_of(db: ReadSession, asked: Asked) -> statistics.Filters:
    """Raises `Invalid` at an office that is not there or not the reader's, and at a period that ends before it begins."""
    _demand_in_order(asked.since, asked.until)
    office = None
    if asked.office:
        office = next((o.id for o in await identity.offices(db) if o.code == asked.office), None)
        if office is None:
            raise Invalid.at("office", "unknown_office", "Elija una oficina de la lista.")
        if db.actor.role == "supervisor" and office != db.actor.office_id:
            # Nothing of it would be counted, and nothing looks like a number.
            raise Invalid.at(
                "office", "other_office", "Usted cuenta los casos de su oficina, no los de otra."
            )
    as_of = asked.as_of
    if isinstance(as_of, date) and not isinstance(as_of, datetime):
        profile = await procedure_in_force(db)
        as_of = datetime.combine(as_of + timedelta(days=1), time(), tzinfo=profile.zone)
    return statistics.Filters(
        office=office,
        origin=asked.origin,
        sex=asked.sex,
        age_group=asked.age_group,
        since=asked.since,
        until=asked.until,
        unit=asked.unit,
        modality=asked.modality,
        need=asked.need,
        instance=asked.instance,
        as_of=as_of,
    )


def asked_of(filters: statistics.Filters, offices: Iterable[identity.Place]) -> Asked:
    """The question that those filters answer: `filters_of` the other way round."""
    kept = {name: getattr(filters, name) for name in Asked.model_fields}
    code = next((office.code for office in offices if office.id == filters.office), None)
    return Asked.model_validate(kept | {"office": code})


def query_of(asked: Asked) -> dict[str, str]:
    """The values of an address that ask for it."""
    given = asked.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {name: str(value) for name, value in given.items()}


def sheet_of(figure: statistics.Figure, table: str | None = None) -> statistics.Sheet:
    """One table of a figure, or its headline, as a sheet. Raises `Invalid` where it has none of that name."""
    if table == HEADLINE or (table is None and not figure.tables):
        head = ("key", "kind", "value", "low", "high")
        return statistics.Sheet(
            figure.name, head, tuple((v.key, v.kind, v.value, v.low, v.high) for v in figure.headline)
        )
    found = next((t for t in figure.tables if table in (None, t.name)), None)
    if found is None:
        raise Invalid.at("table", "unknown_table", "Elija una tabla de esta cifra.")
    return statistics.Sheet(figure.name, tuple(column.key for column in found.columns), found.rows)


def csv_of(sheet: statistics.Sheet) -> Response:
    """A sheet as a file to keep, with the mark by which spreadsheets know the encoding."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(safe_cell(cell) for cell in sheet.head)
    lines.writerows([safe_cell(cell) for cell in row] for row in sheet.rows)
    return Response(
        "\ufeff" + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sheet.name}.csv"'},
    )
