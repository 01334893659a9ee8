"""When offices are open and people work."""
