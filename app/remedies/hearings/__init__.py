"""Hearings: of a remedy before who judges it, of a status before it may be lost."""
