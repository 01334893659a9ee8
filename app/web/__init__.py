"""Pages: one small module per page group."""
