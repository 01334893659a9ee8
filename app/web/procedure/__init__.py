"""A procedure profile as the Procedure page shows it: every value in words, with what it rests on and how sure that is."""
