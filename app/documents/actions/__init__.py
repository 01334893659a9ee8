"""What is done with a document, a verb each."""
