"""Two procedures told apart in words."""
