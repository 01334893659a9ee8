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


async def filters_said(db: ReadSession, asked: Asked) -> str:
    """The filters in words."""
    return in_words(asked, await identity.offices(db))


def in_words(asked: Asked, places: Iterable[identity.Place]) -> str:
    """The same, with the offices at hand."""
    offices = {office.code: office.name for office in places}
    said = [_("personas") if asked.unit == "persons" else _("expedientes")]
    if asked.since or asked.until:
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
