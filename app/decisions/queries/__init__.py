"""Reads, by what they show."""
