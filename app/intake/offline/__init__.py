"""Registration without a line: the laptops that do it, what they send, and what a person must look at first."""
