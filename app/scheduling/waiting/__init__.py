"""Who waits for a time to become free."""
