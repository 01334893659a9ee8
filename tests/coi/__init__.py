"""Country information: the library, its search, questions to the unit."""
