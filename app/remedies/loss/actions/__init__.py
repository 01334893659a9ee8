"""One file for each act of a procedure of loss."""
