"""What the log is narrowed by, as choices on a page; and what a process calls its steps."""

from collections.abc import Callable
from typing import Any

from app.core.database import ReadSession
from app.edge.event_logs import AskedCases
from app.identity import public as identity
from app.procedure import public as procedure
from app.statistics import public as statistics
from app.web import figure_words
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import sex_name

AGE_GROUPS = ("0-4", "5-11", "12-17", "18-59", "60+")


async def choices(db: ReadSession, asked: AskedCases) -> list[dict[str, Any]]:
    """Fields for `filters`: office, origin, sex, age, modality, need, instance, and the first and last day of filing."""
    offices = [(o.code, o.name) for o in await identity.offices(db)]
    every: list[tuple[str, str, list[tuple[str, str]], str | None]] = [
        ("office", _("Oficina"), offices, asked.office),
        ("origin", _("Origen"), [(c, country(c)) for c in await statistics.origins(db)], asked.origin),
        ("sex", _("Sexo"), [(c, sex_name(c)) for c in ("female", "male", "other", "unknown")], asked.sex),
        ("age_group", _("Edad"), [(group, group) for group in AGE_GROUPS], asked.age_group),
        ("modality", _("Modalidad"), list(figure_words.modalities().items()), asked.modality),
        ("need", _("Necesidad"), figure_words.need_choices(), asked.need),
        ("instance", _("Instancia"), _instances(), asked.instance),
    ]
    selects = [
        {"name": name, "label": label, "options": [("", _("Todas")), *options], "value": value}
        for name, label, options, value in every
        # A supervisor has one office, and nothing to choose.
        if not (name == "office" and db.actor.role == "supervisor")
    ]
    days = [("from", _("Presentadas desde"), asked.since), ("to", _("Hasta"), asked.until)]
    return [
        *selects,
        *(
            {"name": name, "label": label, "type": "date", "value": day.isoformat() if day else ""}
            for name, label, day in days
        ),
    ]


def _instances() -> list[tuple[str, str]]:
    return [(code, figure_words.instance_name(code)) for code in statistics.INSTANCES]


def names_of(profile: procedure.Profile, by: str) -> Callable[[str], str]:
    """Step → what people call it: a stage or an event of the procedure in force; its code where that has none of the name."""

    def name(step: str) -> str:
        known = profile.stages_by_name if by == statistics.STAGES else profile.events_by_name
        found = known.get(step)
        return found.label.in_(language()) if found else step.replace("_", " ")

    return name
