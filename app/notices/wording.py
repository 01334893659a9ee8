"""What a message says. It may be read by anyone who picks up the phone: never a word about the claim."""

from datetime import date

from babel.dates import format_date

_NEWS = {
    "es": "%(reference)s: hay una novedad en su trámite. Llame o visite la oficina. Es gratuito.",
    "en": "%(reference)s: there is news about your procedure. Call or visit the office. It is free.",
    "fr": "%(reference)s : il y a du nouveau dans votre dossier. Appelez le bureau ou passez. C'est gratuit.",
    "pt": "%(reference)s: há novidades no seu processo. Ligue ou visite o escritório. É gratuito.",
    "ht": "%(reference)s: gen nouvèl nan dosye ou. Rele oswa pase nan biwo a. Li gratis.",
}
_KINDS = {
    "document_expiring": {
        "es": "%(reference)s: su documento vence el %(until)s. Pase a renovarlo antes. Es gratuito.",
        "en": "%(reference)s: your document ends on %(until)s. Come to renew it before. It is free.",
        "fr": "%(reference)s : votre document expire le %(until)s. Passez le renouveler avant. C'est gratuit.",
        "pt": "%(reference)s: seu documento vence em %(until)s. Venha renová-lo antes. É gratuito.",
        "ht": "%(reference)s: dokiman ou fini %(until)s. Vin renouvle l anvan. Li gratis.",
    },
    "document_extended": {
        "es": "%(reference)s: su documento sigue vigente hasta el %(until)s. No tiene que venir por eso.",
        "en": "%(reference)s: your document stays valid until %(until)s. You need not come for that.",
        "fr": "%(reference)s : votre document reste valable jusqu'au %(until)s. Inutile de venir pour cela.",
        "pt": "%(reference)s: seu documento continua válido até %(until)s. Não precisa vir por isso.",
        "ht": "%(reference)s: dokiman ou rete valab jiska %(until)s. Ou pa bezwen vini pou sa.",
    },
    "document_suspended": {
        "es": "%(reference)s: su documento está suspendido por ahora. Llame o visite la oficina. Es gratuito.",
        "en": "%(reference)s: your document is suspended for now. Call or visit the office. It is free.",
        "fr": "%(reference)s : votre document est suspendu pour le moment. Appelez le bureau ou passez. C'est gratuit.",
        "pt": "%(reference)s: seu documento está suspenso por enquanto. Ligue ou visite o escritório. É gratuito.",
        "ht": "%(reference)s: dokiman ou sispann pou kounye a. Rele oswa pase nan biwo a. Li gratis.",
    },
    "document_reinstated": {
        "es": "%(reference)s: su documento vale de nuevo, hasta el %(until)s.",
        "en": "%(reference)s: your document is valid again, until %(until)s.",
        "fr": "%(reference)s : votre document est de nouveau valable, jusqu'au %(until)s.",
        "pt": "%(reference)s: seu documento volta a valer, até %(until)s.",
        "ht": "%(reference)s: dokiman ou valab ankò, jiska %(until)s.",
    },
    "document_revoked": {
        "es": "%(reference)s: su documento ya no vale. Llame o visite la oficina para saber por qué. Es gratuito.",
        "en": "%(reference)s: your document is no longer valid. Call or visit the office to learn why. It is free.",
        "fr": "%(reference)s : votre document n'est plus valable. Appelez le bureau ou passez pour savoir pourquoi. C'est gratuit.",
        "pt": "%(reference)s: seu documento não vale mais. Ligue ou visite o escritório para saber o motivo. É gratuito.",
        "ht": "%(reference)s: dokiman ou pa valab ankò. Rele oswa pase nan biwo a pou konnen poukisa. Li gratis.",
    },
}
_KINDS["office_changed"] = {
    "es": "%(reference)s: desde ahora atiende su trámite la oficina de %(office)s. Las citas anteriores se cancelan.",
    "en": "%(reference)s: from now on the office of %(office)s handles your procedure. Earlier appointments are cancelled.",
    "fr": "%(reference)s : désormais le bureau de %(office)s suit votre dossier. Les rendez-vous précédents sont annulés.",
    "pt": "%(reference)s: a partir de agora o escritório de %(office)s cuida do seu processo. As datas anteriores foram canceladas.",
    "ht": "%(reference)s: depi kounye a se biwo %(office)s ki okipe dosye ou. Randevou anvan yo anile.",
}
_LOCALES = {"es": "es", "en": "en_GB", "fr": "fr", "pt": "pt_BR"}


_WAITS = "Hay una derivación para su servicio, con el código %(code)s. Llame a la oficina."
_STOP = "La derivación con el código %(code)s queda sin efecto: la persona retiró su consentimiento. No la contacte."
_URGENT = "URGENTE: hay una derivación para su servicio, con el código %(code)s. Llame ya a la oficina."


def service_wording(*, urgent: bool, code: str) -> str:
    """What a service is told on its safe channel: that something waits, and nothing of whom or why."""
    text = _URGENT if urgent else _WAITS
    return text % {"code": code}


def service_told_to_stop(*, code: str) -> str:
    """What a service is told when the person takes their consent back."""
    return _STOP % {"code": code}


def wording(kind: str, language: str, reference: str, *, until: date | None = None, office: str = "") -> str:
    """The text of a notice in the person's language, or in Spanish where we do not have it. `until` and `office` are what it names."""
    code = language.split("-", maxsplit=1)[0]
    words = _KINDS.get(kind, _NEWS)
    return words.get(code, words["es"]) % {
        "reference": reference,
        "kind": kind,
        "office": office,
        "until": _day(until, code) if until else "",
    }


def _day(day: date, language: str) -> str:
    # Haitian Creole writes days in French figures; babel has no words of its own for it.
    if language == "ht":
        return day.strftime("%d/%m/%Y")
    return format_date(day, "d MMM y", locale=_LOCALES.get(language, "es"))
