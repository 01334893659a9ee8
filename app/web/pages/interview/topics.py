"""What is still to be asked: topics for an adult, blocks for a child."""

from typing import Any

from app.interviews import public as interviews
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.interview.shown import Record


def topic_name(code: str | None) -> str | None:
    topic = next((t for t in interviews.topics() if t.code == code), None)
    return None if topic is None else topic.en if language() == "en" else topic.es


def _holding(record: Record) -> frozenset[str]:
    person = record.person
    return interviews.holding(
        record.case.profile,
        child=record.child,
        family=len(record.case.claims) > 1,
        stateless=person.stateless,
        needs=(*person.needs, *person.protected),
    )


def blocks(record: Record) -> dict[str, Any]:
    """A child's interview: its blocks with their questions, the one that comes next first opened, and when a break is due."""
    treated = interviews.blocks_covered(record.exchanges)
    spanish = language() != "en"
    items = [
        {
            "code": block.code,
            "label": block.es if spanish else block.en,
            "done": block.code in treated,
            "topic": block.topics[0],
            "questions": [(q.es, q.es if spanish else q.en) for q in block.questions],
        }
        for block in interviews.blocks()
    ]
    coming = next((item for item in items if not item["done"]), None)
    minutes = interviews.block_minutes(record.age)
    since = interviews.asked_since(record.transcript.entries, record.transcript.session.started_at)
    passed = int((record.now - since).total_seconds() // 60)
    return {
        "items": [item | {"next": item is coming} for item in items],
        "minutes": minutes,
        "left": max(0, minutes - passed),
        "due": interviews.break_due(since, record.now, minutes),
    }


def topics(record: Record) -> dict[str, Any]:
    """What is still to be asked first, then what was treated, with its rows; the topic of the last row is under way."""
    found = interviews.coverage(record.exchanges, _holding(record))
    latest = next((e.topic for e in reversed(record.exchanges) if e.topic), None)
    items = []
    for one in found:
        state = "open" if one.topic.code == latest else "covered" if one.covered else "missing"
        span = f"{one.first}–{one.last}" if one.first != one.last else f"{one.first}"
        note = _("en curso") if state == "open" else span if one.covered else ""
        items.append({"label": topic_name(one.topic.code), "state": state, "note": note})
    order = {"open": 0, "missing": 1, "covered": 2}
    covered = sum(1 for one in found if one.covered)
    return {
        "items": sorted(items, key=lambda item: order[str(item["state"])]),
        "count": _("%(done)s de %(all)s tratados") % {"done": covered, "all": len(found)},
        "options": [("", "–"), *((one.topic.code, topic_name(one.topic.code) or "") for one in found)],
    }
