"""Cells of a file that somebody opens in a spreadsheet. Pure."""

# What a spreadsheet takes for the beginning of a formula, and runs (OWASP, CSV injection).
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """The value as a cell that says what it says and does nothing: a text that would run begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS) else value
