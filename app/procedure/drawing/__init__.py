"""The road of a procedure as a picture."""
