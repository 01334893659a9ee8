"""Losing a status once recognised: cessation, cancellation, revocation; and giving it up."""
