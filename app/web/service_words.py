"""Service of a decision in words: by what channel, where, who received it, and what came of it."""

from app.web.i18n import gettext as _


def channel_words() -> dict[str, str]:
    return {
        "in_person": _("En persona, en su domicilio o donde esté"),
        "in_office": _("En persona, en la oficina"),
        "representative": _("A quien representa"),
        "post": _("Correo certificado, con acuse"),
        "electronic_address": _("Medio electrónico que la persona aceptó"),
        "shown": _("La persona se mostró enterada"),
        "door_note": _("Aviso fijado en el domicilio"),
        "notice_board": _("Estrados de la oficina"),
        "edict": _("Edicto"),
    }


def result_words() -> dict[str, str]:
    return {
        "delivered": _("Se entregó"),
        "published": _("Se publicó"),
        "refused": _("No la quiso recibir"),
        "not_found": _("No se encontró a nadie"),
        "unknown_address": _("La dirección no existe o ya no vive ahí"),
        "returned": _("El correo la devolvió"),
    }


def place_words() -> dict[str, str]:
    return {
        "office": _("Oficina"),
        "address": _("Domicilio"),
        "detention": _("Lugar de detención"),
        "shelter": _("Albergue"),
        "elsewhere": _("Otro lugar"),
    }


def receiver_words() -> dict[str, str]:
    return {
        "self": _("La propia persona"),
        "guardian": _("Quien ejerce la tutela"),
        "representative": _("Quien la representa"),
        "other": _("Otra persona"),
    }
