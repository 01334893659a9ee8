"""Finding the same person: how names are compared, what an agreement weighs, and who may be whom."""
