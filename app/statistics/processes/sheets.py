"""The map as tables, for spreadsheets. Pure."""

from app.statistics.processes.rules import ProcessMap
from app.statistics.sheets import Sheet

# Between the steps of a way; no code has it.
THEN = " > "


def steps_sheet(found: ProcessMap) -> Sheet:
    """One row for each step, in the order in which cases come to them."""
    rows = tuple((n.name, n.times, n.cases, n.begin, n.end) for n in found.nodes)
    return Sheet("process-steps", ("step", "times", "cases", "first_step_of", "last_step_of"), rows)


def moves_sheet(found: ProcessMap) -> Sheet:
    """One row for each move from a step to the next, the most frequent first. Days between the two."""
    rows = tuple((e.source, e.target, e.times, e.cases, e.median_days, e.ninth_days) for e in found.edges)
    head = ("from", "to", "times", "cases", "median_days", "ninth_decile_days")
    return Sheet("process-moves", head, rows)


def ways_sheet(found: ProcessMap) -> Sheet:
    """One row for each whole way, the most frequent first; the last, without steps, for all others."""
    rows = tuple((THEN.join(v.path), len(v.path), v.cases, v.share, v.median_days) for v in found.variants)
    return Sheet("process-ways", ("way", "steps", "cases", "share", "median_days"), rows)
