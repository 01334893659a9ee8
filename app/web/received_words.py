"""What whoever opens a link of receipt reads, in the languages of notices: before the button not a word of any case."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"es": "Español", "en": "English", "ht": "Kreyòl ayisyen", "pt": "Português", "fr": "Français"}
)
_WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "title": "Tiene un aviso",
        "before": "Pulse el botón solo si este aviso es para usted. Queda anotado el día y la hora en que lo recibió.",
        "button": "Confirmo que lo recibí",
        "done": "Quedó anotado que lo recibió",
        "when": "Día y hora",
        "universal": "Hora universal (UTC)",
        "after": "Desde hoy puede correr un plazo para actuar. Llame o visite la oficina, o pregunte a quien le represente. Es gratuito.",
        "paper": "Abrir la resolución (PDF)",
        "come": "El documento le espera en la oficina: pase a recogerlo.",
        "closed": "Este enlace ya no sirve. Llame o visite la oficina. Es gratuito.",
        "often": "Demasiados intentos. Espere unos minutos y pruebe de nuevo.",
    },
    "en": {
        "title": "There is a message for you",
        "before": "Press the button only if this message is for you. The day and the hour at which you received it are noted.",
        "button": "I confirm that I received it",
        "done": "It is noted that you received it",
        "when": "Day and hour",
        "universal": "Universal time (UTC)",
        "after": "A time limit to act may run from today. Call or visit the office, or ask whoever represents you. It is free.",
        "paper": "Open the decision (PDF)",
        "come": "The document waits for you at the office: come to collect it.",
        "closed": "This link is not valid any more. Call or visit the office. It is free.",
        "often": "Too many tries. Wait a few minutes and try again.",
    },
    "ht": {
        "title": "Gen yon mesaj pou ou",
        "before": "Peze bouton an sèlman si mesaj sa a se pou ou. Yo note jou ak lè ou resevwa l.",
        "button": "Mwen konfime mwen resevwa l",
        "done": "Yo note ou resevwa l",
        "when": "Jou ak lè",
        "universal": "Lè inivèsèl (UTC)",
        "after": "Yon delè pou aji ka kòmanse jodi a. Rele oswa pase nan biwo a, oswa mande moun ki reprezante ou a. Li gratis.",
        "paper": "Louvri desizyon an (PDF)",
        "come": "Dokiman an ap tann ou nan biwo a: vin chèche l.",
        "closed": "Lyen sa a pa bon ankò. Rele oswa pase nan biwo a. Li gratis.",
        "often": "Twòp esè. Tann kèk minit epi eseye ankò.",
    },
    "pt": {
        "title": "Há um aviso para você",
        "before": "Aperte o botão só se este aviso é para você. Ficam anotados o dia e a hora em que o recebeu.",
        "button": "Confirmo que o recebi",
        "done": "Ficou anotado que você o recebeu",
        "when": "Dia e hora",
        "universal": "Hora universal (UTC)",
        "after": "A partir de hoje pode correr um prazo para agir. Ligue ou visite o escritório, ou pergunte a quem representa você. É gratuito.",
        "paper": "Abrir a decisão (PDF)",
        "come": "O documento espera por você no escritório: venha buscá-lo.",
        "closed": "Este link já não serve. Ligue ou visite o escritório. É gratuito.",
        "often": "Tentativas demais. Espere alguns minutos e tente de novo.",
    },
    "fr": {
        "title": "Vous avez un message",
        "before": "Appuyez sur le bouton seulement si ce message est pour vous. Le jour et l'heure de réception sont notés.",
        "button": "Je confirme l'avoir reçu",
        "done": "Il est noté que vous l'avez reçu",
        "when": "Jour et heure",
        "universal": "Temps universel (UTC)",
        "after": "Un délai pour agir peut courir dès aujourd'hui. Appelez le bureau, passez, ou demandez à la personne qui vous représente. C'est gratuit.",
        "paper": "Ouvrir la décision (PDF)",
        "come": "Le document vous attend au bureau : venez le chercher.",
        "closed": "Ce lien ne sert plus. Appelez le bureau ou passez. C'est gratuit.",
        "often": "Trop d'essais. Attendez quelques minutes et réessayez.",
    },
}  # fmt: skip


def words_in(language: str) -> Mapping[str, str]:
    """In that language, or in Spanish."""
    return _WORDS.get(language, _WORDS["es"])
