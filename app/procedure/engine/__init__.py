"""What follows from an event: stages, clocks, proposals; and a history replayed."""
