"""Commands for people who are no programmers: they read, check and try a country's procedure."""
