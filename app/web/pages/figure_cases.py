"""The cases behind a number of a figure: under their references for who may see them, under pseudonyms for who reads no file."""

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from app.cases import public as cases
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.edge.access import requires
from app.edge.figures import AskedCases, cases_behind, filters_of
from app.edge.routing import Router
from app.edge.transaction import Db
from app.statistics import public as statistics
from app.web import figure_words, figures_shown
from app.web.filters_said import filters_said
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.pages.figures import kept_query, past_said
from app.web.pages.shown import page
from app.web.pages.sound import sound

router = Router(prefix="/metrics")
OF_PART = ("table", "column", "extract", "after")


@router.get("/{name}/cases", dependencies=[requires("metrics.read")])
async def show(request: Request, db: Db, name: str) -> HTMLResponse:
    """One page of the list; with no part in the address, of the first headline that has cases. A filter that is none of the choices is
    left out."""
    asked, _left_out = await sound(_asked(request, name), partial(filters_of, db))
    found = await _found(db, name, asked, getattr(request.state, "request_id", None))
    part = statistics.part_of(name, asked.table)
    wording = await figure_words.wording(db)
    named = await cases.claimants(db, [row.claim_id for row in found.rows if row.claim_id])
    query = kept_query(request)
    more = [(key, value) for key, value in query.items() if not key.startswith("vs_")]
    back = f"/metrics/{name}" + (f"?{urlencode(query)}" if query else "")
    more += [("table", asked.table)] if asked.table else []
    more += [("row", value) for value in asked.row] + [("column", asked.column)]
    more += [("extract", found.extract)] if found.extract else []
    return page(
        request,
        db,
        "metrics/cases.html",
        found=found,
        definition=figures_shown.definition(name),
        part=_part_said(asked, part, wording),
        said=await filters_said(db, asked, name),
        past=past_said(asked, db.now()),
        rows=[_row(row, wording, named) for row in found.rows],
        # What counts on another day than that of filing.
        counts_on=part is not None and part.source != "facts",
        back=back,
        next_href=f"/metrics/{name}/cases?{urlencode([*more, ('after', found.after)])}"
        if found.after
        else None,
        first_href=f"/metrics/{name}/cases?{urlencode(more)}" if asked.after else None,
    )


async def _found(db: Session, name: str, asked: AskedCases, request_id: str | None) -> statistics.Behind:
    try:
        return await cases_behind(db, name, asked, request_id=request_id)
    except Invalid:
        raise NotFound from None


def _asked(request: Request, name: str) -> AskedCases:
    given: dict[str, Any] = {**kept_query(request), "row": request.query_params.getlist("row")}
    given |= {key: value for key in OF_PART if (value := request.query_params.get(key))}
    if not {"table", "column"} & given.keys():
        whole = statistics.part_of(name, None)
        given["column"] = next(iter(whole.columns), "") if whole else ""
    while True:
        try:
            return AskedCases.model_validate(given)
        except ValidationError as wrong:
            for fault in wrong.errors():
                if given.pop(str(fault["loc"][0]), None) is None or fault["loc"][0] in (*OF_PART, "row"):
                    raise NotFound from None


def _part_said(asked: AskedCases, part: statistics.CountedPart | None, wording: figure_words.Wording) -> str:
    """Which part of the figure, in words."""
    if part is None or asked.table is None:
        return figure_words.value_name(asked.column)
    keys = [_key_said(key, value, wording) for key, value in zip(part.keys, asked.row, strict=False)]
    if asked.table == "moves" and not asked.row[0]:
        keys[0] = _("Ingreso")
    of_row = " → ".join(keys) if asked.table == "moves" else ", ".join(filter(None, keys))
    return _("%(table)s: %(row)s · %(column)s") % {
        "table": figure_words.table_name(asked.table),
        "row": of_row,
        "column": figure_words.column_name(asked.column).lower(),
    }


def _key_said(key: statistics.Key, value: str, wording: figure_words.Wording) -> str:
    if key.kind == "age":
        return figure_words.age_words(value)
    if key.kind == "int":
        return _("día %(n)s") % {"n": value}
    if key.kind == "date":
        day = date.fromisoformat(value)
        return figure_words.month(day) if key.words == "month" else short_date(day)
    return wording.code(key.words, value) if key.words else value


def _row(row: statistics.CaseBehind, wording: figure_words.Wording, named: dict[Any, str]) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "name": named.get(row.claim_id, ""),
        "pseudonym": row.pseudonym,
        "filed": figure_words.month(row.filed_on) if row.pseudonym else short_date(row.filed_on),
        "on": figure_words.month(row.on) if row.pseudonym else short_date(row.on),
        "stage": wording.code("stage", row.stage),
        "office": wording.code("office", str(row.office_id)),
        "late": row.late,
    }
