"""Families across files: relations and how they are proven, DNA tests, tracing, and bringing the family."""
