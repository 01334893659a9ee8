"""Every number by name: what it is called, what it is made of, and which cases it counts."""
