"""Names of roles and codes in the reader's language. The words are those of the glossary."""

from app.cases import public as cases
from app.interviews import public as interviews
from app.people.public import codes
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.seats import SEATED, seat_name


def role_name(role: str, body: str | None = None) -> str:
    """`body` is where the person has their seat, where that is known."""
    if role in SEATED:
        return seat_name(role, body)
    names = {
        "border_liaison_officer": _("Oficial de enlace"),
        "registration_officer": _("Oficial de registro"),
        "eligibility_officer": _("Oficial de elegibilidad"),
        "supervisor": _("Supervisión"),
        "documentation_officer": _("Oficial de documentación"),
        "legal_representative": _("Representante legal"),
        "child_protection_officer": _("Protección de la niñez"),
        "quality_assessor": _("Evaluación de calidad"),
        "coi_researcher": _("Información de país de origen"),
        "auditor": _("Auditoría"),
        "data_protection_officer": _("Protección de datos"),
        "administrator": _("Administración"),
        "applicant": _("Persona solicitante"),
        "system": _("Sistema"),
    }
    return names.get(role, role)


def need_name(code: str) -> str:
    need = codes.needs().get(code)
    if need is None:
        return code
    return need.label_en if language() == "en" else need.label_es


def ask_name(ask: str) -> str:
    """What an interview has to have because of a need, in words that do not say which."""
    return {
        "woman_interviewer": _("entrevista una mujer"),
        "same_interpreter": _("elige si interpreta una mujer o un hombre"),
        "private_room": _("sala aparte"),
        "step_free": _("sala sin gradas"),
        "child_friendly": _("sala para niñez"),
        "sign_language": _("lengua de señas"),
        "support_person": _("con una persona de apoyo"),
        "breaks": _("con pausas"),
        "trained_interviewer": _("entrevista alguien con formación especializada"),
    }.get(ask, ask)


def referral_name(kind: str) -> str:
    """A kind of service."""
    known = procedure.REFERRALS.get(kind)
    return known.in_(language()) if known else kind


def relation_name(code: str) -> str:
    relation = codes.RELATIONS.get(code)
    if relation is None:
        return code
    return relation.label_en if language() == "en" else relation.label_es


def sex_name(code: str) -> str:
    return {"female": _("mujer"), "male": _("hombre"), "other": _("otro"), "unknown": _("no consta")}.get(
        code, code
    )


def capacity_name(role: str) -> str:
    """In what capacity somebody is at an interview."""
    names = {
        "applicant": _("solicitante"),
        "interviewer": _("oficial"),
        "interpreter": _("intérprete"),
        "guardian": _("tutora o tutor"),
        "legal_representative": _("representante legal"),
        "best_interests_officer": _("interés superior"),
        "witness": _("testigo"),
    }
    return names.get(role, role)


def format_name(code: str) -> str:
    """How a session is held."""
    names = {"in_person": _("presencial"), "video": _("por videollamada"), "telephone": _("por teléfono")}
    return names.get(code, code)


def line_name(code: str | None) -> str:
    """How good the line is."""
    names = {"good": _("se oye bien"), "fair": _("se oye con cortes"), "poor": _("se oye mal")}
    return names.get(code or "", "")


def cause_name(code: str) -> str:
    """Why an interview is put off."""
    return _(interviews.CAUSES[code]) if code in interviews.CAUSES else code


def cause_options() -> list[tuple[str, str]]:
    """The causes, for a list to choose from."""
    return [(code, cause_name(code)) for code in interviews.CAUSES]


def line_kind(kind: str) -> str:
    """What a line beside a question is."""
    names = {
        "note": _("Nota"),
        "objection": _("Objeción"),
        "demeanour": _("Estado de la persona"),
        "exhibit": _("Adjunto"),
        "statement": _("Declaración"),
    }
    return names.get(kind, kind)


def interview_status(status: str) -> dict[str, str]:
    """Where a record stands, as a tag."""
    return {
        "draft": {"text": _("en curso"), "kind": "accent"},
        "paused": {"text": _("en pausa"), "kind": "wait"},
        "read_back": {"text": _("en lectura"), "kind": "accent"},
        "adjourned": {"text": _("aplazada"), "kind": "wait"},
        "signed": {"text": _("firmada"), "kind": "ok"},
    }[status]


def span_in_words(span: procedure.Span) -> str:
    """`3 días hábiles`, `1 mes`."""
    return span.in_words(language())


def need_tags(found: list[str] | tuple[str, ...]) -> list[dict[str, object]]:
    """Needs as the page shows them: a child alone or at risk first and marked."""
    urgent = [{"label": need_name(c), "urgent": True} for c in found if c.split("-")[0] in ("SC", "CR")]
    other = [{"label": need_name(c), "urgent": False} for c in found if c.split("-")[0] not in ("SC", "CR")]
    return urgent + other


def action_name(action: str) -> str:
    """What was done, in words where there are any; else its code."""
    return {
        "page.overview": _("Vio el resumen"),
        "page.people": _("Vio las personas"),
        "page.interviews": _("Vio citas y entrevistas"),
        "page.assessment": _("Vio la evaluación"),
        "page.decisions": _("Vio resoluciones y recursos"),
        "page.documents": _("Vio los documentos"),
        "page.notices": _("Vio las notificaciones"),
        "page.timeline": _("Vio la línea de tiempo"),
        "page.accesses": _("Vio los accesos"),
        "page.interview": _("Vio una entrevista"),
        "page.decision": _("Vio una resolución"),
        "page.sitting": _("Vio una sesión"),
        "case.read": _("Leyó el expediente"),
        "case.decisions": _("Leyó las resoluciones"),
        "decision.read": _("Leyó una resolución"),
        "interview.read": _("Leyó una entrevista"),
        "assessment.read": _("Leyó una evaluación"),
        "sitting.read": _("Leyó una sesión"),
        "remedy.read": _("Leyó un recurso"),
        "document.print": _("Imprimió un documento"),
        "slip.print": _("Imprimió la nota de una cita"),
        "interview.print": _("Imprimió un acta de entrevista"),
        "decision.print": _("Imprimió una resolución"),
        "minutes.print": _("Imprimió el acta de una sesión"),
        "page.batch": _("Vio una lista de expedientes"),
        "batch.read": _("Leyó una lista de expedientes"),
        "batch.cases": _("Leyó los expedientes de una lista"),
        "case.needs": _("Leyó las necesidades"),
        "case.screenings": _("Leyó la categorización"),
        "page.encounters": _("Vio las atenciones en frontera"),
        "page.encounter": _("Vio una atención en frontera"),
        "encounter.list": _("Leyó las atenciones en frontera"),
        "encounter.read": _("Leyó una atención en frontera"),
        "photo.read": _("Vio una fotografía"),
        "page.photo": _("Vio una fotografía"),
        "upload.malware": _("Envió un archivo con código dañino, que no se recibió"),
        "photo.kept": _("Guardó una fotografía"),
        "clash.read": _("Vio un registro que no coincide"),
        "clash.register": _("Decidió registrar lo que no coincidía"),
        "clash.join": _("Decidió que es la misma persona"),
        "clash.send_back": _("Devolvió un registro hecho sin línea"),
        "offline.registered": _("Envió un registro hecho sin línea"),
        "offline.clash": _("Envió un registro que no coincide"),
        "laptop.enrolled": _("Preparó un equipo para registrar sin línea"),
        "laptop.numbers": _("Reservó números para un equipo"),
        "laptop.lost": _("Declaró perdido un equipo"),
        "page.record": _("Vio esta bitácora"),
        "figure.cases": _("Abrió los expedientes detrás de una cifra"),
        "event_log.extract": _("Extrajo el registro, con seudónimos"),
        "page.family": _("Vio la familia"),
        "family.read": _("Leyó la familia"),
        "family.other_file": _("Vio quiénes están en otro expediente"),
        "page.pair": _("Vio un posible duplicado"),
        "pair.read": _("Leyó un posible duplicado"),
        "procedure.draft": _("Subió un ajuste del procedimiento"),
        "procedure.put_in_force": _("Puso en vigor un ajuste del procedimiento"),
        "procedure.withdraw": _("Retiró un ajuste del procedimiento"),
        "removal.check": _("Consultó si la devolución está impedida"),
        "document.verify": _("Comprobó un documento"),
        "page.notes": _("Vio las notas"),
        "page.handover": _("Vio una entrega de expediente"),
        "note.write": _("Escribió una nota"),
        "note.correct": _("Corrigió una nota"),
        "task.add": _("Agregó una tarea"),
        "task.done": _("Marcó hecha una tarea"),
        "task.open": _("Reabrió una tarea"),
        "coi.search": _("Buscó en la información de país"),
        "coi.read": _("Leyó una fuente de información de país"),
        "coi.file": _("Descargó una fuente de información de país"),
        "coi.request": _("Vio una consulta a la unidad de información de país"),
        "key.rotate": _("Cambió la llave de los documentos"),
        "key.revoke": _("Revocó una llave de los documentos"),
        "client.issue": _("Emitió una llave para una institución"),
        "client.withdraw": _("Retiró la llave de una institución"),
    }.get(action, action)


def paper_kind_name(kind: str) -> str:
    """A paper that a person brings, as the forms call it."""
    return {
        "passport": _("Pasaporte"),
        "id_card": _("Documento de identidad"),
        "birth_certificate": _("Partida de nacimiento"),
        "other": _("Otro"),
    }.get(kind, kind)


def modality_names() -> dict[str, str]:
    """The ways of handling a case, independent of each other."""
    return {
        "accelerated": _("acelerada"),
        "simplified": _("simplificada"),
        "merged": _("fusionada"),
        "prima_facie": _("de grupo (prima facie)"),
    }


def modality_words(case: cases.CaseView) -> str:
    """How a case is handled, as its header and lists say it."""
    names = modality_names()
    said = [names[flag] for flag in names if getattr(case, flag)]
    if case.prima_facie is False:
        said.append(_("individual, no de grupo"))
    return ", ".join(said) or _("ordinaria")


def limit_name(profile: procedure.Profile, rule: str) -> str:
    """A limit's label; its name where the version that the case is under now has no such limit."""
    limit = profile.limits.get(rule)
    return limit.label.in_(language()) if limit else rule
