"""One file per verb: start, save, submit, review."""
