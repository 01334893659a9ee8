"""How days are counted: whose, with which holidays, and when nothing ran."""

from datetime import date

from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.procedure.lines import Line, Mark, Section, mark_of, said, texts


def days(profile: procedure.Profile, today: date) -> Section:
    """The rules of counting, this year's holidays of every forum, and the suspensions on record."""
    lines = (
        _side(profile, _("Plazos de la persona"), profile.days.applicant),
        _side(profile, _("Plazos de la autoridad"), profile.days.authority),
        Line(_("Hora"), (profile.time_zone,), Mark("", "confirmed")),
        *(_zone(office) for office in profile.offices if office.time_zone),
        *(_calendar(profile, name, today) for name in profile.calendars),
        *(_suspension(profile, each) for each in profile.suspensions),
    )
    return Section("days", _("Cómo se cuentan los días"), lines, heads=(_("Tema"), _("Qué dice")))


def _side(profile: procedure.Profile, name: str, rule: procedure.DayRule) -> Line:
    unit = _("Días hábiles") if rule.unit == "working_day" else _("Días naturales")
    rolls = _("Si termina en día inhábil, pasa al siguiente hábil") if rule.rolls else None
    return Line(name, texts(unit, rolls), mark_of(profile, rule))


def _zone(office: procedure.Office) -> Line:
    return Line(
        _("Hora en %(office)s") % {"office": said(office.label)},
        (office.time_zone or "",),
        Mark("", "confirmed"),
    )


def _calendar(profile: procedure.Profile, forum: str, today: date) -> Line:
    holidays = [
        f"{short_date(off.day, weekday=True, year=False)}: {off.name(language())}"
        for off in procedure.calendar_of(profile, forum).holidays(today.year)
    ]
    name = _("Días inhábiles de %(year)s: %(forum)s") % {"year": today.year, "forum": _forum(forum)}
    changed = [c for c in profile.calendars[forum].changes if c.on.year == today.year]
    mark = mark_of(profile, changed[0]) if changed else Mark(_("biblioteca de feriados"), "secondary")
    return Line(name, tuple(holidays), mark)


def _forum(name: str) -> str:
    return {
        "administration": _("administración"),
        "tribunal": _("tribunal"),
        "amparo": _("juicio de amparo"),
        "court": _("tribunales de justicia"),
    }.get(name, name.replace("_", " "))


def _suspension(profile: procedure.Profile, each: procedure.Suspension) -> Line:
    until = (
        _("Del %(a)s al %(b)s: no corrió ningún plazo")
        % {"a": short_date(each.since), "b": short_date(each.until)}
        if each.until
        else _("Desde el %(a)s; su fin no consta, y no se cuenta con ella") % {"a": short_date(each.since)}
    )
    intake = (
        _("Se siguieron recibiendo solicitudes") if each.intake_open else _("No se recibieron solicitudes")
    )
    return Line(said(each.label), (until, intake), mark_of(profile, each))
