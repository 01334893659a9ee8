"""A decision's text as its pages draw it: parts, what was edited, and the same in plain words."""

from datetime import date
from typing import Any

from app.assessments import public as assessments
from app.decisions import public as decisions
from app.web.i18n import gettext as _


def parts(text: decisions.Text) -> list[dict[str, Any]]:
    """Each part with its paragraphs; an edited one has `runs`, word by word against what was composed."""
    return [
        {
            "key": part.key,
            "title": part.title,
            "paragraphs": [
                {
                    "id": one.id,
                    "words": one.words,
                    "fixed": one.fixed,
                    "changed": one.changed,
                    "composed": one.composed,
                    "runs": assessments.words(one.composed, one.words) if one.changed else (),
                }
                for one in part.paragraphs
            ],
        }
        for part in text.parts
    ]


def summaries(text: decisions.Text, until: date | None) -> list[dict[str, Any]]:
    """The five languages, those of the person first."""
    order = dict.fromkeys((*text.spoken, *decisions.PLAIN_LANGUAGES))
    return [
        {
            "language": each,
            "title": decisions.PLAIN_TITLES[each],
            "parts": text.summary(each, until=until),
            "own": each == text.spoken[0],
        }
        for each in order
    ]


def verdict_words() -> dict[str, str]:
    """What a file is, to whoever checks it."""
    return {
        "authentic": _("Es auténtica"),
        "earlier": _("Copia de antes de la última firma"),
        "altered": _("No es el archivo que se firmó"),
        "not_believed": _("Firmada con un certificado revocado"),
        "unknown": _("No es una resolución de esta oficina"),
    }


def signature_words() -> dict[str, str]:
    """What one signature of a file is worth."""
    return {
        "good": _("Válida: de quien firmó la resolución"),
        "changed": _("Rota: lo firmado cambió"),
        "added_to": _("Se añadió algo después de la firma"),
        "not_a_signatory": _("De quien no firmó esta resolución"),
        "not_believed": _("Su certificado se revocó desde antes de firmar"),
    }


def withdrawal_causes() -> dict[str, str]:
    """Why a text that some have signed is taken back."""
    return {
        "left": _("Alguien que debía firmar ya no está en el cargo o no puede"),
        "recused": _("Alguien que votó se inhibió: su voto ya no cuenta"),
        "changed": _("Lo que se resuelve cambió"),
    }
