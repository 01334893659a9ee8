"""Several statements in one text."""

from alembic import op


def run(block: str) -> None:
    """Run each statement of `block` by itself: the driver prepares them, and a prepared statement is one statement."""
    statement: list[str] = []
    inside = False
    for line in block.strip().splitlines():
        if not statement and (not line.strip() or line.lstrip().startswith("--")):
            continue
        statement.append(line)
        inside ^= line.count("$$") % 2 == 1
        if line.rstrip().endswith(";") and not inside:
            op.execute("\n".join(statement))
            statement = []
    if statement:
        op.execute("\n".join(statement))
