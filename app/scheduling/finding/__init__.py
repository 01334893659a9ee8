"""The earliest times that fit, and why none is earlier."""
