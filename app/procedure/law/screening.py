"""The form by which people are screened at the desk, as data: what is asked of whom, and what an answer proposes.

A proposal is a suggestion to a person, who decides. It gives something or speeds something up; nothing in it can count against
anybody, and what is not answered proposes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from app.procedure.law.basis import Basis, Label, Named, Part
from app.procedure.law.safeguards import Flag
from app.procedure.law.vocabulary import NEEDS, REFERRALS

if TYPE_CHECKING:
    from app.procedure.law.schema import Profile

YES, NO, NO_ANSWER = "yes", "no", "no_answer"
# What is known of a person before anything is asked, and what each may be.
_TRUTH = ("true", "false")
FACTS: Mapping[str, tuple[str, ...]] = {
    "child": _TRUTH,
    "adult": _TRUTH,
    "older": _TRUTH,
    "travels_alone": _TRUTH,
    "principal": _TRUTH,
    "sex": ("female", "male", "other", "unknown"),
    "age_group": ("0-4", "5-11", "12-17", "18-59", "60+"),
}
Conditions = Mapping[str, tuple[str, ...]]


class Heading(Part):
    """A part of the form."""

    name: str
    label: Label


class Question(Part):
    """One question. `asked`: of whom, by what is known of a person or was answered before; everybody where nothing is said.

    `short`: asked of everybody at once, the others wait folded; `private`: only without the family; `used = false` takes away
    a question of the house.
    """

    name: str
    section: str
    text: Label
    kind: Literal["yes_no", "choice", "number"] = "yes_no"
    choices: tuple[Named, ...] = ()
    asked: Conditions = {}
    short: bool = False
    private: bool = False
    used: bool = True

    @model_validator(mode="after")
    def _choices_to_choose_from(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice has choices, and nothing else has")
        return self

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be answered besides nothing; a number's answers are not listed."""
        if self.kind == "choice":
            return (*(choice.name for choice in self.choices), NO_ANSWER)
        return (YES, NO, NO_ANSWER) if self.kind == "yes_no" else (NO_ANSWER,)


class Proposes(Part):
    """What follows for a person of whom all of `when` holds, and whose number is `at_least` so high: needs, priority, a service,
    or a modality by a published criterion. `because` says why, for the person who decides."""

    name: str
    when: Conditions = {}
    at_least: Mapping[str, int] = {}
    need: str | None = None
    priority: int | None = Field(default=None, ge=1)
    referral: str | None = None
    modality: Flag | None = None
    criterion: str | None = None
    because: Label
    used: bool = True

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.need is None and self.priority is None and self.referral is None and self.modality is None:
            raise ValueError("a proposal proposes something")
        if (self.modality is None) != (self.criterion is None):
            raise ValueError("a modality is proposed by a published criterion")
        if not self.when and not self.at_least:
            raise ValueError("a proposal says when")
        return self


class Screening(Basis):
    """The form: parts, questions, and what the answers propose."""

    sections: tuple[Heading, ...] = ()
    questions: tuple[Question, ...] = ()
    proposals: tuple[Proposes, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions in use, in the order of the form."""
        return tuple(question for question in self.questions if question.used)

    @property
    def rules(self) -> tuple[Proposes, ...]:
        """What is proposed, in the order of the form."""
        questions = {question.name for question in self.asked}
        return tuple(
            rule
            for rule in self.proposals
            if rule.used
            and all(name in FACTS or name in questions for name in rule.when)
            and all(name == "age" or name in questions for name in rule.at_least)
        )

    def question(self, name: str) -> Question:
        """The question of that name; KeyError where the form has none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)


def loose_screening(profile: "Profile") -> Iterator[tuple[str, str]]:
    """Names in the form that point nowhere, and proposals that would count against somebody: place and reason."""
    form = profile.screening
    sections = {section.name for section in form.sections}
    questions = {question.name: question for question in form.questions}
    for question in form.questions:
        place = f"screening.questions.{question.name}"
        if question.section not in sections:
            yield place, f"no section '{question.section}'"
        if question.name in FACTS or question.name == "age":
            yield place, "a question of the form is not named like a fact of the person"
        for reason in _conditions(question.asked, questions):
            yield place, reason
    for rule in form.proposals:
        place = f"screening.proposals.{rule.name}"
        for reason in (*_conditions(rule.when, questions), *_proposed(profile, rule, questions)):
            yield place, reason


def _conditions(when: Conditions, questions: Mapping[str, Question]) -> Iterator[str]:
    for name, accepted in when.items():
        if name in questions and questions[name].kind != "number":
            known = questions[name].answers
        elif name in FACTS:
            known = FACTS[name]
        else:
            yield f"no question '{name}'"
            continue
        for value in accepted:
            if value not in known:
                yield f"no answer '{value}'"
        if NO_ANSWER in accepted:
            yield "who does not answer is proposed nothing"


def _proposed(profile: "Profile", rule: Proposes, questions: Mapping[str, Question]) -> Iterator[str]:
    if rule.need is not None and rule.need not in NEEDS:
        yield f"no need '{rule.need}'"
    if rule.referral is not None and rule.referral not in REFERRALS:
        yield f"no service '{rule.referral}'"
    for name in rule.at_least:
        if name != "age" and (name not in questions or questions[name].kind != "number"):
            yield f"no number '{name}'"
    modality = profile.modalities.get(rule.modality) if rule.modality else None
    if modality is not None:
        for criterion in modality.criteria:
            if criterion.name == rule.criterion and not criterion.favourable:
                yield "a screening proposes a modality only by a criterion in the person's favour"
