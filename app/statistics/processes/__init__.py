"""Which ways cases really take, drawn from the log."""
