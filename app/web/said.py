"""What a page says of the act that led to it: a code in the address, and what the sentence tells besides a name.

Only a moment, a day or a count goes with it: nobody can make a page say words of their own, and no name stands in an address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from app.web.formats import date_time, short_date
from app.web.i18n import gettext as _
from app.web.i18n import ngettext

PREFIX = "said-"
Fact = datetime | date | int


@dataclass(frozen=True, slots=True)
class Said:
    """What was done: the code of a sentence of `_sentences`, and its facts: `at` a moment, `on` a day, `n` a count."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def done(code: str, **facts: Fact | None) -> Said:
    """A fact that is not known is left out, and the sentence does without."""
    return Said(code, {name: fact for name, fact in facts.items() if fact is not None})


def with_it(address: str, told: Said | str) -> str:
    """The address of the page that says it."""
    what = Said(told) if isinstance(told, str) else told
    query = {"said": what.code}
    for name, fact in what.facts.items():
        query[f"{PREFIX}{name}"] = str(fact) if isinstance(fact, int) else fact.isoformat()
    page, hash_, anchor = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}{hash_}{anchor}"


def sentence(query: Mapping[str, str]) -> str | None:
    """The sentence that an address asks for, in the reader's language and the office's zone; none for a code that is none."""
    code = query.get("said")
    if not code:
        return None
    facts = {name: words for name in _READ if (words := _read(name, query.get(f"{PREFIX}{name}", "")))}
    told = _with_facts(facts).get(code)
    if told is not None:
        try:
            return told % facts
        except KeyError:
            pass
    return _sentences().get(code)


def _moment(given: str) -> str:
    moment = datetime.fromisoformat(given)
    return date_time(moment) if moment.tzinfo else ""


_READ: dict[str, Callable[[str], str]] = {
    "at": _moment,
    "on": lambda given: short_date(date.fromisoformat(given), weekday=True),
    "n": lambda given: str(int(given)) if given.isascii() and given.isdecimal() and len(given) < 7 else "",
}


def _read(name: str, given: str) -> str:
    try:
        return _READ[name](given) if given else ""
    except (ValueError, OverflowError):
        return ""


def _with_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Sentences that tell when, until when or how many."""
    n = int(facts.get("n", 0))
    return {
        "booked": _("La cita quedó reservada para el %(at)s."),
        "moved": _("La cita pasó al %(at)s. Se avisa a la persona."),
        "called_off": _("La cita del %(at)s quedó cancelada, y su hora libre."),
        "missed": _("La inasistencia del %(at)s quedó anotada."),
        "hearing_booked": _("La audiencia quedó citada para el %(at)s."),
        "hearing_moved": _("La audiencia pasó al %(at)s."),
        "series_booked": ngettext("Quedó reservada %(n)s cita.", "Quedaron reservadas %(n)s citas.", n),
        "served": _("Notificación registrada. El plazo para recurrir termina el %(on)s."),
        "loss_told": _("El aviso quedó registrado. La persona puede contestar hasta el %(on)s."),
        "signed_one": ngettext(
            "Su firma quedó puesta. Falta %(n)s más.", "Su firma quedó puesta. Faltan %(n)s más.", n
        ),
    }


def _sentences() -> dict[str, str]:
    return {
        "registered": _("Registro completo. Abajo está lo que se puede imprimir y entregar."),
        "screened": _("Respuestas guardadas. Abajo está lo que proponen: decídalo."),
        "encounters_logged": _("Atenciones anotadas."),
        "passed_on": _("Pasó a la oficina que tiene el otro expediente: ella decide."),
        "taken_over": _("La oficina recibió el expediente."),
        "admitted": _("Solicitud admitida: sigue la entrevista."),
        "assigned": _("Expediente asignado."),
        "done": _("Hecho."),
        "saved": _("Guardado."),
        "convened": _("Sesión convocada. Arme su orden del día."),
        "received": _("Recibido. Abajo está la constancia."),
        "signed_out": _("Sesión cerrada."),
        "uploaded": _("Guardado como borrador. Revise qué cambia y qué encontró la revisión."),
        "put_in_force": _("Quedó puesto en vigor."),
        "release_prepared": _("Guardada como borrador. Revise abajo qué no se muestra, y por qué."),
        "release_sealed": _("Publicada. Esta página la puede leer todo el mundo."),
        "withdrawn": _("Ajuste retirado."),
        **_of_times(),
        **_of_the_analysis(),
        **_of_a_sitting(),
        **_of_a_decision(),
        **_of_remedies(),
        **_of_a_loss(),
        **_of_the_road(),
        **_of_papers(),
    }


def _of_times() -> dict[str, str]:
    return {
        "booked": _("Cita reservada."),
        "moved": _("Cita cambiada. Se avisa a la persona."),
        "called_off": _("La cita quedó cancelada, y su hora libre."),
        "missed": _("La inasistencia quedó anotada."),
        "absence_justified": _("La inasistencia quedó justificada: no cuenta contra la persona."),
        "absence_unjustified": _("La inasistencia quedó sin justificar."),
        "rated": _("Su calificación de la interpretación quedó guardada."),
        "postponed": _("La entrevista quedó aplazada: no es una inasistencia."),
        "waiting": _("La persona está en la lista de espera."),
        "left_waiting": _("La persona ya no está en la lista de espera."),
        "series_booked": _("Las citas quedaron reservadas."),
        "hearing_booked": _("La audiencia quedó citada."),
        "hearing_moved": _("El día de la audiencia cambió."),
        "series_undone": _("Las citas quedaron canceladas, y sus horas libres."),
        "change_withdrawn": _("El cambio de horario quedó retirado."),
        "feed_closed": _("La dirección del calendario ya no abre nada."),
        "hold_released": _("Esa hora quedó libre otra vez."),
        "conflict_ended": _("Esa persona puede volver a interpretarle."),
        "hearing_off": _("La citación quedó sin efecto, y esa hora libre."),
    }


def _of_the_analysis() -> dict[str, str]:
    return {
        "submitted": _("El análisis pasó a revisión. Ya no se puede cambiar, salvo que se lo devuelvan."),
        "endorsed": _("El análisis quedó avalado: el expediente pasa a resolución."),
        "countersign": _("Su aval quedó registrado. Falta la segunda firma, de otra persona."),
        "returned": _("El análisis volvió a quien lo escribió, con lo que usted observó."),
        "instruction_answered": _("La respuesta a la instrucción quedó guardada."),
        "conflict_declared": _("Su conflicto de interés quedó declarado."),
        "conflict_upheld": _("El conflicto quedó aceptado: esa persona no interviene en el expediente."),
        "conflict_dismissed": _("El conflicto quedó desestimado, con sus razones."),
    }


def _of_a_sitting() -> dict[str, str]:
    return {
        "opened": _("Sesión abierta."),
        "voted": _("Su voto quedó registrado. Puede cambiarlo hasta que se cierre el punto."),
        "recused": _("La inhibición quedó registrada: no entra en el quórum de este punto."),
        "item_decided": _("La votación se cerró a favor de la propuesta: falta firmar la resolución."),
        "item_against": _("La votación se cerró con mayoría en contra."),
        "item_no_majority": _("La votación se cerró sin mayoría: el asunto queda para otra sesión."),
        "item_sent_back": _("El asunto volvió a análisis, con lo que se pide."),
        "item_deferred": _("El asunto quedó para otra sesión."),
        "sitting_suspended": _("La sesión quedó suspendida."),
        "sitting_resumed": _("La sesión se reanudó."),
        "sitting_closed": _("La sesión quedó cerrada. Falta levantar el acta."),
        "sitting_cancelled": _("La convocatoria quedó sin efecto."),
        "on_agenda": _("Quedó en el orden del día."),
        "off_agenda": _("Salió del orden del día."),
        "circulated": _("Orden del día enviado. Aquí verá quién abrió cada expediente."),
        "list_recognised": _("La votación se cerró a favor: quien presidió aprueba y firma la lista."),
        "list_not_recognised": _("Sin mayoría a favor: cada expediente se examina por separado."),
        "minutes_drawn_up": _("El acta quedó levantada."),
        "minutes_approved": _("Su aprobación del acta quedó registrada."),
        "minutes_signed": _("Su firma del acta quedó registrada."),
        "on_the_desk": _("Quedó en el escritorio de quien resuelve."),
        "sent_back_alone": _("El análisis volvió a quien lo escribió, con sus razones."),
        "ruled": _("Su decisión quedó en un proyecto: léalo y fírmelo."),
    }


def _of_a_decision() -> dict[str, str]:
    return {
        "signed": _("Resolución firmada. Sigue la notificación."),
        "signed_one": _("Su firma quedó puesta. Faltan otras."),
        "served": _("Notificación registrada."),
        "not_served": _("El intento quedó registrado: no se pudo entregar, y ningún plazo corre."),
        "called": _("Se le avisará que pase a recibirla."),
        "link_sent": _("El enlace de acuse sale a su correo."),
        "final": _("La resolución quedó declarada firme."),
        "composed": _("El texto se compuso de nuevo."),
        "text_withdrawn": _("El texto quedó retirado y se compuso otro: firman todas las personas de nuevo."),
        "certificate_enrolled": _("Su certificado quedó inscrito: desde ahora firma con él."),
        "certificate_revoked": _("El certificado quedó revocado: ya no firma."),
    }


def _of_remedies() -> dict[str, str]:
    return {
        "filed": _("El recurso quedó presentado, dentro del plazo. Abajo está su acuse de recibo."),
        "filed_late": _("El recurso quedó presentado fuera de plazo: primero se decide si se admite."),
        "admitted_late": _("El recurso quedó admitido, aunque se presentó tarde."),
        "refused_late": _("El recurso no se admitió por tardío, con sus razones."),
        "remedy_withdrawn": _("El desistimiento del recurso quedó registrado."),
        "correction_asked": _("Se pidió la corrección. Hasta que se conteste o venza, no se resuelve."),
        "corrected": _("La corrección quedó presentada."),
        "taken_up": _("El recurso quedó admitido a trámite."),
        "hearing_ruled": _("Lo resuelto sobre la audiencia quedó registrado."),
        "first_answered": _("La contestación de la primera instancia quedó enviada."),
        "seats_drawn": _("El sorteo quedó hecho."),
        "seat_replaced": _("La integración cambió, con sus razones."),
        "draft_saved": _("El proyecto quedó guardado."),
        "draft_proposed": _("El proyecto está a votación."),
        "panel_voted": _("Su voto sobre el proyecto quedó registrado."),
        "judged_upheld": _("Firmado: se confirma la resolución recurrida. Sigue la notificación."),
        "judged_overturned": _("Firmado: se revoca la resolución recurrida. Sigue la notificación."),
        "judged_remitted": _("Firmado: el expediente vuelve a análisis, con instrucciones."),
        "judged_dismissed": _("Firmado: se rechaza el recurso sin examinar el fondo. Sigue la notificación."),
        "hearing_signed": _("El acta quedó cerrada con las firmas: no cambia más."),
    }


def _of_a_loss() -> dict[str, str]:
    return {
        "loss_opened": _(
            "El procedimiento quedó abierto. La condición sigue en pie; falta avisar a la persona."
        ),
        "loss_told": _("El aviso quedó registrado."),
        "loss_answered": _("Lo que contesta quedó registrado."),
        "hearing_waived": _("Quedó registrado que no quiere ser oída."),
        "loss_kept": _("Quedó registrado que conserva la condición. Se le avisa."),
        "loss_signed": _("Resolución firmada. Nada cambia hasta que se notifique."),
        "loss_served": _("La pérdida quedó notificada, y corre el plazo para recurrir."),
        "renounced": _("La renuncia quedó registrada."),
    }


def _of_the_road() -> dict[str, str]:
    """Steps beside the main road of a case."""
    return {
        "declared_inadmissible": _("La inadmisibilidad quedó registrada. Sigue la notificación."),
        "case_withdrawn": _("El desistimiento quedó registrado."),
        "abandonment_noticed": _("El aviso de abandono quedó hecho: corre el tiempo para contestarlo."),
        "abandonment_answered": _("La respuesta al aviso de abandono quedó registrada."),
        "abandoned": _("El abandono quedó registrado."),
        "reopened": _("El expediente quedó reabierto."),
        "suspended": _("El trámite quedó suspendido."),
        "resumed": _("El trámite se reanudó."),
        "modality_set": _("La modalidad cambió, con sus razones."),
        "dates_told": _("Las fechas quedaron completas."),
        "guardian_appointed": _("La tutela quedó registrada."),
        "guardian_ended": _("La tutela terminó."),
        "need_recorded": _("La necesidad quedó registrada."),
        "household_split": _("El hogar quedó separado en dos expedientes."),
        "household_joined": _("Los expedientes quedaron unidos."),
        "principal_changed": _("La persona titular cambió."),
        "relation_set": _("El parentesco quedó registrado."),
        "member_added": _("La persona quedó agregada al expediente."),
        "step_recorded": _("El paso quedó registrado en el expediente."),
        "proposal_dismissed": _("La propuesta quedó descartada, con sus razones."),
        "transfer_proposed": _("El traslado quedó propuesto: la otra oficina contesta."),
        "transferred": _("El expediente pasó a la otra oficina."),
        "transfer_accepted": _("El expediente es ahora de su oficina."),
        "transfer_refused": _("El traslado quedó rechazado, con sus razones."),
        "transfer_withdrawn": _("La propuesta de traslado quedó retirada."),
        "handover_offered": _("La entrega quedó propuesta: la otra persona la acepta o no."),
        "handover_refused": _("La entrega quedó rechazada, con sus razones."),
        "handover_withdrawn": _("La propuesta de entrega quedó retirada."),
        "mandate_ended": _("El poder terminó. Quien lo tenía ya no ve el expediente."),
        "legal_aid_asked": _("La defensa de oficio quedó pedida."),
        "turn_given": _("El turno quedó dado: esa persona ya ve el expediente."),
        "turn_excused": _("Su excusa quedó registrada. El caso espera otro turno, y usted ya no lo ve."),
    }


def _of_papers() -> dict[str, str]:
    """Writings, notices and questions."""
    return {
        "attachment_withdrawn": _("El adjunto quedó retirado, con sus razones."),
        "filing_answered": _("La respuesta al escrito quedó registrada."),
        "resent": _("El aviso vuelve a salir."),
        "told": _("Quedó anotado qué pasó con el aviso."),
        "question_asked": _("La consulta salió a la unidad, sin datos del expediente."),
        "question_taken": _("La consulta es suya."),
        "question_answered": _("La respuesta quedó enviada."),
        "question_withdrawn": _("La consulta quedó retirada."),
        "source_added": _("La fuente está en la biblioteca."),
        "source_version": _("La versión nueva está en la biblioteca; quien citó la anterior la conserva."),
        "source_confirmed": _("Quedó anotado que la fuente sigue vigente."),
        "source_withdrawn": _("La fuente quedó retirada: nadie más la encuentra al buscar."),
    }
