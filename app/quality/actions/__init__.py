"""What is done about samples and assessments, one file for each verb."""
