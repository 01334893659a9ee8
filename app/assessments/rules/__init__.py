"""The form of the legal analysis, by profile: what may be said, what must be said, and what follows for each claim. Pure."""
