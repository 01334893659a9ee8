"""What answers propose for a person, by the form of the procedure. Pure. A proposal is put before a person, who decides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.people import public as people
from app.procedure import public as procedure

OLDER_FROM = 60
MOST_ANSWERS = 100
Kind = Literal["need", "priority", "referral", "modality"]
# A question's name → yes, no, no_answer, one of its choices, or a number.
Answers = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Screened:
    """What is known of a person before anything is asked. `travels_alone`: no other adult of the household came along."""

    age: int
    sex: str
    principal: bool = True
    travels_alone: bool = False
    majority_age: int = 18

    @classmethod
    def born(cls, birth_date: date, today: date, *, sex: str, **known: Any) -> "Screened":
        """The same from a date of birth."""
        return cls(people.age_on(birth_date, today), sex, **known)

    @property
    def facts(self) -> Mapping[str, object]:
        """By the names that the form's conditions use."""
        child = self.age < self.majority_age
        return {
            "child": child,
            "adult": not child,
            "older": self.age >= OLDER_FROM,
            "travels_alone": self.travels_alone,
            "principal": self.principal,
            "sex": self.sex,
            "age_group": age_group(self.age),
        }


@dataclass(frozen=True, slots=True)
class Suggested:
    """One proposal: `value` is a need's code, a priority, a kind of service or a modality (then by `criterion`).

    `because` says why and names the answers that led to it; `rule` is the form's.
    """

    kind: Kind
    value: str
    rule: str
    because: procedure.Label
    criterion: str | None = None

    @property
    def key(self) -> str:
        """`need:SM-CI`: the same proposal, whichever answer led to it."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything that the answers propose, in the order of the form; the same thing once."""

    all: tuple[Suggested, ...] = ()

    def _of(self, kind: Kind) -> tuple[Suggested, ...]:
        return tuple(each for each in self.all if each.kind == kind)

    @property
    def needs(self) -> tuple[Suggested, ...]:
        return self._of("need")

    @property
    def referrals(self) -> tuple[Suggested, ...]:
        return self._of("referral")

    @property
    def modality(self) -> tuple[Suggested, ...]:
        return self._of("modality")

    @property
    def priority(self) -> Suggested | None:
        """The highest that is proposed."""
        return max(self._of("priority"), key=lambda each: int(each.value), default=None)


def screen(profile: procedure.Profile, answers: Answers, person: Screened) -> Proposals:
    """What the answers propose for the person.

    A question that the person is not asked, and an answer that the form does not know, propose nothing. A modality is proposed
    only where the procedure has it as available, by a published criterion in the person's favour.
    """
    heard = _heard(profile.screening, answers, person)
    facts = {**person.facts, **{name: answer for name, answer in heard.items() if isinstance(answer, str)}}
    numbers = {"age": person.age} | {name: n for name, n in heard.items() if isinstance(n, int)}
    found: dict[str, Suggested] = {}
    for rule in profile.screening.rules:
        reached = all(numbers.get(name, -1) >= least for name, least in rule.at_least.items())
        if reached and procedure.holds(rule.when, facts):
            for each in _proposed(profile, rule, _because(profile.screening, rule, heard)):
                found.setdefault(each.key, each)
    return Proposals(tuple(_without_families(found.values())))


def asked_of(form: procedure.Screening, answers: Answers, person: Screened) -> tuple[procedure.Question, ...]:
    """The questions for this person, after what was answered so far."""
    given = {name: answer for name, answer in answers.items() if isinstance(answer, str)}
    facts = {**person.facts, **given}
    return tuple(q for q in form.asked if procedure.holds(q.asked, facts))


def _heard(form: procedure.Screening, answers: Answers, person: Screened) -> dict[str, str | int]:
    """The answers to questions that this person is asked, as far as the form knows them."""
    heard: dict[str, str | int] = {}
    for question in asked_of(form, answers, person):
        answer = answers.get(question.name)
        if question.kind == "number":
            if isinstance(answer, int) and not isinstance(answer, bool):
                heard[question.name] = answer
        elif isinstance(answer, str) and answer in question.answers and answer != procedure.NO_ANSWER:
            heard[question.name] = answer
    return heard


def _proposed(
    profile: procedure.Profile, rule: procedure.Proposes, because: procedure.Label
) -> Iterator[Suggested]:
    if rule.need is not None:
        yield Suggested("need", rule.need, rule.name, because)
    if rule.priority is not None:
        yield Suggested("priority", str(rule.priority), rule.name, because)
    if rule.referral is not None:
        yield Suggested("referral", rule.referral, rule.name, because)
    modality = profile.modalities.get(rule.modality) if rule.modality else None
    if modality is not None and modality.available.value is True:
        criteria = {c.name for c in modality.criteria if c.favourable}
        if rule.criterion in criteria:
            yield Suggested("modality", str(rule.modality), rule.name, because, rule.criterion)


def _without_families(found: Iterable[Suggested]) -> Iterator[Suggested]:
    """A family is not proposed beside one of its own codes."""
    every = list(found)
    precise = {each.value.split("-")[0] for each in every if each.kind == "need" and "-" in each.value}
    return (each for each in every if each.kind != "need" or each.value not in precise)


def _because(
    form: procedure.Screening, rule: procedure.Proposes, heard: Mapping[str, str | int]
) -> procedure.Label:
    """Why, with the questions that led to it and what was answered."""
    names = [name for name in (*rule.when, *rule.at_least) if name in heard]
    said = {
        language: "; ".join(_said(form.question(name), heard[name], language) for name in names)
        for language in ("es", "en")
    }
    if not names:
        return rule.because
    return procedure.Label(es=f"{rule.because.es} {said['es']}", en=f"{rule.because.en} {said['en']}")


def _said(question: procedure.Question, answer: str | int, language: str) -> str:
    asked = question.text.in_(language)
    quoted = f"“{asked}”" if language == "en" else f"«{asked}»"
    return f"{quoted}: {answer_in_words(question, answer, language)}"


def answer_in_words(question: procedure.Question, answer: str | int, language: str) -> str:
    """`sí`, `no`, `no responde`, a choice's words, or the number; an answer that the form does not know, as it is."""
    words = {
        procedure.YES: procedure.Label(es="sí", en="yes"),
        procedure.NO: procedure.Label(es="no", en="no"),
        procedure.NO_ANSWER: procedure.Label(es="no responde", en="no answer"),
    } | {choice.name: choice.label for choice in question.choices}
    known = words.get(str(answer))
    return known.in_(language) if known else str(answer)


def answers_of(given: object) -> dict[str, str | int]:
    """Answers as they were sent: a table, or a list of the questions answered with yes. What is neither is left out."""
    if isinstance(given, list):
        return {each: procedure.YES for each in given[:MOST_ANSWERS] if isinstance(each, str)}
    if not isinstance(given, Mapping):
        return {}
    kept: dict[str, str | int] = {}
    for name, answer in list(given.items())[:MOST_ANSWERS]:
        if isinstance(answer, bool):
            kept[str(name)] = procedure.YES if answer else procedure.NO
        elif isinstance(answer, str | int):
            kept[str(name)] = answer[:100] if isinstance(answer, str) else answer
    return kept


def form_as_data(profile: procedure.Profile) -> dict[str, Any]:
    """The whole form for a page that has to do without the server, with what each need asks for: JSON-ready."""
    form = profile.screening
    return {
        "edition": profile.version,
        "majority_age": profile.majority_age.value or 18,
        "older_from": OLDER_FROM,
        "sections": [each.model_dump(mode="json") for each in form.sections],
        "questions": [each.model_dump(mode="json") for each in form.asked],
        "proposals": [each.model_dump(mode="json") for each in form.rules if _usable(profile, each)],
        "referrals": {name: label.model_dump() for name, label in procedure.REFERRALS.items()},
        "needs": [
            {
                "code": code,
                "es": need.label_es,
                "en": need.label_en,
                "sensitivity": need.follows.sensitivity,
                "priority": need.follows.priority,
                "asks": list(need.follows.asks),
            }
            for code, need in people.codes.needs().items()
            if need.offered
        ],
    }


def _usable(profile: procedure.Profile, rule: procedure.Proposes) -> bool:
    """Could it propose anything in this country?"""
    unused = procedure.Label(es="-", en="-")
    return next(_proposed(profile, rule, unused), None) is not None


def age_group(age: int) -> str:
    """UNHCR's brackets."""
    for limit, name in ((5, "0-4"), (12, "5-11"), (18, "12-17"), (60, "18-59")):
        if age < limit:
            return name
    return "60+"
