"""Notes, tasks and hand-overs."""
