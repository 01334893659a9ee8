"""Who interviews and who interprets."""
