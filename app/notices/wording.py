"""What a message says. It may be read by anyone who picks up the phone: never a word about the claim."""

_WORDS = {
    "es": "%(reference)s: hay una novedad en su trámite. Llame o visite la oficina. Es gratuito.",
    "en": "%(reference)s: there is news about your procedure. Call or visit the office. It is free.",
    "fr": "%(reference)s : il y a du nouveau dans votre dossier. Appelez le bureau ou passez. C'est gratuit.",
    "pt": "%(reference)s: há novidades no seu processo. Ligue ou visite o escritório. É gratuito.",
    "ht": "%(reference)s: gen nouvèl nan dosye ou. Rele oswa pase nan biwo a. Li gratis.",
}


def wording(kind: str, language: str, reference: str) -> str:
    """The text of a notice of any kind in the person's language, or in Spanish where we do not have it."""
    return _WORDS.get(language.split("-", maxsplit=1)[0], _WORDS["es"]) % {
        "reference": reference,
        "kind": kind,
    }
