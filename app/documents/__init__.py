"""Provisional documents, QR verification, attachments."""
