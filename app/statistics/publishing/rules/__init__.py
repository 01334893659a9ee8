"""Arithmetic of what may be shown. Pure."""
