"""What a row of another registry says, and what must hold before it is written. Pure."""
