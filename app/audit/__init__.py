"""Access records, hash chain, checkpoints."""
