"""The deployment's own values over the shipped procedure: uploaded, checked, put in force from a date."""
