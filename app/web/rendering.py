"""Templates to text: the Jinja environment and `render`, which every page module calls once."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web import charts, formats
from app.web.assets import asset
from app.web.frame import frame, frame_of, framing
from app.web.i18n import gettext, language, ngettext, speaking
from app.web.words import paper_kind_name

TEMPLATES = Path(__file__).parent / "templates"

FILTERS = {
    "date": formats.short_date,
    "long_date": formats.long_date,
    "clock": formats.clock,
    "date_time": formats.date_time,
    "recent": formats.recent,
    "days": formats.days,
    "left": formats.left,
    "person_name": formats.person_name,
    "short_name": formats.short_name,
    "initials": formats.initials,
    "age": formats.age,
    "years": formats.years,
    "country": formats.country,
    "language_name": formats.language_name,
    "language_names": formats.language_names,
    "number": formats.number,
    "percent": formats.percent,
    "document_number": formats.document_number,
    "paper_kind": paper_kind_name,
}


@cache
def environment() -> Environment:
    """The one environment: an unknown name is an error, everything is escaped, templates are compiled once."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(FILTERS)
    env.globals.update(
        asset=asset,
        frame=frame,
        language=language,
        deadline_state=formats.deadline_state,
        country_options=formats.country_options,
        survival_chart=charts.survival,
        field_id=field_id,
    )
    return env


def field_id(name: str) -> str:
    """The element id of a field: `people-0-birth_date` from `people[0].birth_date`."""
    return (
        "".join(char if char.isalnum() or char == "_" else "-" for char in name).strip("-").replace("--", "-")
    )


def render(request: Any, template: str, **context: Any) -> str:
    """A template as text, in the language, zone and surroundings of the request (see `frame_of`).

    Render before the transaction ends, so that a broken page leaves nothing half done. A missing name raises
    `jinja2.UndefinedError`.
    """
    around = frame_of(request)
    with speaking(around.language), framing(around):
        return environment().get_template(template).render(context)


def fragment(request: Any, template: str, block: str, **context: Any) -> str:
    """One block of a template, for an htmx request: the page itself stays the fallback."""
    around = frame_of(request)
    with speaking(around.language), framing(around):
        compiled = environment().get_template(template)
        names = compiled.new_context(context)
        # Up to its first output a template only imports its macros and sets its names: what the block needs.
        next(iter(compiled.root_render_func(names)), None)
        return "".join(compiled.blocks[block](names))
