"""Photographs of people: rules, keeping, reading."""
