"""What a source must say of itself, how its text becomes passages, and what a question may not name. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.coi.paragraphs import LONGEST_PASSAGE, Paragraph, paragraphs
from app.coi.standards import standards
from app.core.errors import FieldError, said
from app.people import public as people

LONGEST_TITLE = 300
LONGEST_WORDS = 2000
MOST_PASSAGES = 2000
MOST_COUNTRIES = 20
# A source about how things are is looked at again within two years, whoever wrote it. The product's own limit.
LONGEST_UNREAD_DAYS = 731
MOST_BYTES = 20 * 1024 * 1024
# A file's reference, a paper's number, a telephone: shorter ones stand in any text.
LEAST_REFERENCE = 6
_LANGUAGE = re.compile(r"[a-z]{2,3}")
# Marks where a search found its words; they may not come with a text.
FOUND, FOUND_ENDS = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """An edition of a source as it is added. `text` has its paragraphs apart by an empty line (`paragraphs`); `relays` is empty for an original."""

    title: str
    publisher: str
    publisher_kind: str
    reliability: str
    reliability_why: str
    published_on: date
    countries: Sequence[str]
    topics: Sequence[str]
    language: str
    text: str
    expires_on: date
    url: str = ""
    relays: str = ""


def passages_in(text: str) -> list[Paragraph]:
    """The passages of a text as it was typed, without the marks that a search makes."""
    return paragraphs(text.replace(FOUND, "").replace(FOUND_ENDS, ""))


def digest_of(text: str) -> str:
    """SHA-256 of a passage's text, as a citation pins it."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_version(facts: SourceFacts, passages: Iterable[Paragraph], file_digest: str) -> str:
    """SHA-256 over who says it, when, and every passage with its page: the same for the same edition, whoever adds it."""
    head = (
        facts.title,
        facts.publisher,
        facts.published_on.isoformat(),
        facts.url,
        facts.relays,
        file_digest,
    )
    lines = [*head, *(digest_of(p.text) + (f" {p.page}" if p.page else "") for p in passages)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def broken_rules(facts: SourceFacts, passages: Sequence[Paragraph], *, today: date) -> list[FieldError]:
    """What is wrong with an edition, each at its field."""
    known = standards()
    checks = (
        (bool(facts.title.strip()), "title", "required", said("Escriba el título.")),
        (len(facts.title) <= LONGEST_TITLE, "title", "too_long", said("El título es demasiado largo.")),
        (bool(facts.publisher.strip()), "publisher", "required", said("Escriba quién la publica.")),
        (facts.publisher_kind in known.publishers, "publisher_kind", "required", said("Elija qué clase de fuente es.")),
        (facts.reliability in known.reliability, "reliability", "required", said("Elija su fiabilidad.")),
        (bool(facts.reliability_why.strip()), "reliability_why", "required", said("Diga por qué la valora así.")),
        (facts.published_on <= today, "published_on", "in_the_future", said("La fecha de publicación no puede ser futura.")),
        (bool(_LANGUAGE.fullmatch(facts.language)), "language", "required", said("Elija el idioma original.")),
        (bool(passages), "text", "required", said("Escriba al menos un párrafo: solo se cita lo que se puede leer.")),
        (len(passages) <= MOST_PASSAGES, "text", "too_long", said("Son demasiados párrafos: divida la fuente.")),
        (all(len(p.text) <= LONGEST_PASSAGE for p in passages), "text", "paragraph_too_long", said("Hay un párrafo demasiado largo para citarlo: divídalo.")),
        (_is_address(facts.url), "url", "not_an_address", said("Escriba la dirección completa, con https://.")),
    )  # fmt: skip
    broken = [FieldError(field, rule, words) for holds, field, rule, words in checks if not holds]
    return [*broken, *about_broken(facts.countries, facts.topics), *review_broken(facts.expires_on, today)]


def about_broken(countries: Sequence[str], topics: Sequence[str]) -> list[FieldError]:
    """What a source or a question is about: countries and topics of the lists, at least one of each."""
    broken: list[FieldError] = []
    if (
        not countries
        or len(countries) > MOST_COUNTRIES
        or not set(countries) <= set(people.codes.countries())
    ):
        broken.append(FieldError("countries", "required", "Elija de qué país trata."))
    if not topics or not set(topics) <= set(standards().topics):
        broken.append(FieldError("topics", "required", "Marque de qué trata."))
    return broken


def review_broken(until: date, today: date) -> list[FieldError]:
    """The day on which somebody looks again: ahead, and within two years."""
    if until <= today:
        return [FieldError("expires_on", "in_the_past", "Escriba un día que no haya pasado.")]
    if (until - today).days > LONGEST_UNREAD_DAYS:
        return [FieldError("expires_on", "too_far", "Vuelva a verla dentro de dos años a más tardar.")]
    return []


def _is_address(url: str) -> bool:
    return not url or bool(re.fullmatch(r"https?://[^\s<>\"]{3,1900}", url))


def naming(
    question: str, people_named: Iterable[Sequence[str]], references: Iterable[str]
) -> tuple[set[str], bool]:
    """Words of the question that are also names of people of the case, and whether they surely point at somebody.

    `people_named` has each person's names; one word alone may be a place's, two of the same person or a reference may not.
    """
    asked = set(_words(question))
    plain = "".join(_words(question))
    found: set[str] = set()
    sure = False
    for names in people_named:
        own = {word for name in names for word in _words(name) if len(word) > 3}
        common = own & asked
        found |= common
        sure = sure or len(common) > 1
    for reference in references:
        bare = "".join(_words(reference))
        if len(bare) >= LEAST_REFERENCE and bare in plain:
            found.add(reference)
            sure = True
    return found, sure


def _words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", bare)
