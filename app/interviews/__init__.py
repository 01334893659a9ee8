"""Record, read-back, signature."""
