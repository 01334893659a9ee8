"""What an attachment may be, who adds it and who reads it. A kind that is not here cannot be attached. Pure.

The readers are written with each attachment, and the database itself asks them (`attachments`, policy `reads`): a kind that opens up
later opens nothing that was given before. Who adds an attachment reads it, whatever the kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.procedure.public import Label

_DESK = frozenset({"registration_officer", "eligibility_officer", "supervisor"})
_COMMISSION = frozenset({"commission_secretary", "commission_member"})
_TRIBUNAL = frozenset({"appeals_clerk", "appeals_judge"})
_COUNSEL = frozenset({"legal_representative"})
_CHILDREN = frozenset({"child_protection_officer"})
_QUALITY = frozenset({"quality_assessor"})
# Who reads an interview reads what belongs to it (identity/matrix.toml, `interview.read`).
_HEARD = (
    frozenset({"eligibility_officer", "supervisor"})
    | _COMMISSION
    | _TRIBUNAL
    | _COUNSEL
    | _CHILDREN
    | _QUALITY
)
_FILE = _HEARD | _DESK


@dataclass(frozen=True, slots=True)
class Kind:
    """`writers` add it, `readers` read it beside whoever added it. `sound`: may be a recording."""

    label: Label
    writers: frozenset[str]
    readers: frozenset[str]
    sound: bool = False


def _said(es: str, en: str) -> Label:
    return Label(es=es, en=en)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "evidence": Kind(
            _said("Prueba aportada", "Evidence"),
            _DESK | _COUNSEL | _CHILDREN | frozenset({"appeals_clerk"}),
            _FILE,
            sound=True,
        ),
        "interview_document": Kind(
            _said("Documento entregado en la entrevista", "Document handed in at the interview"),
            frozenset({"eligibility_officer"}),
            _HEARD,
        ),
        "interview_sound": Kind(
            _said("Grabación de la entrevista", "Recording of the interview"),
            frozenset({"eligibility_officer"}),
            _HEARD,
            sound=True,
        ),
        "mandate": Kind(
            _said("Poder", "Mandate"),
            _DESK | _COUNSEL,
            _DESK | _COUNSEL | _COMMISSION | _TRIBUNAL,
        ),
        "filing": Kind(
            _said("Escrito", "Filing"), _DESK | _COUNSEL | frozenset({"appeals_clerk"}), _FILE - _QUALITY
        ),
        "proof_of_service": Kind(
            _said("Constancia de notificación", "Proof of service"),
            frozenset({"registration_officer", "supervisor", "commission_secretary", "appeals_clerk"}),
            _DESK | _COMMISSION | _TRIBUNAL | _COUNSEL,
        ),
        "hearing_sound": Kind(
            _said("Grabación de la audiencia", "Recording of the hearing"),
            _TRIBUNAL | frozenset({"eligibility_officer", "supervisor"}),
            _TRIBUNAL | _COUNSEL | _COMMISSION | frozenset({"eligibility_officer", "supervisor"}),
            sound=True,
        ),
        "signed_by_hand": Kind(
            _said("Copia firmada a mano", "Copy signed by hand"),
            _COMMISSION | _TRIBUNAL | frozenset({"supervisor"}),
            _FILE,
        ),
        "guardianship": Kind(
            _said("Constancia de tutela", "Proof of guardianship"),
            _DESK | _CHILDREN,
            _DESK | _CHILDREN | _COMMISSION | _TRIBUNAL | _COUNSEL,
        ),
        # What a child told the people who weigh their interests is read by them alone: the others read what was determined.
        "best_interests": Kind(
            _said("Informe del interés superior", "Best-interests report"), _CHILDREN, _CHILDREN
        ),
        # Never in the file that the person or counsel is given.
        "internal": Kind(
            _said("Documento interno", "Internal document"),
            frozenset({"eligibility_officer", "supervisor"}),
            frozenset({"eligibility_officer", "supervisor"}),
        ),
    }
)


def writable(role: str) -> tuple[str, ...]:
    """The kinds that the role may add, in their order."""
    return tuple(name for name, kind in KINDS.items() if role in kind.writers)
