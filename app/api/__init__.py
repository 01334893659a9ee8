"""JSON: the versions of the programming interface."""
