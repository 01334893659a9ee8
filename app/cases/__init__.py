"""Case, claim, events (the one gate), deadlines, assignment, representation."""
