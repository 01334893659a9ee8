"""What the scripts of the offline page say, in the reader's language; {name} is filled in by them (`offline_words.js`)."""

from collections.abc import Mapping

from app.documents.public import papers
from app.web.i18n import gettext as _

SPOKEN: tuple[papers.Language, ...] = ("es", "en", "fr", "pt", "ht")


def offline_words() -> Mapping[str, str]:
    """Key → sentence. Keys that end in `.one` and `.many` go with a number `n`."""
    return {**_of_the_page(), **_of_the_outbox(), **_of_the_rules(), **_of_the_door()}


def paper_phrases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The words of the document and of the slip, by language: what a laptop prints."""
    return {
        section: {language: dict(papers.phrases(section, language)) for language in SPOKEN}
        for section in ("provisional", "registered")
    }


def _of_the_page() -> dict[str, str]:
    return {
        "title.register": _("Registrar un hogar"),
        "title.outbox": _("Por enviar"),
        "title.laptop": _("Este equipo"),
        "title.papers": _("Hogar registrado"),
        "person": _("Persona {number}"),
        "not_asked": _("no aplica"),
        "derived": _("Por esto"),
        "errors": _("Hay algo que corregir"),
        "error": _("Error"),
        "people.one": _("{n} persona"),
        "people.many": _("{n} personas"),
        "unnamed": _("Sin nombre todavía"),
        "finish.one": _("{n} persona, {n} documento"),
        "finish.many": _("{n} personas, {n} documentos"),
        "missing": _("Faltan"),
        "missing.lodging": _("dónde se quedan"),
        "missing.photos.one": _("{n} foto"),
        "missing.photos.many": _("{n} fotos"),
        "draft.saving": _("Guardando…"),
        "draft.saved": _("Guardado cifrado {time}"),
        "draft.failed": _("Sin guardar: el equipo no tiene espacio o está cerrado."),
        "numbers.left.one": _("Queda {n} número para documentos"),
        "numbers.left.many": _("Quedan {n} números para documentos"),
        "numbers.too_few": _(
            "Hacen falta {wanted} números para documentos y quedan {n}. Conéctese para traer más; si vuelve a pulsar "
            "«Registrar e imprimir», se registra sin documentos y la oficina los entrega después."
        ),
        "line.waiting.one": _("{n} en espera"),
        "line.waiting.many": _("{n} en espera"),
        "line.sent": _("último envío {time}"),
        "camera.ready": _("La cara de frente, sin sombras. Se recorta a 23 × 29 mm."),
        "camera.none": _("Este equipo no tiene cámara o no la permite: elija una foto."),
        "camera.taken": _("Así queda: {size} KB."),
        "camera.unreadable": _("Ese archivo no es una imagen que se pueda leer."),
        "papers.count.one": _("{n} hoja para {n} persona, y la constancia del hogar."),
        "papers.count.many": _("{n} hojas para {n} personas, y la constancia del hogar."),
        "papers.none": _("Registrado sin documentos: la oficina los entrega después."),
        "clock.unknown": _("Sin comparar todavía con el servidor"),
        "clock.right": _("Coincide con la del servidor"),
        "clock.behind": _("El reloj de este equipo va {span} atrasado: aquí {here}, en el servidor {there}."),
        "clock.ahead": _(
            "El reloj de este equipo va {span} adelantado: aquí {here}, en el servidor {there}."
        ),
        "clock.server_time": _("según el servidor, {time}"),
        "laptop.user": _("De quién es lo guardado"),
        "laptop.label": _("Equipo"),
        "laptop.numbers": _("Números"),
        "laptop.until": _("Números válidos hasta"),
        "laptop.kit": _("Formularios"),
        "laptop.clock": _("Hora"),
        "span.minutes.one": _("{n} minuto"),
        "span.minutes.many": _("{n} minutos"),
        "span.hours.one": _("{n} hora"),
        "span.hours.many": _("{n} horas"),
        "span.days.one": _("{n} día"),
        "span.days.many": _("{n} días"),
        "age.now": _("hace un momento"),
        "age.minutes.one": _("hace {n} minuto"),
        "age.minutes.many": _("hace {n} minutos"),
        "age.hours.one": _("hace {n} hora"),
        "age.hours.many": _("hace {n} horas"),
        "age.days.one": _("hace {n} día"),
        "age.days.many": _("hace {n} días"),
    }


def _of_the_outbox() -> dict[str, str]:
    return {
        "head.household": _("Hogar"),
        "head.state": _("Estado"),
        "head.typed": _("Escrito"),
        "head.tries": _("Intentos"),
        "head.actions": _("Qué puede hacer"),
        "state.draft": _("Borrador"),
        "state.waiting": _("En espera"),
        "state.sending": _("Enviando"),
        "state.held": _("Espera a uno anterior"),
        "state.registered": _("Registrado"),
        "state.clash": _("No coincide con lo que ya consta"),
        "state.refused": _("Devuelto para corregir"),
        "photos_left.one": _("falta enviar {n} foto"),
        "photos_left.many": _("falta enviar {n} fotos"),
        "interview.booked": _("Entrevista: {day}, {time}, {office}, {room}. Avísele a la familia."),
        "interview.none": _("No había hora libre para la entrevista: la oficina la fija y avisa."),
        "forgotten": _("Enviado; los datos ya no están en este equipo"),
        "error.no_line": _("No hubo respuesta; se vuelve a intentar solo."),
        "error.signed_out": _("La sesión terminó antes de enviarlo."),
        "error.held": _("Antes tiene que llegar el número {order} de este equipo."),
        "error.refused": _("El servidor no lo aceptó:"),
        "error.sent_back": _("Lo devolvieron:"),
        "error.photo": _("El servidor no aceptó la foto:"),
        "act.resume": _("Seguir"),
        "act.drop": _("Borrar"),
        "act.correct": _("Corregir"),
        "act.papers": _("Ver documentos"),
        "act.compare": _("Ver y decidir"),
        "act.sign_in": _("Entrar de nuevo"),
        "act.role": _("Cambiar de función"),
        "confirm.drop": _("Se borra este borrador con sus fotos. No se puede deshacer. ¿Borrarlo?"),
        "warn.no_kit": _("Faltan los formularios: conéctese y pulse «Traer números y formularios»."),
        "warn.old_kit": _(
            "Los formularios tienen demasiados días para dar documentos: conéctese y tráigalos."
        ),
        "warn.clock": _("Los papeles llevan la fecha del servidor; se guardan las dos horas."),
        "warn.signed_out": _("Su sesión terminó. Lo escrito está guardado; para enviarlo entre de nuevo."),
        "warn.other_user": _(
            "La sesión abierta es de {name}. Lo suyo está guardado y se envía cuando usted entre."
        ),
        "warn.other_role": _("Entró con una función que no registra hogares: cámbiela para enviar lo suyo."),
        "warn.no_numbers": _(
            "No quedan números para documentos. Conéctese y pulse «Traer números y formularios»."
        ),
        "warn.few_numbers.one": _("Queda {n} número para documentos. Conéctese pronto para traer más."),
        "warn.few_numbers.many": _("Quedan {n} números para documentos. Conéctese pronto para traer más."),
        "warn.look.one": _("{n} registro necesita que lo mire: está en «Por enviar»."),
        "warn.look.many": _("{n} registros necesitan que los mire: están en «Por enviar»."),
        "said.resumed": _("Sigue el borrador guardado el {time}."),
        "said.needs_line": _("Hace falta conexión, con su sesión abierta."),
        "said.fetched": _("Este equipo tiene números y formularios al día."),
        "said.not_fetched": _("No se pudieron traer: {why}"),
        "said.no_line": _("Sin conexión: sale solo cuando vuelva."),
        "said.not_yours": _("Entre con su usuario para enviar lo suyo."),
        "said.sent": _("Envío terminado. El estado de cada registro está en la lista."),
        "said.exported": _("El archivo está en sus descargas. Sin la frase nadie puede leerlo."),
        "said.imported.one": _("Llegó {n} registro del archivo."),
        "said.imported.many": _("Llegaron {n} registros del archivo."),
        "import.wrong": _("No se pudo abrir: el archivo es de otra persona, está dañado o la frase es otra."),
        "update.there": _("Hay una versión nueva de esta página."),
        "update.now": _("Actualizar"),
    }


def _of_the_rules() -> dict[str, str]:
    """The same sentences as the server's rules, where it has them."""
    return {
        "rule.name": _("Escriba al menos un nombre o un apellido."),
        "rule.too_long": _("Use {limit} caracteres como máximo."),
        "rule.birth": _("Escriba el año, y el mes y el día si se saben."),
        "rule.birth_future": _("La fecha de nacimiento no puede ser futura."),
        "rule.too_old": _("Revise el año: serían más de {years} años."),
        "rule.nationality": _("Escriba la nacionalidad, o marque que no tiene."),
        "rule.country": _("«{code}» no es un código de país (ISO 3166)."),
        "rule.language": _(
            "«{code}» no es un idioma que se conozca: escríbalo por su nombre, o por su código (BCP 47)."
        ),
        "rule.phone": _("Escriba un número de teléfono, por ejemplo +506 6000 0142."),
        "rule.paper": _("Escriba el número del documento."),
        "rule.relation": _("Elija una relación de la lista."),
        "rule.principal_first": _("La primera persona es la titular."),
        "rule.one_principal": _("Solo la primera persona puede ser la titular."),
        "rule.guardian": _("La titular es menor de edad: registre quién asume su tutela o representación."),
        "rule.day": _("Escriba día, mes y año."),
        "rule.entry_future": _("La fecha de entrada no puede ser futura."),
        "rule.future": _("Esa fecha no puede ser futura."),
        "rule.office": _("Elija la oficina que hará la entrevista."),
    }


def _of_the_door() -> dict[str, str]:
    return {
        "forgot.sure": _(
            "Se borra de este equipo todo lo que {name} no haya enviado. No se puede deshacer. ¿Borrarlo?"
        ),
        "unlock.wrong": _("El usuario o la frase no son los de este equipo."),
        "unlock.wait": _("Demasiados intentos. Espere {seconds} segundos."),
        "passphrase.short": _("La frase necesita 15 caracteres o más."),
        "passphrase.weak": _("La frase repite los mismos signos: use palabras distintas."),
        "passphrase.different": _("Las dos frases no son iguales."),
        "prepare.label": _("Escriba un nombre corto para el equipo."),
        "prepare.understand": _("Marque que lo entiende: nadie puede recuperar la frase."),
        "prepare.no_line": _("La línea se cortó. Vuelva a intentarlo: nada quedó a medias."),
        "prepare.failed": _("No se pudo preparar: {why}"),
        "strength.short": _("Corta: faltan {left} caracteres."),
        "strength.weak": _("Débil: repite los mismos signos."),
        "strength.good": _("Buena."),
        "strength.strong": _("Muy buena."),
    }
