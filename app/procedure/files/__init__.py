"""Profile files: found, read, laid over each other, and refused with line and reason."""
