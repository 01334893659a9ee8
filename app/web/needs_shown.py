"""Needs, what follows from them, and what a screening proposes, in the reader's words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.identity import public as identity
from app.intake import public as intake
from app.people import public as people
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.words import ask_name, modality_names, need_name, referral_name

MOST = 50


async def needs_shown(db: ReadSession, case: cases.CaseView) -> dict[UUID, dict[str, Any]]:
    """For each person of a case: the needs that the reader may know, those that ended, what they ask of an interview, and what a
    screening proposes."""
    persons = [claim.person_id for claim in case.claims]
    needs = await people.needs_of(db, persons, ended=True)
    asks = await people.asked_of(db, persons)
    suggested = await intake.suggested_in(db, case.id) if identity.may(db.actor, "person.screen") else []
    rounds = await intake.screenings_of(db, case.id) if identity.may(db.actor, "person.screen") else []
    return {
        person: {
            "current": [_need(n) for n in needs.get(person, []) if n.ended_at is None],
            "ended": [_need(n) for n in needs.get(person, []) if n.ended_at is not None],
            "asks": [ask_name(ask) for ask in asks.get(person, ())],
            "open": [proposal(s) for s in suggested if s.person_id == person and s.state == "open"],
            "decided": [proposal(s) for s in suggested if s.person_id == person and s.state != "open"],
            "rounds": [round_of(r, case.profile) for r in rounds if r.person_id == person],
        }
        for person in persons
    }


def sensitivity_name(code: str) -> str:
    return {"sensitive": _("sensible"), "protected": _("protegida")}.get(code, "")


def _need(need: people.NeedView) -> dict[str, Any]:
    follows = need.follows
    result = [
        _("va antes que otros expedientes") if follows.priority else "",
        *(ask_name(ask) for ask in follows.asks),
        _("hace falta quien responda por ella o él") if follows.guardian else "",
        _("derivación: %(service)s") % {"service": referral_name(follows.referral)}
        if follows.referral
        else "",
    ]
    return {
        "view": need,
        "name": need_name(need.code),
        "sensitivity": sensitivity_name(need.sensitivity),
        "follows": ", ".join(each for each in result if each),
    }


def proposal(found: intake.ProposedView) -> dict[str, Any]:
    """A proposal with what it proposes and why."""
    return {
        "view": found,
        "what": proposed_name(found.kind, found.value),
        "why": found.because.in_(language()),
        "href": f"/cases/{found.reference}/screening/proposals/{found.id}",
        "state": {"accepted": _("aceptada"), "not_now": _("por ahora no"), "open": _("por decidir")}.get(
            found.state, found.state
        ),
    }


def proposed_name(kind: str, value: str) -> str:
    """What is proposed: a need, a service, a modality, or to go first."""
    if kind == "need":
        return f"{need_name(value)} ({value})"
    if kind == "referral":
        return _("Derivar: %(service)s") % {"service": referral_name(value)}
    if kind == "modality":
        return _("Modalidad %(name)s") % {"name": modality_names().get(value, value)}
    return _("Ponerlo primero de todos") if value == "2" else _("Ponerlo antes que otros")


def round_of(seen: intake.ScreeningView, profile: procedure.Profile) -> dict[str, Any]:
    """A round of questions with its answers in words; a question that the form no longer has, by its name."""
    known = {question.name: question for question in profile.screening.questions}
    return {
        "view": seen,
        "answers": [
            (
                known[name].text.in_(language()) if name in known else name,
                intake.answer_in_words(known[name], answer, language()) if name in known else str(answer),
            )
            for name, answer in seen.answers.items()
        ],
    }


def form_sections(
    profile: procedure.Profile, person: intake.Screened, answers: intake.Answers, *, short: bool | None = None
) -> list[dict[str, Any]]:
    """The form for one person, part by part: every question that what is known does not rule out. `short`: only those, or the rest."""
    facts = person.facts
    asked: set[str] = set()
    wanted = []
    for question in profile.screening.asked:
        known = {name: values for name, values in question.asked.items() if name in procedure.FACTS}
        # What follows up a question is not asked of whom that question is not.
        led_to = all(name in asked for name in question.asked if name not in procedure.FACTS)
        if led_to and procedure.holds(known, facts):
            asked.add(question.name)
            if short is None or question.short is short:
                wanted.append(question)
    return [
        {
            "title": section.label.in_(language()),
            "questions": [_question(profile, q, answers) for q in wanted if q.section == section.name],
        }
        for section in profile.screening.sections
        if any(q.section == section.name for q in wanted)
    ]


def _question(
    profile: procedure.Profile, question: procedure.Question, answers: Mapping[str, str | int]
) -> dict[str, Any]:
    hints = [_("A solas.") if question.private else ""]
    hints += [
        _("Si lo pide la respuesta a «%(question)s»")
        % {"question": profile.screening.question(name).text.in_(language())}
        for name in question.asked
        if name not in procedure.FACTS
    ]
    return {
        "name": question.name,
        "text": question.text.in_(language()),
        "number": question.kind == "number",
        "options": [
            (answer, intake.answer_in_words(question, answer, language()).capitalize())
            for answer in question.answers
        ],
        "hint": " ".join(hint for hint in hints if hint),
        "value": str(answers.get(question.name, "")),
    }


async def to_review(db: ReadSession) -> list[dict[str, Any]]:
    """Needs whose day of review has come, on My day. A protected one is not named in a list."""
    if not identity.may(db.actor, "person.record_need"):
        return []
    return [
        {
            "what": _("una necesidad protegida")
            if people.codes.consequences_of(found.code).sensitivity == people.PROTECTED
            else need_name(found.code),
            "name": found.name,
            "reference": found.reference,
            "since": found.since,
            "href": f"/cases/{found.reference}/needs/{found.need_id}/review",
        }
        for found in await cases.needs_to_review(db, limit=MOST)
    ]


async def suggested(db: ReadSession) -> list[dict[str, Any]]:
    """Of whom a screening proposes something that nobody has decided, on My day: how much, and not what."""
    if not identity.may(db.actor, "person.screen"):
        return []
    found = await intake.suggested_for(db, limit=MOST)
    waiting = Counter((each.person_id, each.person, each.reference) for each in found)
    since = {each.person_id: each.proposed_at for each in reversed(found)}
    return [
        {
            "what": ngettext("%(n)s propuesta", "%(n)s propuestas", many) % {"n": many},
            "name": name,
            "reference": reference,
            "since": since[person],
            "href": f"/cases/{reference}/people",
        }
        for (person, name, reference), many in waiting.items()
    ]
