"""Two records that may be one person: proposed by the system, judged by people."""
