"""Persons, households, specific needs, duplicates and merges."""
