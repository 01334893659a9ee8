"""What is best for a child: assessments, and determinations by a panel, each heard, weighed and on record."""
