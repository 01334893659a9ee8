"""A remedy as its page draws it: state, what it challenges, the closed file, and what this actor may do."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.decisions import public as decisions
from app.documents import public as documents
from app.identity import public as identity
from app.interviews import public as interviews
from app.people import public as people
from app.procedure import public as procedure
from app.remedies import public as remedies
from app.web.decision_shown import result_words
from app.web.decision_shown import shown as decision_shown
from app.web.formats import language_name, short_date
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext
from app.web.limits import due, still_due
from app.web.words import relation_name, role_name

if TYPE_CHECKING:
    from app.web.pages.case_header import CaseHeader


def status_words() -> dict[str, str]:
    return {
        "awaiting_admission": _("espera admisión"),
        "pending": _("en trámite"),
        "decided": _("resuelto"),
        "refused_as_late": _("no admitido por tardío"),
        "withdrawn": _("desistido"),
    }


def lodged_by_words() -> dict[str, str]:
    return {
        "person": _("La persona misma"),
        "representative": _("Quien la representa"),
        "guardian": _("Su tutor o tutora"),
    }


def reversal_words() -> dict[str, str]:
    """Why a decision did not stand, in words."""
    return {
        "facts": _("Los hechos se establecieron mal"),
        "credibility": _("La credibilidad se valoró mal"),
        "country_information": _("La información del país falta o se valoró mal"),
        "law": _("La ley se aplicó mal"),
        "reasoning": _("La resolución no da razones suficientes"),
        "procedure": _("No se siguió el procedimiento"),
        "new_evidence": _("Hay prueba nueva"),
        "changed_circumstances": _("Las circunstancias cambiaron"),
    }


async def challenged_now(db: ReadSession, case_id: UUID) -> UUID:
    """The newest served decision of the case. Raises `NothingServed`."""
    served = [d for d in await decisions.decisions_of(db, case_id) if d.served_at is not None]
    if not served:
        raise remedies.NothingServed
    return max(served, key=lambda d: (d.served_at is not None, d.served_at)).id


async def shown(db: Session, remedy: remedies.RemedyView, header: "CaseHeader") -> dict[str, Any]:
    """The page's context."""
    case, persons = header.case, dict(header.persons)
    taken = await decisions.decisions_of(db, case.id)
    limits = still_due(case, await cases.limits_of(db, case.id))
    judgment = next((d for d in taken if d.remedy_id == remedy.id), None)
    challenged = next((d for d in taken if d.id == remedy.decision_id), None)
    worked = await _worked(db, case.id)
    examined = await _examined(db, case.profile, remedy)
    may_decide = remedy.status == "pending" and identity.may(db.actor, "remedy.decide")
    return {
        "remedy": remedy,
        "name": case.profile.remedy(remedy.kind).label.in_(language()),
        "body": case.profile.bodies[remedy.body].label.in_(language()),
        "together": ", ".join(
            other.label.in_(language()) for other in remedies.with_it(case.profile, remedy.kind)
        ),
        "standing": status_words()[remedy.status],
        "filed_as": role_name(remedy.filed_as),
        "due": [due(limit, case.profile, db.now()) for limit in limits],
        "challenged": decision_shown(challenged, case, persons, db.actor) if challenged else None,
        "judgment": decision_shown(judgment, case, persons, db.actor) if judgment else None,
        **examined,
        "can": _can(db.actor, remedy, examined["correction"], answered=examined["first_answer"] is not None),
        "reversal_options": list(reversal_words().items()),
        "file": await _file(db, case),
        "worked": worked,
        "results": _results(case.profile, remedy.kind),
        "claims": claims_judged(case, persons),
        "grounds": [
            (code, label.in_(language())) for code, label in assessments.all_grounds(case.profile).items()
        ],
        "outcomes": [(code, o.label.in_(language())) for code, o in case.profile.decided_outcomes.items()],
        "may_admit": remedy.status == "awaiting_admission" and identity.may(db.actor, "remedy.admit_late"),
        "may_decide": may_decide,
        "waits": await _waits(db, remedy, examined["correction"]) if may_decide else None,
        "has_key": may_decide and await decisions.signs_with_key(db, db.actor.user_id),
    }


async def _examined(
    db: ReadSession, profile: procedure.Profile, remedy: remedies.RemedyView
) -> dict[str, Any]:
    """What came with the remedy: its answers to the decision's reasons, a correction, the first instance's answer."""
    categories = assessments.reason_categories(profile)
    correction = await remedies.correction_of(db, remedy.id)
    return {
        "lodged_by": lodged_by_words()[remedy.lodged_by],
        "points": [
            (
                categories[p["reason"]].label.in_(language()) if p["reason"] in categories else p["reason"],
                p["answer"],
            )
            for p in remedy.points
        ],
        "correction": correction,
        "correction_until": correction.due_at - timedelta(seconds=1) if correction else None,
        "evidence": await documents.attachments_of(db, remedy.case_id, about=f"remedy:{remedy.id}"),
        "may_bring": remedy.status in remedies.OPEN
        and "evidence" in documents.writable_attachments(db.actor.role)
        and identity.may(db.actor, "attachment.add"),
        "booked": await remedies.booked_hearing(db, remedies.REMEDY, remedy.id),
        "first_answer": await remedies.first_answer(db, remedy.id),
        "reversal": [reversal_words()[ground] for ground in remedy.reversal_grounds],
    }


def _can(
    actor: Actor, remedy: remedies.RemedyView, correction: remedies.CorrectionView | None, *, answered: bool
) -> list[dict[str, str]]:
    """What this actor may do about it now, each on its own page; what was done once is not offered again."""
    at = f"/remedies/{remedy.id}"
    lacking = correction is not None and correction.answered_at is None
    acts = [
        ("remedy.examine", "correction", _("Pedir que se corrija el escrito"), correction is None),
        ("remedy.file", "corrected", _("Presentar la corrección"), lacking),
        ("remedy.examine", "taking-up", _("Admitir el recurso a trámite"), remedy.admitted_at is None),
        (
            "remedy.examine",
            "hearing-ruling",
            _("Resolver si hay audiencia"),
            remedy.hearing_ruling != "granted",
        ),
        ("remedy.hear", "bench", _("Sala del recurso: quién conoce y proyecto"), True),
        (
            "hearing.book",
            "hearing/times",
            _("Citar a la audiencia, o cambiar su día"),
            remedy.hearing_ruling == "granted" and actor.role in ("appeals_clerk", "appeals_judge"),
        ),
        ("remedy.hear", "hearing", _("Celebrar la audiencia"), True),
        ("remedy.answer", "first-instance-answer", _("Contestar por la primera instancia"), not answered),
        ("remedy.withdraw", "withdraw", _("Desistir del recurso"), True),
    ]
    if remedy.status != "pending":
        return []
    return [
        {"text": text, "href": f"{at}/{path}"}
        for permission, path, text, open_ in acts
        if open_ and identity.may(actor, permission)
    ]


async def _waits(
    db: ReadSession, remedy: remedies.RemedyView, correction: remedies.CorrectionView | None
) -> str | None:
    """Why nobody may judge it on this page now: what would refuse the judgment, said before it is written."""
    if correction and correction.answered_at is None and db.now() < correction.due_at:
        return _("La persona todavía puede corregir el escrito: no se resuelve antes.")
    if remedy.hearing_ruling == "granted" and not any(
        one.remedy_id == remedy.id and one.status == "signed"
        for one in await remedies.hearings_of(db, remedy.case_id)
    ):
        return _("Se concedió la audiencia y todavía no consta celebrada y firmada.")
    seats = [seat for seat in await remedies.seats_of(db, remedy.id) if seat.left_at is None]
    if len(seats) > 1:
        return _("Este recurso lo resuelve un órgano de varias personas: se vota un proyecto.")
    if seats and db.actor.user_id not in [seat.user_id for seat in seats]:
        return _("Usted no integra quien conoce de este recurso.")
    return None


async def _worked(db: Session, case_id: UUID) -> bool:
    """Is this a judge who took part before?"""
    if not identity.may(db.actor, "remedy.decide"):
        return False
    return await remedies.has_worked_on(db, case_id, db.actor.user_id)


async def _file(db: Session, case: cases.CaseView) -> list[dict[str, Any]]:
    """What the actor may open of the first instance's file: signed interviews and the endorsed analysis."""
    papers: list[dict[str, Any]] = []
    if identity.may(db.actor, "interview.read"):
        papers += [
            {
                "text": _("Entrevista a %(person)s") % {"person": i.person},
                "href": f"/interviews/{i.id}",
                "sub": _("firmada el %(day)s, en %(language)s")
                % {"day": short_date(i.signed_at), "language": language_name(i.language)},
            }
            for i in await interviews.interviews_of(db, case.id)
            if i.signed_at is not None
        ]
    if identity.may(db.actor, "assessment.read"):
        analysis = await assessments.endorsed(db, case.id)
        if analysis is not None:
            facts = len(analysis.facts)
            papers.append(
                {
                    "text": _("Análisis avalado, versión %(n)s") % {"n": analysis.number},
                    "href": f"/assessments/{analysis.id}",
                    "sub": ngettext("%(n)s hecho material", "%(n)s hechos materiales", facts) % {"n": facts},
                }
            )
    papers.append(
        {"text": _("Cronología del expediente"), "href": f"/cases/{case.reference}/timeline", "sub": ""}
    )
    return papers


def _results(profile: procedure.Profile, kind: str) -> list[dict[str, str]]:
    hints = {
        "upheld": _("El resultado de cada solicitud no cambia."),
        "overturned": _("Diga abajo el resultado de cada solicitud."),
        "remitted": _("El expediente vuelve a análisis; escriba las instrucciones abajo."),
        "dismissed": _("Por su forma, sin entrar al fondo: la resolución queda como está."),
    }
    words = result_words()
    return [
        {"value": r, "text": words.get(r, r), "hint": hints.get(r, "")} for r in profile.remedy(kind).outcomes
    ]


def claims_judged(case: cases.CaseView, persons: dict[UUID, people.Profile]) -> list[dict[str, Any]]:
    """The claims that the judgment decides: each with its outcome so far."""
    where = case.profile.event("remedy_decided").leaves
    return [
        {
            "id": str(c.id),
            "name": persons[c.person_id].name,
            "relation": relation_name(c.relation),
            "own": c.basis == "principal",
            "outcome": case.profile.outcomes[c.outcome].label.in_(language()) if c.outcome else "",
        }
        for c in case.claims
        if c.stage in where and c.person_id in persons
    ]
