"""XES (IEEE 1849-2016): a trace for each case, an event for each event. Pure."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from app.statistics.logs.traces import LoggedEvent, Trace
from app.statistics.logs.writing import About, moment

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)
CLASSIFIERS = (("Activity", "concept:name"), ("Stage", "stage_after"), ("Role", "org:role"))
# Prefixes belong to extensions: what is ours has none. An attribute that every event has, with the value that stands for «not known».
GLOBALS = (
    ("string", "concept:name", "unknown"),
    ("date", "time:timestamp", "1970-01-01T00:00:00.000+00:00"),
    ("string", "lifecycle:transition", "complete"),
    ("string", "org:resource", "unknown"),
    ("string", "org:role", "unknown"),
    ("string", "stage_after", "unknown"),
)


class Xes:
    """One log. All events are `complete`: the house records what has happened, and nothing that is under way."""

    passes = 1

    def __init__(self, about: About) -> None:
        self._about = about

    def begin(self, _turn: int) -> bytes:
        """The head: extensions, globals, classifiers, then the log's own attributes, in the order of the standard's schema."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<log xes.version="1849.2016" xes.features="" xmlns="{NAMESPACE}">',
            *(
                f'<extension name="{name}" prefix="{prefix}" uri="{NAMESPACE}{prefix}.xesext"/>'
                for name, prefix in EXTENSIONS
            ),
            f'<global scope="trace">{_attribute("string", "concept:name", "unknown")}</global>',
            f'<global scope="event">{"".join(_attribute(*each) for each in GLOBALS)}</global>',
            *(f'<classifier name="{name}" scope="event" keys="{keys}"/>' for name, keys in CLASSIFIERS),
            _attribute("string", "concept:name", self._about.number),
            _attribute("string", "lifecycle:model", "standard"),
            _attribute("date", "as_of", moment(self._about.as_of)),
            _attribute("string", "times", self._about.times),
        ]
        return ("\n".join(lines) + "\n").encode()

    def write(self, _turn: int, traces: Sequence[Trace]) -> bytes:
        return "".join(_trace(trace) for trace in traces).encode()

    def end(self) -> Iterable[bytes]:
        yield b"</log>\n"


def _trace(trace: Trace) -> str:
    said = (
        _attribute("string", "concept:name", trace.case),
        _attribute("string", "office", trace.office),
        _attribute("string", "origin", trace.origin),
        _attribute("string", "sex", trace.sex),
        _attribute("string", "age_group", trace.age_group),
        _attribute("string", "modality", trace.modality),
        _attribute("date", "filed_on", f"{trace.filed_on}T00:00:00.000+00:00"),
        _attribute("int", "claims", len(trace.claims)),
    )
    return f"<trace>{''.join(said)}\n{''.join(_event(event) for event in trace.events)}</trace>\n"


def _event(event: LoggedEvent) -> str:
    said = [
        _attribute("string", "concept:name", event.name),
        _attribute("date", "time:timestamp", moment(event.at)),
        _attribute("string", "lifecycle:transition", "complete"),
        _attribute("string", "org:resource", event.officer),
        _attribute("string", "org:role", event.role),
        _attribute("string", "stage_after", event.stage_after),
    ]
    optional = (
        ("stage_before", event.stage_before),
        ("outcome", event.outcome),
        ("decision", event.decision),
        ("remedy", event.remedy),
        ("remedy_kind", event.kind),
        ("remedy_result", event.result),
    )
    said += [_attribute("string", key, value) for key, value in optional if value]
    said.append(_attribute("int", "claims", len(event.claims)))
    return f"<event>{''.join(said)}</event>\n"


def _attribute(kind: str, key: str, value: object) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(str(value))}/>"
