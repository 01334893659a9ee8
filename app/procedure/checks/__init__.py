"""What a lawyer should look at in a profile before it is used."""
