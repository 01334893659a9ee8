"""A step on the general form as its pages say it: what is asked, and what would follow."""

from typing import Any
from uuid import UUID

from app.cases import public as cases
from app.core.database import ReadSession
from app.people import public as people
from app.procedure import public as procedure
from app.web.formats import short_date
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.limits import attached
from app.web.words import relation_name

FIELD = "answers."


async def concerned(db: ReadSession, case: cases.CaseView, event: procedure.Event) -> list[tuple[str, str]]:
    """The claims that the step may be about, each by its key with whose it is."""
    here = cases.leaves_from(case.profile, event.name)
    names = await names_of(db, case)
    return [
        (str(c.id), f"{names[c.id]} ({relation_name(c.relation)})")
        for c in case.claims
        if c.stage in here and c.id in names
    ]


async def names_of(db: ReadSession, case: cases.CaseView) -> dict[UUID, str]:
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    return {c.id: persons[c.person_id].name for c in case.claims if c.person_id in persons}


def fields(event: procedure.Event, claims: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The form's fields in the order in which they are answered."""
    found: list[dict[str, Any]] = []
    if len(claims) > 1:
        found.append(
            {"type": "checkboxes", "name": "claims", "label": _("A quién concierne"), "options": claims}
        )
    found += [_asked(ask) for ask in event.asks]
    if "reasons" in event.needs:
        found.append({"type": "textarea", "name": "reasons", "label": _("Razones")})
    return found


def _asked(ask: procedure.Ask) -> dict[str, Any]:
    label = ask.label.in_(language())
    field = {
        "name": FIELD + ask.name,
        "label": label if ask.required else _("%(label)s (si se sabe)") % {"label": label},
    }
    if ask.kind == "choice":
        options = [(choice.name, choice.label.in_(language())) for choice in ask.choices]
        return {**field, "type": "radios" if len(options) <= SHORT else "select", "options": options}
    if ask.kind == "day":
        return {**field, "type": "date"}
    if ask.kind == "whole":
        return {**field, "type": "text", "width": 5}
    return {**field, "type": "textarea", "rows": 3}


SHORT = 6


def follows_in_words(
    found: cases.Foreseen, case: cases.CaseView, names: dict[UUID, str]
) -> dict[str, list[Any]]:
    """What would follow: where each claim goes, the limits with their dates and how they were counted, documents, proposals."""
    profile, follows, said = case.profile, found.follows, language()
    before = {c.id: profile.stage(c.stage).label.in_(said) for c in case.claims}
    ended = {found.rules[key] for key in (*follows.meet, *follows.cancel) if key in found.rules}
    paused = {found.rules[key] for key in follows.suspend if key in found.rules}
    moved = [(found.rules[m.id], m.explanation) for m in follows.move if m.id in found.rules]
    begun = [(new.rule, new.explanation) for new in follows.start]
    return {
        "stages": [
            _("%(name)s: de «%(before)s» a «%(after)s».")
            % {
                "name": names.get(claim, ""),
                "before": before.get(claim, ""),
                "after": profile.stage(stage).label.in_(said),
            }
            for claim, stage in follows.stages.items()
        ],
        "limits": [_limit(profile, rule, counted) for rule, counted in (*moved, *begun)],
        "ended": [profile.limit(rule).label.in_(said) for rule in sorted(ended)],
        "paused": [profile.limit(rule).label.in_(said) for rule in sorted(paused)],
        "documents": _documents(profile, follows),
        "proposed": [profile.event(p.event).label.in_(said) for p in follows.propose],
    }


def _limit(profile: procedure.Profile, rule: str, counted: procedure.Explanation) -> dict[str, Any]:
    limit = profile.limit(rule)
    return {
        "what": limit.label.in_(language()),
        "on": counted.due_day,
        "words": counted.in_words(language()),
        "basis": profile.cite(limit),
        "verification": limit.verification if limit.kind == "legal" else None,
        "kind": limit.kind,
    }


def _documents(profile: procedure.Profile, follows: procedure.Consequences) -> list[str]:
    def named(kind: str) -> str:
        return profile.document(kind).label.in_(language())

    return [
        *(_("Se emite: %(document)s.") % {"document": named(kind)} for kind in follows.issue),
        *(_("Se prolonga: %(document)s.") % {"document": named(kind)} for kind in follows.extend),
        *([_("Se cierran los documentos provisionales.")] if follows.close_documents else []),
    ]


def background(event: procedure.Event, profile: procedure.Profile, limits: list[cases.Limit]) -> list[str]:
    """What the law says of the step before it is taken: what it rests on, a silence, an extension once of once."""
    said: list[str] = []
    for rule in event.after:
        passed = next((x for x in limits if x.rule == rule and x.state == "missed"), None)
        what = profile.limit(rule).label.in_(language())
        if passed is not None:
            said.append(
                _("%(limit)s: venció el %(day)s sin cumplirse.")
                % {"limit": what, "day": short_date(passed.due_on)}
            )
        said += attached(profile.limit(rule))
    for rule in event.prolongs:
        limit, running = profile.limit(rule), next((x for x in limits if x.rule == rule), None)
        if limit.extension is not None:
            said.append(
                _("%(limit)s: se puede prorrogar %(times)s; hasta ahora, %(done)s.")
                % {
                    "limit": limit.label.in_(language()),
                    "times": _times(limit.extension.times),
                    "done": _times(running.extensions if running else 0),
                }
            )
    return said


def _times(count: int) -> str:
    words = {0: _("ninguna vez"), 1: _("una vez"), 2: _("dos veces")}
    return words.get(count, _("%(n)s veces") % {"n": count})
