"""Reading cases, by what is asked."""
