"""What the record says of each claim, as rows to be counted: projected from the events alone, kept up, and made anew at will."""
