"""The minutes of a sitting on paper, and their end: signed and kept."""

import hashlib
from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core import storage
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.decisions import public as decisions
from app.documents.public import papers
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.workflows import words_on_paper as words
from app.workflows.print_document import Printed
from app.workflows.words_on_paper import Language


def sealed_at(file_id: UUID) -> str:
    """The place for which a kept paper is sealed (app/core/crypto.py)."""
    return f"minutes:{file_id}"


async def sign_minutes(db: Session, actor: Actor, sitting_id: UUID) -> bool:
    """Add the actor's signature; with the last one the paper is made, kept, and never made again. True when it is complete.

    Who closes them must see every item, as the secretary does, who signs last. Where the secretary signed first, as was once
    possible, they sign again to close them. Raises as `decisions.sign_minutes`.
    """
    complete = await decisions.sign_minutes(db, actor, sitting_id)
    if not complete or not identity.may(actor, "sitting.manage"):
        return False
    printed = await _made(db, sitting_id, "es")
    file_id = new_id()
    await storage.put(file_id, printed.content, at=sealed_at(file_id))
    digest = hashlib.sha256(printed.content).hexdigest()
    await decisions.seal_minutes(db, sitting_id, file_id=file_id, digest=digest)
    return True


async def print_minutes(db: ReadSession, sitting_id: UUID, *, language: Language = "es") -> Printed:
    """The minutes of a closed sitting as PDF/UA-1: who was there and when, what was dealt with, with how many and how it was
    voted, recusals and dissents. Once they are signed, the very bytes that were signed.

    For the secretary, who sees every item. Raises `NotFound`, `NotOnPaperYet` while the sitting is not closed.
    """
    identity.demand(db.actor, "sitting.manage")
    kept = await decisions.minutes_of(db, sitting_id)
    if kept is None or kept.file_id is None:
        return await _made(db, sitting_id, language)
    content = await storage.get(kept.file_id, at=sealed_at(kept.file_id))
    if content is None or hashlib.sha256(content).hexdigest() != kept.digest:
        raise NotFound
    found = await decisions.sitting(db, sitting_id)
    return Printed(f"acta-{found.number}.pdf", content, None)


async def _made(db: ReadSession, sitting_id: UUID, language: Language) -> Printed:
    found = await decisions.sitting(db, sitting_id)
    if found.opened_at is None or found.closed_at is None:
        raise decisions.NotOnPaperYet
    profile = await procedure_in_force(db)
    secretary = (await identity.names(db, [found.convened_by]))[found.convened_by]
    presiding = next(m for m in found.members if m.presides)
    names = {m.user_id: m.name for m in found.members}
    drawn_up = await decisions.minutes_of(db, sitting_id)
    paper = papers.MinutesPaper(
        number=found.number,
        country=words.country_name(profile.country, language),
        body=profile.bodies[found.body].label.in_(language),
        place=words.country_name(profile.country, language),
        opened_at=found.opened_at.astimezone(profile.zone),
        closed_at=found.closed_at.astimezone(profile.zone),
        members=[
            papers.Member(
                m.name,
                m.seat,
                words.seat(presides=m.presides, language=language),
                any(s.user_id == m.user_id for s in found.stays) or m.present_at is not None,
                _hours(found, m.user_id, profile.zone, language),
            )
            for m in found.members
        ],
        quorum=found.quorum.minimum,
        items=[
            *(_item(item, names, profile.outcomes, language) for item in found.items),
            *(
                _group(one, names, profile, language)
                for one in await decisions.group_items_of(db, sitting_id)
            ),
        ],
        signatories=[
            papers.Signatory(presiding.name, words.seat(presides=True, language=language)),
            papers.Signatory(secretary, words.secretary(language)),
        ],
        remarks=drawn_up.remarks if drawn_up else "",
    )
    return Printed(f"acta-{found.number}.pdf", papers.minutes(paper, language=language), None)


def _hours(found: decisions.SittingView, user_id: UUID, zone: ZoneInfo, language: Language) -> str:
    """`08:58–10:20, 10:40–12:05 (por video)`."""
    remote = {"es": " (por video)", "en": " (by video)"}[language]
    stays = []
    for stay in found.stays:
        if stay.user_id == user_id:
            left = f"{stay.left_at.astimezone(zone):%H:%M}" if stay.left_at else ""
            stays.append(f"{stay.came_at.astimezone(zone):%H:%M}–{left}{remote if stay.remote else ''}")
    return ", ".join(stays)


def _quorum(item: decisions.ItemView, language: Language) -> str:
    if item.quorum is None or not item.seated:
        return ""
    said = {"es": "{n} con voto, mínimo {least}", "en": "{n} with a vote, minimum {least}"}[language]
    casting = {"es": "; voto de calidad", "en": "; casting vote"}[language] if item.by_casting_vote else ""
    return said.format(n=len(item.seated), least=item.quorum) + casting


def _item(
    item: decisions.ItemView,
    names: Mapping[UUID, str],
    outcomes: Mapping[str, procedure.Outcome],
    language: Language,
) -> papers.AgendaItem:
    decided = dict.fromkeys(outcomes[one.outcome].label.in_(language) for one in item.proposal)
    return papers.AgendaItem(
        reference=item.reference,
        result=", ".join(decided)
        if item.status == "decided"
        else words.item_result("kept" if item.kept else item.status, language),
        votes_for=item.tally.votes_for,
        votes_against=item.tally.votes_against,
        abstentions=item.tally.abstentions,
        quorum=_quorum(item, language),
        recusals=[(names[r.user_id], r.reasons) for r in item.recusals.values()],
        dissents=[(names[v.user_id], v.reasons) for v in item.votes.values() if v.choice == "against"],
    )


def _group(
    item: decisions.GroupItemView, names: Mapping[UUID, str], profile: procedure.Profile, language: Language
) -> papers.AgendaItem:
    """The vote on the list of a group: how many cases it was on, and who was against recognising them together."""
    title = next((g.label.in_(language) for g in profile.groups if g.name == item.rule), item.rule)
    count, seats = item.count, item.count.get("seats", {})
    counted = {"es": "{n} con voto, mínimo {least}", "en": "{n} with a vote, minimum {least}"}[language]
    casting = {"es": "; voto de calidad", "en": "; casting vote"}[language]
    return papers.AgendaItem(
        reference=words.group_list(title, item.listed, language),
        result=words.group_result(item.status, language),
        votes_for=int(count.get("for", 0)),
        votes_against=int(count.get("against", 0)),
        abstentions=int(count.get("abstain", 0)),
        quorum=counted.format(n=len(seats), least=count["quorum"])
        + (casting if count["by_casting_vote"] else "")
        if seats
        else "",
        dissents=[(names[user], v.reasons) for user, v in item.votes.items() if v.choice == "against"],
        of_group=True,
    )
