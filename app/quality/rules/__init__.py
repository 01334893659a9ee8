"""What is computed of samples and marks, without a database."""
