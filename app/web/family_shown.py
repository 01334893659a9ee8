"""A family across files, in words; and what each form of it asks."""

from collections.abc import Sequence
from typing import Any

from app.people import public as people
from app.web.formats import country, short_date
from app.web.i18n import gettext as _
from app.web.pages.case_header import CaseHeader
from app.web.pair_shown import born
from app.web.words import relation_name

family = people.family
Options = list[tuple[str, str]]


def proof_words() -> dict[str, str]:
    return {
        "document": _("con documento"),
        "testimony": _("por testimonio"),
        "dna": _("por ADN"),
        "presumed": _("presumida"),
        "not_proven": _("sin probar"),
    }


def result_words() -> dict[str, str]:
    return {
        "confirms": _("confirma la relación"),
        "excludes": _("excluye la relación"),
        "inconclusive": _("no concluye"),
    }


def answer_words() -> dict[str, str]:
    return {
        "unasked": _("sin preguntar"),
        "yes": _("dijo que sí"),
        "no": _("dijo que no"),
        "not_them": _("no es esa persona"),
    }


def decision_words() -> dict[str | None, str]:
    return {None: _("por decidir"), "granted": _("concedida"), "refused": _("denegada")}


def relations_shown(header: CaseHeader, found: Sequence[people.family.RelationView]) -> list[dict[str, Any]]:
    return [
        {
            "who": name(header, r.person_id),
            "relative": f"{r.relative}, {r.birth_year}",
            "kind": relation_name(r.kind) + (f" ({r.unhcr})" if r.unhcr else ""),
            "proof": ", ".join(part for part in (proof_words()[r.proof], r.paper) if part),
            "since": short_date(r.since) if r.since else "",
            "doubts": r.doubts,
            "reference": r.reference,
            "href": f"/cases/{r.reference}" if r.visible and r.reference else None,
            "office": r.office,
            "ended": r.end_reason if r.ended_at else None,
            "dna": [_test(t) for t in r.dna],
        }
        for r in found
    ]


def _test(test: people.family.DnaView) -> str:
    if test.result is None:
        return _("ADN en %(laboratory)s, sin resultado; vence el %(day)s") % {
            "laboratory": test.laboratory,
            "day": short_date(test.expires_on),
        }
    return _("ADN en %(laboratory)s: %(result)s (%(day)s)") % {
        "laboratory": test.laboratory,
        "result": result_words()[test.result],
        "day": short_date(test.result_on or test.expires_on),
    }


def searches_shown(header: CaseHeader, found: Sequence[people.family.TracingView]) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Alguien busca a %(who)s") % {"who": s.name}
            if s.asked
            else _("%(who)s busca a %(sought)s") % {"who": name(header, s.person_id), "sought": s.name},
            "facts": ", ".join(
                part
                for part in (
                    relation_name(s.kind) if not s.asked else "",
                    born(s.birth_date, s.birth_precision) if s.birth_date else "",
                    country(s.nationality) if s.nationality else "",
                    s.known,
                )
                if part
            ),
            "asked": s.asked,
            "consented": s.consented,
            "state": {"open": _("abierta"), "found": _("contacto pasado"), "closed": _("cerrada")}[s.state],
            "matches": [
                f"{name(header, m.person_id) or m.place} · {round(m.score * 100)} % · {answer_words()[m.answer]}"
                for m in s.matches
            ],
        }
        for s in found
    ]


def reunifications_shown(
    header: CaseHeader, found: Sequence[people.family.ReunificationView]
) -> list[dict[str, Any]]:
    return [
        {
            "title": _("%(who)s pide reunir a su familia, que está en %(country)s")
            % {"who": name(header, r.person_id), "country": country(r.country)},
            "facts": " · ".join(part for part in (r.place, r.documents) if part),
            "members": [
                f"{m.name}, {relation_name(m.kind)}{f', {m.birth_year}' if m.birth_year else ''}: "
                f"{decision_words()[m.decision]}{f' ({m.reasons})' if m.reasons else ''}"
                for m in r.members
            ],
        }
        for r in found
    ]


def name(header: CaseHeader, person_id: Any) -> str:
    person = header.persons.get(person_id)
    return person.name if person else ""


def household(header: CaseHeader) -> Options:
    """The people of the file, to choose one."""
    return [
        (str(c.person_id), name(header, c.person_id))
        for c in header.case.claims
        if c.person_id in header.persons
    ]


def kinds() -> Options:
    return [(code, relation_name(code)) for code in people.codes.RELATIONS if code != "principal"]
