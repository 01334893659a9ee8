"""Reconsideration, appeal, remittal; cessation, cancellation, revocation."""
