"""Encounters, registration, screening, offline sync, bulk import."""
