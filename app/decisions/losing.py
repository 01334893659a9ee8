"""An item of an agenda that is a procedure of loss: its own events, because the case is not where a first decision finds it."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from app.cases import public as cases
from app.decisions.models import AgendaItem

# What happens to an item → the same in a procedure of loss.
_OF_A_LOSS: Mapping[str, str] = MappingProxyType(
    {
        "put_on_agenda": "loss_put_on_agenda",
        "taken_off_agenda": "loss_taken_off_agenda",
        "member_recused": "loss_member_recused",
        "sent_back": "loss_sent_back",
        "decided": "loss_voted",
    }
)


def event_of(item: AgendaItem, name: str) -> str:
    """The name of the event for that item."""
    return _OF_A_LOSS[name] if item.loss_id is not None else name


def claims_of(item: AgendaItem, opened: cases.OpenCase) -> list[UUID] | None:
    """Whose claims it concerns: of a loss those of the procedure, of a first decision all that are open."""
    if item.loss_id is None:
        return None
    wanted = {str(row["claim_id"]) for row in item.proposal}
    return [claim.id for claim in opened.claims if str(claim.id) in wanted]
