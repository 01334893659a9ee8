"""A person to a service, with consent and an answer."""
