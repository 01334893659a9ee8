"""Interviews by the programming interface, by act."""
