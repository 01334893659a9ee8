"""How a case is handled, by a person's decision and a published criterion: faster, shorter, merged, or with a group.

The safeguards stay (UNHCR procedural standards, aide-memoire on case processing modalities): a modality never refuses anybody.
"""

from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.errors import (
    ModalityAlreadySo,
    ModalityNotAvailable,
    NoPublishedCriterion,
    NoSuchModality,
)
from app.cases.events import Recorded, record
from app.cases.opening import OpenCase, open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand
from app.procedure import public as procedure

MODALITIES = ("accelerated", "simplified", "merged", "prima_facie")


async def set_modality(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    modality: str,
    applies: bool | None,
    criterion: str | None = None,
    reasons: str,
    version: int | None = None,
) -> Recorded:
    """Say that a modality applies to the case, by a criterion of its procedure, or that it does not.

    It applies only where the procedure has it as available: what is not known to be allowed is not used. That it does not
    apply may always be said; of `prima_facie` this keeps the case out of every group decision, until `None` takes it back.
    Raises `NoSuchModality`,
    `ModalityNotAvailable`, `NoPublishedCriterion`, `ModalityAlreadySo`, `Invalid`, `CaseChanged`.
    """
    demand(actor, "case.set_modality")
    if modality not in MODALITIES or (applies is None and modality != "prima_facie"):
        raise NoSuchModality
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    data: dict[str, object] = {"modality": modality, "applies": applies, "reasons": given}
    if applies:
        data["criterion"] = _criterion(opened.profile, modality, criterion)
    _set(opened, modality, applies)
    return await record(db, actor, opened, "modality_set", data=data, satisfied=["reasons"])


def _criterion(profile: procedure.Profile, modality: str, criterion: str | None) -> str:
    found = profile.modalities.get(modality)  # type: ignore[call-overload]  # the profile's own keys are the same words
    if found is None or found.available.value is not True:
        raise ModalityNotAvailable
    if not found.criteria:
        raise NoPublishedCriterion
    if criterion not in {one.name for one in found.criteria}:
        raise Invalid.at("criterion", "required", "Elija el criterio publicado.")
    return str(criterion)


def _set(opened: OpenCase, modality: str, applies: bool | None) -> None:
    if getattr(opened.case, modality) is applies:
        raise ModalityAlreadySo
    setattr(opened.case, modality, applies)
