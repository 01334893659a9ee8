"""Who should keep away from a case: what they declared themselves, and what the record says they did."""
