"""Service of a decision: the attempts, what took effect and when, and putting right what was written down wrongly."""
