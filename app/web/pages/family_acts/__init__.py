"""What is written down of a family: one form each, by subject."""
