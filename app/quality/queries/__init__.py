"""What is read of samples and assessments."""
