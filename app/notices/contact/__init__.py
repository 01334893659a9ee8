"""How a person may be reached, as they told it."""
