"""A sitting in words: seats, agenda, the item in hand, and what whoever looks may do about it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.decisions import public as decisions
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.web.formats import clock, country, short_date, short_name
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.limits import days_left, due, still_due
from app.web.sitting_words import choice_words, place_words, status_words
from app.web.words import relation_name
from app.workflows.words_on_paper import article

AGO = timedelta(microseconds=1)


def chosen(found: decisions.SittingView, position: int | None) -> decisions.ItemView | None:
    """The item at that place; without one the first that is pending, or the last."""
    if position is not None:
        return next((i for i in found.items if i.position == position), None)
    pending = (i for i in found.items if i.status == "pending")
    return next(pending, found.items[-1] if found.items else None)


def seats(found: decisions.SittingView, item: decisions.ItemView | None) -> list[dict[str, Any]]:
    """The members with where they are: present since when, absent, or out of the room for the item in hand."""
    return [
        {
            "name": m.name,
            "body": f"{place_words(m.seat, m.place)} · {_('preside')}"
            if m.presides
            else place_words(m.seat, m.place),
            **_whereabouts(m, item),
        }
        for m in found.members
    ]


def _whereabouts(member: decisions.MemberView, item: decisions.ItemView | None) -> dict[str, str]:
    if item is not None and member.user_id in item.recusals:
        return {"state": _("fuera de sala en el punto %(n)s") % {"n": item.position}, "kind": "bad"}
    if member.present_at is None:
        return {"state": _("sin llegar"), "kind": "wait"}
    if member.place and item is not None and member.user_id not in item.entitled:
        return {"state": _("presente, no le toca este punto"), "kind": "wait"}
    if member.remote:
        return {"state": _("por video desde %(time)s") % {"time": clock(member.present_at)}, "kind": "ok"}
    return {"state": _("presente %(time)s") % {"time": clock(member.present_at)}, "kind": "ok"}


def agenda(
    found: decisions.SittingView, current: decisions.ItemView | None, profile: procedure.Profile
) -> list[dict[str, Any]]:
    """The agenda's lines, with how each item ended."""
    return [
        {
            "position": i.position,
            "name": _("Hogar de %(name)s") % {"name": short_name(i.name)}
            if i.household_size > 1
            else short_name(i.name),
            "proposal": proposal_words(i, profile),
            "reference": i.reference,
            "href": f"/sittings/{found.id}?item={i.position}#item",
            "state": "now" if i is current else "done" if i.status != "pending" else "next",
            "result": _result(i, found),
        }
        for i in found.items
    ]


def proposal_words(item: decisions.ItemView, profile: procedure.Profile) -> str:
    """`Denegada 5`, `Reconocida: Convención de 1951, Reconocida por unidad familiar 4`."""
    counted: dict[str, int] = {}
    for one in item.proposal:
        counted[one.outcome] = counted.get(one.outcome, 0) + 1
    words = (
        profile.outcomes[o].label.in_(language()) + (f" ({n})" if len(item.proposal) > 1 else "")
        for o, n in counted.items()
    )
    return ", ".join(words) or _("sin propuesta")


def _result(item: decisions.ItemView, found: decisions.SittingView) -> str:
    score = f"{item.tally.votes_for}–{item.tally.votes_against}"
    if item.status == "decided":
        unsigned = item.decision is not None and item.decision.status == "draft"
        return f"{_('Falta firmar') if unsigned else _('Resuelta')}, {score}"
    if item.status == "pending":
        return _("en votación") if found.status == "open" and item.votes else ""
    return {"sent_back": _("Devuelta"), "deferred": _("Para otra sesión")}[item.status]


def tally_words(item: decisions.ItemView) -> list[tuple[int, str]]:
    t = item.tally
    counted = [
        (t.votes_for, _("con la propuesta")),
        (t.votes_against, _("en contra")),
        (t.abstentions, ngettext("abstención", "abstenciones", t.abstentions)),
        (t.missing, ngettext("falta", "faltan", t.missing)),
        (t.recused, ngettext("inhibición", "inhibiciones", t.recused)),
    ]
    return counted[:2] + [one for one in counted[2:] if one[0]]


def votes(found: decisions.SittingView, item: decisions.ItemView) -> list[dict[str, Any]]:
    """One line for each member: the vote, the recusal, or what is missing."""
    return [
        {"name": short_name(m.name), "body": place_words(m.seat, m.place), **_vote(m, item, found.status)}
        for m in found.members
        if m.place == 0 or m.user_id in item.entitled or m.user_id in item.recusals
    ]


def _vote(member: decisions.MemberView, item: decisions.ItemView, status: str) -> dict[str, Any]:
    vote, recusal = item.votes.get(member.user_id), item.recusals.get(member.user_id)
    if recusal is not None:
        return {
            "vote": _("Se inhibe"),
            "kind": "bad",
            "note": clock(recusal.at),
            "reasons": f"{recusal.reasons} {_('No ve el expediente ni vota este punto.')}",
        }
    if vote is not None:
        kind = "accent" if vote.choice == "for" else None
        reasons = vote.reasons or _("Las del análisis")
        if vote.concurring:
            reasons = f"{reasons}. {_('Voto razonado:')} {vote.concurring}"
        at = _("%(time)s, cambiado") % {"time": clock(vote.changed_at)} if vote.changed_at else clock(vote.at)
        return {"vote": choice_words()[vote.choice], "kind": kind, "note": at, "reasons": reasons}
    if member.user_id not in item.entitled:
        return {"vote": _("Ausente"), "reasons": ""}
    waiting = item.status == "pending" and status == "open"
    return {
        "vote": _("Falta su voto") if waiting else _("Sin voto"),
        "kind": "wait" if waiting else None,
        "note": _("desde su equipo") if waiting else None,
        "current": waiting,
        "reasons": "",
    }


def why_not_closed(found: decisions.SittingView, item: decisions.ItemView) -> str | None:
    """Why the vote on the item cannot be closed yet, in words; `None` when it can."""
    missing = ", ".join(short_name(m.name) for m in found.members if m.user_id in item.missing)
    return {
        None: None,
        "settled": _("Ese punto ya se cerró."),
        "sitting_not_open": _("La sesión no está abierta."),
        "quorum_unknown": _("Quórum sin establecer: lo fija la instalación."),
        "no_quorum": _("No hay quórum para este punto: pueden votar %(n)s y el mínimo es %(least)s.")
        % {"n": len(item.entitled), "least": found.quorum.minimum},
        "compulsory_seat_empty": _("Falta quien la ley exige: %(seats)s.")
        % {"seats": ", ".join(found.quorum.compulsory_missing)},
        "votes_missing": _("Se cierra cuando vote %(names)s. La secretaría no vota.") % {"names": missing},
    }[item.why_not_closed]


def why_no_vote(found: decisions.SittingView, item: decisions.ItemView, actor: Actor) -> str | None:
    """Why this member cannot vote on the item now, in words; `None` when they can."""
    if item.status != "pending":
        return _("Ese punto ya se cerró.")
    if found.status == "suspended":
        return _("La sesión está suspendida: podrá votar cuando siga.")
    if found.status != "open":
        return _("Podrá votar cuando se abra la sesión.")
    if actor.user_id in item.entitled:
        return None
    if found.member(actor.user_id).present_at is None:
        return _("No consta su asistencia: avise a la secretaría.")
    return _("Está presente quien tiene el puesto: su suplencia no vota este punto.")


def own_vote(item: decisions.ItemView | None, actor: Actor) -> dict[str, str]:
    """The reader's own vote as the values of its form."""
    vote = item.votes.get(actor.user_id) if item else None
    if vote is None:
        return {}
    return {"choice": vote.choice, "vote_reasons": vote.reasons, "concurring": vote.concurring}


def opened_words(found: decisions.SittingView, item: decisions.ItemView) -> str:
    """Who of those called has opened the file, since it was put on the agenda."""
    names = [short_name(m.name) for m in found.members if m.user_id in item.opened_by]
    return ", ".join(names) or _("nadie todavía")


def days_left_of(profile: procedure.Profile, now: datetime, case: decisions.WaitingCase) -> int | None:
    """Working days until the case's next limit; `None` without one. A limit ends with its last day, when `due_at` begins the next."""
    return days_left(profile, profile.today(case.due_at - AGO), now) if case.due_at else None


async def in_hand(db: ReadSession, item: decisions.ItemView) -> dict[str, Any]:
    """The item in hand as its panel shows it: who, what is proposed for each claim and why, what is examined, its limit."""
    case = await cases.case_view(db, item.reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    analysis = await assessments.assessment(db, item.assessment_id) if item.assessment_id else None
    limits = still_due(case, await cases.limits_of(db, case.id))
    age = people.age_on(item.birth_date, case.profile.today(db.now()))
    origin = ", ".join(country(c) for c in item.nationalities) or _("sin nacionalidad")
    return {
        "case": case,
        "who": ", ".join([origin, ngettext("%(n)s año", "%(n)s años", age) % {"n": age}, _home(item)]),
        "due": due(limits[0], case.profile, db.now()) if limits else None,
        # Of a procedure of loss the reasons are those with which it was opened.
        "summary": analysis.summary if analysis else next((one.reasons for one in item.proposal), ""),
        "author": analysis.author if analysis else "",
        "examined": [
            issue.label.in_(language()).lower()
            for name, issue in assessments.issues(case.profile).items()
            if analysis and name in analysis.analysis and analysis.analysis[name].conclusion is not None
        ],
        "claims": _claims(item, case, persons),
    }


def _home(item: decisions.ItemView) -> str:
    if item.household_size == 1:
        return _("sola o solo")
    return ngettext("hogar de %(n)s", "hogar de %(n)s", item.household_size) % {"n": item.household_size}


def _claims(
    item: decisions.ItemView, case: cases.CaseView, persons: dict[UUID, people.Profile]
) -> list[list[Any]]:
    proposed = {one.claim_id: one for one in item.proposal}
    rows: list[list[Any]] = []
    for claim in case.claims:
        person, one = persons.get(claim.person_id), proposed.get(claim.id)
        if person is not None and one is not None:
            rows.append(
                [
                    {"text": person.name, "sub": relation_name(claim.relation)},
                    case.profile.outcomes[one.outcome].label.in_(language()),
                    article(case.profile, one.outcome, one.article),
                ]
            )
    return rows


async def everything(db: ReadSession, sitting_id: UUID, position: int | None) -> dict[str, Any]:
    """All that the sitting's page draws."""
    found = await decisions.sitting(db, sitting_id)
    profile = await procedure_in_force(db)
    item = chosen(found, position)
    manages = identity.may(db.actor, "sitting.manage")
    return {
        "sitting": found,
        "status_words": status_words(),
        "has_lists": bool(profile.groups),
        "remote": profile.bodies[found.body].sits.remote,
        "tie": profile.bodies[found.body].sits.tie,
        "asked_by": short_date(date.fromisoformat(item.asked["by"]))
        if item and item.asked.get("by")
        else None,
        "own_note": await decisions.own_note(db, item.id) if item and not manages else "",
        "before_its_day": profile.today(found.starts_at) > profile.today(db.now()),
        "seats": seats(found, item),
        "agenda_items": agenda(found, item, profile),
        "item": item,
        "in_hand": await in_hand(db, item) if item else None,
        "tally_words": tally_words(item) if item else [],
        "votes": votes(found, item) if item else [],
        "why_not_closed": why_not_closed(found, item) if item else None,
        "why_no_vote": why_no_vote(found, item, db.actor) if item and not manages else None,
        "choices": list(choice_words().items()),
        "manages": manages,
        "may_sign": item is not None
        and item.decision is not None
        and item.decision.status == "draft"
        and db.actor.user_id in item.signatories,
        "signers": [short_name(m.name) for m in found.members if item and m.user_id in item.signatories],
    }
