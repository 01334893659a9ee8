"""The short codes of what is cited: R an answer of the record, D a document, P country information."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.assessments.public import Cited, Evidence
from app.coi import public as coi
from app.web.i18n import gettext as _

_KIND = {"document": "doc", "country_source": "coi"}


@dataclass(slots=True)
class Codes:
    """Codes are given in the order in which sources are met. `cited` knows what each citation has become since."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    cited: Mapping[Evidence, Cited] = field(default_factory=dict)

    def of(self, evidence: Evidence) -> dict[str, Any]:
        """Code, address on the page and kind, for the `cite` macro; `label` says in words what it is, `warning` what changed."""
        warning = self.warning(evidence)
        if evidence.kind == "entry":
            code, anchor = self.answers.get(evidence.ref, ("R?", "transcript-title"))
            label = evidence.quote or _("respuesta del acta")
            return {"code": code, "href": f"#{anchor}", "kind": None, "label": label, "warning": warning}
        known, letter = (self.documents, "D") if evidence.kind == "document" else (self.sources, "P")
        number = known.setdefault(evidence.ref, len(known) + 1)
        return {
            "code": f"{letter}{number}",
            "href": f"#{letter.lower()}{number}",
            "kind": _KIND[evidence.kind],
            "label": self.title(evidence) + (f": «{evidence.quote}»" if evidence.quote else ""),
            "warning": warning,
        }

    def title(self, evidence: Evidence) -> str:
        """What a source or document is called."""
        cited = self.cited.get(evidence)
        return (cited.title if cited else "") or evidence.ref

    def warning(self, evidence: Evidence) -> str:
        """Why a citation should be looked at again, in words; empty where it stands as it was cited."""
        cited = self.cited.get(evidence)
        if cited is None:
            return ""
        if cited.standing == "changed":
            return _("El pasaje cambió después de citarlo.")
        if cited.addendum:
            return _("El acta tiene una adenda posterior sobre esta respuesta.")
        return _later(cited.newer) if cited.newer else ""


def _later(newer: coi.NewerView) -> str:
    """What the library knows since a passage was cited, in words."""
    if newer.withdrawn:
        return _("La unidad retiró esta fuente.")
    if newer.version is not None:
        return _("Hay una edición posterior de esta fuente.")
    if newer.expired:
        return _("Pasó la fecha de revisión de esta fuente.")
    return _("Hay información más reciente sobre este país y tema.")
