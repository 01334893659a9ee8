"""What an administrator does with an override: one file for each verb."""
