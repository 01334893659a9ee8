"""What pages and the programming interface share of HTTP: who is asking, one transaction for a request, permission, problems."""
