"""Where one procedure protects people less than another: who reads a change sees that first, and nobody lays it down alone.

Read against the version as it was published. It is about safeguards alone: what the law takes away may be right all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.procedure.checks.road_checks import ends
from app.procedure.law.basis import Fact, Span
from app.procedure.law.flow import Event
from app.procedure.law.schema import Profile
from app.procedure.law.timing import Limit

# About how many calendar days one unit is worth to a person: enough to say which of two lengths is the shorter.
_WORTH: Mapping[str, int] = MappingProxyType(
    # In hours, to tell a longer time from a shorter one: seven days for five working ones, months as they are on average.
    {"hour": 1, "day": 34, "calendar_day": 24, "working_day": 34, "week": 168, "month": 730, "year": 8760}
)
_NO_END = 10**9
_BEGINNINGS = ("event_day", "next_day", "next_working_day")


@dataclass(frozen=True, slots=True)
class Weakened:
    """One safeguard that is less than it was, with its place in the profile."""

    place: str
    es: str
    en: str

    def said(self, language: str) -> str:
        """In words."""
        return self.en if language == "en" else self.es


def weakened(before: Profile, after: Profile) -> tuple[Weakened, ...]:
    """Every safeguard of `before` that `after` does not have, or has less of."""
    return (
        *_status(before, after),
        *_return(before, after),
        *_given(before, after),
        *_papers(before, after),
        *_remedies(before, after),
        *_limits(before, after),
        *_events(before, after),
        *_bodies(before, after),
        *_people(before, after),
        *_children(before, after),
        *_modalities(before, after),
        *_screening(before, after),
        *_abandonment(before, after),
    )


def _status(before: Profile, after: Profile) -> Iterator[Weakened]:
    for name, outcome in before.outcomes.items():
        now, place = after.outcomes.get(name), f"outcomes.{name}"
        if outcome.protects and (now is None or not now.protects):
            yield Weakened(
                place, "ya no es un estatuto que proteja", "it is no status that protects any more"
            )
        if outcome.refuses and now is not None and not now.refuses:
            yield Weakened(place, "ya no cuenta como denegación", "it does not count as a refusal any more")


def _return(before: Profile, after: Profile) -> Iterator[Weakened]:
    for stage in after.stages:
        was = before.stages_by_name.get(stage.name)
        barred = was is None or was.removal_barred.value is not False
        if barred and stage.removal_barred.value is False:
            yield Weakened(
                f"stages.{stage.name}.removal_barred",
                "aquí deja de impedirse la devolución",
                "here return is barred no longer",
            )


def _given(before: Profile, after: Profile) -> Iterator[Weakened]:
    for name in type(before.definition).model_fields:
        if _lost(getattr(before.definition, name), getattr(after.definition, name)):
            yield Weakened(f"definition.{name}", "ya no se reconoce", "it is not recognised any more")


def _papers(before: Profile, after: Profile) -> Iterator[Weakened]:
    """What people hold meanwhile: whether it is given, lets them work, and does not run out under them."""
    for name, document in before.documents.items():
        now, place = after.documents.get(name), f"documents.{name}"
        if now is None or (document.work.begins is not None and now.work.begins is None):
            yield Weakened(place, "ya no se da, o no deja trabajar", "it is not given, or lets nobody work")
        elif _sooner(document.valid.value, now.valid.value):
            yield Weakened(f"{place}.valid", "vale menos tiempo", "it is good for less time")
    for name, limit in before.limits.items():
        was, then = limit.missed, after.limits[name].missed if name in after.limits else None
        if was is not None and set(was.keeps_valid) - set(then.keeps_valid if then else ()):
            yield Weakened(
                f"limits.{name}.missed",
                "ya no se mantienen vigentes los documentos mientras la autoridad tarda",
                "documents are kept valid no longer while the authority is late",
            )
    for event in after.events:
        earlier = before.events_by_name.get(event.name)
        if earlier and {each.name for each in earlier.extends} - {each.name for each in event.extends}:
            yield Weakened(
                f"events.{event.name}", "ya no prolonga el documento", "it prolongs the document no longer"
            )


def _sooner(was: Span | None, now: Span | None) -> bool:
    return was is not None and now is not None and now.count * _WORTH[now.unit] < was.count * _WORTH[was.unit]


def _remedies(before: Profile, after: Profile) -> Iterator[Weakened]:
    there = {remedy.name: remedy for remedy in after.remedies}
    for remedy in before.remedies:
        now, place = there.get(remedy.name), f"remedies.{remedy.name}"
        if now is None or set(remedy.against) - set(now.against):
            yield Weakened(
                place, "ya no procede contra todo lo que procedía", "it does not lie against all that it did"
            )
        if now is None:
            continue
        if now.suspends_removal.value is False and remedy.suspends_removal.value is not False:
            yield Weakened(place, "ya no impide la devolución", "it does not bar return any more")
        if now.body != remedy.body and set(before.bodies[remedy.body].independent_of) - set(
            after.bodies[now.body].independent_of
        ):
            yield Weakened(
                place, "lo resuelve un órgano menos independiente", "a less independent body decides it"
            )


def _limits(before: Profile, after: Profile) -> Iterator[Weakened]:
    for name, limit in after.limits.items():
        was, place = before.limits.get(name), f"limits.{name}"
        if limit.binds == "applicant" and _tighter(was, limit):
            yield Weakened(place, "la persona tiene menos tiempo", "the person has less time")
        if was is not None and set(was.spares) - set(limit.spares):
            yield Weakened(place, "corre contra quienes antes no", "it runs against those whom it spared")
    if before.filing.limit is None and after.filing.limit is not None:
        yield Weakened("filing.limit", "hay ahora un plazo para presentar", "there is a time to file now")


def _tighter(was: Limit | None, now: Limit) -> bool:
    """Is there a time where there was none, or fewer days at the least, in the rule or in one of its variants?"""
    if was is None:
        return now.length is not None
    sooner = _BEGINNINGS.index(now.starts) < _BEGINNINGS.index(was.starts)
    return _shortest(now) < _shortest(was) or (sooner and now.length is not None)


def _shortest(limit: Limit) -> int:
    lengths: list[Span | None] = [limit.length, *(variant.length for variant in limit.variants)]
    return min((each.count * _WORTH[each.unit] for each in lengths if each is not None), default=_NO_END)


def _events(before: Profile, after: Profile) -> Iterator[Weakened]:
    for event in after.events:
        was, place = before.events_by_name.get(event.name), f"events.{event.name}"
        if was is None:
            if _closing(after, event):
                yield Weakened(place, "un paso nuevo que cierra solicitudes", "a new step that closes claims")
        else:
            yield from _safeguards(place, was, event)
            if closing := sorted(_closing(after, event) - _closing(before, was)):
                stages = ", ".join(after.stage(name).label.es for name in closing)
                english = ", ".join(after.stage(name).label.en for name in closing)
                yield Weakened(
                    place, f"cierra ahora solicitudes: {stages}", f"it closes claims now: {english}"
                )


def _closing(profile: Profile, event: Event) -> set[str]:
    return {name for name in ends(event) if not profile.stage(name).open}


def _safeguards(place: str, was: Event, event: Event) -> Iterator[Weakened]:
    """What holds a step back: needs, roles, whom it spares, what must have passed."""
    if dropped := sorted(set(was.needs) - set(event.needs)):
        needs = ", ".join(dropped)
        yield Weakened(place, f"ya no exige: {needs}", f"it does not need any more: {needs}")
    if answered := sorted(_answered(event) - _answered(was)):
        needs = ", ".join(answered)
        yield Weakened(
            place,
            f"basta con responder para tener por cumplido: {needs}",
            f"an answer is now enough for: {needs}",
        )
    if wider := sorted(set(event.by) - set(was.by)):
        roles = ", ".join(wider)
        yield Weakened(place, f"lo registran además: {roles}", f"these may record it, too: {roles}")
    if set(was.spares) - set(event.spares):
        yield Weakened(place, "alcanza a quienes antes no", "it reaches those whom it spared")
    if was.after and set(was.after) != set(event.after):
        yield Weakened(
            place, "cambia qué tiene que haber vencido antes", "what must have passed before is otherwise"
        )
    if event.form and not was.form:
        yield Weakened(place, "se registra en el formulario general", "it is recorded on the general form")


def _answered(event: Event) -> set[str]:
    """The needs that are met by answering a question of the general form."""
    return {ask.name for ask in event.asks} & set(event.needs)


def _bodies(before: Profile, after: Profile) -> Iterator[Weakened]:
    for name, body in before.bodies.items():
        now, place = after.bodies.get(name), f"bodies.{name}"
        if now is None:
            continue
        if body.quorum is not None and _less(body.quorum, now.quorum):
            yield Weakened(
                f"{place}.quorum",
                "se decide con menos personas, o no consta con cuántas",
                "fewer decide, or how many is not on record",
            )
        if wider := sorted(set(now.seats) - set(body.seats)):
            roles = ", ".join(wider)
            yield Weakened(f"{place}.seats", f"se sientan además: {roles}", f"these sit, too: {roles}")
        if set(body.independent_of) - set(now.independent_of):
            yield Weakened(f"{place}.independent_of", "es menos independiente", "it is less independent")


def _people(before: Profile, after: Profile) -> Iterator[Weakened]:
    """How old a child is, and how people are heard."""
    was, now = before.children, after.children
    ages = [("majority_age", before.majority_age, after.majority_age)]
    ages += [
        (f"children.{name}", getattr(was, name), getattr(now, name))
        for name in ("files_alone_under", "unaccompanied_under")
    ]
    for place, old, new in ages:
        if _less(old, new):
            yield Weakened(place, "protege a menos niñas, niños y adolescentes", "it protects fewer children")
    for name in ("personal", "representative_may_attend"):
        if _lost(getattr(before.interviews, name), getattr(after.interviews, name)):
            yield Weakened(
                f"interviews.{name}", "la ley ya no lo garantiza", "the law guarantees it no longer"
            )
    if _less(before.interviews.minimum, after.interviews.minimum):
        yield Weakened("interviews.minimum", "menos entrevistas", "fewer interviews")


def _modalities(before: Profile, after: Profile) -> Iterator[Weakened]:
    for flag, modality in after.modalities.items():
        earlier = before.modalities.get(flag)
        if flag != "prima_facie" and modality.available.value and not (earlier and earlier.available.value):
            yield Weakened(
                f"modalities.{flag}",
                "una modalidad que antes no había",
                "a way of handling that there was not",
            )


def _screening(before: Profile, after: Profile) -> Iterator[Weakened]:
    """What the form no longer suggests for somebody in need."""
    now = {rule.name: rule for rule in after.screening.rules}
    for rule in before.screening.rules:
        new = now.get(rule.name)
        gives = (rule.need, rule.referral, rule.priority or 0)
        if (
            new is None
            or (rule.need, rule.referral) != (new.need, new.referral)
            or gives[2] > (new.priority or 0)
        ):
            yield Weakened(
                f"screening.proposals.{rule.name}",
                "la categorización ya no propone lo mismo",
                "the screening does not propose the same any more",
            )


def _children(before: Profile, after: Profile) -> Iterator[Weakened]:
    was, now = before.children, after.children
    if _lost(was.no_lapse, now.no_lapse):
        yield Weakened(
            "children.no_lapse",
            "los plazos vencen también contra la niñez",
            "time runs out against children, too",
        )
    if was.doubt_presumes_child.value is not False and now.doubt_presumes_child.value is False:
        yield Weakened(
            "children.doubt_presumes_child", "la duda ya no favorece", "doubt is no benefit any more"
        )


def _abandonment(before: Profile, after: Profile) -> Iterator[Weakened]:
    known = {trigger.name: trigger for trigger in before.abandonment}
    for trigger in after.abandonment:
        was, place = known.get(trigger.name), f"abandonment.{trigger.name}"
        if was is None:
            yield Weakened(place, "una señal de abandono nueva", "a new sign of abandonment")
        elif set(was.spares) - set(trigger.spares):
            yield Weakened(place, "alcanza a quienes antes no", "it reaches those whom it spared")
        elif trigger.threshold.value is not None and trigger.threshold.value < (was.threshold.value or 10**6):
            yield Weakened(place, "basta con menos veces", "fewer times are enough")


def _lost(was: object, now: object) -> bool:
    return isinstance(was, Fact) and isinstance(now, Fact) and was.value is True and now.value is not True


def _less(was: Fact[int], now: Fact[int] | None) -> bool:
    return was.value is not None and (now is None or now.value is None or now.value < was.value)
