"""The minutes of a sitting on paper."""

from collections.abc import Mapping
from uuid import UUID

from app.core.database import ReadSession
from app.decisions import public as decisions
from app.documents.public import papers
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.workflows import words_on_paper as words
from app.workflows.print_document import Printed
from app.workflows.words_on_paper import Language


async def print_minutes(db: ReadSession, sitting_id: UUID, *, language: Language = "es") -> Printed:
    """The minutes of a closed sitting as PDF/UA-1: who came, what was dealt with, how it was voted, recusals and dissents.

    For the secretary, who sees every item. Raises `NotFound`, `NotOnPaperYet` while the sitting is not closed.
    """
    identity.demand(db.actor, "sitting.manage")
    found = await decisions.sitting(db, sitting_id)
    if found.opened_at is None or found.closed_at is None:
        raise decisions.NotOnPaperYet
    profile = await procedure_in_force(db)
    secretary = (await identity.names(db, [found.convened_by]))[found.convened_by]
    presiding = next(m for m in found.members if m.presides)
    names = {m.user_id: m.name for m in found.members}
    paper = papers.MinutesPaper(
        number=found.number,
        country=words.country_name(profile.country, language),
        body=profile.bodies[found.body].label.in_(language),
        place=words.country_name(profile.country, language),
        opened_at=found.opened_at.astimezone(profile.zone),
        closed_at=found.closed_at.astimezone(profile.zone),
        members=[
            papers.Member(
                m.name, m.seat, words.seat(presides=m.presides, language=language), m.present_at is not None
            )
            for m in found.members
        ],
        quorum=found.quorum.minimum,
        items=[_item(item, names, profile.outcomes, language) for item in found.items],
        signatories=[
            papers.Signatory(presiding.name, words.seat(presides=True, language=language)),
            papers.Signatory(secretary, words.secretary(language)),
        ],
    )
    return Printed(f"acta-{found.number}.pdf", papers.minutes(paper, language=language), None)


def _item(
    item: decisions.ItemView,
    names: Mapping[UUID, str],
    outcomes: Mapping[str, procedure.Outcome],
    language: Language,
) -> papers.AgendaItem:
    decided = dict.fromkeys(outcomes[one.outcome].label.in_(language) for one in item.proposal)
    return papers.AgendaItem(
        reference=item.reference,
        result=", ".join(decided) if item.status == "decided" else words.item_result(item.status, language),
        votes_for=item.tally.votes_for,
        votes_against=item.tally.votes_against,
        abstentions=item.tally.abstentions,
        recusals=[(names[r.user_id], r.reasons) for r in item.recusals.values()],
        dissents=[(names[v.user_id], v.reasons) for v in item.votes.values() if v.choice == "against"],
    )
