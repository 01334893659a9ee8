"""When is the backlog gone? A simulation of the first instance, fed from the event log, with its caveats (docs/decisions/0043)."""
