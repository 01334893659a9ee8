"""A case told in plain Spanish, and let happen on a calendar."""
