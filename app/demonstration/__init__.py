"""An invented deployment and caseload, made by the same actions that people use, to see the product at work."""
