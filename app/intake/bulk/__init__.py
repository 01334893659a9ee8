"""An existing caseload from a table: read by a column map, looked at row by row, and written household by household."""
