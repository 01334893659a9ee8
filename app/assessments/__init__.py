"""Legal analysis, country information, review."""
