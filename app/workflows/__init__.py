"""One file per process that crosses rooms."""
