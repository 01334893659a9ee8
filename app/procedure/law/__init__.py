"""The shape of a procedure profile: what may be written in it, and what must hang together."""
