"""Appointments, rooms, interpreters."""
