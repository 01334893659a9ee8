"""A figure watched for somebody: whether it crossed the line that they drew, and that they are told of it once."""
