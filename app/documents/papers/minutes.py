"""The minutes of a sitting: who was there, what was on the agenda, how each case went. Cases by reference, never by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.documents.papers.decision import Signatory
from app.documents.papers.phrases import phrases
from app.documents.papers.rendering import render
from app.documents.papers.values import breakable, clock, full_date


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the body and whether they came."""

    name: str
    institution: str
    role: str
    present: bool
    # From when until when, in words; empty where the hours were not kept.
    hours: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One case, or with `of_group` the list of a group, whose name stands for the reference: its result in words, and the votes. `recusals` and `dissents` are names with reasons; `quorum` how many sat for the
    item and how many it needed, in words."""

    reference: str
    result: str
    votes_for: int
    votes_against: int
    abstentions: int = 0
    recusals: Sequence[tuple[str, str]] = ()
    dissents: Sequence[tuple[str, str]] = ()
    quorum: str = ""
    of_group: bool = False


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """What is printed; times in the body's zone. `quorum` None: the profile does not know it."""

    number: str
    country: str
    body: str
    place: str
    opened_at: datetime
    closed_at: datetime
    members: Sequence[Member]
    quorum: int | None
    items: Sequence[AgendaItem]
    signatories: Sequence[Signatory]
    remarks: str = ""


def _presence(one: Member, words: Mapping[str, str]) -> str:
    return one.hours or (words["yes"] if one.present else words["no"])


def _about(item: AgendaItem, words: Mapping[str, str]) -> str:
    return item.reference if item.of_group else words["case"].format(reference=item.reference)


def minutes(paper: MinutesPaper, *, language: Literal["es", "en"] = "es") -> bytes:
    """The minutes as PDF/UA-1."""
    words = phrases("minutes", language)
    present = sum(member.present for member in paper.members)
    required = words["quorum_unknown"] if paper.quorum is None else paper.quorum
    values = {
        "words": dict(words),
        "country": paper.country,
        "body": paper.body,
        "place": paper.place,
        "date": full_date(paper.opened_at.date(), language),
        "opened": clock(paper.opened_at),
        "closed": clock(paper.closed_at),
        "members": [
            [breakable(one.name), one.institution, one.role, _presence(one, words)] for one in paper.members
        ],
        "quorum": words["quorum_text"].format(present=present, required=required),
        "items": [
            [
                str(place),
                one.reference,
                one.result,
                f"{one.votes_for} / {one.votes_against} / {one.abstentions}"
                + (f". {one.quorum}" if one.quorum else ""),
            ]
            for place, one in enumerate(paper.items, 1)
        ],
        "recusals": [
            words["recusal"].format(about=_about(item, words), name=name, reason=reason)
            for item in paper.items
            for name, reason in item.recusals
        ],
        "dissents": [
            words["dissent"].format(about=_about(item, words), name=name, reason=reason)
            for item in paper.items
            for name, reason in item.dissents
        ],
        "remarks": paper.remarks,
        "signatories": [{"name": one.name, "title": one.title} for one in paper.signatories],
    }
    title = words["title"].format(number=paper.number)
    return render("minutes", values, title=title, language=language, at=paper.closed_at)
