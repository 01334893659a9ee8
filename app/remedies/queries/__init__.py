"""Reading remedies."""
