"""One verb, or one close family of them, in a file."""
