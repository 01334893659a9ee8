"""What is done with appointments: one file for each act."""
