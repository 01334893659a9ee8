"""The words for samples and assessments."""

from collections.abc import Mapping
from fractions import Fraction

from app.procedure import public as procedure
from app.quality import public as quality
from app.web.formats import country, number, percent
from app.web.i18n import gettext as _
from app.web.i18n import language


def mark_words() -> dict[str, str]:
    """The scale, in its order."""
    return {
        "correct": _("Correcto"),
        "minor_error": _("Error menor"),
        "significant_error": _("Error significativo"),
        "not_applicable": _("No corresponde"),
    }


def state_words() -> dict[str, tuple[str, str]]:
    """How far an assessment is, with the kind of its tag."""
    return {
        "assigned": (_("Por empezar"), "wait"),
        "started": (_("Empezada"), "wait"),
        "submitted": (_("Presentada"), "ok"),
        "released": (_("Entregada"), "ok"),
        "withdrawn": (_("Retirada"), ""),
        "conflicted": (_("Tuvo parte"), "bad"),
        "lapsed": (_("Plazo vencido"), "bad"),
    }


def sample_states() -> dict[str, tuple[str, str]]:
    """How far a sample is."""
    return {
        "drawn": (_("En curso"), "wait"),
        "closed": (_("Cerrada"), "ok"),
        "cancelled": (_("Anulada"), "bad"),
    }


def design_words() -> dict[str, str]:
    """How it was drawn."""
    return {
        "simple": _("Simple: todos por igual"),
        "stratified": _("Estratificada: en proporción a cada parte"),
        "oversampled": _("Con grupos que entran más veces"),
    }


def trait_words() -> dict[str, str]:
    """By what a frame may be divided."""
    return {
        "office": _("Oficina"),
        "origin": _("País de origen"),
        "outcome": _("Resultado"),
        "stage": _("Etapa"),
        "group": _("Grupo"),
    }


def group_words() -> dict[str, str]:
    """Who may be drawn more often."""
    return {
        "child": _("Solicitudes de niñas y niños"),
        "survivor": _("Sobrevivientes de tortura o violencia sexual"),
        "rejected": _("Denegaciones"),
        "rest": _("Los demás"),
    }


def instrument_words() -> dict[str, str]:
    """The instruments, from their files."""
    return {name: each.title.in_(language()) for name, each in quality.current().items()}


def share_words(share: Fraction | float | None) -> str:
    """A share as a percentage, or a dash where there is none."""
    return percent(None if share is None else float(share))


def reach_words(reach: float) -> str:
    """How far an estimate may be off to each side, in points of a percentage."""
    return f"± {number(reach * 100, 1)}"


def part_words(profile: procedure.Profile, traits: Mapping[str, object]) -> str:
    """What a part of a frame is, in words; all of it where nothing divides it."""
    names = trait_words()
    said = [f"{names[name]}: {_trait(profile, name, str(value or ''))}" for name, value in traits.items()]
    return "; ".join(said) or _("Todo el marco")


def _trait(profile: procedure.Profile, name: str, value: str) -> str:
    if not value:
        return "–"
    match name:
        case "group":
            return group_words().get(value, value)
        case "origin":
            return country(value)
        case "outcome":
            return profile.outcomes[value].label.in_(language()) if value in profile.outcomes else value
        case "stage":
            return next((s.label.in_(language()) for s in profile.stages if s.name == value), value)
    return value


def estimate_figure(label: str, found: quality.Estimate | None) -> dict[str, str | None]:
    """A value with its interval below it."""
    if found is None:
        return {"label": label, "value": share_words(None), "note": None}
    if found.low is None or found.high is None:
        return {
            "label": label,
            "value": share_words(found.value),
            "note": _("sin intervalo: un solo expediente"),
        }
    # All were assessed, or all came out alike: either way there is no spread to make an interval of.
    if found.low == found.high:
        return {
            "label": label,
            "value": share_words(found.value),
            "note": _("sin intervalo: todos evaluados, o todos iguales"),
        }
    between = _("de %(low)s a %(high)s") % {"low": share_words(found.low), "high": share_words(found.high)}
    return {"label": label, "value": share_words(found.value), "note": between}
