"""Contacts at the border as the pages show them, in the reader's words."""

from typing import Any

from app.intake import public as intake
from app.web.formats import country
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.words import sex_name


def outcome_name(code: str) -> str:
    """What happened at a contact."""
    return {
        "registered": _("Se registró"),
        "referred": _("Se derivó"),
        "admitted": _("Se le dejó entrar"),
        "refused_entry": _("No se le dejó entrar"),
        "mistake": _("Anotada por error"),
    }.get(code, code)


def outcomes() -> list[tuple[str, str]]:
    return [(code, outcome_name(code)) for code in intake.encounter_rules.OUTCOMES]


def sexes() -> list[tuple[str, str]]:
    return [
        ("female", _("Mujer")),
        ("male", _("Hombre")),
        ("other", _("Otro")),
        ("unknown", _("No consta")),
    ]


def age_group_name(group: str) -> str:
    """`0 a 4 años`, `60 años o más`."""
    if group == "60+":
        return _("60 años o más")
    if "-" not in group:
        return _("Edad no consta")
    first, last = group.split("-")
    return _("%(first)s a %(last)s años") % {"first": first, "last": last}


def age_groups() -> list[tuple[str, str]]:
    return [(group, age_group_name(group)) for group in intake.encounter_rules.AGE_GROUPS]


def ground_name(code: str) -> str:
    known = intake.encounter_rules.GROUNDS.get(code)
    return known.in_(language()) if known else code


def grounds() -> list[tuple[str, str]]:
    return [(code, ground_name(code)) for code in intake.encounter_rules.GROUNDS]


def finding_name(code: str) -> str:
    return intake.encounter_rules.FINDINGS[code].in_(language())


def findings() -> list[tuple[str, str]]:
    return [(code, finding_name(code)) for code in intake.encounter_rules.FINDINGS]


def nationality_name(code: str) -> str:
    return {"XXA": _("Sin nacionalidad"), "XXX": _("No consta")}.get(code) or country(code)


def line(seen: intake.EncounterView) -> dict[str, Any]:
    """A contact in one line: who, without a name where none was said, and what happened."""
    age = _("%(n)s años") % {"n": seen.age} if seen.age is not None else age_group_name(seen.age_group)
    detail = [
        ground_name(seen.refusal_ground) if seen.refusal_ground else "",
        f"«{seen.refusal_words}»" if seen.refusal_words else "",
        _("a %(whom)s") % {"whom": seen.referred_to} if seen.referred_to else "",
    ]
    return {
        "view": seen,
        "href": f"/encounters/{seen.id}",
        "who": ", ".join((nationality_name(seen.nationality), sex_name(seen.sex), age)),
        "outcome": outcome_name(seen.outcome),
        "kind": {"registered": "ok", "refused_entry": "bad"}.get(seen.outcome),
        "detail": "; ".join(part for part in detail if part),
        "waits": seen.needs_a_look,
    }


def values_of(seen: intake.EncounterView) -> dict[str, str]:
    """What the form of a correction begins with."""
    return {
        "name": seen.name or "",
        "nationality": seen.nationality,
        "sex": seen.sex,
        "age": str(seen.age) if seen.age is not None else seen.age_group,
        "outcome": seen.outcome,
        "refusal_ground": seen.refusal_ground or "",
        "detail": seen.refusal_words or seen.referred_to or "",
    }
