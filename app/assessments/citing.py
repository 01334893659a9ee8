"""Citations: pinned to what was read when they were made, and told apart when it has changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from app.assessments.rules.shapes import Answer, Content, Evidence, Fact
from app.coi import public as coi
from app.core.database import ReadSession
from app.core.errors import FieldError, Invalid
from app.interviews import public as interviews

Standing = Literal["as_cited", "changed", "not_visible"]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it stands now. `place`: `facts.<number from 0>` or `analysis.<issue>`; `title` says what a source is.

    `standing`: whether what is cited still reads as it did; a source in words and a document are as cited. `addendum`: the signed
    record got one at that answer, or as a whole. `newer`: what the library knows that is later than the passage.
    """

    place: str
    evidence: Evidence
    title: str
    standing: Standing
    addendum: bool = False
    newer: coi.NewerView | None = None


def source_id(evidence: Evidence) -> UUID | None:
    """The library's passage that is cited; None for a source in words, or another kind."""
    if evidence.kind != "country_source":
        return None
    try:
        return UUID(evidence.ref)
    except ValueError:
        return None


async def pinned(db: ReadSession, case_id: UUID, content: Content, before: Content) -> Content:
    """The content with every new citation pinned: its passage exists, has the words quoted, and gives its digest.

    A citation that stood so before is left as it was, whatever happened to its source. Raises `Invalid` at the citation.
    """
    kept = set(_all(before))
    new = [each for each in _all(content) if each not in kept]
    answers = await _answers(db, case_id) if any(e.kind == "entry" for e in new) else {}
    passages = await coi.passages(db, [key for e in new if (key := source_id(e))])
    pins: dict[Evidence, Evidence] = {}

    def pin(evidence: Evidence, path: str) -> Evidence:
        if evidence in kept:
            return evidence
        if evidence not in pins:
            pins[evidence] = _pinned(evidence, answers, passages, path)
        return pins[evidence]

    facts = tuple(
        fact.model_copy(
            update={"evidence": tuple(pin(e, f"facts.{n}.evidence") for e in _distinct(fact.evidence))}
        )
        for n, fact in enumerate(content.facts)
    )
    analysis = {
        name: answer.model_copy(
            update={
                "citations": tuple(pin(e, f"analysis.{name}.citations") for e in _distinct(answer.citations))
            }
        )
        for name, answer in content.analysis.items()
    }
    return replace(content, facts=facts, analysis=analysis)


def _distinct(evidence: Iterable[Evidence]) -> Sequence[Evidence]:
    return list(dict.fromkeys(evidence))


def _all(content: Content) -> Iterable[Evidence]:
    facts: Iterable[Fact] = content.facts
    answers: Iterable[Answer] = content.analysis.values()
    return [*(e for f in facts for e in f.evidence), *(e for a in answers for e in a.citations)]


async def _answers(db: ReadSession, case_id: UUID) -> dict[str, interviews.Passage]:
    held = await interviews.interviews_of(db, case_id)
    return {str(p.entry_id): p for one in held for p in await interviews.passages(db, one.id)}


def _pinned(
    evidence: Evidence,
    answers: Mapping[str, interviews.Passage],
    passages: Mapping[UUID, coi.PassageView],
    path: str,
) -> Evidence:
    if evidence.kind == "entry":
        said = answers.get(evidence.ref)
        if said is None:
            raise Invalid(
                FieldError(path, "unknown_passage", "Esa respuesta no está en el acta de este expediente.")
            )
        texts = [said.answer, said.words or "", said.question]
        return _quoting(evidence, texts, path, digest=said.digest, version=None)
    key = source_id(evidence)
    if key is None:
        return evidence.model_copy(update={"digest": "", "version": None})
    passage = passages.get(key)
    if passage is None:
        raise Invalid(FieldError(path, "unknown_passage", "Ese pasaje no está en la biblioteca."))
    return _quoting(evidence, [passage.text], path, digest=passage.digest, version=passage.version)


def _quoting(
    evidence: Evidence, texts: Sequence[str], path: str, *, digest: str, version: int | None
) -> Evidence:
    """The words are looked for as they were selected, whatever the spaces between them."""
    pin: dict[str, object] = {"digest": digest, "version": version, "start": None, "end": None}
    if not evidence.quote:
        return evidence.model_copy(update=pin)
    quote = " ".join(evidence.quote.split())
    for text in texts:
        plain = " ".join(text.split())
        at = plain.find(quote)
        if at >= 0:
            return evidence.model_copy(update=pin | {"quote": quote, "start": at, "end": at + len(quote)})
    raise Invalid(FieldError(path, "not_there", "Esas palabras no están en el pasaje."))


async def citations_of(
    db: ReadSession, case_id: UUID, facts: Sequence[Fact], analysis: Mapping[str, Answer]
) -> tuple[Cited, ...]:
    """Every citation of an analysis with its standing now, in the order of the form."""
    placed = [
        *((f"facts.{n}", e) for n, fact in enumerate(facts) for e in fact.evidence),
        *((f"analysis.{name}", e) for name, answer in analysis.items() for e in answer.citations),
    ]
    keys = {key for _place, e in placed if (key := source_id(e))}
    passages, newer = await coi.passages(db, keys), await coi.newer(db, keys)
    said: dict[str, interviews.Passage] = {}
    touched: set[str] = set()
    if any(e.kind == "entry" for _place, e in placed):
        said, touched = await _record(db, case_id)
    return tuple(_cited(place, e, said, touched, passages, newer) for place, e in placed)


async def _record(db: ReadSession, case_id: UUID) -> tuple[dict[str, interviews.Passage], set[str]]:
    """The record's answers, and those that an addendum is about."""
    said: dict[str, interviews.Passage] = {}
    touched: set[str] = set()
    for held in await interviews.interviews_of(db, case_id):
        record = await interviews.transcript(db, held.id)
        about: Collection[UUID | None] = {addendum.entry_id for addendum in record.addenda}
        for exchange in record.exchanges:
            if exchange.number is None or not exchange.lines:
                continue
            passage = interviews.passage(exchange)
            said[str(passage.entry_id)] = passage
            if None in about or any(line.id in about for line in exchange.lines):
                touched.add(str(passage.entry_id))
    return said, touched


def _cited(
    place: str,
    evidence: Evidence,
    said: Mapping[str, interviews.Passage],
    touched: Collection[str],
    passages: Mapping[UUID, coi.PassageView],
    newer: Mapping[UUID, coi.NewerView],
) -> Cited:
    key = source_id(evidence)
    if evidence.kind == "entry":
        answer = said.get(evidence.ref)
        standing = _standing(evidence, answer.digest if answer else None)
        return Cited(place, evidence, "", standing, addendum=evidence.ref in touched)
    if key is None:
        return Cited(place, evidence, evidence.ref, "as_cited")
    passage = passages.get(key)
    title = f"{passage.title}. {passage.publisher}, {passage.published_on:%Y}" if passage else ""
    standing = _standing(evidence, passage.digest if passage else None)
    return Cited(place, evidence, title, standing, newer=newer.get(key))


def _standing(evidence: Evidence, digest: str | None) -> Standing:
    if digest is None:
        return "not_visible"
    return "changed" if evidence.digest and evidence.digest != digest else "as_cited"
