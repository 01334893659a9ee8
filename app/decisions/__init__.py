"""Sittings, votes, decisions, service."""
