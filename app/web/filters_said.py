"""The filters of a figure in words."""

from collections.abc import Iterable
from typing import Any

from app.core.database import ReadSession
from app.edge.figures import Asked
from app.identity import public as identity
from app.web import encounters_shown, figure_words
from app.web.formats import country, short_date
from app.web.i18n import gettext as _
from app.web.words import need_name, sex_name

# What was done in a period, and is counted of the last twelve months where nobody names one (`counting.in_a_period`).
IN_A_PERIOD = frozenset(
    {
        "clearance",
        "disposition",
        "recognition",
        "closed_otherwise",
        "overturn",
        "deadlines",
        "no_shows",
        "flow",
    }
)
# Of these a part alone is: the interviews of the workload, beside what is open now.
PART_IN_A_PERIOD = frozenset({"workload"})


async def filters_said(db: ReadSession, asked: Asked, figure: str | None = None) -> str:
    """The filters in words; of a `figure` that counts what was done in a period, with the period that it takes of itself."""
    return in_words(asked, await identity.offices(db), figure)


def in_words(asked: Asked, places: Iterable[identity.Place], figure: str | None = None) -> str:
    """The same, with the offices at hand."""
    offices = {office.code: office.name for office in places}
    if figure == "access":
        said = [_("personas que manifestaron temor")]
    else:
        said = [_("personas") if asked.unit == "persons" else _("expedientes")]
    if figure in PART_IN_A_PERIOD and not asked.since:
        said.append(_("lo hecho en los 12 meses hasta el %(day)s") % {"day": _last(asked)})
    elif figure in IN_A_PERIOD and not asked.since:
        said.append(_("los 12 meses hasta el %(day)s") % {"day": _last(asked)})
    elif asked.since or asked.until:
        said.append(
            _("del %(first)s al %(last)s")
            % {
                "first": short_date(asked.since) if asked.since else _("comienzo"),
                "last": short_date(asked.until) if asked.until else _("corte"),
            }
        )
    given: list[tuple[str | None, Any]] = [
        (asked.office, lambda code: offices.get(code, code)),
        (asked.origin, country),
        (asked.sex, sex_name),
        (asked.age_group, encounters_shown.age_group_name),
        (asked.modality, lambda code: figure_words.modalities()[code]),
        (asked.need, need_name),
        (asked.instance, figure_words.instance_name),
    ]
    said += [words(value) for value, words in given if value]
    return ", ".join(said)


def _last(asked: Asked) -> str:
    return short_date(asked.until) if asked.until else _("corte")
