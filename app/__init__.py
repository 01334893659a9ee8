"""Acogida: case management for refugee status determination."""
