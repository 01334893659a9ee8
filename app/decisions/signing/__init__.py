"""Who signs with which key, the paper that is signed, and what anyone can find out of it."""
