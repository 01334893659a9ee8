"""What is best for a child: assessments and determinations, and who made them."""
