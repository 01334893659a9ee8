"""Screening: the questions of the profile's form, what the answers propose, and what a person decides about it."""
