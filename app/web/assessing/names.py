"""The words of an assessment's codes, in the reader's language."""

from collections.abc import Mapping

from app.assessments import public as assessments
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language


def finding_names() -> dict[str, str]:
    return {
        "accepted": _("Aceptado"),
        "partly_accepted": _("En parte"),
        "rejected": _("No aceptado"),
        "benefit_of_doubt": _("Beneficio de la duda"),
    }


def indicator_names() -> dict[str, str]:
    return {
        "detail": _("Suficiencia de detalle"),
        "internal_consistency": _("Coherencia interna"),
        "consistency_with_others": _("Coherencia con otras personas y documentos"),
        "country_information": _("Coherencia con la información del país"),
        "plausibility": _("Verosimilitud"),
    }


def doubt_names() -> dict[str, str]:
    return {
        "evidence_sought": _("Se buscó y comprobó la prueba que había"),
        "generally_credible": _("La persona es creíble en general"),
        "plausible": _("Lo dicho es coherente y verosímil, y no va contra lo que se sabe"),
    }


def status_names() -> dict[str, str]:
    return {
        "draft": _("Borrador"),
        "submitted": _("En revisión"),
        "to_countersign": _("Falta la segunda firma"),
        "returned": _("Devuelto"),
        "endorsed": _("Avalado"),
    }


def second_names() -> dict[str, str]:
    return {
        "exclusion": _("propone una exclusión"),
        "child": _("deniega la solicitud propia de una persona menor de edad"),
    }


def review_names() -> dict[str, str]:
    return {
        "endorsed": _("Avalado"),
        "first_endorsed": _("Primera firma"),
        "returned": _("Devuelto"),
    }


def place_name(
    profile: procedure.Profile, place: str, numbers: Mapping[str, int], people: Mapping[int, str]
) -> str:
    """A place of `assessments.texts` in words. `numbers`: the facts' numbers by their key; `people`: names by the claims' positions."""
    kind, *rest = place.split(".")
    if kind == "facts":
        parts = {
            "statement": _("qué es"),
            "reasons": _("por qué se valora así"),
            "not_put": _("sin plantear"),
        }
        return _("Hecho %(n)s") % {"n": numbers.get(rest[0], "–")} + f": {parts.get(rest[-1], '')}"
    if kind == "analysis":
        issue = assessments.issues(profile).get(rest[0])
        return issue.label.in_(language()) if issue else rest[0]
    if kind == "results":
        name = people.get(int(rest[0]), "")
        category = assessments.reason_categories(profile).get(rest[1]) if len(rest) > 1 else None
        return f"{name}: {category.label.in_(language())}" if category else _("Resultado") + f": {name}"
    return _("Lo que pide")


def values_in_words(profile: procedure.Profile, place: str, values: tuple[str, ...]) -> str:
    """Codes chosen at a place, in words; what is cited is said by its words or not at all."""
    words = _words_at(profile, place)
    said = []
    for value in values:
        key, _equals, answer = value.partition("=")
        if value.startswith(("entry:", "document:", "country_source:")):
            said.append("«" + (value.split(":", 2)[2] or value.split(":", 2)[1])[:80] + "»")
        elif answer:
            said.append(words.get(f"{key}={answer}", answer))
        else:
            said.append(words.get(value, value))
    return " · ".join(said) or "–"


def _words_at(profile: procedure.Profile, place: str) -> dict[str, str]:
    kind, *rest = place.split(".")
    if kind == "facts":
        return finding_names() | indicator_names() | doubt_names()
    if kind == "results":
        grounds = {code: label.in_(language()) for code, label in assessments.all_grounds(profile).items()}
        return grounds | {name: o.label.in_(language()) for name, o in profile.outcomes.items()}
    issue = assessments.issues(profile).get(rest[0]) if rest else None
    if issue is None:
        return {}
    words = {c.code: c.label.in_(language()) for c in (*issue.conclusions, *issue.grounds)}
    grounds = {g.code: g.label.in_(language()) for g in issue.grounds}
    for part in issue.parts:
        for choice in part.choices:
            said = f"{part.label.in_(language())} {choice.label.in_(language())}"
            words[f"{part.code}={choice.code}"] = said
            for code, ground in grounds.items():
                words[f"{part.code}.{code}={choice.code}"] = f"{ground}: {said}"
    return words
