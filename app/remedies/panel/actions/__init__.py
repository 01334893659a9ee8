"""One file for each act of those who hear a remedy."""
