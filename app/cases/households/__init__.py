"""A family in its files: together, apart, and who comes first."""
